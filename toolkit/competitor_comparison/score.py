"""Who is ahead over all, and would other weights or fuller knowledge change that?"""

import pandas as pd

from toolkit import claims, figures, markup
from toolkit.competitor_comparison import wording
from toolkit.display import Fragment, escape
from toolkit.i18n import MISSING, Locale
from toolkit.market import matrix
from toolkit.market.comparison import Comparison
from toolkit.metrics.fact import Fact

_MOST = 12


def scores(study: Comparison, *, locale: Locale, color: str) -> Fragment:
    """The overall scores as a figure, with the range that what is not known leaves open."""
    if study.lack is not None:
        return Fragment("")
    found = study.scores.dropna(subset="score")
    if found.empty:
        reasons = dict.fromkeys(locale.t(study.score(name).reason) for name in study.scores.index)
        return Fragment(claims.nodata(locale.t("No overall score: {reasons}.", reasons=locale.t("; ").join(reasons))))
    shown = found.head(_MOST)
    if study.us in found.index and study.us not in shown.index:
        shown = pd.concat([found.head(_MOST - 1), found.loc[[study.us]]])
    is_whole = (shown["lowest"] == shown["highest"]).all()
    rows = pd.DataFrame(
        {
            "name": [wording.who(study, name, locale) for name in shown.index],
            "value": 100 * shown["score"].to_numpy(),
            "low": float("nan") if is_whole else 100 * shown["lowest"].to_numpy(),
            "high": float("nan") if is_whole else 100 * shown["highest"].to_numpy(),
            "is_ours": shown.index == study.us if study.us is not None else True,
        }
    )
    best = rows.iloc[0]
    alt = locale.t(
        "Overall scores of {n} competitors; the highest is that of {name}, {score} of 100.",
        n=len(found),
        name=best["name"],
        score=locale.value(best["value"], "score"),
    )
    caption = locale.t("Overall score, 0 to 100, over {n} criteria.", n=len(study.points.columns))
    if not is_whole:
        caption += " " + locale.t(
            "The line shows where the score would be if all that is not known were worst or best."
        )
    if len(found) > len(shown):
        caption += " " + locale.t("{shown} of {n} are shown.", shown=len(shown), n=len(found))
    caption += " " + locale.t("Source: {source}.", source=claims.source("competitors", locale))
    facts = [study.score(name) for name in shown.index]
    look = {"alt": alt, "caption": caption, "locale": locale, "color": color, "facts": facts}
    return figures.ranking(rows, unit="score", **look)


def ranking(study: Comparison, *, locale: Locale, color: str) -> Fragment:
    """Rank, score, stability and coverage of everybody, the best first."""
    if study.lack is not None or not study.asked:
        return Fragment("")
    titles = [locale.t("Competitor"), claims.name("competitor_rank", locale), claims.name("competitor_score", locale)]
    titles += [claims.name("rank_stability", locale), claims.name("coverage", locale)]
    heads = [markup.head(title) for title in titles]
    rows = [_row(study, name, locale) for name in study.scores.index]
    facts = [fact for name in study.scores.index for fact in _facts(study, name)]
    note = locale.t(
        "Stable: at least {least} of {n} random weightings keep the rank, unshared; each weight lies most often "
        "between half and twice the given one.",
        least=locale.percent(wording.STABLE, 0),
        n=locale.number(matrix.DRAWS),
    )
    html = markup.table(locale.t("Overall scores"), heads, rows)
    return Fragment(f'{html}<p class="def">{escape(note)}</p>', tuple(facts))


def _facts(study: Comparison, name: str) -> list[Fact]:
    known = [study.score(name), study.rank(name), study.stability(name), study.coverage(name)]
    return [*known, *study.bounds(name)]


def _row(study: Comparison, name: str, locale: Locale) -> list[str]:
    score, rank, kept, coverage = (f(name) for f in (study.score, study.rank, study.stability, study.coverage))
    own = study.scores.loc[name]
    who = escape(wording.who(study, name, locale))
    if not score.ok:
        small = markup.with_small(MISSING, locale.t(score.reason))
        rank_cell, score_cell = markup.cell(MISSING), markup.cell(small)
    else:
        possible = wording.ranks(study, name, locale) if rank.ok else ""
        words = [locale.t("shared")] if rank.ok and study.is_tied(name) else []
        words += [locale.t("possible: {range}", range=possible)] if possible else []
        rank_cell = markup.cell(markup.with_small(str(rank.value) if rank.ok else MISSING, *words))
        bounds = "–".join(locale.number(100 * own[end], 1) for end in ("lowest", "highest"))
        range_ = [locale.t("possible: {range}", range=bounds)] if own["lowest"] != own["highest"] else []
        score_cell = markup.cell(markup.with_small(locale.number(score.value, 1), *range_))
    known = locale.t("{k} of {n}", k=int(study.values.loc[name].notna().sum()), n=len(study.asked))
    return [
        markup.row_head(f"<b>{who}</b>" if name == study.us else who),
        rank_cell,
        score_cell,
        markup.cell(_kept(study, name, kept, locale)),
        markup.cell(markup.with_small(locale.percent(coverage.value, 0), known)),
    ]


def _kept(study: Comparison, name: str, kept: Fact, locale: Locale) -> str:
    if not kept.ok:
        return MISSING
    word = locale.t("stable") if kept.value >= wording.STABLE else locale.t("unstable")
    if study.is_tied(name):
        word = locale.t("unstable: tied")
    return markup.with_small(locale.percent(kept.value), word)
