"""The first screen: what is offered, what it is to reach, which way to pay fits, and four numbers."""

from toolkit import claims, tables
from toolkit.display import Fragment, escape
from toolkit.i18n import N_, Locale
from toolkit.metrics.fact import Fact
from toolkit.proposal import words
from toolkit.proposal.cover import leading
from toolkit.quote.fit import BUSINESSES
from toolkit.quote.proposal import Proposal

_EVEN = 0.5  # below it a side more likely loses by the model that is usual


def answer(study: Proposal, *, locale: Locale, color: str) -> Fragment:
    """Two or three sentences on offer, goal and fee model, then up to four numbers."""
    facts: list[Fact] = []
    found = (_offer, _goal, _model)
    sentences = [part(study, facts, locale) for part in found]
    tiles = tables.tiles(_tiles(study, facts, locale), locale=locale, color=color)
    text = claims.joined(sentences, locale)
    return Fragment(f'<p class="answer">{text}</p>{tiles.html}', tuple(facts))


def _offer(study: Proposal, facts: list[Fact], locale: Locale) -> str:
    quote = study.offer
    if quote is None:
        return escape(locale.t("No package is offered yet; goals and plan stand, the price is to follow."))
    monthly, total = study.quote_facts(quote)["quote_monthly"], study.budget_fact()
    facts += [monthly, total]
    start, end = total.start, total.end
    form = N_("Offered is {package} from {start} to {end}: {monthly} a month, {total} in all.")
    if study.options.tax_rate is not None and study.options.spend:
        form = N_(
            "Offered is {package} from {start} to {end}: {monthly} a month, {total} in all with tax and the client's "
            "own spend."
        )
    elif study.options.tax_rate is not None:
        form = N_("Offered is {package} from {start} to {end}: {monthly} a month, {total} in all with tax.")
    elif study.options.spend:
        form = N_(
            "Offered is {package} from {start} to {end}: {monthly} a month, {total} in all with the client's own spend."
        )
    return locale.t(
        form,
        package=escape(words.package(quote, locale)),
        start=escape(locale.date(start)),
        end=escape(locale.date(end)),
        monthly=f"<b>{escape(locale.money(monthly.value, words.money([quote.monthly()])))}</b>",
        total=f"<b>{escape(locale.value(total.value, total.unit))}</b>",
    )


def _goal(study: Proposal, facts: list[Fact], locale: Locale) -> str:
    aim = leading(study)
    if aim is None:
        if not study.aims:
            return escape(locale.t("Goals are agreed once the first month has measured where you stand."))
        return escape(locale.t("No goal has a baseline yet: it is measured in the first month."))
    facts += [aim.baseline, aim.target]
    form = N_("By {month}, {name} is to go from {before} to {after}.")
    if aim.is_reached:
        form = N_("{name} is at {before} and is to hold its goal of {after} until {month}.")
    text = locale.t(
        form,
        name=escape(claims.inline(aim.metric, locale)),
        before=escape(claims.value(aim.baseline, locale)),
        after=f"<b>{escape(claims.value(aim.target, locale))}</b>",
        month=escape(locale.month(aim.target.end)),
    )
    return claims.capital(text)


def _model(study: Proposal, facts: list[Fact], locale: Locale) -> str:
    if study.outcomes is None or not study.knows_sales:
        return ""
    model = study.outcomes.model(study.fit.model)
    known = study.outcomes.by_model[model.name]
    ours, theirs = known["client_better_off"], known["agency_better_off"]
    facts += [ours, theirs]
    name = words.model(model.name, locale)
    form = N_(
        "For {business}, {model} fits: on the stated assumptions the client is better off than without a contract in "
        "{client} of simulated paths, the agency in {agency}."
    )
    if min(ours.value, theirs.value) < _EVEN:
        form = N_(
            "For {business}, {model} is usual; yet on the stated assumptions the client is better off than without a "
            "contract in {client} of simulated paths, the agency in {agency}: price and goals are to be settled "
            "first."
        )
    return locale.t(
        form,
        business=escape(locale.t(BUSINESSES[study.fit.business])),
        model=escape(name.lower()),
        client=f"<b>{escape(locale.percent(ours.value, 0))}</b>",
        agency=escape(locale.percent(theirs.value, 0)),
    )


def _tiles(study: Proposal, facts: list[Fact], locale: Locale) -> list[tables.Tile]:
    found = []
    if study.offer is not None:
        monthly = study.quote_facts(study.offer)["quote_monthly"]
        found = [tables.Tile(claims.name(fact.id, locale), fact) for fact in (monthly, study.budget_fact())]
    aim = leading(study)
    if aim is not None:
        title = locale.t("Goal: {name}", name=claims.inline(aim.metric, locale))
        today = locale.t("today {value}", value=claims.value(aim.baseline, locale, compact=True))
        found.append(tables.Tile(title, aim.target, target=today))
    if study.outcomes is not None and study.knows_sales:
        fact = study.outcomes.by_model[study.outcomes.model(study.fit.model).name]["client_better_off"]
        found.append(tables.Tile(claims.name(fact.id, locale), fact, target=locale.t("simulated")))
    facts += [tile.fact for tile in found]
    return found
