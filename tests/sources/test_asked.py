"""A criterion that no column holds is found with the headers, before anything runs."""

import yaml

from toolkit import params, sources


def checked(folder, header, *criteria):
    (folder / "competitors.csv").write_text(header + "\n", encoding="utf-8")
    tree = {
        "client": "acme",
        "name": "Acme",
        "data": {"competitors": {"path": "competitors.csv", "columns": {"price": "cost"}}},
        "reports": {"competitor_comparison": {"criteria": {name: {} for name in criteria}}},
    }
    (folder / "acme.yml").write_text(yaml.safe_dump(tree), encoding="utf-8")
    return [str(error) for error in sources.check(params.load(folder / "acme.yml"))]


def test_an_absent_criterion_is_named_with_the_nearest_column(tmp_path):
    (error,) = checked(tmp_path, "competitor,cost,rating", "price", "ratings")
    assert error.startswith(
        f"{tmp_path / 'acme.yml'} reports.competitor_comparison.criteria.ratings: expected a column"
    )
    assert error.endswith('Did you mean "rating"?')


def test_criteria_may_be_mapped_or_stand_in_the_file(tmp_path):
    assert checked(tmp_path, "competitor,cost,rating", "price", "rating") == []


def test_a_header_that_is_wrong_is_told_first(tmp_path):
    errors = checked(tmp_path, "competitor,rating", "speed")
    assert len(errors) == 1 and "cost" in errors[0]
