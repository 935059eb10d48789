"""What was agreed and what came: the lines reached, and the forecast after what was promised and did not come."""

from toolkit import claims, markup
from toolkit.display import Fragment, escape
from toolkit.i18n import MISSING, N_, Locale
from toolkit.metrics import reasons
from toolkit.metrics.catalogue import LINES
from toolkit.metrics.fact import Fact
from toolkit.metrics.scorecard import PASS_SHARE
from toolkit.quote.settlement import Forecast, Settlement
from toolkit.settlement.fee import cents

_SHORT = {reasons.PARTIAL: N_("incomplete")}


def lines(study: Settlement, *, locale: Locale, color: str) -> Fragment:
    """Each metric with its lines, what it reached, and what that moves in the fee."""
    if not study.judged:
        return Fragment(claims.nodata(locale.t("No lines were agreed.")))
    heads = [
        locale.t("Metric"),
        locale.t("Actual"),
        *(claims.capital(locale.t(LINES[name])) for name in list(LINES)[1:]),
    ]
    heads += [claims.name("target_attainment", locale), locale.t("In the fee"), locale.t("Result")]
    rows = [_row(study, metric, locale) for metric in study.judged]
    facts = [fact for metric, pair in study.judged.items() for fact in (study.review.now[metric], *pair)]
    missing = claims.absent([study.review.now[metric] for metric in study.judged], locale)
    table = markup.table(locale.t("Lines agreed and reached"), [markup.head(head) for head in heads], rows)
    return Fragment(table + missing, tuple(facts))


def _row(study: Settlement, metric: str, locale: Locale) -> list[str]:
    target, actual = study.client.targets[metric], study.review.now[metric]
    line, attainment = study.judged[metric]
    limit = "≤" if target.better == "lower" else ""
    agreed = [getattr(target, name) for name in list(LINES)[1:]]
    written = [MISSING if value is None else limit + locale.value(value, actual.unit) for value in agreed]
    open_ = "" if line.ok or not actual.ok else locale.t(_SHORT.get(line.reason, line.reason))
    verdict = f'<span class="line {line.value}">{escape(locale.t(LINES[line.value]))}</span>' if line.ok else MISSING
    return [
        markup.row_head(markup.with_small(claims.name(metric, locale), _basis(actual, locale))),
        markup.cell(markup.with_small(claims.value(actual, locale), _sure(actual, locale), open_)),
        *(markup.cell(escape(text)) for text in written),
        markup.cell(escape(locale.value(attainment.value, "share"))),
        markup.cell(escape(_moved(study, metric, locale))),
        markup.cell(verdict),
    ]


def _sure(fact: Fact, locale: Locale) -> str:
    return "" if fact.low is None else locale.interval(fact.low, fact.high, fact.unit)


def _basis(fact: Fact, locale: Locale) -> str:
    return "" if fact.low is None or fact.n is None else locale.t("n\u00a0=\u00a0{n}", n=locale.number(fact.n))


def _moved(study: Settlement, metric: str, locale: Locale) -> str:
    """What bonus and deduction for its line come to; a dash where the fee does not depend on it or it is open."""
    deduction = study.contract.deduction.get(metric, {})
    if (
        study.fee is None
        or not study.judged[metric][0].ok
        or (metric not in study.contract.bonus and "fail" not in deduction)
    ):
        return MISSING
    amounts = [line.amount for line in study.fee.lines if line.of == metric and line.why in LINES]
    return cents(sum(amounts), locale)


def forecast(study: Settlement, *, locale: Locale, color: str) -> Fragment:
    """Each forecast: agreed, scaled by what was promised and came, and how much of it was reached."""
    if not study.forecasts:
        return Fragment(claims.nodata(locale.t("No forecast was agreed.")))
    said = [escape(_said(forecast, locale)) for forecast in study.forecasts if forecast.attainment.ok]
    facts = [forecast.attainment for forecast in study.forecasts]
    facts += [study.review.now[forecast.metric] for forecast in study.forecasts]
    facts += [fact for forecast in study.forecasts for _, fact, _ in forecast.promises]
    absent = claims.absent([forecast.attainment for forecast in study.forecasts], locale)
    return Fragment(claims.paragraph(said, ()).html + absent, tuple(_once(facts)))


def _once(facts: list[Fact]) -> list[Fact]:
    """The facts without repetition; two forecasts rest on the same promises."""
    return list({id(fact): fact for fact in facts}.values())


def _said(forecast: Forecast, locale: Locale) -> str:
    """Agreed, promised and delivered, adjusted, reached: the 80 % rule as both sides can recompute it."""
    unit = forecast.actual.unit
    sentences = [
        locale.t(
            "{name}: {agreed} agreed.",
            name=claims.name(forecast.metric, locale),
            agreed=locale.value(forecast.agreed, unit),
        )
    ]
    for metric, delivered, promised in forecast.promises:
        share = delivered.value / promised
        form = N_("Of the promised {promised} {metric}, {delivered} came ({share}).")
        values = {
            "metric": claims.inline(metric, locale),
            "promised": locale.value(promised, delivered.unit),
            "delivered": locale.value(delivered.value, delivered.unit),
            "share": locale.percent(share),
        }
        sentences.append(locale.t(form, **values))
    if forecast.promises:
        form = N_("The forecast is scaled to {adjusted}.")
        if forecast.adjusted == forecast.agreed:
            form = N_("The promise was kept, so the forecast stays at {adjusted}.")
        sentences.append(locale.t(form, adjusted=locale.value(forecast.adjusted, unit)))
    form = N_("{actual} came, {share} of it; at least {line} is required: met.")
    if not forecast.is_met:
        form = N_("{actual} came, {share} of it; at least {line} is required: missed.")
    values = {"actual": claims.value(forecast.actual, locale), "share": locale.percent(forecast.attainment.value)}
    sentences.append(locale.t(form, **values, line=locale.percent(PASS_SHARE, 0)))
    return claims.joined(sentences, locale)
