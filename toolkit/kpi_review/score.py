"""Did we hit target: the scorecard and the forecast agreement."""

from dataclasses import replace

from toolkit import claims, tables
from toolkit.display import Fragment, escape
from toolkit.i18n import N_, Locale
from toolkit.kpi_review import pieces
from toolkit.metrics import reasons
from toolkit.metrics.review import Review
from toolkit.metrics.scorecard import PASS_SHARE, passes

ALWAYS = (
    "new_users",
    "dau_mean",
    "stickiness",
    "d1_retention",
    "d7_retention",
    "registration_conversion",
    "purchase_conversion",
    "appointment_conversion",
    "share_rate",
    "gmv",
    "net_revenue",
    "refund_rate",
    "aov",
    "repeat_rate",
    "cac",
    "csat",
)


def scorecard(review: Review, *, locale: Locale, color: str) -> Fragment:
    """Target, actual, previous and last year's value of every KPI that is known or has a target."""
    usual = (*ALWAYS[:1], review.reach, *ALWAYS[1:])
    metrics = [metric for metric in usual if review.now[metric].ok or metric in review.client.targets]
    metrics = [metric for metric in metrics if not pieces.is_of_other_days(review, review.now[metric])]
    metrics += [metric for metric in review.client.targets if metric not in metrics and metric in review.now]
    rows = [_row(review, metric, locale) for metric in metrics]
    facts = [review.now[metric] for metric in metrics]
    facts += [fact for pair in review.judged.values() for fact in pair]
    unknown = [review.now[metric] for metric in metrics if not review.now[metric].ok]
    if not rows:
        return Fragment(f'<p class="nodata">{escape(locale.t("There is no data for this period yet."))}</p>')
    table = tables.scorecard(rows, locale=locale, color=color)
    return Fragment(table.html + claims.absent(unknown, locale), tuple(facts))


def _row(review: Review, metric: str, locale: Locale) -> tables.ScorecardRow:
    target = review.client.targets.get(metric)
    if target is None:
        return pieces.row(review, metric, locale)
    line, _ = review.judged[metric]
    return replace(
        pieces.row(review, metric, locale),
        target=None if line.reason == reasons.OTHER_CADENCE else target.normal,
        better=target.better,
        line=line.value if line.ok else None,
    )


def forecast(review: Review, *, locale: Locale, color: str) -> Fragment:
    """Whether the agreed forecast was met, after scaling it by the traffic that was promised and came."""
    if not review.forecasts:
        return Fragment("")
    known = [fact for fact in review.forecasts if fact.ok]
    sentences = []
    for fact in known:
        form = N_("{name} reached {share} of the adjusted forecast: the agreement ({line}) is met.")
        if not passes(fact):
            form = N_("{name} reached {share} of the adjusted forecast: the agreement ({line}) is missed.")
        sentences.append(
            escape(
                locale.t(
                    form,
                    name=claims.name(fact.dims["metric"], locale),
                    share=locale.percent(fact.value),
                    line=locale.percent(PASS_SHARE, 0),
                )
            )
        )
    shown = claims.paragraph(sentences, review.forecasts)
    return Fragment(shown.html + claims.absent(review.forecasts, locale), shown.facts)
