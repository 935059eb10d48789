"""The first screen: what is owed, from what it comes, and what was reached."""

from decimal import Decimal

from toolkit import claims, parts
from toolkit.display import Fragment, escape
from toolkit.i18n import N_, Locale
from toolkit.metrics.catalogue import LINES
from toolkit.metrics.scorecard import PASS_SHARE
from toolkit.quote.settlement import Settlement
from toolkit.settlement.fee import cents, total_name, unknown
from toolkit.settlement.fee import parts as fee_parts

MOST_IN_TILE = 100_000


def header(study: Settlement, *, locale: Locale, color: str) -> Fragment:
    """What is owed as the page's title, and whether the month and its data are whole."""
    finding = locale.t("the fee cannot be settled yet")
    if study.unsettled is not None:
        finding = locale.t("no settlement of its own")
    if study.fee is not None:
        form = N_("the fee owed is {total}") if study.state == "final" else N_("the fee so far is {total}, provisional")
        total = study.fee.total
        if total < 0:
            form = N_("the agency gives back {total}") if study.state == "final" else form
        finding = locale.t(form, total=cents(abs(total) if study.state == "final" else total, locale))
    return parts.header(finding, study.client, study.period, locale=locale, is_whole=study.is_over)


def answer(study: Settlement, *, locale: Locale, color: str) -> Fragment:
    """What is owed and what it consists of, what commission is paid on, which lines were reached; four numbers."""
    if study.fee is None:
        shown = (*study.fee_facts, *study.base_facts[:1])
        return Fragment(unknown(study, locale), shown)
    said = [_owed(study, locale), _state(study, locale), _reached(study, locale)]
    facts = [*study.fee_facts, *study.base_facts[:1], *(line for line, _ in study.judged.values())]
    facts += [forecast.attainment for forecast in study.forecasts[:1]]
    return Fragment(f'<p class="answer">{claims.joined(said, locale)}</p>{_tiles(study, locale)}', tuple(facts))


def _owed(study: Settlement, locale: Locale) -> str:
    """Total and parts in one sentence."""
    listed = [
        locale.t(
            "{name} {value}",
            name=name[0].lower() + name[1:] if locale.language == "en" else name,
            value=cents(amount, locale),
        )
        for name, amount in fee_parts(study, locale)
    ]
    form = N_("{name}: {total}.")
    if len(listed) > 1:
        form = N_("{name}: {total}, made up of {parts}.")
    return locale.t(
        form,
        name=escape(total_name(study, locale)),
        total=f"<b>{escape(cents(study.fee.total, locale))}</b>",
        parts=escape(locale.t(", ").join(listed)),
    )


def _state(study: Settlement, locale: Locale) -> str:
    """Why nothing is to be signed yet, or what commission is paid on."""
    if study.state == "provisional":
        return escape(
            locale.t("The month or its data are not whole yet: bonus and deduction are open, nothing is to be signed.")
        )
    if study.steps is None:
        return ""
    steps = study.steps
    return escape(
        locale.t(
            "Commission is paid on {base} of gross sales of {gross}.",
            gross=cents(steps.gross, locale),
            base=cents(steps.base, locale),
        )
    )


def _reached(study: Settlement, locale: Locale) -> str:
    """How many lines were reached, and which not."""
    known = {metric: line.value for metric, (line, _) in study.judged.items() if line.ok}
    if not known:
        return ""
    missed = [claims.inline(metric, locale) for metric, line in known.items() if line == "fail"]
    if not missed:
        return escape(locale.t("All {n} agreed metrics reached at least their normal line.", n=len(known)))
    form = N_("{k} of {n} agreed metrics reached at least their normal line; missed: {names}.")
    names = locale.t(", ").join(missed)
    return escape(locale.t(form, k=len(known) - len(missed), n=len(known), names=names))


def _tiles(study: Settlement, locale: Locale) -> str:
    tiles = [_tile(total_name(study, locale), _short(study.fee.total, locale), "")]
    if study.steps is not None:
        orders = locale.t("{n} orders", n=locale.number(study.steps.orders))
        tiles.append(_tile(claims.name("commission_base", locale), _short(study.steps.base, locale), orders))
    for forecast in study.forecasts[:1]:
        if forecast.attainment.ok:
            name = locale.t("Forecast of {metric}", metric=claims.inline(forecast.metric, locale))
            need = locale.t("at least {line} required", line=locale.percent(PASS_SHARE, 0))
            tiles.append(_tile(name, locale.percent(forecast.attainment.value), need, not forecast.is_met))
    metrics = (*study.contract.bonus, *study.contract.deduction, *study.judged)
    for metric in dict.fromkeys(metrics):
        if len(tiles) < 4 and metric in study.judged and (line := study.judged[metric][0]).ok:
            value = claims.value(study.review.now[metric], locale, compact=True)
            tiles.append(_tile(claims.name(metric, locale), value, locale.t(LINES[line.value]), line.value == "fail"))
    return f'<ul class="kpi">{"".join(tiles)}</ul>'


def _short(amount: Decimal, locale: Locale) -> str:
    """An amount in so many digits as stand on one line; the sentence above says it to the cent."""
    return locale.money(amount) if abs(amount) < MOST_IN_TILE else locale.money_compact(amount)


def _tile(name: str, value: str, remark: str, is_missed: bool = False) -> str:
    css = ' class="fail"' if is_missed else ""
    below = f'<p class="t">{escape(remark)}</p>' if remark else ""
    return f'<li{css}><p class="l">{escape(name)}</p><p class="v">{escape(value)}</p>{below}</li>'
