"""Where the market goes: growth, season, forecast, and how good forecasts have been."""

import pandas as pd

from toolkit import claims, figures, tables
from toolkit.display import Fragment, escape
from toolkit.i18n import MISSING, N_, Locale
from toolkit.market.forecast import Forecast
from toolkit.market.series import Series
from toolkit.market.study import Study
from toolkit.market_research import words
from toolkit.metrics.fact import Fact

_MOST_FIGURES = 4
_SEASONS_DRAWN = 4
NO_MARKET = N_("no market table was given")
NO_VALUES = N_("the market table has no value up to the end of the period")


def growth(study: Study, *, locale: Locale, color: str) -> Fragment:
    """Every series: its latest value, how it grew, and whose figures they are."""
    if not study.series:
        return _absent(study, locale)
    facts, rows = [], []
    for one in study.series:
        found = one.growth()
        facts += found.values()
        year, step = (found.get(name) for name in ("year", "step"))
        rows.append(
            {
                "name": words.word(study, one.name, locale),
                "latest": _latest(study, one, locale),
                "year": _rate(year, locale),
                "step": _rate(step, locale),
            }
        )
    frame = pd.DataFrame(rows)
    columns = [
        tables.Column("name", locale.t("Series"), kind="text"),
        tables.Column("latest", locale.t("Latest value"), kind="text"),
        tables.Column("year", locale.t("On a year before"), kind="text"),
        tables.Column("step", locale.t("On the value before"), kind="text"),
    ]
    label = locale.t("Market series")
    table = tables.breakdown(frame, columns, label=label, facts=facts, locale=locale, color=color)
    stated = [
        f"{words.word(study, one.name, locale)}{locale.t(': ')}{one.source or locale.t('not stated')}"
        for one in study.series
    ]
    sources = locale.t("source: {source}", source=locale.t("; ").join(stated))
    html = f'{table.html}<p class="def">{escape(claims.capital(sources))}</p>'
    return Fragment(html + claims.absent([fact for fact in facts if not fact.ok], locale), table.facts)


def forecast(study: Study, *, locale: Locale, color: str) -> Fragment:
    """Each series as it was and as it may go on, with what past forecasts say of that."""
    if not study.series:
        return _absent(study, locale)
    shown = [_forecast(study, one, locale, color) for one in study.forecasts[:_MOST_FIGURES]]
    if left_out := len(study.forecasts) - len(shown):
        shown.append(Fragment(claims.nodata(locale.t("{n} more not shown", n=left_out))))
    facts = tuple(fact for piece in shown for fact in piece.facts)
    return Fragment("".join(piece.html for piece in shown), facts)


def season(study: Study, *, locale: Locale, color: str) -> Fragment:
    """When each series is usually high and low."""
    lines, facts = [], []
    for one in study.series:
        name = words.word(study, one.name, locale)
        if one.seasonality is None:
            lines.append(locale.t("{series}: the season cannot be told from these values.", series=name))
            continue
        found = one.season_facts()
        if not one.seasonality.is_clear:
            lines.append(locale.t("{series}: no season that stands out from chance.", series=name))
            continue
        facts += found
        high, low = (choose(found, key=lambda fact: fact.value) for choose in (max, min))
        form = N_("{series}: usually highest in {high} ({above} on the trend), lowest in {low} ({below}); {span}.")
        lines.append(
            locale.t(
                form,
                series=name,
                high=_place(one, high, locale),
                above=locale.signed_percent(high.value),
                low=_place(one, low, locale),
                below=locale.signed_percent(low.value),
                span=locale.span(*one.span),
            )
        )
    return Fragment("".join(f'<p class="claim">{escape(line)}</p>' for line in lines), tuple(facts))


def outlook(study: Study, one: Forecast, locale: Locale) -> tuple[str, list[Fact]]:
    """What is to come of a series in a sentence: the last estimate with its interval, or why there is none."""
    if one.reason is not None:
        return locale.t("No forecast: {reason}.", reason=locale.t(one.reason)), []
    last = one.facts()[-1]
    text = locale.t(
        "For {step} the estimate is {value} (95% interval {interval}).",
        step=words.step(one.rows["period"].iloc[-1], str(one.series.cadence), locale),
        value=_amount(study, locale.value(last.value, last.unit, compact=True), one.series, locale),
        interval=_interval(last, locale),
    )
    return text, [last]


def _forecast(study: Study, one: Forecast, locale: Locale, color: str) -> Fragment:
    name = words.word(study, one.series.name, locale)
    heading = f"<h3>{escape(name)}</h3>"
    text, _ = outlook(study, one, locale)
    facts = [*one.facts(), one.mase, one.coverage] if one.reason is None else [one.mase]
    lines = [text, *_judged(one, locale)]
    html = heading + "".join(f'<p class="claim">{escape(line)}</p>' for line in lines)
    if one.series.cadence is None:
        return Fragment(html, tuple(facts))
    caption = locale.t(
        "{series}, {span}, n = {n} values. Source: {source}.",
        series=_titled(study, name, one.series, locale),
        span=locale.span(*one.series.span),
        n=locale.number(len(one.series.values)),
        source=one.series.source or locale.t("not stated"),
    )
    figure = figures.fan(
        _steps(one, locale),
        unit=one.series.fact_unit,
        alt=f"{name}{locale.t(': ')}{text}",
        caption=caption,
        locale=locale,
        color=color,
    )
    return Fragment(html + figure.html, tuple(facts))


def _steps(one: Forecast, locale: Locale) -> pd.DataFrame:
    """The last four seasons (at least two years' worth of steps, at most sixty) and what is to come."""
    known = one.series.regular.iloc[-min(max(_SEASONS_DRAWN * one.series.season, 24), 60) :]
    past = pd.DataFrame({"period": known.index, "value": known.to_numpy(), "low": float("nan"), "high": float("nan")})
    rows = past.assign(is_estimate=False)
    if not one.rows.empty:
        rows = pd.concat([rows, one.rows.assign(is_estimate=True)], ignore_index=True)
    labels = [words.step(period, str(one.series.cadence), locale) for period in rows["period"]]
    return rows.assign(label=labels)


def _judged(one: Forecast, locale: Locale) -> list[str]:
    """Whether past forecasts were better than the value of one season before, and whether their intervals held."""
    if one.reason is not None:
        return []
    if not one.mase.ok:
        return [locale.t("Past forecasts could not be checked: {reason}.", reason=locale.t(one.mase.reason))]
    form = N_(
        "Made by {model}. In {n} checked forecasts of the past its error was {ratio} times that of repeating the value "
        "of one season before: it beats that benchmark."
    )
    if one.model == "naive":
        form = N_("Made by repeating the value of one season before: in the past no model did better.")
    elif not one.beats_benchmark:
        form = N_(
            "Made by {model}. In {n} checked forecasts of the past its error was {ratio} times that of repeating the "
            "value of one season before: it does not beat that benchmark."
        )
    held = locale.t(
        "Its 95% intervals held {share} of these {n} values.",
        share=locale.percent(one.coverage.value, 0),
        n=locale.number(one.coverage.n),
    )
    ratio = locale.number(one.mase.value, 2)
    model = locale.t(words.MODELS[one.model])
    return [claims.joined([locale.t(form, model=model, n=one.mase.n, ratio=ratio), held], locale)]


def _rate(fact: Fact | None, locale: Locale) -> str:
    return MISSING if fact is None else locale.signed_percent(fact.value)


def _place(one: Series, fact: Fact, locale: Locale) -> str:
    place = int(fact.dims[str(one.cadence)])
    if one.cadence == "month":
        return locale.short_month(one.span[1].replace(day=1, month=place))
    if one.cadence == "quarter":
        return locale.t("quarter {n}", n=place)
    return words.weekday(place - 1, locale)


def _latest(study: Study, one: Series, locale: Locale) -> str:
    amount = _amount(study, locale.value(one.values[-1], one.fact_unit, compact=True), one, locale)
    when = locale.date(one.span[1])
    if one.cadence is not None:
        when = words.step(one.regular.index[-1], one.cadence, locale)
    return locale.t("{value}, {date}", value=amount, date=when)


def _interval(fact: Fact, locale: Locale) -> str:
    low, high = (locale.value(end, fact.unit, compact=True) for end in (fact.low, fact.high))
    return locale.t("{low} to {high}", low=low, high=high)


def _unit(study: Study, one: Series, locale: Locale) -> str | None:
    """The unit as the data say it, where a number does not show it."""
    return None if one.unit is None or one.fact_unit in ("share", one.currency) else words.word(study, one.unit, locale)


def _amount(study: Study, text: str, one: Series, locale: Locale) -> str:
    unit = _unit(study, one, locale)
    return text if unit is None else locale.t("{number} {unit}", number=text, unit=unit)


def _titled(study: Study, name: str, one: Series, locale: Locale) -> str:
    unit = _unit(study, one, locale)
    return name if unit is None else locale.t("{text} ({unit})", text=name, unit=unit)


def _absent(study: Study, locale: Locale) -> Fragment:
    why = NO_VALUES if "market" in study.warehouse else NO_MARKET
    return Fragment(claims.nodata(locale.t("Not available: {reasons}.", reasons=locale.t(why))))
