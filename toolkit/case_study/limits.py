"""What the case cannot say, what its words mean, and the analyst's own."""

from toolkit import parts
from toolkit.display import Fragment
from toolkit.effect.case import Case
from toolkit.i18n import N_, Locale

CAUSES = ("att", "lift", "incremental", "p_value", "pre_fit_error")


def limits(case: Case, *, locale: Locale, color: str) -> Fragment:
    """What these numbers cannot say."""
    lines = []
    if case.effect is not None and case.effect.is_known:
        lines += [
            N_("The comparison holds as long as nothing else began in the treated units at the same time."),
            N_("What was done must not reach the untreated units; else the effect looks smaller than it is."),
            N_("The interval leaves out the effects that placebos rule out; it is wide where untreated units differ."),
        ]
    else:
        lines.append(N_("Before and after says what changed, never why: season, prices and competitors changed, too."))
    if case.comparison.shifts:
        lines.append(N_("Both sides have as many days, in whole weeks, and only complete days are counted."))
    if case.checked:
        lines.append(N_("A stated growth holds when it is within a twentieth of the computed one."))
    if case.is_anonymous:
        lines.append(N_("The client is not named, and amounts of money are told relative to one another only."))
    return parts.remarks(locale.t(line) for line in lines)


def definitions(case: Case, *, locale: Locale, color: str) -> Fragment:
    """What each number of this report means, for those it shows."""
    shown = [shift.metric for shift in case.comparison.shifts]
    shown += ["before", "after", "change"] if shown else []
    shown += list(CAUSES) if case.effect is not None and case.effect.is_known else []
    shown += ["fee_roi"] if case.fee_roi.ok else []
    shown += ["claim_stated", "claim_actual", "claim_holds"] if case.checked else []
    return parts.definitions(shown, locale=locale, color=color)


def note(case: Case, key: str, *, locale: Locale, color: str) -> Fragment:
    """The analyst's own words; none in an anonymous case, for they may name anything."""
    return Fragment("") if case.is_anonymous else parts.note(case.client, key, locale=locale, color=color)
