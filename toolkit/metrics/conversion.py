"""Do they convert: shares of people who took a step, and of sessions where the name says session."""

from collections.abc import Collection, Mapping, Sequence

from toolkit.metrics import reasons
from toolkit.metrics.fact import Dims, Fact, Scope

# metric: (role of the base, or None for all visiting users; role of the goal; column that counts the goal)
RATES = {
    "registration_conversion": (None, "registration", "registration"),
    "purchase_conversion": ("product", "purchase", "purchase_conversion"),
    "appointment_conversion": ("booking_page", "booked", "appointment_conversion"),
    "share_rate": (None, "share", "share"),
    "interaction_rate": (None, "interaction", "interaction"),
    "diversion_rate": ("exposure", "joined", "diversion_rate"),
}
GOALS = ("purchase", "booked", "registration")


def rate(
    metric: str, counts: Mapping[str, int], roles: Collection[str], scope: Scope, dims: Dims | None = None
) -> Fact:
    """One conversion of people: those who reached the goal, of those who could have.

    Parameters
    ----------
    metric : a key of RATES
    counts : distinct users: `users`, one entry per role, and for pairs the users who played both
    roles : roles that the client file names events for

    Returns
    -------
    Fact, share with n and interval. 200 registered of 1,000 visitors is 0.20; 50 buyers of 500 who entered a product
    page is 0.10; 200 of 1,000 visitors who shared is 0.20.
    """
    base, goal, column = RATES[metric]
    for role in (base, goal):
        if role is not None and role not in roles:
            return scope.no_data(metric, reasons.NO_EVENT[role], dims=dims)
    return scope.rate(metric, counts[column], counts[base or "users"], dims=dims)


def session_conversion(goal_sessions: int, sessions: int, scope: Scope, dims: Dims | None = None) -> Fact:
    """Share of sessions that reached the goal; sessions, not people."""
    return scope.rate("session_conversion", goal_sessions, sessions, dims=dims)


def funnel(names: Sequence[str], users: Sequence[int], scope: Scope) -> list[Fact]:
    """Users at each step; n is the users of the step before.

    Parameters
    ----------
    names : event of each step, in order
    users : distinct users who reached it after the steps before it

    Returns
    -------
    Facts funnel, users, dims step (event) and position (from 1)
    """
    return [
        scope.amount("funnel", count, n=users[max(index - 1, 0)], dims={"step": name, "position": index + 1})
        for index, (name, count) in enumerate(zip(names, users, strict=True))
    ]


def k_factor(users: int, invitations: int, invited: int, scope: Scope) -> Fact:
    """New users that one active user brings: invitations per user times the share of invitations that worked.

    Parameters
    ----------
    users : active users
    invitations : invitations sent
    invited : users who came through one
    """
    if not users or not invitations:
        return scope.unobservable("k_factor", reasons.ZERO_BASE)
    return scope.amount("k_factor", invited / users, n=users, noise=max(invited, 1) ** 0.5 / users)
