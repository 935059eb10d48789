"""The finding in one line, as the title of the page: what the work caused, or why that is not known."""

from toolkit import claims, parts
from toolkit.case_study import wording
from toolkit.display import Fragment
from toolkit.effect.before_after import Shift
from toolkit.effect.case import Case
from toolkit.i18n import N_, Locale


def header(case: Case, *, locale: Locale, color: str) -> Fragment:
    """The finding as the page's title, and the line that says which days and whose clock."""
    return parts.header(_finding(case, locale), case.client, case.period, locale=locale)


def main_shift(case: Case) -> Shift | None:
    """The clear change that a statement is about, else the largest one; None where nothing moved clearly."""
    clear = [shift for shift in case.comparison.shifts if shift.is_clear and shift.change.ok]
    told = {claim.metric for claim in case.options.claims}
    return max(clear, key=lambda shift: (shift.metric in told, _relative(shift)), default=None)


def _relative(shift: Shift) -> float:
    return abs(shift.after.value / shift.before.value - 1) if shift.before.value else 0.0


def _finding(case: Case, locale: Locale) -> str:
    effect, wrong = case.effect, [checked for checked in case.checked if checked.holds is False]
    if effect is not None and effect.is_known:
        return _effect(case, locale)
    shift = main_shift(case)
    if shift is not None:
        form = N_("{name} {change} since the start, of unproven cause")
        return locale.t(form, name=claims.inline(shift.metric, locale), change=wording.change(shift, locale))
    if case.comparison.shifts:
        return locale.t("no clear change since the start")
    if wrong:
        return locale.t("statements that do not hold: {k} of {n}", k=len(wrong), n=len(case.checked))
    return locale.t("what the work changed cannot be said yet")


def _effect(case: Case, locale: Locale) -> str:
    name, lift = wording.outcome(case, locale), case.facts["lift"]
    if not case.effect.is_clear:
        return locale.t("no effect on {name} that chance does not explain", name=name)
    if not lift.ok:
        return locale.t("the work had an effect on {name}", name=name)
    form = N_("{name} {size} above what would have come without the work")
    if lift.value < 0:
        form = N_("{name} {size} below what would have come without the work")
    return locale.t(form, name=name, size=wording.size(lift.value, locale))
