import pandas as pd
import pytest

from tests.small_campaigns import DAYS, TABLES, small_campaigns
from tests.small_review import csv
from toolkit.effect import series

FEW = csv(
    "order_id,at,amount,cost",
    "o1,2026-10-01 09:00:00,10,4",
    "o1,2026-10-01 09:00:00,20,9",
    "o2,2026-10-01 23:59:59,5,1",
    "o1,2026-10-03 08:00:00,-20,9",
)


def test_orders_and_money_by_day_with_days_of_nothing(tmp_path):
    """Two orders of 35 on the first day, nothing on the second, 20 back on the third; goods cost 14."""
    with small_campaigns(tmp_path, {"orders": FEW}) as study:
        read = {metric: series.daily(study.review, metric) for metric in ("orders", "gmv", "net_revenue")}
        days = pd.date_range("2026-10-01", "2026-10-03")
        assert all(values.index[:3].equals(days) for values in read.values())
        assert read["orders"].tolist()[:3] == [2, 0, 0]
        assert read["gmv"].tolist()[:3] == [35, 0, 0]
        assert read["net_revenue"].tolist()[:3] == [35, 0, -20]
        assert series.margin(study.review).tolist()[:3] == [21, 0, -20]  # what came back is not known to be sold again


def test_without_a_cost_of_goods_there_is_no_margin(tmp_path):
    with small_campaigns(tmp_path, {"orders": csv("order_id,at,amount", "o1,2026-10-01 09:00:00,10")}) as study:
        assert series.margin(study.review) is None
        assert series.daily(study.review, "new_users") is None
        assert series.daily(study.review, "aov") is None


def test_the_first_weeks_of_a_log_do_not_say_who_is_new(tmp_path):
    with small_campaigns(tmp_path, {"events": TABLES["events"]}) as study:
        new, users = (series.daily(study.review, metric) for metric in ("new_users", "dau_mean"))
        assert (len(users), len(new)) == (len(DAYS), len(DAYS) - series.YOUNG_LOG_DAYS)
        assert set(users) == set(new) == {3.0}


def test_a_day_on_which_tracking_failed_is_missing_not_zero(tmp_path):
    rows = [f"p{i}-{n},{day} 09:00:00,x" for i, day in enumerate(DAYS) for n in range(12) if str(day) != "2026-09-30"]
    with small_campaigns(tmp_path, {"events": csv("user_id,at,event", *rows)}) as study:
        users = series.daily(study.review, "dau_mean")
        assert users.isna().sum() == 1 and pd.isna(users["2026-09-30"])
        assert [str(day) for day in series.missing(study.review, DAYS[0], DAYS[-1])] == ["2026-09-30"]


@pytest.mark.parametrize("table", ["orders", "events"])
def test_a_table_without_rows_has_no_series(tmp_path, table):
    with small_campaigns(tmp_path, {table: TABLES[table].splitlines()[0] + "\n"}) as study:
        assert all(series.daily(study.review, metric) is None for metric in ("new_users", "orders", "gmv"))
        assert series.margin(study.review) is None
