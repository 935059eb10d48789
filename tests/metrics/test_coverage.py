from datetime import date

import pandas as pd

from toolkit.metrics.coverage import Coverage, coverage

UNTIL = date(2026, 10, 31)


def days(*numbers):
    return pd.Series(pd.to_datetime([f"2026-10-{number:02d}" for number in numbers]))


def test_days_after_the_last_complete_one_are_not_known():
    assert coverage(days(1, 2, 3), date(2026, 10, 2)) == Coverage(date(2026, 10, 1), date(2026, 10, 2))
    assert coverage(days(5, 6), date(2026, 10, 4)) is None


def test_a_shop_closed_at_weekends_has_two_days_of_slack():
    # Monday to Friday, four weeks: gaps of 1 day, and of 3 over each weekend
    working = days(*(day for day in range(5, 31) if date(2026, 10, day).weekday() < 5))
    known = coverage(working, UNTIL, sparse=True)
    assert (known.last, known.slack) == (date(2026, 10, 30), 2)
    assert known.covers(date(2026, 10, 5), date(2026, 10, 31))


def test_one_long_hole_makes_no_hole_usual():
    # daily but for ten days without tracking: a file that ends on the 28th does not reach the 31st
    daily = pd.concat([pd.Series(pd.date_range("2026-08-01", "2026-09-30")), days(*range(1, 9), *range(18, 29))])
    known = coverage(daily, UNTIL, sparse=True)
    assert (known.slack, known.covers(date(2026, 10, 1), date(2026, 10, 31))) == (0, False)


def test_a_daily_table_has_no_slack():
    assert coverage(days(1, 8, 15), UNTIL).slack == 0
