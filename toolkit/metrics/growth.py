"""Are more people coming: new users, growth, and who stayed, came back or left."""

from collections.abc import Mapping

from toolkit.metrics import reasons
from toolkit.metrics.fact import Fact, Scope


def new_user_growth_rate(now: Fact, before: Fact, scope: Scope) -> Fact:
    """Relative change of new users against the previous period.

    Parameters
    ----------
    now, before : new users of two periods of equal kind

    Returns
    -------
    Fact, share; unobservable while either is unknown or the earlier one is 0 (that is "new", not infinite growth)

    Source: 500 users, then 600, is a growth of 0.20.
    """
    if not now.ok:
        return _as(now, scope)
    if not before.ok or now.reason == reasons.PARTIAL:
        return scope.unobservable("new_user_growth_rate", before.reason or reasons.NOT_COVERED)
    if before.value == 0:
        return scope.unobservable("new_user_growth_rate", reasons.ZERO_BASE)
    return scope.amount("new_user_growth_rate", (now.value - before.value) / before.value, n=before.value)


def _as(absent: Fact, scope: Scope) -> Fact:
    make = scope.no_data if absent.status == "no_data" else scope.unobservable
    return make("new_user_growth_rate", absent.reason)


def accounting(counts: Mapping[str, int], scope: Scope) -> list[Fact]:
    """Growth accounting between two periods: retained, resurrected, churned, and the net of it.

    Parameters
    ----------
    counts : new, retained, resurrected, churned, before, now: users; now = new + retained + resurrected

    Returns
    -------
    Facts retained_users, resurrected_users, churned_users, net_active_growth (users) and churn_rate (share of the users
    active before); the net equals now - before
    """
    net = counts["new"] + counts["resurrected"] - counts["churned"]
    return [
        scope.amount("retained_users", counts["retained"], n=counts["before"]),
        scope.amount("resurrected_users", counts["resurrected"], n=counts["now"]),
        scope.amount("churned_users", counts["churned"], n=counts["before"]),
        scope.amount("net_active_growth", net, n=counts["before"]),
        scope.rate("churn_rate", counts["churned"], counts["before"]),
    ]


ACCOUNTING = ("retained_users", "resurrected_users", "churned_users", "net_active_growth", "churn_rate")
