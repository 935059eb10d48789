from datetime import date

from toolkit.effect.festivals import NEW_YEAR, festival_days, festivals


def test_a_year_holds_four():
    names = [name for name, _, _ in festivals(date(2026, 1, 1), date(2026, 12, 31))]
    assert names == ["Spring Festival", "the 618 festival", "National Day", "Double 11"]
    assert len(festival_days(date(2026, 1, 1), date(2026, 12, 31))) == 8 + 20 + 7 + 11


def test_only_the_days_inside_a_span_count():
    assert festival_days(date(2026, 10, 6), date(2026, 10, 20)).strftime("%m-%d").tolist() == ["10-06", "10-07"]
    assert festival_days(date(2026, 3, 1), date(2026, 5, 1)).empty


def test_the_new_year_falls_between_late_january_and_late_february():
    assert all((day.month, day.day) >= (1, 21) and (day.month, day.day) <= (2, 21) for day in NEW_YEAR)
    assert [day.year for day in NEW_YEAR] == list(range(2015, 2036))
