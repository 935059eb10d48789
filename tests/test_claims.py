"""Sentences say exactly what was computed, and why a number is not there."""

import re
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit import claims
from toolkit.i18n import Locale
from toolkit.metrics import reasons
from toolkit.metrics.fact import Fact, Scope

ZH, EN = Locale("zh"), Locale("en")
OCT = Scope(date(2026, 10, 1), date(2026, 10, 31), source="events")
SEP = Scope(date(2026, 9, 1), date(2026, 9, 30), source="events")
LAST = Scope(date(2025, 10, 1), date(2025, 10, 31), source="events")


def read(*arguments, locale=EN, **more):
    """A sentence as a reader sees it."""
    text = re.sub("<[^>]+>", "", claims.sentence(*arguments, locale, **more))
    return text.replace("\N{NO-BREAK SPACE}", " ")


def test_a_rate_says_its_interval_sample_and_source():
    # 400 of 1,000, Wilson 0.370 to 0.431
    text = read(OCT.rate("d1_retention", 400, 1000))
    assert text.startswith("Day-1 retention: 40.0%.")
    for part in ("95% interval 37.0–43.1%", "n = 1,000", "source: event log"):
        assert part in text


def test_a_clear_change_is_said_in_points_and_an_unclear_one_is_not_a_change():
    now, before = OCT.rate("d1_retention", 400, 1000), SEP.rate("d1_retention", 300, 1000)
    assert "+10.0 pp on " in read(now, before=before)
    near = read(now, before=SEP.rate("d1_retention", 395, 1000))
    assert "no clear change" in near and "pp" not in near


def test_an_amount_changes_by_per_cent_and_last_year_is_named():
    text = read(
        OCT.amount("new_users", 1200), before=SEP.amount("new_users", 1000), year_ago=LAST.amount("new_users", 9)
    )
    assert "+20.0% on " in text
    assert "October 2025: 9" in text


def test_from_nothing_there_is_no_per_cent():
    text = read(OCT.amount("new_users", 600), before=SEP.amount("new_users", 0))
    assert "–" not in text and "%" not in text and ": 0" in text


@pytest.mark.parametrize("before", [None, SEP.unobservable("new_users", reasons.NOT_COVERED)])
def test_without_an_earlier_period_nothing_is_compared(before):
    assert "change" not in read(OCT.amount("new_users", 600), before=before)


def test_a_part_of_a_period_says_so_and_is_not_compared():
    part = Scope(OCT.start, date(2026, 10, 20), source="events", remark=reasons.PARTIAL).amount("new_users", 600)
    text = read(part, before=SEP.amount("new_users", 100))
    assert "incomplete" in text and " on " not in text
    assert claims.is_partial(part) and not claims.is_partial(OCT.amount("new_users", 600))


def test_what_limits_a_number_stands_beside_it():
    assert reasons.GAPS in read(OCT.amount("new_users", 6, reason=reasons.GAPS))
    assert ZH.t(reasons.GAPS) in read(OCT.amount("new_users", 6, reason=reasons.GAPS), locale=ZH)


def test_the_n_of_a_mean_of_days_counts_days():
    assert "31 days" in read(OCT.amount("dau_mean", 600, n=31))
    assert "n = 31" not in read(OCT.amount("dau_mean", 600, n=31))


def test_a_verdict_is_a_word():
    assert claims.value(Fact("line", "good", "line", OCT.start, OCT.end), EN) == "good"


def test_nothing_known_says_why_in_one_line():
    facts = [OCT.no_data(metric, reasons.NO_TABLE["orders"]) for metric in ("gmv", "orders")]
    html = claims.absent(facts, EN)
    assert html == '<p class="nodata">Not available: no orders table was given.</p>'


def test_some_unknown_are_named_with_their_reason_unless_nobody_asked_for_them():
    known, young = OCT.amount("gmv", 1), OCT.unobservable("d30_retention", reasons.TOO_YOUNG)
    unnamed = OCT.no_data("share_rate", reasons.NO_EVENT["share"])
    html = claims.absent([known, young, unnamed], EN)
    assert "ay-30 retention (too young to be observed)" in html and "hare" not in html
    assert claims.absent([known, unnamed], EN) == claims.absent([known], EN) == ""


def test_days_are_named_up_to_a_few():
    found = [OCT.start + timedelta(days=i) for i in range(7)]
    assert claims.days(found[:2], EN) == "1 Oct, 2 Oct"
    assert claims.days(found, EN).endswith("5 Oct and 2 more")


@given(
    st.integers(1, 10**6), st.integers(0, 10**6), st.sampled_from(["orders", "gmv", "cac", "csat", "sessions_per_user"])
)
def test_any_two_numbers_make_a_sentence(now, before, metric):
    for locale in (ZH, EN):
        text = read(OCT.amount(metric, now, n=now), locale=locale, before=SEP.amount(metric, before, n=before))
        assert not re.search(r"None|nan|\binf\b|[{}]|–", text)
