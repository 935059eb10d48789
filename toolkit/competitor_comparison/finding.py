"""The first screen: the rank as title, two or three sentences on what it rests on, and up to four headline numbers."""

from toolkit import claims, parts, tables
from toolkit.competitor_comparison import wording
from toolkit.display import Fragment, escape
from toolkit.i18n import N_, Locale
from toolkit.market.comparison import Comparison
from toolkit.market.swot import Standing, standings


def header(study: Comparison, *, locale: Locale, color: str) -> Fragment:
    """The finding as the page's title: the rank, and the criteria in which we are furthest ahead and behind."""
    return parts.header(_finding(study, locale), study.client, study.period, locale=locale)


def answer(study: Comparison, *, locale: Locale, color: str) -> Fragment:
    """Rank and score, how sure they are, where we lead and lag; then up to four headline numbers."""
    if study.lack is not None:
        return Fragment(claims.nodata(locale.t("Not available: {reasons}.", reasons=locale.t(study.lack))))
    ours = study.us
    if ours is None:
        sentences = [_leader(study, locale), escape(locale.t("Which row is the client's own is not known."))]
        return Fragment(f'<p class="answer">{claims.joined(sentences, locale)}</p>')
    score, rank, stability = study.score(ours), study.rank(ours), study.stability(ours)
    sentences = [_ranked(study, locale), _sure(study, locale), _open(study, locale), _sides(study, locale)]
    if not rank.ok:
        why = escape(locale.t("{name} has no rank: {reason}.", name=_us(study, locale), reason=locale.t(rank.reason)))
        sentences = [why, _sides(study, locale)]
    facts = [score, rank, stability, study.coverage(ours), study.rating(ours)]
    shown = [fact for fact in facts if fact.ok]
    if len(shown) > 4:  # that all is known is no news
        shown.remove(facts[3] if facts[3].value == 1 else facts[4])
    tiles = [tables.Tile(_tile_name(study, fact.id, locale), fact) for fact in shown]
    html = tables.tiles(tiles, locale=locale, color=color).html if tiles else ""
    gaps = [each.gap for each in _named(study)]
    return Fragment(f'<p class="answer">{claims.joined(sentences, locale)}</p>{html}', (*facts, *gaps))


def _finding(study: Comparison, locale: Locale) -> str:
    if study.lack is not None:
        return locale.t("no comparison with competitors yet")
    if study.us is None or not study.rank(study.us).ok:
        if study.ranked < 2:
            return locale.t("too little is known to rank the competitors")
        if len(first := _first(study)) > 1:
            return locale.t("{k} of {n} share the highest overall score", k=len(first), n=study.ranked)
        return locale.t("{leader} leads", leader=wording.who(study, first[0], locale))
    rank = study.rank(study.us)
    form = N_("{name} shares rank {rank} of {n}") if study.is_tied(study.us) else N_("{name} ranks {rank} of {n}")
    text = locale.t(form, name=_us(study, locale), rank=rank.value, n=study.ranked)
    ahead, behind = _extremes(study)
    names = [wording.inline(study, each.criterion, locale) for each in (*ahead, *behind)]
    if ahead and behind:
        return locale.t("{rank}, ahead on {first}, behind on {second}", rank=text, first=names[0], second=names[1])
    if ahead:
        return locale.t("{rank}, ahead on {first}", rank=text, first=names[0])
    return locale.t("{rank}, behind on {first}", rank=text, first=names[0]) if behind else text


def _extremes(study: Comparison) -> tuple[list[Standing], list[Standing]]:
    """The weightiest strength and the weightiest weakness, each a list of at most one."""
    placed = standings(study)
    ahead = [each for each in placed if each.is_strength and each.advantage > 0]
    behind = [each for each in reversed(placed) if each.is_weakness and each.advantage < 0]
    return ahead[:1], behind[:1]


def _named(study: Comparison) -> list[Standing]:
    ahead, behind = _extremes(study)
    return [*ahead, *behind]


def _first(study: Comparison) -> list[str]:
    """Who has the highest score, several where they share it."""
    return list(study.scores[study.scores["rank"] == 1].index)


def _us(study: Comparison, locale: Locale) -> str:
    return wording.who(study, study.us, locale)


def _leader(study: Comparison, locale: Locale) -> str:
    if study.ranked < 2:
        return escape(locale.t("Too little is known to rank the competitors."))
    first = _first(study)
    form = N_("Of {n} competitors {leader} has the highest overall score, {score} of 100.")
    if len(first) > 1:
        form = N_("Of {n} competitors {leader} share the highest overall score, {score} of 100.")
    text = locale.t(
        form,
        n=study.ranked,
        leader=wording.listed([wording.who(study, name, locale) for name in first], locale, 3),
        score=locale.value(study.score(first[0]).value, "score"),
    )
    return escape(text)


def _ranked(study: Comparison, locale: Locale) -> str:
    """Our score and rank, and who is next to us."""
    rank, score = study.rank(study.us), study.score(study.us)
    if not rank.ok:
        return ""
    others = study.scores.drop(study.us).dropna(subset="score")
    tied = [wording.who(study, name, locale) for name in others[others["rank"] == rank.value].index]
    # the leaders where we are not among them, else who comes after us
    nearest = [others.index[0]] if rank.value == 1 else _first(study)
    form = N_("{name} scores {score} of 100 and ranks {rank} of {n}; {other} leads with {theirs}.")
    if tied:
        form = N_("{name} scores {score} of 100 and shares rank {rank} of {n} with {tied}.")
    elif rank.value == 1:
        form = N_("{name} scores {score} of 100 and ranks {rank} of {n}, ahead of {other} with {theirs}.")
    elif len(nearest) > 1:
        form = N_("{name} scores {score} of 100 and ranks {rank} of {n}; {other} share the lead with {theirs}.")
    return locale.t(
        form,
        name=escape(_us(study, locale)),
        score=f"<b>{escape(locale.value(score.value, 'score'))}</b>",
        rank=f"<b>{rank.value}</b>",
        n=study.ranked,
        other=escape(wording.listed([wording.who(study, name, locale) for name in nearest], locale, 3)),
        theirs=escape(locale.value(study.score(nearest[0]).value, "score")),
        tied=escape(wording.listed(tied, locale, 3)),
    )


def _sure(study: Comparison, locale: Locale) -> str:
    """Whether other weights would give another rank."""
    kept = study.stability(study.us)
    form = N_("Other weights hardly change that: {share} of {n} random weightings keep the rank.")
    if study.is_tied(study.us):
        form = N_("A tie is no stable rank: {share} of {n} random weightings keep it.")
    elif kept.ok and kept.value < wording.STABLE:
        form = N_("The rank hangs on the weights: only {share} of {n} random weightings keep it.")
    return escape(locale.t(form, share=locale.percent(kept.value), n=locale.number(kept.n))) if kept.ok else ""


def _open(study: Comparison, locale: Locale) -> str:
    if not study.is_open(study.us):
        return ""
    text = locale.t("What is not known could move it to rank {ranks}.", ranks=wording.ranks(study, study.us, locale))
    return escape(text)


def _sides(study: Comparison, locale: Locale) -> str:
    """The criteria in which we are furthest ahead and behind, with our value and the best rival's."""
    ahead, behind = _extremes(study)
    said = []
    for each, form in (
        *((each, N_("furthest ahead on {criterion} ({ours}; ahead of {k} of {n} rivals)")) for each in ahead),
        *((each, N_("furthest behind on {criterion} ({ours}; best rival {theirs})")) for each in behind),
    ):
        write, values = wording.writer(study, each.criterion, locale), study.values[each.criterion]
        text = locale.t(
            form,
            criterion=wording.inline(study, each.criterion, locale),
            ours=write(values[study.us]),
            theirs=write(values[each.best]),
            k=each.ahead,
            n=each.known,
        )
        said.append(escape(text))
    return claims.capital(locale.t("; ").join(said)) + locale.t(".") if said else ""


def _tile_name(study: Comparison, metric: str, locale: Locale) -> str:
    if metric == "competitor_rank":
        return locale.t("Rank among {n}", n=study.ranked)
    return claims.name(metric, locale)
