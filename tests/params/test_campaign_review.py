"""Mistakes in the options of the review of campaigns are found in the file, with their line."""

import pytest

from toolkit.metrics.catalogue import METRICS
from toolkit.params import check

HEAD = "client: acme\nname: Acme\nreports:\n  campaign_review:\n"
TRIAL = """\
    experiments:
      - id: a
        name: A
        start: 2026-10-01
        end: 2026-10-31
        control: old
        planned: {old: 0.5, new: 0.5}
        outcomes: {bought: {kind: rate}}
"""


def mistakes(tmp_path, text):
    path = tmp_path / "acme.yml"
    path.write_text(text, "utf-8")
    return [str(error).replace(str(path), "acme.yml") for error in check(path, METRICS)[1]]


def test_what_is_right_is_read(tmp_path):
    assert mistakes(tmp_path, HEAD + TRIAL + "    response: {metric: gmv}\n    cadence: quarter\n") == []


@pytest.mark.parametrize(
    ("was", "now", "said"),
    [
        ("end: 2026-10-31", "end: 2026-09-30", "acme.yml:9 "),
        ("control: old", "control: odl", 'expected one of the planned variants, got "odl". Variants: old, new.'),
        ("new: 0.5", "new: 0.6", "expected shares that add up to 1, got 1.1. Write 50 % as 0.5."),
        ("{old: 0.5, new: 0.5}", "{old: 1}", "expected at least two variants, got 1."),
        ("kind: rate", "kind: rates", 'expected "rate" or "mean", got "rates". Did you mean "rate"?'),
        ("{bought: {kind: rate}}", "{}", "expected at least one outcome"),
        ("outcomes:", "outcome:", 'got "outcome". Did you mean "outcomes"?'),
    ],
)
def test_a_mistake_says_where_what_and_how_to_mend(tmp_path, was, now, said):
    found = mistakes(tmp_path, HEAD + TRIAL.replace(was, now))
    assert any(said in line for line in found), found
    assert all(line.startswith("acme.yml:") for line in found)


def test_an_experiment_stands_once(tmp_path):
    twice = TRIAL + TRIAL.replace("    experiments:\n", "")
    assert any("each experiment id once" in line for line in mistakes(tmp_path, HEAD + twice))


@pytest.mark.parametrize("response", ["{}", "{metric: gmv, series: sales}"])
def test_a_response_is_a_metric_or_a_series(tmp_path, response):
    found = mistakes(tmp_path, HEAD + f"    response: {response}\n")
    assert any("either `metric:` or `series:`" in line for line in found)


def test_treated_units_need_a_goal_and_a_panel(tmp_path):
    campaign = "campaigns: [{id: x, name: X, start: 2026-10-01, end: 2026-10-02, treated: [a]%s}]\n"
    base = "client: acme\nname: Acme\n"
    assert any("a goal beside treated units" in line for line in mistakes(tmp_path, base + campaign % ""))
    found = mistakes(tmp_path, base + campaign % ", goal: {metric: gmv, value: 3}")
    assert any("the table panel for treated units" in line for line in found)
