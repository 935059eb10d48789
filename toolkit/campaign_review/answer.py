"""The first screen: what happened in two or three sentences, and four headline numbers."""

from toolkit import claims, tables
from toolkit.campaign_review.cause import beside
from toolkit.campaign_review.finding import decision, leading
from toolkit.campaign_review.wording import amount, bold, interval, metric, no_campaign, title
from toolkit.display import Fragment, escape
from toolkit.effect.campaign_study import Campaigns, Reviewed
from toolkit.i18n import N_, Locale
from toolkit.metrics.fact import Fact


def answer(study: Campaigns, *, locale: Locale, color: str) -> Fragment:
    """The leading campaign's result, effect and return, what experiments decided, and up to four headline numbers."""
    item, (found, _) = leading(study), study.trials
    told = [text for trial in found if (text := decision(trial, locale))]
    ends = [escape(claims.capital(text)) + locale.t(".") for text in told]
    if item is None:
        line = escape(locale.t(no_campaign(study)))
        return Fragment(f'<p class="answer">{claims.joined([line, *ends], locale)}</p>')
    facts: list[Fact] = []
    sentences = [goal(item, locale), effect(item, locale), money(item, locale), *ends]
    chosen = [fact for fact in _headlines(item) if fact is not None and fact.ok]
    tiles = tables.tiles([_tile(fact, item, locale) for fact in chosen], locale=locale, color=color)
    facts = [*([item.result] if item.result else []), *([] if item.effect is None else item.effect.facts), *chosen]
    if item.returns.gain is not None:
        facts.append(item.returns.gain.incremental)
    kept = dict.fromkeys(map(id, facts))
    unique = [next(fact for fact in facts if id(fact) == key) for key in kept]
    return Fragment(f'<p class="answer">{claims.joined(sentences, locale)}</p>{tiles.html}', tuple(unique))


def goal(item: Reviewed, locale: Locale) -> str:
    """What was reached of the goal."""
    name = claims.capital(title(item, locale))
    if item.result is None:
        return escape(locale.t("{campaign} had no goal in numbers.", campaign=name))
    if not item.result.ok:
        reason = locale.t(item.result.reason)
        return escape(locale.t("The result of {campaign} is not known: {reason}.", campaign=name, reason=reason))
    form = N_("{campaign} brought {value} {metric}, {share} of its goal of {goal}.")
    if item.result.unit not in ("users", "count"):
        form = N_("During {campaign}, {metric} came to {value}, {share} of the goal of {goal}.")
    if not item.is_over:
        form = N_("{campaign} is not complete yet; {metric} so far: {value}, {share} of the goal of {goal}.")
    return locale.t(
        form,
        campaign=escape(name),
        value=bold(amount(item.result, locale)),
        metric=escape(metric(item.metric, locale)),
        share=escape(locale.percent(item.attainment.value, 0) if item.attainment.ok else "–"),
        goal=escape(locale.value(item.campaign.goal.value, item.result.unit)),
    )


def effect(item: Reviewed, locale: Locale) -> str:
    """What came because of it."""
    found = item.effect
    if found is None:
        return ""
    if not found.incremental.ok:
        reason = locale.t(found.incremental.reason)
        return escape(locale.t("How much of it the campaign caused cannot be told: {reason}.", reason=reason))
    form = N_("Without it {expected} would have been expected, so {incremental} came on top ({interval}).")
    if not found.is_clear:
        form = N_(
            "Without it {expected} would have been expected; the difference of {incremental} is within chance "
            "({interval})."
        )
    elif found.incremental.value < 0:
        form = N_("Without it {expected} would have been expected, so {incremental} is what it changed ({interval}).")
    text = locale.t(
        form,
        expected=escape(amount(found.expected, locale)),
        incremental=bold(amount(found.incremental, locale)),
        interval=escape(interval(found.incremental, locale) or locale.t("no interval")),
    )
    more = beside(item, locale)
    if found.controls is not None:
        treated = len(found.controls.grid.treated)
        more = escape(locale.t("Both numbers are of the units that had it ({n}), from the panel.", n=treated))
    return claims.joined([text, more], locale) if more else text


def money(item: Reviewed, locale: Locale) -> str:
    """What it cost and returned."""
    whole, roi = item.returns.cost[0], item.returns.roi
    if not whole.ok:
        return ""
    if not roi.ok:
        return escape(locale.t("It cost {cost}; its return is not known.", cost=amount(whole, locale)))
    gain, is_margin = item.returns.gain.incremental, item.returns.basis == "margin"
    form = N_("It cost {cost} and brought {gain} more net revenue than expected ({interval}).")
    if is_margin:
        form = N_("It cost {cost} and brought {gain} more margin than expected ({interval}).")
    if not gain.low > 0:
        form = N_("It cost {cost}; net revenue differed from expectation by {gain} ({interval}).")
        if is_margin:
            form = N_("It cost {cost}; margin differed from expectation by {gain} ({interval}).")
    return locale.t(
        form, cost=bold(amount(whole, locale)), gain=bold(amount(gain, locale)), interval=escape(interval(gain, locale))
    )


def _headlines(item: Reviewed) -> list[Fact | None]:
    found = item.effect
    effects = [None, None] if found is None else [found.incremental, found.lift]
    return [item.attainment, *effects, item.returns.roi][:4]


def _tile(fact: Fact, item: Reviewed, locale: Locale) -> tables.Tile:
    name = claims.name(fact.id, locale)
    if fact.id == "incremental":
        name = locale.t("{metric}: incremental effect", metric=claims.name(item.metric, locale))
    line = "fail" if fact.id == "goal_attainment" and item.is_reached is False else None
    text = None
    if fact.id == "goal_attainment":
        value = locale.value(item.campaign.goal.value, item.result.unit, compact=True)
        text = locale.t("goal {goal} · {state}", goal=value, state=locale.t(_state(item)))
    return tables.Tile(name=name, fact=fact, target=text, line=line)


def _state(item: Reviewed) -> str:
    if item.is_reached is None:
        return N_("incomplete")
    return N_("reached") if item.is_reached else N_("missed")
