"""Who is ahead over all, what each department would choose, and where the leader stands in each thing that counts."""

import pandas as pd

from toolkit import claims, figures, markup
from toolkit.display import Fragment, escape
from toolkit.i18n import MISSING, Locale
from toolkit.market import matrix
from toolkit.metrics.fact import Fact
from toolkit.quote.offers import STABLE, Offers
from toolkit.quote_comparison import wording

_MOST = 12


def scores(study: Offers, *, locale: Locale, color: str) -> Fragment:
    """The scores as a figure, with the range that what is not known leaves open."""
    if study.lack is not None:
        return Fragment("")
    found = study.scores.dropna(subset="score")
    if found.empty:
        reasons = dict.fromkeys(locale.t(study.score(name).reason) for name in study.names)
        return Fragment(claims.nodata(locale.t("No score: {reasons}.", reasons=locale.t("; ").join(reasons))))
    shown = found.head(_MOST)
    is_whole = bool((shown["lowest"] == shown["highest"]).all())
    rows = pd.DataFrame(
        {
            "name": [wording.who(study, name, locale) for name in shown.index],
            "value": 100 * shown["score"].to_numpy(),
            "low": float("nan") if is_whole else 100 * shown["lowest"].to_numpy(),
            "high": float("nan") if is_whole else 100 * shown["highest"].to_numpy(),
            "is_ours": shown["rank"].to_numpy() == 1,
        }
    )
    alt = locale.t(
        "Scores of {n} offers; the highest is that of {name}, {score} of 100.",
        n=len(found),
        name=rows.iloc[0]["name"],
        score=locale.value(rows.iloc[0]["value"], "score"),
    )
    caption = [locale.t("Score, 0 to 100, over {n} things that count.", n=len(study.points.columns))]
    if not is_whole:
        caption.append(locale.t("The line shows where it would be if all that is not known were worst or best."))
    if len(found) > len(shown):
        caption.append(locale.t("{shown} of {n} are shown.", shown=len(shown), n=len(found)))
    caption.append(locale.t("Source: the offers as received."))
    facts = [study.score(name) for name in shown.index]
    look = {"alt": alt, "caption": claims.joined(caption, locale), "locale": locale, "color": color, "facts": facts}
    return figures.ranking(rows, unit="score", **look)


def ranking(study: Offers, *, locale: Locale, color: str) -> Fragment:
    """Rank, score, stability and what is known of every offer, the best first."""
    if study.lack is not None:
        return Fragment("")
    titles = [locale.t("Offer"), locale.t("Rank"), locale.t("Score"), claims.name("rank_stability", locale)]
    heads = [markup.head(title) for title in [*titles, locale.t("Known")]]
    rows = [_row(study, name, locale) for name in study.names]
    note = locale.t(
        "Stable: at least {least} of {n} random weightings keep the rank, unshared; each weight lies most often "
        "between half and twice the given one.",
        least=locale.percent(STABLE, 0),
        n=locale.number(matrix.DRAWS),
    )
    facts = [fact for name in study.names for fact in _facts(study, name)]
    return Fragment(markup.table(locale.t("Scores of the offers"), heads, rows) + wording.below(note), tuple(facts))


def _facts(study: Offers, name: str) -> list[Fact]:
    return [study.score(name), study.rank(name), study.stability(name), *study.bounds(name)]


def _row(study: Offers, name: str, locale: Locale) -> list[str]:
    score, rank, kept, own = study.score(name), study.rank(name), study.stability(name), study.scores.loc[name]
    places = bounds = ""
    if rank.ok and study.is_open(name):
        low, high = locale.number(own["best_rank"]), locale.number(own["worst_rank"])
        places = locale.t("possible: {range}", range=locale.t("{low} to {high}", low=low, high=high))
    if score.ok and own["lowest"] != own["highest"]:
        range_ = locale.interval(100 * own["lowest"], 100 * own["highest"], "score")
        bounds = locale.t("possible: {range}", range=range_)
    shared = locale.t("shared") if rank.ok and study.is_tied(name) else ""
    known = locale.t("{k} of {n}", k=int(study.values.loc[name].notna().sum()), n=len(study.values.columns))
    return [
        markup.row_head(escape(wording.who(study, name, locale))),
        markup.cell(markup.with_small(rank.value if rank.ok else MISSING, shared, places)),
        markup.cell(
            markup.with_small(locale.number(score.value, 1), bounds if score.ok else locale.t(score.reason or ""))
        ),
        markup.cell(_kept(study, name, kept, locale)),
        markup.cell(escape(known)),
    ]


def _kept(study: Offers, name: str, kept: Fact, locale: Locale) -> str:
    if not kept.ok:
        return MISSING
    word = locale.t("stable") if kept.value >= STABLE else locale.t("unstable")
    return markup.with_small(locale.percent(kept.value), locale.t("unstable: tied") if study.is_tied(name) else word)


def departments(study: Offers, *, locale: Locale, color: str) -> Fragment:
    """Each department's own ranking beside the joint one, and whether they agree on the first place."""
    if study.lack is not None or not study.by_department:
        return Fragment("")
    titles = [locale.t("Offer"), locale.t("All together")]
    titles += [wording.department(study, key, locale) for key in study.by_department]
    asked = study.options.departments
    whole = sum(department.weight for department in asked.values())
    heads = [f'<th scope="col">{markup.with_small(title)}</th>' for title in titles[:2]]
    for key, title in zip(study.by_department, titles[2:], strict=True):
        say = locale.t("{share} of the say", share=locale.percent(asked[key].weight / whole, 0))
        heads.append(f'<th scope="col">{markup.with_small(title, say)}</th>')
    rows, facts = [], []
    for name in study.names:
        cells = [markup.row_head(escape(wording.who(study, name, locale)))]
        for key in (None, *study.by_department):
            rank, score = study.rank(name, key), study.score(name, key)
            facts += [rank, score]
            small = locale.t("{score} points", score=locale.number(score.value, 1)) if score.ok else ""
            text = markup.with_small(rank.value if rank.ok else MISSING, small)
            cells.append(markup.cell(f"<b>{text}</b>" if rank.ok and rank.value == 1 else text))
        rows.append(cells)
    html = markup.table(locale.t("Rank after each department"), heads, rows)
    return Fragment(wording.line(_agreement(study, locale)).html + html, tuple(facts))


def _agreement(study: Offers, locale: Locale) -> str:
    firsts = [set(found) for key in study.by_department if (found := study.leaders_of(key))]
    silent = [wording.department(study, key, locale) for key in study.by_department if not study.leaders_of(key)]
    text = locale.t("The departments do not agree on the first place.")
    if not firsts:
        return locale.t("No department can tell the offers apart by what it weighs.")
    if set.intersection(*firsts):
        text = locale.t("All departments that can tell the offers apart have the same one in first place.")
    if not silent:
        return text
    return claims.joined([text, locale.t("Not able to: {names}.", names=wording.listed(silent, locale))], locale)


def standing(study: Offers, *, locale: Locale, color: str) -> Fragment:
    """Where the leader stands in everything that counts, what weighs most first; the others in grey."""
    if len(study.leaders) != 1:
        return Fragment("")
    leader = study.leaders[0]
    placed = sorted(study.points.dropna(axis="columns", how="all"), key=lambda name: -study.weights[name])
    rows = pd.DataFrame(
        [
            {
                "name": wording.criterion(study, name, locale),
                "ours": study.points.loc[leader, name],
                "others": study.points[name].drop(leader).dropna().tolist(),
                "text": wording.held(study, name, study.values.loc[leader, name], locale),
            }
            for name in placed
        ],
        columns=["name", "ours", "others", "text"],
    )
    name = wording.who(study, leader, locale)
    best = int((study.points.loc[leader] >= study.points.max() - matrix.SAME).sum())
    alt = locale.t(
        "{name} is best, alone or with others, in {k} of {n} things that count.", name=name, k=best, n=len(placed)
    )
    caption = locale.t(
        "Colour: {name}, its value on the right; grey: the other offers. What weighs most stands first.", name=name
    )
    caption = claims.joined([caption, locale.t("Source: the offers as received.")], locale)
    return figures.standing(rows, alt=alt, caption=caption, locale=locale, color=color)
