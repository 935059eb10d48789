"""The first screen: what the work caused, how sure that is, what it was worth, and what is said wrongly of it."""

from toolkit import claims, tables
from toolkit.case_study import wording
from toolkit.case_study.finding import main_shift
from toolkit.display import Fragment, escape
from toolkit.effect.before_after import Shift
from toolkit.effect.case import Case
from toolkit.i18n import N_, Locale
from toolkit.metrics.fact import Fact

MOST_TILES = 4


def answer(case: Case, *, locale: Locale, color: str) -> Fragment:
    """Two to four sentences, then up to four headline numbers."""
    effect = case.effect
    is_known = effect is not None and effect.is_known
    said = [*_caused(case, locale), _worth(case, locale)] if is_known else _moved(case, locale)
    sentences = [text for text in (*said, _wrong(case, locale)) if text]
    if not sentences:
        sentences = [escape(locale.t("There is no data yet from which a case could be told."))]
    tiles = _effect_tiles(case, locale) if is_known else [_shift_tile(shift, locale) for shift in _telling(case)]
    facts = [tile.fact for tile in tiles]
    if is_known:
        facts += [case.facts[id_] for id_ in ("lift", "incremental", "p_value")]
    else:
        facts += [fact for shift in _telling(case) for fact in (shift.before, shift.change)]
    html = tables.tiles(tiles, locale=locale, color=color).html if tiles else ""
    facts += [fact for checked in case.checked for fact in checked.facts(case.scope())]
    return Fragment(f'<p class="answer">{claims.joined(sentences, locale)}</p>{html}', tuple(facts))


def _caused(case: Case, locale: Locale) -> list[str]:
    effect, lift = case.effect, case.facts["lift"]
    form = N_("From {start} to {end}, {name} in {n} treated units came to {amount} more than {m} others foretold")
    if effect.att < 0:
        form = N_("From {start} to {end}, {name} in {n} treated units came to {amount} less than {m} others foretold")
    text = locale.t(
        form,
        start=escape(locale.short_date(effect.start)),
        end=escape(locale.short_date(effect.end)),
        name=escape(wording.outcome(case, locale)),
        n=len(effect.grid.treated),
        m=effect.grid.controls.shape[1],
        amount=f"<b>{escape(_amount(case, locale))}</b>",
    )
    if lift.ok and lift.low is not None:
        interval = locale.interval(lift.low, lift.high, "share")
        text += escape(locale.t(" (95% interval {interval})", interval=interval))
    return [text + locale.t("."), escape(_chance(case, locale))]


def _amount(case: Case, locale: Locale) -> str:
    lift, att = case.facts["lift"], case.facts["att"]
    return wording.size(lift.value, locale) if lift.ok else locale.number(abs(att.value), 1)


def _chance(case: Case, locale: Locale) -> str:
    """What the placebos say, in words."""
    effect = case.effect
    if effect.p_value is None:
        return locale.t("There are too few untreated units to tell it from chance.")
    k = round(effect.p_value * (1 + len(effect.placebos))) - 1
    if effect.is_clear and not k:
        form = N_("None of {n} comparisons of untreated units shows as much: chance hardly explains it.")
    elif effect.is_clear:
        form = N_("Of {n} comparisons of untreated units, {k} show as much: chance hardly explains it.")
    elif effect.smallest_p > 0.05:
        form = N_("Of {n} comparisons of untreated units, {k} show as much; so few cannot rule out chance.")
    else:
        form = N_("But of {n} comparisons of untreated units, {k} show as much: it may well be chance.")
    return locale.t(form, n=len(effect.placebos), k=k)


def _worth(case: Case, locale: Locale) -> str:
    roi = case.fee_roi
    if not roi.ok:
        return ""
    form = N_("The return on the fee is {roi}")
    text = locale.t(form, roi=f"<b>{escape(locale.signed_percent(roi.value, 0))}</b>")
    if roi.low is not None:
        low, high = (locale.signed_percent(end, 0) for end in (roi.low, roi.high))
        text += escape(locale.t(" (95% interval {low} to {high})", low=low, high=high))
    return text + locale.t(".")


def _moved(case: Case, locale: Locale) -> list[str]:
    """What changed, and that this is no proof; nothing where nothing can be compared."""
    comparison, shift = case.comparison, main_shift(case)
    if not comparison.shifts:
        return []
    days = locale.number(comparison.days)
    if shift is None:
        text = locale.t("In the {days} days before and after the start, no metric moved clearly.", days=days)
        return [escape(text)]
    name = escape(claims.capital(claims.inline(shift.metric, locale)))
    if wording.is_index(shift):
        text = locale.t(
            "{name} of the last {days} days: {change} on the {days} days before the start.",
            name=name,
            change=f"<b>{escape(wording.change(shift, locale))}</b>",
            days=days,
        )
        return [text, escape(_no_proof(locale))]
    text = locale.t(
        "{name} went from {before} in the {days} days before the start to {after} in the last {days} days ({change}).",
        name=name,
        before=escape(claims.value(shift.before, locale, compact=True)),
        after=f"<b>{escape(claims.value(shift.after, locale, compact=True))}</b>",
        change=escape(wording.change(shift, locale)),
        days=days,
    )
    return [text, escape(_no_proof(locale))]


def _no_proof(locale: Locale) -> str:
    return locale.t("That is no proof that the work caused it: nobody untreated stands beside it.")


def _wrong(case: Case, locale: Locale) -> str:
    doubtful = [checked for checked in case.checked if not checked.holds]
    total = len(case.checked) + (case.is_fee_right is not None)
    wrong = len(doubtful) + (case.is_fee_right is False)
    if not total:
        return ""
    if not wrong:
        return escape(locale.t("What is stated of it holds."))
    if total == 1:
        return escape(locale.t("What is stated of it does not hold or cannot be checked."))
    return escape(locale.t("Of {n} statements about it, {k} cannot be upheld or checked.", n=total, k=wrong))


def _effect_tiles(case: Case, locale: Locale) -> list[tables.Tile]:
    ids = ["lift", "att" if case.is_anonymous else "incremental", "p_value"]
    tiles = [
        tables.Tile(claims.name(id_, locale), fact, target=_placebos(fact, locale))
        for id_ in ids
        if (fact := case.facts[id_]).ok
    ]
    roi = case.fee_roi
    return tiles + ([tables.Tile(claims.name("fee_roi", locale), roi)] if roi.ok else [])


def _placebos(fact: Fact, locale: Locale) -> str | None:
    return locale.t("{n} placebos", n=fact.n) if fact.id == "p_value" else None


def _telling(case: Case) -> list[Shift]:
    """The shifts worth a tile: the one spoken of, then clear ones, in the usual order."""
    main = main_shift(case)
    return sorted(case.comparison.shifts, key=lambda shift: (shift is not main, not shift.is_clear))[:MOST_TILES]


def _shift_tile(shift: Shift, locale: Locale) -> tables.Tile:
    name = claims.name(shift.metric, locale)
    if wording.is_index(shift):
        name = locale.t("{name} (before = 100)", name=name)
    return tables.Tile(name, shift.after, before=shift.before)
