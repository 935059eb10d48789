"""Who stands where? A map of two criteria, or of what most of the differences come down to."""

import pandas as pd

from toolkit import claims, figures
from toolkit.competitor_comparison import wording
from toolkit.display import Fragment
from toolkit.i18n import N_, Locale
from toolkit.market import positioning
from toolkit.market.comparison import Comparison

_NAMED = 2  # criteria named for an axis
_TELLING = 0.3  # a loading below this tells little


def positions(study: Comparison, *, locale: Locale, color: str) -> Fragment:
    """Everybody as a dot on two axes: the criteria of the client file, else two principal components."""
    if study.lack is not None:
        return Fragment("")
    return _of_criteria(study, locale, color) if study.options.axes else _of_components(study, locale, color)


def _of_criteria(study: Comparison, locale: Locale, color: str) -> Fragment:
    names = study.options.axes
    places = study.values[list(names)].set_axis(["x", "y"], axis=1).dropna()
    left_out = [name for name in study.scores.index if name not in places.index]
    if len(places) < 2:
        return Fragment(claims.nodata(locale.t("No map: fewer than two competitors are known in both criteria.")))
    axes = [figures.Axis(_axis_name(study, name, locale), wording.unit(study, name)) for name in names]
    first, second = (wording.criterion(study, name, locale) for name in names)
    alt = locale.t("{n} competitors by {first} and {second}.", n=len(places), first=first, second=second)
    caption = locale.t("{first} across, {second} upwards.", first=first, second=second)
    facts = tuple(study.value(criterion, name) for criterion in names for name in places.index)
    return _drawn(study, places, axes, alt, caption, left_out, facts, locale, color)


def _of_components(study: Comparison, locale: Locale, color: str) -> Fragment:
    found = study.map
    if found is None:
        form = N_("No map: it takes three competitors with at least half of the criteria known, and two that differ.")
        return Fragment(claims.nodata(locale.t(form)))
    axes = [figures.Axis(_component(study, axis, locale)) for axis in found.axes]
    first, second = (locale.percent(axis.share, 0) for axis in found.axes)
    alt = locale.t(
        "{n} competitors by the two directions in which they differ most; these explain {first} and {second} of the "
        "differences.",
        n=len(found.places),
        first=first,
        second=second,
    )
    caption = locale.t(
        "First two principal components of the standardised criteria: {first} and {second} of the differences.",
        first=first,
        second=second,
    )
    if found.filled:
        form = N_("{n} unknown values stand in it as the average of their criterion, which draws to the middle.")
        caption += " " + locale.t(form, n=found.filled)
    return _drawn(study, found.places, axes, alt, caption, list(found.left_out), (), locale, color)


def _drawn(
    study: Comparison,
    places: pd.DataFrame,
    axes: list[figures.Axis],
    alt: str,
    caption: str,
    left_out: list[str],
    facts: tuple,
    locale: Locale,
    color: str,
) -> Fragment:
    order = [name for name in study.scores.index if name in places.index]
    rows = places.loc[order].assign(
        name=[wording.who(study, name, locale) for name in order], is_ours=[name == study.us for name in order]
    )
    if left_out:
        names = wording.listed([wording.who(study, name, locale) for name in left_out], locale)
        caption += " " + locale.t("Too little known for a place: {names}.", names=names)
    caption += " " + locale.t("Source: {source}.", source=claims.source("competitors", locale))
    look = {"alt": alt, "caption": caption, "facts": facts, "locale": locale, "color": color}
    return figures.positions(rows, *axes, **look)


def _axis_name(study: Comparison, name: str, locale: Locale) -> str:
    title = wording.criterion(study, name, locale)
    if study.asked[name].better == "lower":
        return locale.t("{name} (lower is better)", name=title)
    return title


def _component(study: Comparison, axis: positioning.Axis, locale: Locale) -> str:
    """What an axis stands for: the criteria that weigh most in it, better in this direction."""
    telling = axis.loadings[axis.loadings.abs() >= _TELLING].head(_NAMED + 1)
    better = [wording.inline(study, name, locale) for name in telling.index[telling > 0]][:_NAMED]
    worse = [wording.inline(study, name, locale) for name in telling.index[telling < 0]][: _NAMED - 1]
    texts = [locale.t("better on {names}", names=locale.t(", ").join(better))] if better else []
    texts += [locale.t("worse on {names}", names=locale.t(", ").join(worse))] if worse else []
    return locale.t("; ").join(texts) or locale.t("several criteria")
