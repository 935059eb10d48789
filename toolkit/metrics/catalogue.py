"""The metrics by name: unit, direction, and what the words mean to a client.

The ids are the names in `facts.json`; names and definitions are English msgids, translated by `i18n`.
"""

from toolkit.i18n import N_
from toolkit.metrics.further import FURTHER
from toolkit.metrics.metric import Metric

_ALL = (
    Metric("new_users", N_("New users"), "users", N_("People whose first visit of all time falls in the period.")),
    Metric(
        "new_user_growth_rate",
        N_("New-user growth"),
        "share",
        N_("New users of the period against the previous period of equal kind."),
    ),
    Metric(
        "net_active_growth",
        N_("Net active growth"),
        "users",
        N_("New plus resurrected minus churned users between the previous period and this one."),
    ),
    Metric("retained_users", N_("Retained users"), "users", N_("Active in the previous period and in this one.")),
    Metric(
        "resurrected_users",
        N_("Resurrected users"),
        "users",
        N_("Active in this period, known from before, absent in the previous period."),
    ),
    Metric(
        "churned_users", N_("Churned users"), "users", N_("Active in the previous period, absent in this one."), "lower"
    ),
    Metric("cac", N_("Cost per new user"), "money", N_("All acquisition spend divided by all new users."), "lower"),
    Metric(
        "cac_paid",
        N_("Cost per attributed new user"),
        "money",
        N_("Spend divided by the new users attributed to it."),
        "lower",
    ),
    Metric(
        "cac_full",
        N_("Cost per new user with fee"),
        "money",
        N_("Acquisition spend plus the agency's base fee, divided by all new users."),
        "lower",
    ),
    Metric(
        "diversion_rate",
        N_("Diversion rate"),
        "share",
        N_("Users brought into the private channel divided by users exposed to the invitation."),
    ),
    Metric("dau", N_("Daily active users"), "users", N_("Different people active on a day.")),
    Metric(
        "dau_mean",
        N_("Mean daily active users"),
        "users",
        N_("Mean of daily active users over the complete days that have data."),
    ),
    Metric(
        "wau", N_("Weekly active users"), "users", N_("Different people active in a calendar week, Monday to Sunday.")
    ),
    Metric("mau", N_("Monthly active users"), "users", N_("Different people active in a calendar month.")),
    Metric("active_users", N_("Active users"), "users", N_("Different people active in the period.")),
    Metric(
        "stickiness",
        N_("Stickiness (DAU/MAU)"),
        "ratio",
        N_("Mean daily active users of a month divided by its monthly active users."),
    ),
    Metric("sessions_per_user", N_("Sessions per user"), "ratio", N_("Sessions divided by users, over the same span.")),
    Metric("page_views_per_session", N_("Page views per session"), "ratio", N_("Page views divided by sessions.")),
    Metric(
        "stay_seconds_per_session",
        N_("Time per session"),
        "seconds",
        N_("Mean time between the first and the last event of a session, or as the platform reports it."),
    ),
    Metric(
        "d1_retention",
        N_("Day-1 retention"),
        "share",
        N_("Of a day's new users, the share active on the next calendar day."),
    ),
    Metric(
        "d6_retention",
        N_("Day-6 retention"),
        "share",
        N_("Of a day's new users, the share active six days later (the seventh day when the first counts as one)."),
    ),
    Metric(
        "d7_retention",
        N_("Day-7 retention"),
        "share",
        N_("Of a day's new users, the share active seven days later."),
    ),
    Metric(
        "d30_retention",
        N_("Day-30 retention"),
        "share",
        N_("Of a day's new users, the share active thirty days later."),
    ),
    Metric(
        "retention", N_("Retention"), "share", N_("Of a cohort's users, the share active again after a given offset.")
    ),
    Metric(
        "month_retention",
        N_("Next-month retention"),
        "share",
        N_("Of the users new in a calendar month, the share active in the next calendar month."),
    ),
    Metric(
        "churn_rate",
        N_("Churn rate"),
        "share",
        N_("Of the users active in the previous period, the share absent in this one."),
        "lower",
    ),
    Metric(
        "registration_conversion",
        N_("Registration conversion"),
        "share",
        N_("Registered users divided by visiting users."),
    ),
    Metric(
        "purchase_conversion",
        N_("Purchase conversion"),
        "share",
        N_("Of the users who entered a product page, the share who bought."),
    ),
    Metric(
        "appointment_conversion",
        N_("Appointment conversion"),
        "share",
        N_("Of the users who opened the booking page, the share who booked."),
    ),
    Metric(
        "session_conversion",
        N_("Session conversion"),
        "share",
        N_("Sessions that reached the goal divided by all sessions."),
    ),
    Metric(
        "funnel",
        N_("Funnel"),
        "users",
        N_("Users who reached a step after the steps before it, within the stated number of days."),
    ),
    Metric("share_rate", N_("Share rate"), "share", N_("Users who shared divided by visiting users.")),
    Metric(
        "k_factor",
        N_("K factor"),
        "ratio",
        N_("Invitations per active user times the share of invitations that brought a user."),
    ),
    Metric("interaction_rate", N_("Interaction rate"), "share", N_("Users who interacted divided by users reached.")),
    Metric("gmv", N_("Gross merchandise value"), "money", N_("Sum of positive order amounts, before refunds.")),
    Metric(
        "net_revenue",
        N_("Net revenue"),
        "money",
        N_("Gross merchandise value minus refunds, and minus freight and platform fees where the contract says so."),
    ),
    Metric(
        "refund_rate", N_("Refund rate"), "share", N_("Amount refunded divided by gross merchandise value."), "lower"
    ),
    Metric(
        "refund_orders_rate",
        N_("Refunded orders"),
        "share",
        N_("Orders with a refund divided by paid orders."),
        "lower",
    ),
    Metric("orders", N_("Orders"), "count", N_("Different orders with a positive amount.")),
    Metric("buyers", N_("Buyers"), "users", N_("Different identified people with such an order.")),
    Metric("aov", N_("Average order value"), "money", N_("Gross merchandise value divided by orders.")),
    Metric("arpu", N_("Net revenue per active user"), "money", N_("Net revenue divided by active users.")),
    Metric("arppu", N_("Net revenue per buyer"), "money", N_("Net revenue of identified buyers divided by buyers.")),
    Metric(
        "repeat_rate", N_("Repeat rate"), "share", N_("Of the buyers, the share with two or more orders in the period.")
    ),
    Metric(
        "ltv",
        N_("30-day value of a new user"),
        "money",
        N_("Net revenue per new user within 30 days of the first visit, for the users new 30 days before the period."),
    ),
    Metric(
        "ltv_cac",
        N_("30-day value to cost"),
        "ratio",
        N_("30-day value of a new user divided by the cost per new user."),
    ),
    Metric(
        "payback_months",
        N_("Payback time (months)"),
        "ratio",
        N_("Cost per new user divided by the 30-day value of a new user."),
        "lower",
    ),
    Metric(
        "roas",
        N_("Revenue per unit of spend (ROAS)"),
        "ratio",
        N_("Revenue attributed to channels divided by their spend."),
    ),
    Metric("roi", N_("Return on spend (ROI)"), "share", N_("Attributed net revenue minus spend, divided by spend.")),
    Metric(
        "first_reply_seconds_p50",
        N_("Time to first reply, median"),
        "seconds",
        N_("Half of the tickets were answered faster."),
        "lower",
    ),
    Metric(
        "first_reply_seconds_p90",
        N_("Time to first reply, slowest tenth"),
        "seconds",
        N_("Nine tenths of the tickets were answered faster."),
        "lower",
    ),
    Metric(
        "resolution_hours_p50",
        N_("Time to resolution, median"),
        "hours",
        N_("Half of the tickets were resolved faster."),
        "lower",
    ),
    Metric("csat", N_("Satisfaction score"), "score", N_("Mean of the scores that customers gave.")),
    Metric(
        "nps", N_("Net promoter score"), "score", N_("Promoters (9-10) minus detractors (0-6), per hundred answers.")
    ),
    Metric("page_share", N_("Share of users on the page"), "share", N_("Users of a page divided by all users."), None),
    Metric("exit_rate", N_("Exit rate"), "share", N_("Visits that ended on the page divided by its views."), None),
    Metric("launch_seconds", N_("Launch time"), "seconds", N_("Median time the mini-program took to start."), "lower"),
    Metric("error_rate", N_("Error rate"), "share", N_("Sessions with an error divided by all sessions."), "lower"),
    Metric(
        "target_attainment",
        N_("Target attainment"),
        "share",
        N_("Actual value divided by the normal line, or the line divided by the value where lower is better."),
    ),
    Metric("line", N_("Line reached"), "line", N_("Fail, normal, good or exceeded; a value on a line has reached it.")),
    Metric(
        "forecast_attainment",
        N_("Forecast attainment"),
        "share",
        N_(
            "Actual value divided by the forecast, scaled down by promised traffic that did not arrive; passes at 80 %."
        ),
    ),
)

METRICS: dict[str, Metric] = {metric.id: metric for metric in _ALL}  # what a client file may set a target for
FACTS: dict[str, Metric] = METRICS | FURTHER  # what may stand in `facts.json`
OF_ITS_OWN = "of its own"

LINES = {"fail": N_("fail"), "normal": N_("normal"), "good": N_("good"), "exceeded": N_("exceeded")}


def unit(metric: str, currency: str, own: str | None = None) -> str:
    """Unit of a metric's value, with money in the client's currency.

    Parameters
    ----------
    own : unit of a fact whose metric has none in common, such as the value of a criterion
    """
    given = FACTS[metric].unit
    if given == OF_ITS_OWN:
        if own is None:
            raise ValueError(f"a fact of {metric} says its unit")
        given = own
    return currency if given == "money" else given
