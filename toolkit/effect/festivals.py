"""Days that are like no others in China: a forecast neither learns from them nor is tried on them."""

from datetime import date, timedelta

import pandas as pd

from toolkit.i18n import N_

NEW_YEAR = (  # first day of the lunar year
    *(date(2015, 2, 19), date(2016, 2, 8), date(2017, 1, 28), date(2018, 2, 16), date(2019, 2, 5), date(2020, 1, 25)),
    *(date(2021, 2, 12), date(2022, 2, 1), date(2023, 1, 22), date(2024, 2, 10), date(2025, 1, 29), date(2026, 2, 17)),
    *(date(2027, 2, 6), date(2028, 1, 26), date(2029, 2, 13), date(2030, 2, 3), date(2031, 1, 23), date(2032, 2, 11)),
    *(date(2033, 1, 31), date(2034, 2, 19), date(2035, 2, 8)),
)
YEARLY = {  # first and last (month, day)
    N_("the 618 festival"): ((6, 1), (6, 20)),
    N_("National Day"): ((10, 1), (10, 7)),
    N_("Double 11"): ((11, 1), (11, 11)),
}
SPRING_FESTIVAL = N_("Spring Festival")


def festivals(start: date, end: date) -> list[tuple[str, date, date]]:
    """Name, first and last day of each festival that a span touches, in the order of time.

    >>> festivals(date(2026, 2, 20), date(2026, 2, 28))
    [('Spring Festival', datetime.date(2026, 2, 16), datetime.date(2026, 2, 23))]
    """
    found = [(SPRING_FESTIVAL, day - timedelta(days=1), day + timedelta(days=6)) for day in NEW_YEAR]
    years = range(start.year, end.year + 1)
    found += [(name, date(year, *a), date(year, *b)) for name, (a, b) in YEARLY.items() for year in years]
    inside = [each for each in found if each[1] <= end and each[2] >= start]
    return sorted(inside, key=lambda each: each[1])


def festival_days(start: date, end: date) -> pd.DatetimeIndex:
    """Every day of a span that belongs to a festival."""
    days = [pd.date_range(max(a, start), min(b, end)) for _, a, b in festivals(start, end)]
    return pd.DatetimeIndex([day for each in days for day in each])
