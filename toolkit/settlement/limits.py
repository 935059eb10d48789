"""By which rules it was settled, what it cannot say, what its words mean."""

from datetime import date

from toolkit import claims, parts
from toolkit.display import Fragment
from toolkit.i18n import N_, Locale
from toolkit.metrics.measure import PEOPLE
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
    said = [locale.t(line) for line in lines]
    if missing := _days_without_people(study):
        line = locale.t(
            "Nobody was counted on {days}: what rests on people, such as a line or traffic, lacks them.",
            days=claims.days(missing, locale),
        )
        said.append(line)
    return parts.remarks(said)


def _days_without_people(study: Settlement) -> list[date]:
    """Days of the month without data, where people decide on some part of the fee."""
    review = study.review
    people = [metric for metric in (*study.judged, *study.contract.per) if metric in PEOPLE]
    if review.audience is None or not (people or study.forecasts):
        return []
    return [day for day in review.audience.missing if review.period.start <= day <= review.period.end]


def definitions(study: Settlement, *, locale: Locale, color: str) -> Fragment:
    """What each number of this settlement means."""
    ids = [fact.id for fact in (*study.fee_facts, *study.base_facts[:1]) if fact.ok]
    ids += [*study.judged, *(["line", "target_attainment"] if study.judged else [])]
    ids += ["forecast_attainment"] if study.forecasts else []
    return parts.definitions(ids, locale=locale, color=color)


def note(study: Settlement, key: str, *, locale: Locale, color: str) -> Fragment:
    """The analyst's own words from the client file, marked as such; nothing where there are none."""
    return parts.note(study.client, key, locale=locale, color=color)
