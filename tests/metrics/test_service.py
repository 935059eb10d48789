from datetime import date

import pandas as pd
import pytest

from toolkit.metrics import service
from toolkit.metrics.fact import Scope

MAY = Scope(date(2026, 5, 1), date(2026, 5, 31), source="tickets")


def rows():
    opened = pd.to_datetime(["2026-05-01 10:00"] * 5)
    replied = opened + pd.to_timedelta([10, 20, 30, 40, None], unit="s")
    resolved = opened + pd.to_timedelta([1, 2, 6, None, None], unit="h")
    return pd.DataFrame(
        {"opened_at": opened, "first_reply_at": replied, "resolved_at": resolved, "csat": [4, 4, 5, 3, None]}
    )


def test_times_and_scores_by_hand():
    # replies 10 20 30 40: median 25, ninth tenth 37; resolutions 1 2 6 hours; scores 4 4 5 3
    facts = service.tickets(rows(), MAY)
    assert facts["first_reply_seconds_p50"].value == 25
    assert facts["first_reply_seconds_p90"].value == pytest.approx(37)
    assert (facts["resolution_hours_p50"].value, facts["resolution_hours_p50"].n) == (2, 3)
    assert (facts["csat"].value, facts["csat"].n) == (4, 4)
    assert facts["csat"].low < 4 < facts["csat"].high


def test_open_tickets_have_no_times():
    facts = service.tickets(rows()[["opened_at"]], MAY)
    assert {fact.status for fact in facts.values()} == {"unobservable"}


def test_net_promoter_score_by_hand():
    # 10 9 9 promote, 7 8 are passive, 6 0 detract: (3 - 2) / 7 = 14.3
    fact = service.nps([10, 9, 9, 7, 8, 6, 0], MAY)
    assert fact.value == pytest.approx(100 / 7)
    assert fact.low < 0 < fact.high
    assert service.nps([], MAY).status == "unobservable"


def test_pages():
    table = pd.DataFrame({"page": ["home", "cart"], "views": [100, 40], "users": [80, 20], "exits": [30, None]})
    facts = {(f.id, f.dims["page"]): f.value for f in service.pages(table, 100, MAY)}
    assert facts == {("page_share", "home"): 0.8, ("exit_rate", "home"): 0.3, ("page_share", "cart"): 0.2}


def test_a_reply_before_the_question_is_a_wrong_clock_and_left_out():
    late = rows().assign(first_reply_at=lambda frame: frame["opened_at"] - pd.Timedelta(days=1))
    assert service.tickets(late, MAY)["first_reply_seconds_p50"].status == "unobservable"
