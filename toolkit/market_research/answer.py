"""The first screen: who the users are, what they say, where the market goes, and up to four headline numbers."""

from toolkit import claims, tables
from toolkit.display import Fragment, escape
from toolkit.i18n import N_, Locale
from toolkit.market.study import Study
from toolkit.market_research import finding, words
from toolkit.market_research.series import outlook
from toolkit.metrics.fact import Fact

_TRAITS = 3


def answer(study: Study, *, locale: Locale, color: str) -> Fragment:
    """Up to three sentences and four tiles; one line where nothing is known."""
    found = [part for part in (_people(study, locale), _opinion(study, locale), _market(study, locale)) if part]
    if not found:
        return Fragment(f'<p class="answer">{escape(locale.t("There is no data for this period yet."))}</p>')
    sentences = [sentence for sentence, _ in found]
    chosen = _tiles(study, locale)
    tiles = tables.tiles(chosen, locale=locale, color=color) if chosen else Fragment("")
    facts = [fact for _, facts in found for fact in facts] + [tile.fact for tile in chosen]
    return Fragment(f'<p class="answer">{claims.joined(sentences, locale)}</p>{tiles.html}', tuple(facts))


def _people(study: Study, locale: Locale) -> tuple[str, list[Fact]] | None:
    traits = finding.traits(study)[:_TRAITS]
    if not traits:
        return None
    named = [
        locale.t(
            "{trait} ({share})",
            trait=escape(words.word(study, str(fact.dims["value"]), locale)),
            share=f"<b>{escape(locale.percent(fact.value))}</b>",
        )
        for fact in traits
    ]
    form = N_("The largest groups of users: {groups}.")
    if traits[0].dims["population"] == "respondents":
        form = N_("The largest groups of respondents: {groups}.")
    text = locale.t(form, groups=locale.t(", ").join(named))
    spent = finding.leading(study)
    if spent is None:
        return text, traits
    text = claims.joined([text, _spent(study, spent, locale)], locale)
    return text, [*traits, spent]


def _spent(study: Study, fact: Fact, locale: Locale) -> str:
    dimension = str(fact.dims["dimension"])
    return locale.t(
        "By {dimension}, the largest share of what was paid falls to {value}: {share}.",
        dimension=escape(words.inside(words.word(study, dimension, locale), locale)),
        value=escape(words.value(study, dimension, str(fact.dims["value"]), locale)),
        share=f"<b>{escape(locale.percent(fact.value))}</b>",
    )


def _scores(study: Study) -> list[Fact]:
    """Recommendation and mean scores that are known."""
    names = study.questions(is_portrait=False)
    kinds = study.options.questions
    ordered = sorted(names, key=lambda name: kinds[name].kind != "nps")
    scored = [name for name in ordered if kinds[name].kind in ("nps", "likert")]
    return [fact for name in scored for fact in study.survey.overall(name) if fact.ok]


def _opinion(study: Study, locale: Locale) -> tuple[str, list[Fact]] | None:
    recommended = [fact for fact in _scores(study) if fact.id == "nps"]
    if not recommended:
        return None
    fact = recommended[0]
    text = locale.t(
        "The net promoter score is {value} (95% interval {interval}, {n} respondents).",
        value=f"<b>{escape(claims.value(fact, locale))}</b>",
        interval=escape(locale.interval(fact.low, fact.high, fact.unit)),
        n=locale.number(fact.n),
    )
    return text, [fact]


def _market(study: Study, locale: Locale) -> tuple[str, list[Fact]] | None:
    market = finding.main(study)
    if market is None:
        return None
    growth = market.series.growth()["year"]
    form = N_("{market} is {rate} above a year ago. {outlook}")
    if growth.value < 0:
        form = N_("{market} is {rate} below a year ago. {outlook}")
    text, facts = outlook(study, market, locale)
    sentence = locale.t(
        form,
        market=escape(words.word(study, market.series.name, locale)),
        rate=f"<b>{escape(locale.percent(abs(growth.value)))}</b>",
        outlook=escape(text),
    )
    return sentence, [growth, *facts]


def _tiles(study: Study, locale: Locale) -> list[tables.Tile]:
    found: list[tables.Tile] = []
    traits = finding.traits(study)
    if traits:
        found.append(tables.Tile(words.word(study, str(traits[0].dims["value"]), locale), traits[0]))
    for fact in _scores(study)[:1]:
        question = words.word(study, str(fact.dims["question"]), locale)
        found.append(tables.Tile(claims.name("nps", locale) if fact.id == "nps" else question, fact))
    market = finding.main(study)
    if market is not None:
        name = locale.t("{market}, a year's growth", market=words.word(study, market.series.name, locale))
        found.append(tables.Tile(name, market.series.growth()["year"]))
    if study.size is not None:
        fact = study.size.facts["base"]
        low, high = (locale.value(study.size.facts[case].value, fact.unit, compact=True) for case in ("low", "high"))
        text = locale.t("estimate; {low} to {high}", low=low, high=high)
        found.append(tables.Tile(claims.name("market_size", locale), fact, target=text))
    if len(found) < 4 and study.segments and study.segments[0].ok:
        found.append(tables.Tile(locale.t("Buyers in twelve months"), study.segments[0]))
    return found[:4]
