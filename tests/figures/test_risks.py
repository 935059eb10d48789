import pandas as pd
import pytest

from toolkit.figures.risks import level, risk_matrix
from toolkit.i18n import Locale

LOOK = {"color": "#0f766e", "alt": "a", "caption": "c"}
LOCALES = [Locale("zh"), Locale("en")]


def risks(*rows):
    return pd.DataFrame(rows, columns=["name", "likelihood", "impact"])


def test_a_risk_stands_at_its_likelihood_and_impact(drawing):
    figure = drawing(risk_matrix(risks(("a", 1, 1), ("b", 5, 1), ("c", 5, 5)), locale=LOCALES[1], **LOOK))
    places = {name: figure.place(name) for name in "abc"}
    assert places["a"][0] < places["b"][0] == places["c"][0]
    assert places["c"][1] < places["a"][1] == places["b"][1]
    assert (figure.count("f-high"), figure.count("f-medium"), figure.count("f-low")) == (8, 7, 10)


def test_levels():
    assert [level(*pair) for pair in ((3, 4), (4, 3), (2, 5), (2, 3), (1, 5))] == [
        "high",
        "high",
        "medium",
        "medium",
        "low",
    ]


@pytest.mark.parametrize("locale", LOCALES, ids=lambda locale: locale.language)
def test_no_names_meet_wherever_they_crowd(drawing, locale):
    crowd = risks(*((f"a rather long name of a risk 风险 {i}", 1 + i % 2 * 4, 5) for i in range(6)), ("W" * 200, 3, 1))
    assert drawing(risk_matrix(crowd, locale=locale, **LOOK)).collisions() == []


def test_no_risks():
    assert "<svg" not in risk_matrix(risks(), locale=LOCALES[1], **LOOK).html
