"""What did it cost, and what did it return?"""

import pandas as pd

from toolkit import claims, parts, tables
from toolkit.campaign_review.wording import none, title
from toolkit.display import Fragment
from toolkit.effect.campaign_study import Campaigns, Reviewed
from toolkit.i18n import N_, Locale
from toolkit.metrics.fact import Fact

PARTS = {"stated": N_("agreed cost"), "advertising": N_("advertising")}


def money(study: Campaigns, *, locale: Locale, color: str) -> Fragment:
    """Cost and its parts, what came on top, return on investment and on advertising, by campaign."""
    if (line := none(study, locale)) is not None:
        return line
    currency = study.client.currency
    frame = pd.DataFrame([_row(item, locale) for item in study.each])
    columns = [
        tables.Column("name", locale.t("Campaign"), kind="text"),
        tables.Column("cost", claims.name("campaign_cost", locale), unit=currency),
        *(
            tables.Column(part, locale.t("of it {part}", part=locale.t(name)), unit=currency)
            for part, name in PARTS.items()
        ),
        tables.Column("gain", _gain(study, locale), unit=currency, low="gain_low", high="gain_high"),
        tables.Column("roi", locale.t("ROI"), unit="share", low="roi_low", high="roi_high"),
        tables.Column("roas", locale.t("ROAS"), unit="ratio"),
    ]
    kept = [column for column in columns if column.key == "name" or frame[column.key].notna().any()]
    facts = [fact for item in study.each for fact in _facts(item)]
    if len(kept) == 1:
        return Fragment(claims.absent(facts, locale), tuple(facts))
    shown = tables.breakdown(frame, kept, label=locale.t("Cost and return"), facts=facts, locale=locale, color=color)
    missing = [fact for fact in facts if not fact.ok and fact.id in ("campaign_cost", "roi", "roas")]
    return Fragment(
        shown.html + claims.absent([*missing, *(f for f in facts if f.ok)][: len(facts)], locale), shown.facts
    )


def _gain(study: Campaigns, locale: Locale) -> str:
    basis = study.each[0].returns.basis
    return locale.t("Incremental margin") if basis == "margin" else locale.t("Incremental net revenue")


def _facts(item: Reviewed) -> list[Fact]:
    found = item.returns
    gain = [] if found.gain is None else [found.gain.incremental]
    return [*found.cost, *gain, found.roi, found.roas]


def _row(item: Reviewed, locale: Locale) -> dict[str, object]:
    found = item.returns
    gain = None if found.gain is None else found.gain.incremental
    return {
        "name": title(item, locale),
        "cost": found.cost[0].value,
        **{part: found.parts.get(part) for part in PARTS},
        "gain": None if gain is None else gain.value,
        "gain_low": None if gain is None else gain.low,
        "gain_high": None if gain is None else gain.high,
        "roi": found.roi.value,
        "roi_low": found.roi.low,
        "roi_high": found.roi.high,
        "roas": found.roas.value,
    }


def assumptions(study: Campaigns, *, locale: Locale, color: str) -> Fragment:
    """What these returns take for granted."""
    if not any(item.returns.cost[0].ok for item in study.each):
        return Fragment("")
    lines = []
    known = {part for item in study.each for part in item.returns.parts}
    if known == set(PARTS):
        lines.append(
            N_(
                "Cost: the agreed cost plus all advertising of the days, also what would have run anyway; the "
                "agreed cost is taken not to hold it already."
            )
        )
    elif known == {"advertising"}:
        lines.append(N_("Cost: all advertising of the days; no other cost was given."))
    if any(item.returns.roi.ok for item in study.each):
        if study.each[0].returns.basis == "margin":
            lines.append(
                N_("Return: margin above expectation, net revenue less the cost of goods; fixed costs are not in it.")
            )
        else:
            lines.append(N_("Return: net revenue above expectation, not profit, as the orders give no cost of goods."))
        lines.append(
            N_(
                "Only revenue of the campaign's own days counts: what new users buy later is not in it, later "
                "refunds neither."
            )
        )
    if any(item.returns.roas.ok for item in study.each):
        lines.append(
            N_(
                "ROAS: gross revenue of the orders whose channel was paid for, over its advertising; an order "
                "counts for its last channel."
            )
        )
    return parts.remarks(locale.t(line) for line in lines)
