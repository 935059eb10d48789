"""By when: the phases of the work from the day it starts, with the tasks of each."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

Phase = Literal["pilot", "infrastructure", "growth", "brand", "running"]
PHASES: tuple[tuple[Phase, int, int], ...] = (("infrastructure", 1, 2), ("growth", 3, 4), ("brand", 5, 6))
"""Phase, first and last month, counted from 1."""
TASKS: dict[str, tuple[tuple[str, int, int], ...]] = {
    "infrastructure": (("tracking", 1, 1), ("content", 1, 2)),
    "growth": (("acquisition", 3, 4), ("membership", 3, 4)),
    "brand": (("partners", 5, 5), ("conversion", 5, 6)),
}
"""Task, first and last month of each phase."""


@dataclass(frozen=True, slots=True)
class Bar:
    """What is done from one day to another, both included; a task belongs to a phase, a phase to none."""

    name: str
    start: date
    end: date
    phase: str | None = None


def after(start: date, months: int) -> date:
    """The same day so many months later, or the last one of a shorter month.

    >>> str(after(date(2026, 12, 31), 2))
    '2027-02-28'
    """
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    return date(year, month + 1, min(start.day, monthrange(year, month + 1)[1]))


def span(start: date, first: int, last: int) -> tuple[date, date]:
    """First and last day of some months of the work, counted from 1.

    >>> [str(day) for day in span(date(2026, 12, 1), 3, 4)]
    ['2027-02-01', '2027-03-31']
    """
    return after(start, first - 1), after(start, last) - timedelta(days=1)


def bars(start: date, *, pilot_months: int, term_months: int) -> list[Bar]:
    """Pilot, phases with their tasks, and what runs on after them, in order; nothing beyond the term."""
    found = [Bar("pilot", *span(start, 1, min(pilot_months, term_months)))]
    for phase, first, last in PHASES:
        if first > term_months:
            break
        found.append(Bar(phase, *span(start, first, min(last, term_months))))
        found += [
            Bar(task, *span(start, begin, min(end, term_months)), phase)
            for task, begin, end in TASKS[phase]
            if begin <= term_months
        ]
    if term_months > PHASES[-1][2]:
        found.append(Bar("running", *span(start, PHASES[-1][2] + 1, term_months)))
    return found
