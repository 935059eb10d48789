"""Why a number is absent or limited, as a client can read it; English msgids, translated by `i18n`."""

from toolkit.i18n import N_

TOO_YOUNG = N_("too young to be observed")
ZERO_BASE = N_("the base is zero")
NOT_COVERED = N_("the data do not cover the period")
NO_DAYS = N_("no day of the period has data")
NEEDS_EVENTS = N_("only an event log can tell")
NO_SPEND_NEW_USERS = N_("no new user can be attributed to spend")
PARTIAL = N_("incomplete: the data do not cover all of it")
OTHER_CADENCE = N_("agreed for a period of another kind")
SUBSET = N_("the events contradict each other: more users at the goal than before it")
CONTRADICTION = N_("the figures contradict each other")
USER_DAYS = N_("counted per user and day")
NOT_OBSERVED = N_("no data at that time")
LEFT_OUT = N_("without the users whose return is not observed yet")
WINDOW_OPEN = N_("the last users still have time to go on")
NO_WHOLE_MONTH = N_("the period holds no whole calendar month")
NO_WHOLE_WEEK = N_("the period holds no whole calendar week")
SAME_SPAN = N_("the same days as in this period")
OTHER_BASIS = N_("counted on another basis than in this period")
GAPS = N_("days without data are missing in it")

NO_TABLE = {
    "activity": N_("no events table and no visits table was given"),
    "events": N_("no events table was given"),
    "retention": N_("no events table and no retention table was given"),
    "visits": N_("no visits table was given"),
    "orders": N_("no orders table was given"),
    "spend": N_("no spend table was given"),
    "pages": N_("no pages table was given"),
    "tickets": N_("no tickets table was given"),
    "portrait": N_("no portrait table was given"),
    "survey": N_("no survey table was given"),
    "contract": N_("no contract with a base fee was given"),
    "session_id": N_("the events have no session_id"),
    "page": N_("the events have no page"),
    "value": N_("the events have no value"),
    "order_users": N_("the orders name no users"),
    "order_channel": N_("the orders name no channel"),
}

NO_EVENT = {
    "registration": N_("no registration event was named"),
    "product": N_("no product event was named"),
    "purchase": N_("no purchase event was named"),
    "booking_page": N_("no booking-page event was named"),
    "booked": N_("no booking event was named"),
    "share": N_("no share event was named"),
    "interaction": N_("no interaction event was named"),
    "exposure": N_("no exposure event was named"),
    "joined": N_("no event for joining the private channel was named"),
    "invite": N_("no invitation event was named"),
    "invited": N_("no event for an invited user was named"),
    "launch": N_("no launch event was named"),
    "error": N_("no error event was named"),
    "funnel": N_("no funnel was named"),
    "goal": N_("no goal event was named"),
}
