"""Options of the comparison with competitors, and what is refused."""

import pytest

from toolkit import params

START = "client: acme\nname: Acme\nreports:\n  competitor_comparison:\n"


def checked(folder, text):
    path = folder / "acme.yml"
    path.write_text(START + text, encoding="utf-8")
    client, errors = params.check(path)
    return (client and client.wanted.competitor_comparison), [str(error).partition("acme.yml:")[2] for error in errors]


def test_what_may_be_said(tmp_path):
    text = (
        "    us: acme\n    axes: [price, chat]\n    stale_days: 90\n    criteria:\n"
        "      price: {weight: 2, better: lower, unit: money, group: price, name: {zh: 价格, en: Price}}\n"
        "      chat: {kind: yes_no}\n      stars: {kind: rating, scale: [0, 10]}\n"
    )
    options, errors = checked(tmp_path, text)
    assert errors == []
    assert (options.us, options.axes, options.stale_days) == ("acme", ("price", "chat"), 90)
    assert options.criteria["stars"].scale == (0, 10)
    assert (options.criteria["chat"].weight, options.criteria["chat"].better) == (1, "higher")


@pytest.mark.parametrize(
    ("text", "error"),
    [
        (
            "    criteria: {x: {wieght: 2}}\n",
            'criteria.x.wieght: expected a known key, got "wieght". Did you mean "weight"?',
        ),
        ("    criteria: {x: {weight: 0}}\n", "criteria.x.weight: expected a number above 0"),
        ("    criteria: {x: {scale: [5, 1]}}\n", "criteria.x.scale: expected the lower end first"),
        ("    criteria: {x: {scale: [5]}}\n", "criteria.x.scale: expected [one, other]"),
        ("    criteria: {x: {kind: yes_no, unit: money}}\n", "criteria.x.unit: expected no such key beside yes or no"),
        ("    criteria: {x: {group: prices}}\n", 'Did you mean "price"?'),
        ("    criteria: {source: {}}\n", "criteria.source: expected a column that holds a criterion"),
        (
            "    criteria: {price: {}, y: {}}\n    axes: [pryce, y]\n",
            'named under `criteria:`, got pryce. Did you mean "price"?',
        ),
        ("    criteria: {x: {}}\n    axes: [x, x]\n", "axes: expected two different criteria"),
        ("    axes: [x]\n", "axes: expected [one, other]"),
        ("    stale_days: soon\n", "stale_days: expected a number"),
    ],
)
def test_what_is_refused_with_its_line(tmp_path, text, error):
    _, errors = checked(tmp_path, text)
    assert len(errors) == 1 and error in errors[0]
    assert int(errors[0].partition(" ")[0]) >= 5
