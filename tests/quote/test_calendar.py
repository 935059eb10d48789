from datetime import date

from toolkit.quote.calendar import after, bars, span


def test_months_of_the_work():
    assert span(date(2026, 12, 1), 1, 2) == (date(2026, 12, 1), date(2027, 1, 31))
    assert span(date(2026, 12, 15), 5, 6) == (date(2027, 4, 15), date(2027, 6, 14))
    assert after(date(2027, 8, 31), 6) == date(2028, 2, 29)


def test_phases_follow_each_other_and_fill_the_term():
    found = [bar for bar in bars(date(2026, 12, 1), pilot_months=2, term_months=12) if bar.phase is None]
    assert [bar.name for bar in found] == ["pilot", "infrastructure", "growth", "brand", "running"]
    for earlier, later in zip(found[1:], found[2:], strict=False):
        assert (later.start - earlier.end).days == 1
    assert found[-1].end == date(2027, 11, 30)


def test_tasks_lie_within_their_phase_and_nothing_beyond_the_term():
    for term in range(1, 9):
        found = bars(date(2026, 1, 31), pilot_months=3, term_months=term)
        phases = {bar.name: bar for bar in found if bar.phase is None}
        end = span(date(2026, 1, 31), 1, term)[1]
        assert all(bar.start <= bar.end <= end for bar in found)
        for bar in found:
            if bar.phase is not None:
                assert phases[bar.phase].start <= bar.start
                assert bar.end <= phases[bar.phase].end
