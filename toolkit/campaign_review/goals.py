"""Did it reach its goal?"""

import pandas as pd

from toolkit import claims, tables
from toolkit.campaign_review.wording import amount, none, title
from toolkit.display import Fragment
from toolkit.effect.campaign_study import Campaigns, Reviewed
from toolkit.i18n import MISSING, N_, Locale


def goals(study: Campaigns, *, locale: Locale, color: str) -> Fragment:
    """Every campaign of the period with its days, goal, result and how far it got."""
    if (line := none(study, locale)) is not None:
        return line
    frame = pd.DataFrame([_row(item, locale) for item in study.each])
    columns = [
        tables.Column("name", locale.t("Campaign"), kind="text"),
        tables.Column("span", locale.t("Days"), kind="text"),
        tables.Column("metric", locale.t("Goal"), kind="text"),
        tables.Column("goal", locale.t("Goal value"), kind="phrase"),
        tables.Column("result", locale.t("Result"), kind="phrase"),
        tables.Column("share", locale.t("Attainment"), unit="share"),
        tables.Column("state", locale.t("State"), kind="text"),
    ]
    facts = [fact for item in study.each for fact in (item.result, item.attainment) if fact is not None]
    return tables.breakdown(frame, columns, label=locale.t("Goals"), facts=facts, locale=locale, color=color)


def _row(item: Reviewed, locale: Locale) -> dict[str, object]:
    result, goal = item.result, item.campaign.goal
    return {
        "name": title(item, locale),
        "span": locale.short_span(item.campaign.start, item.campaign.end),
        "metric": MISSING if goal is None else claims.name(item.metric, locale),
        "goal": MISSING if goal is None else locale.value(goal.value, result.unit),
        "result": MISSING if result is None else amount(result, locale) if result.ok else locale.t(result.reason),
        "share": None if item.attainment is None else item.attainment.value,
        "state": locale.t(state(item)),
    }


def state(item: Reviewed) -> str:
    """Reached, missed, or why neither can be said."""
    if not item.is_over:
        return N_("incomplete")
    if item.is_reached is None:
        return N_("over")
    return N_("goal reached") if item.is_reached else N_("goal missed")
