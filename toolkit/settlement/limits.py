"""By which rules it was settled, what it cannot say, what its words mean."""

from toolkit import parts
from toolkit.display import Fragment
from toolkit.i18n import N_, Locale
from toolkit.quote.settlement import Settlement


def limits(study: Settlement, *, locale: Locale, color: str) -> Fragment:
    """The rules that both sides should know before they sign."""
    lines = [
        N_("Amounts are a calendar month's and as the contract states them; tax is neither added nor taken out."),
        N_("Every line is rounded to the cent, half a cent away from zero; the fee is the sum of the rounded lines."),
        N_("Of several bonuses for one metric, only that of the hardest line reached is paid."),
    ]
    if study.contract.cap is not None or study.contract.floor is not None:
        lines.append(N_("Cap and floor bound the sum of all other lines, bonus and deduction included."))
    if study.steps is not None and study.steps.refunds is not None:
        lines.append(N_("A refund counts in the month in which it was started, whenever the order was placed."))
        if "refund" in study.review.warehouse.tables["orders"].columns:
            lines.append(
                N_(
                    "The orders write a refund beside its order and date it by the order: one entered later changes a "
                    "month already settled. Compare with the signed settlement before the next one."
                )
            )
    if study.contract.per:
        lines.append(
            N_("People and orders are counted as in the review of results, without a check of their identity.")
        )
    return parts.remarks(locale.t(line) for line in lines)


def definitions(study: Settlement, *, locale: Locale, color: str) -> Fragment:
    """What each number of this settlement means."""
    ids = [fact.id for fact in (*study.fee_facts, *study.base_facts[:1]) if fact.ok]
    ids += [*study.judged, *(["line", "target_attainment"] if study.judged else [])]
    ids += ["forecast_attainment"] if study.forecasts else []
    return parts.definitions(ids, locale=locale, color=color)


def note(study: Settlement, key: str, *, locale: Locale, color: str) -> Fragment:
    """The analyst's own words from the client file, marked as such; nothing where there are none."""
    return parts.note(study.client, key, locale=locale, color=color)
