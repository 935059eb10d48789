"""The first screen: who leads and whether that holds, two or three sentences on it, and up to four headline numbers."""

from toolkit import claims, parts, tables
from toolkit.display import Fragment, escape
from toolkit.i18n import N_, Locale
from toolkit.market import matrix
from toolkit.quote.offers import Offers
from toolkit.quote_comparison import wording


def header(study: Offers, *, locale: Locale, color: str) -> Fragment:
    """The finding as the page's title: who leads, and whether weights or what is not known could change that."""
    return parts.header(_finding(study, locale), study.client, study.period, locale=locale)


def answer(study: Offers, *, locale: Locale, color: str) -> Fragment:
    """Who leads by how much, how sure that is, whether the departments agree, and what speaks against the leader."""
    if study.lack is not None:
        return Fragment(claims.nodata(locale.t("Not available: {reasons}.", reasons=locale.t(study.lack))))
    name = study.names[0]
    is_of_one = len(study.leaders) == 1 or study.ranked == 1 or len(study.offers) == 1
    sentences = [_led(study, locale), _sure(study, locale), _agreed(study, locale)]
    sentences += [_against(study, name, locale)] if is_of_one else []
    facts = [study.score(name), study.stability(name), study.coverage(name), study.monthly(name)]
    speaking = facts if is_of_one else facts[:1] if study.leaders else []  # of a tie, only the score that is shared
    shown = [fact for fact in speaking if fact.ok]
    own = {"coverage": locale.t("Needs covered")}
    if study.leaders:
        own["offer_score"] = locale.t("Score of the leader")
    tiles = [tables.Tile(own.get(fact.id) or claims.name(fact.id, locale), fact) for fact in shown]
    html = tables.tiles(tiles, locale=locale, color=color).html if tiles else ""
    others = [study.score(other) for other in study.names[1:2]]
    return Fragment(f'<p class="answer">{claims.joined(sentences, locale)}</p>{html}', (*facts, *others))


def _finding(study: Offers, locale: Locale) -> str:
    if study.lack is not None:
        return locale.t("no offers to compare yet")
    name, n = wording.who(study, study.names[0], locale), len(study.offers)
    if n == 1:
        return locale.t("{name} is the only offer, with nothing to compare it with", name=name)
    if not study.leaders:
        return locale.t("too little is known to rank {n} offers", n=n)
    if len(study.leaders) > 1:
        names = wording.listed([wording.who(study, each, locale) for each in study.leaders], locale, 3)
        return locale.t("{names} share the lead of {n} offers", names=names, n=n)
    form = N_("{name} leads {n} offers, and other weights hardly change that")
    if not study.is_settled and not study.is_stable:
        form = N_("{name} leads {n} offers, but that depends on the weights and on what is not known")
    elif not study.is_settled:
        form = N_("{name} leads {n} offers, but that depends on what is not known")
    elif not study.is_stable:
        form = N_("{name} leads {n} offers, but that depends on the weights")
    return locale.t(form, name=name, n=n)


def _led(study: Offers, locale: Locale) -> str:
    """Score of the leader and of the next one."""
    name, score = study.names[0], study.score(study.names[0])
    if not study.leaders:
        reason = study.rank(name).reason or ""
        return escape(locale.t("There is no ranking: {reason}.", reason=locale.t(reason)))
    rest = [each for each in study.names if each not in study.leaders]
    if len(study.leaders) > 1:
        form = N_("{names} share the first place of {n} with {score} of 100 points.")
    elif not study.score(study.names[1]).ok:
        form = N_("{names} scores {score} of 100.")
    else:
        form = N_("{names} scores {score} of 100 and ranks first of {n}, ahead of {other} with {theirs}.")
    other = rest[0] if rest else name
    return locale.t(
        form,
        names=escape(wording.listed([wording.who(study, each, locale) for each in study.leaders], locale, 3)),
        score=f"<b>{escape(locale.value(score.value, 'score'))}</b>",
        n=study.ranked,
        other=escape(wording.who(study, other, locale)),
        theirs=escape(locale.value(study.score(other).value, "score")),
    )


def _sure(study: Offers, locale: Locale) -> str:
    """Whether other weights, or fuller knowledge, would put another offer first."""
    if not study.leaders:
        return ""
    name = study.leaders[0]
    row, kept = study.scores.loc[name], study.stability(name)
    form = N_("Other weights hardly change that: {share} of {n} random weightings leave it first.")
    if len(study.leaders) > 1:
        form = N_("A tie is no stable lead: weights or one more fact would decide it.")
    elif not study.is_stable:
        form = N_("The lead hangs on the weights: only {share} of {n} random weightings leave it first.")
    said = [locale.t(form, share=locale.percent(kept.value), n=locale.number(matrix.DRAWS))]
    if study.is_open(name):
        form = N_("If all that is not known turned out against it, it would rank {rank}.")
        said.append(locale.t(form, rank=locale.number(row["worst_rank"])))
    if set(study.leaders_by_parts) != set(study.leaders):
        names = wording.listed([wording.who(study, each, locale) for each in study.leaders_by_parts], locale, 3)
        said.append(locale.t("If prices were what their parts add up to, {names} would lead.", names=names))
    return escape(claims.joined(said, locale))


def _agreed(study: Offers, locale: Locale) -> str:
    """Whether each department puts the same offer first."""
    able = [key for key in study.by_department if study.leaders_of(key)]
    if len(study.leaders) != 1 or len(able) < 2:
        return ""
    if not study.dissent:
        return escape(locale.t("No department puts another offer first."))
    said = [
        locale.t(
            "{department}: {names}",
            department=wording.department(study, key, locale),
            names=wording.listed([wording.who(study, each, locale) for each in found], locale, 3),
        )
        for key, found in study.dissent.items()
    ]
    text = locale.t("The departments disagree; others in first place: {list}.", list=wording.listed(said, locale))
    return escape(text)


def _against(study: Offers, name: str, locale: Locale) -> str:
    """The red flags of the leader, or that there are only others'."""
    flags = study.flags[name]
    if flags:
        kinds = dict.fromkeys(wording.small_first(locale.t(wording.FLAGS[flag.kind]), locale) for flag in flags)
        text = locale.t("To be settled with it before signing: {flags}.", flags=wording.listed(kinds, locale))
        return escape(text)
    raised = sum(map(len, study.flags.values()))
    if not raised:
        return ""
    return escape(locale.t("It raises no red flag; the other offers raise {n}.", n=raised))
