"""What did the experiments show?"""

import pandas as pd

from toolkit import claims, tables
from toolkit.campaign_review.wording import bold, chance, heading, interval, points, short_chance, title, unavailable
from toolkit.display import Fragment, escape
from toolkit.effect import campaign_reasons as why
from toolkit.effect.campaign_study import Campaigns
from toolkit.effect.experiment_study import Comparison, Trial
from toolkit.i18n import MISSING, N_, Locale
from toolkit.metrics.fact import Fact

SAID = {
    "better": N_("{variant} is better than {control} in {outcome}: {difference} ({interval}; {p})."),
    "worse": N_("{variant} is worse than {control} in {outcome}: {difference} ({interval}; {p})."),
    "nothing": N_("{variant} and {control} do not differ clearly in {outcome}: {difference} ({interval}; {p})."),
    "broken": N_("{variant} against {control} in {outcome}: {difference} ({interval}; {p}); not to be trusted."),
}


def experiments(study: Campaigns, *, locale: Locale, color: str) -> Fragment:
    """Each experiment: whether the split is the planned one, each variant, and the differences from the control."""
    found, absent = study.trials
    if not found:
        return Fragment(unavailable(absent.reason, locale))
    shown = [_trial(trial, len(found), locale, color) for trial in found]
    return Fragment("".join(each.html for each in shown), tuple(fact for each in shown for fact in each.facts))


def _trial(trial: Trial, among: int, locale: Locale, color: str) -> Fragment:
    if trial.rows.empty:
        return Fragment(heading(trial, among, locale) + unavailable(why.NO_USERS, locale))
    lines = [] if trial.is_split_as_planned else [_split(trial, locale)]
    lines.append(_set_up(trial, locale))
    if trial.is_split_as_planned and trial.sample_ratio.ok:
        lines.append(_split(trial, locale))
    facts: list[Fact] = [trial.sample_ratio]
    if trial.unread:
        lines.append(escape(_unread(trial, locale)))
        table = Fragment("")
    else:
        lines += [said(trial, each, locale) for each in trial.comparisons]
        if len(trial.comparisons) > 1:
            line = locale.t(
                "{n} comparisons were made; the p-values are raised for that (Holm).", n=len(trial.comparisons)
            )
            lines.append(escape(line))
        table = _table(trial, locale, color)
        facts += [*trial.levels.values(), *(fact for each in trial.comparisons for fact in each.facts)]
    html = "".join(f'<p class="claim">{line}</p>' for line in lines if line)
    return Fragment(heading(trial, among, locale) + html + table.html, tuple(facts))


def _set_up(trial: Trial, locale: Locale) -> str:
    options = trial.experiment
    counts = [locale.t("{variant}: {n}", variant=name, n=locale.number(count)) for name, count in trial.counts.items()]
    text = locale.t(
        "{experiment}: users drawn by chance from {start} to {end}; {counts} users. Source: {source}.",
        experiment=title(trial, locale),
        start=locale.date(options.start),
        end=locale.date(options.end),
        counts=locale.t(", ").join(counts),
        source=claims.source("experiment", locale),
    )
    return escape(text)


def _split(trial: Trial, locale: Locale) -> str:
    if not trial.sample_ratio.ok:
        return ""
    planned = locale.t(", ").join(
        f"{name} {locale.percent(share, 0)}" for name, share in trial.experiment.planned.items()
    )
    p = chance(trial.sample_ratio.value, locale)
    if trial.is_split_as_planned:
        return escape(locale.t("The split is as planned ({planned}; {p}).", planned=planned, p=p))
    text = locale.t(
        "The split is not the planned one ({planned}; {p}): users were lost or counted on one side, "
        "and no difference below can be trusted until the reason is found.",
        planned=planned,
        p=p,
    )
    return bold(text)


def _unread(trial: Trial, locale: Locale) -> str:
    planned = trial.experiment.planned_users
    if trial.experiment.end > trial.scope.end or planned is None:
        return locale.t(
            "It runs until {end}. No difference is shown before: who looks early and stops when it looks good "
            "finds effects that are not there.",
            end=locale.date(trial.experiment.end),
        )
    return locale.t(
        "{n} of {planned} planned users have taken part; no difference is shown before all have.",
        n=locale.number(len(trial.rows)),
        planned=locale.number(planned),
    )


def outcome_name(trial: Trial, name: str, locale: Locale) -> str:
    """An outcome as readers call it."""
    given = trial.experiment.outcomes[name].name
    return name if given is None else locale.pick(given)


def difference(fact: Fact, locale: Locale) -> str:
    """A difference with its sign: points for rates."""
    if fact.unit == "share":
        return locale.points(fact.value)
    sign = "+" if fact.value > 0 else ""
    return sign + locale.value(fact.value, fact.unit)


def said(trial: Trial, found: Comparison, locale: Locale) -> str:
    """One comparison as a sentence; where nothing was found, how large an effect would have been."""
    names = {
        "variant": escape(found.variant),
        "control": escape(trial.experiment.control),
        "outcome": escape(outcome_name(trial, found.outcome, locale)),
    }
    verdict = trial.verdict(found)
    if not found.difference.ok:
        reason = escape(locale.t(found.difference.reason))
        return locale.t("{variant} against {control} in {outcome}: not known, {reason}.", **names, reason=reason)
    text = locale.t(
        SAID[verdict],
        **names,
        difference=bold(difference(found.difference, locale)),
        interval=escape(_interval(found.difference, locale)),
        p=escape(chance(found.adjusted.value, locale)),
    )
    if verdict != "nothing":
        return text
    detectable = found.detectable
    size = (
        locale.points(detectable.value).lstrip("+")
        if detectable.unit == "share"
        else locale.value(detectable.value, detectable.unit)
    )
    more = locale.t("A true difference below {size} would often have gone unseen with so many users.", size=size)
    return claims.joined([text, escape(more)], locale)


def _with_interval(text: str, fact: Fact, locale: Locale) -> str:
    if not fact.ok or fact.low is None:
        return text
    is_points = fact.id == "variant_difference" and fact.unit == "share"
    ends = points(fact.low, fact.high, locale) if is_points else locale.interval(fact.low, fact.high, fact.unit)
    return locale.t("{rate} ({interval})", rate=text, interval=ends)


def _interval(fact: Fact, locale: Locale) -> str:
    if fact.unit != "share":
        return interval(fact, locale)
    return locale.t("95% interval {interval}", interval=points(fact.low, fact.high, locale))


def _table(trial: Trial, locale: Locale, color: str) -> Fragment:
    by_pair = {(each.outcome, each.variant): each for each in trial.comparisons}
    rows = []
    for (outcome, variant), fact in trial.levels.items():
        found = by_pair.get((outcome, variant))
        is_known = found is not None and found.difference.ok
        rows.append(
            {
                "outcome": outcome_name(trial, outcome, locale),
                "variant": variant,
                "n": fact.n,
                "level": _with_interval(locale.value(fact.value, fact.unit), fact, locale),
                "difference": _with_interval(difference(found.difference, locale), found.difference, locale)
                if is_known
                else MISSING,
                "p": short_chance(found.p_value.value, locale) if is_known else MISSING,
                "adjusted": short_chance(found.adjusted.value, locale) if is_known else MISSING,
            }
        )
    columns = [
        tables.Column("outcome", locale.t("Outcome"), kind="text"),
        tables.Column("variant", locale.t("Variant"), kind="text"),
        tables.Column("n", locale.t("Users"), unit="count"),
        tables.Column("level", locale.t("Rate or mean (95% interval)"), kind="phrase"),
        tables.Column("difference", locale.t("Against the control (95% interval)"), kind="phrase"),
        tables.Column("p", claims.name("p_value", locale), kind="phrase"),
    ]
    if len(trial.comparisons) > 1:
        columns.append(tables.Column("adjusted", claims.name("adjusted_p_value", locale), kind="phrase"))
    label = title(trial, locale)
    return tables.breakdown(pd.DataFrame(rows), columns, label=label, locale=locale, color=color)
