"""What came because of it: actual against expected, the interval, and the same method where nothing had happened."""

from datetime import timedelta

import pandas as pd

from toolkit import claims, figures
from toolkit.campaign_review.wording import amount, bold, chance, heading, interval, none, title, unavailable
from toolkit.display import Fragment, escape
from toolkit.effect import series
from toolkit.effect.campaign_study import Campaigns, Found, Reviewed
from toolkit.i18n import N_, Locale

LEAD_IN_DAYS = 28


def effects(study: Campaigns, *, locale: Locale, color: str) -> Fragment:
    """The effect of each campaign on the metric of its goal."""
    if (line := none(study, locale)) is not None:
        return line
    shown = [_effect(item, len(study.each), locale, color) for item in study.each]
    return Fragment("".join(each.html for each in shown), tuple(fact for each in shown for fact in each.facts))


def _effect(item: Reviewed, among: int, locale: Locale, color: str) -> Fragment:
    head, found = heading(item, among, locale), item.effect
    if found is None:
        return Fragment(head + claims.nodata(locale.t("No goal was named, so no metric to look at.")))
    if not found.incremental.ok:
        return Fragment(head + unavailable(found.incremental.reason, locale), found.facts)
    lines = [said(item, locale)]
    if found.forecast is not None:
        figure = _against_forecast(item, found, locale, color)
        lines += [_placebo(found, locale), _after(found, locale)]
    else:
        figure = _against_controls(item, found, locale, color)
        lines.append(_controls(found, locale))
    lines.append(beside(item, locale))
    html = "".join(f'<p class="claim">{line}</p>' for line in lines if line)
    return Fragment(head + html + figure.html, found.facts)


def said(item: Reviewed, locale: Locale) -> str:
    """The effect as one sentence: amount, lift, interval."""
    found = item.effect
    form = N_("{metric} during {campaign}: {incremental} above what was expected ({interval}){lift}.")
    if not found.is_clear:
        form = N_("{metric} during {campaign}: no clear effect; {incremental} against expectation ({interval}){lift}.")
    elif found.incremental.value < 0:
        form = N_("{metric} during {campaign}: {incremental} against expectation ({interval}){lift}.")
    lift = ""
    if found.lift.ok:
        lift = locale.t(", a lift of {lift}", lift=locale.signed_percent(found.lift.value))
        if found.lift.low is not None:
            sure = locale.interval(found.lift.low, found.lift.high, "share")
            lift = locale.t(
                ", a lift of {lift} ({interval})", lift=locale.signed_percent(found.lift.value), interval=sure
            )
    return locale.t(
        form,
        metric=escape(claims.name(item.metric, locale)),
        campaign=escape(title(item, locale)),
        incremental=bold(amount(found.incremental, locale)),
        interval=escape(interval(found.incremental, locale) or locale.t("no interval")),
        lift=escape(lift),
    )


def _placebo(found: Found, locale: Locale) -> str:
    trial = found.forecast.placebo
    if not trial.spans:
        return escape(locale.t("There are no earlier spans without an event to try the method on."))
    form = N_(
        "Tried on {spans} earlier spans of the same length without an event, the method 'found' as much in {n}; "
        "its interval held the truth in {held}."
    )
    if not trial.as_large:
        form = N_(
            "Tried on {spans} earlier spans of the same length without an event, the method never 'found' as much; "
            "its interval held the truth in {held}."
        )
    text = locale.t(form, spans=trial.spans, n=trial.as_large, held=trial.covered)
    if found.p_value.ok:
        return escape(claims.joined([text, locale.t("That makes {p}.", p=chance(found.p_value.value, locale))], locale))
    return escape(claims.joined([text, locale.t("These are too few for a p-value.")], locale))


def _after(found: Found, locale: Locale) -> str:
    fact = found.after
    if fact is None:
        return ""
    form = N_("In the {days} days after it there was no clear difference from what was expected: {value} ({interval}).")
    if fact.high < 0:
        form = N_(
            "In the {days} days after it {value} were missing ({interval}): part of the effect was only brought "
            "forward."
        )
    elif fact.low > 0:
        form = N_("In the {days} days after it another {value} came above expectation ({interval}).")
    number = fact if fact.high >= 0 else None
    value = amount(fact, locale) if number else locale.value(abs(fact.value), fact.unit)
    days = (fact.end - fact.start).days + 1
    return locale.t(form, days=days, value=bold(value), interval=escape(interval(fact, locale)))


def _controls(found: Found, locale: Locale) -> str:
    controls = found.controls
    text = locale.t(
        "Expected from {n} units without the campaign, weighted so that they went along with the treated ones before.",
        n=controls.grid.controls.shape[1],
    )
    if not found.p_value.ok:
        return escape(text)
    more = locale.t(
        "Given to them instead, it would have 'worked' as much by chance: {p}.", p=chance(found.p_value.value, locale)
    )
    return escape(claims.joined([text, more], locale))


def beside(item: Reviewed, locale: Locale) -> str:
    """What else happened on the same days and is in the effect; empty where nothing did, or controls saw it too."""
    names = [locale.t(name) for name in item.confounded_by] + [locale.pick(c.name) for c in item.overlapping]
    if not names or item.effect.controls is not None:
        return ""
    what = locale.t(", ").join(dict.fromkeys(names))
    return escape(
        locale.t("The same days hold {events}: what that brings of itself is part of the number.", events=what)
    )


def _against_forecast(item: Reviewed, found: Found, locale: Locale, color: str) -> Fragment:
    effect, study = found.forecast, item.study
    values = series.daily(study.review, item.metric)
    first = pd.Timestamp(item.campaign.start) - pd.Timedelta(days=LEAD_IN_DAYS)
    before = values[(values.index >= first) & (values.index < pd.Timestamp(item.campaign.start))]
    lead = pd.DataFrame({"day": before.index, "actual": before.to_numpy()})
    daily = pd.concat([lead, effect.daily], ignore_index=True)
    source = claims.source(series.source(study.review, item.metric), locale)
    caption = locale.t(
        "{metric} a day; dashed: expected without the campaign, learned from {n} ordinary days since {since} "
        "(weekday, trend, inertia), with the 95% band of a day. Source: {source}.",
        metric=claims.name(item.metric, locale),
        n=effect.learned_from,
        since=locale.date(effect.learned_since),
        source=source,
    )
    if effect.during.gaps:
        gaps = locale.t("{n} days of the campaign have no data and are left out.", n=effect.during.gaps)
        caption = claims.joined((caption, gaps), locale)
    alt = locale.t(
        "{metric} by day around {campaign}: {actual} during it, {expected} expected.",
        metric=claims.name(item.metric, locale),
        campaign=title(item, locale),
        actual=locale.value(effect.during.actual, found.incremental.unit),
        expected=locale.value(effect.during.expected, found.incremental.unit),
    )
    span = (item.campaign.start, item.last)
    options = {"alt": alt, "caption": caption, "locale": locale, "color": color}
    return figures.against(daily, span=span, name=title(item, locale), unit=found.incremental.unit, **options)


def _against_controls(item: Reviewed, found: Found, locale: Locale, color: str) -> Fragment:
    controls = found.controls
    first = pd.Timestamp(item.campaign.start) - timedelta(days=2 * LEAD_IN_DAYS)
    daily = pd.DataFrame({"actual": controls.actual, "expected": controls.expected}).rename_axis("day").reset_index()
    caption = locale.t(
        "{metric} a day of a unit with the campaign; dashed: the weighted mean of {n} units without it. Source: "
        "{source}.",
        metric=claims.name(item.metric, locale),
        n=controls.grid.controls.shape[1],
        source=claims.source("panel", locale),
    )
    alt = locale.t(
        "{metric} by day around {campaign}: {actual} during it, {expected} expected.",
        metric=claims.name(item.metric, locale),
        campaign=title(item, locale),
        actual=locale.value(float(controls.actual.iloc[controls.grid.before :].mean()), found.incremental.unit),
        expected=locale.value(controls.expected_mean, found.incremental.unit),
    )
    return figures.counterfactual(
        daily[daily["day"] >= first],
        start=item.campaign.start,
        names=(locale.t("with the campaign"), locale.t("expected without")),
        unit=found.incremental.unit,
        alt=alt,
        caption=caption,
        locale=locale,
        color=color,
    )
