from datetime import date

import numpy as np
import pytest

from toolkit.metrics import reasons
from toolkit.metrics.fact import Fact, Scope

MAY = Scope(date(2026, 5, 1), date(2026, 5, 31), "CNY", "events")


def test_a_rate_carries_n_and_wilson_interval():
    fact = MAY.rate("d1_retention", 400, 1000)
    assert (fact.value, fact.n, fact.unit, fact.successes) == (0.4, 1000, "share", 400)
    assert (round(fact.low, 3), round(fact.high, 3)) == (0.370, 0.431)


def test_a_rate_without_base_is_unobservable_not_zero():
    fact = MAY.rate("d1_retention", 0, 0)
    assert (fact.value, fact.status, fact.reason) == (None, "unobservable", reasons.ZERO_BASE)


def test_more_successes_than_people_is_a_contradiction():
    assert MAY.rate("purchase_conversion", 6, 5).reason == reasons.SUBSET


def test_a_fact_without_value_cannot_be_ok():
    with pytest.raises(ValueError, match="new_users"):
        Fact("new_users", None, "users", date(2026, 5, 1), date(2026, 5, 31))
    with pytest.raises(ValueError, match="new_users"):
        Fact("new_users", 3, "users", date(2026, 5, 1), date(2026, 5, 31), status="no_data")


def test_money_is_in_the_clients_currency_and_people_are_whole():
    assert MAY.amount("gmv", 12.5).unit == "CNY"
    assert MAY.amount("new_users", 12.0).as_json()["value"] == 12
    assert isinstance(MAY.amount("new_users", 12.0).value, int)


def test_json_holds_every_documented_field():
    document = MAY.amount("funnel", 5, n=9, dims={"step": "cart", "position": 2}).as_json()
    assert document == {
        "id": "funnel",
        "value": 5,
        "unit": "users",
        "n": 9,
        "low": None,
        "high": None,
        "start": "2026-05-01",
        "end": "2026-05-31",
        "dims": {"step": "cart", "position": 2},
        "status": "ok",
        "reason": None,
        "source": "events",
    }


def test_counts_from_tables_become_plain_numbers():
    assert type(MAY.amount("k_factor", 0.1, n=np.int64(9)).n) is int


def test_an_incomplete_span_is_said_before_anything_else():
    part = Scope(MAY.start, MAY.end, remark=reasons.PARTIAL)
    assert part.rate("share_rate", 1, 9, reason=reasons.USER_DAYS).reason == reasons.PARTIAL
    assert MAY.rate("share_rate", 1, 9, reason=reasons.USER_DAYS).reason == reasons.USER_DAYS
