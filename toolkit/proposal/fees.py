"""Which way to pay: every model on the same simulated sales, what matters most, and the one that fits."""

import pandas as pd

from toolkit import claims, figures, markup
from toolkit.display import Fragment, escape
from toolkit.figures.tornado import tornado
from toolkit.i18n import MISSING, Locale
from toolkit.metrics.fact import Fact
from toolkit.proposal import assumed, words
from toolkit.quote.fit import BUSINESSES, GUESSED, WHY
from toolkit.quote.growth import LEAST_CHANGES
from toolkit.quote.proposal import Proposal
from toolkit.quote.simulation import PATHS


def recommendation(study: Proposal, *, locale: Locale, color: str) -> Fragment:
    """The model that fits the business, why, and what the simulation says of it."""
    found = study.fit
    text = locale.t(
        "Recommended: {model}. {why}. The business is taken to be {business} ({guessed}).",
        model=f"<b>{escape(words.model(found.model, locale))}</b>",
        why=escape(claims.capital(locale.t(WHY[found.business]))),
        business=escape(locale.t(BUSINESSES[found.business])),
        guessed=escape(locale.t(GUESSED[found.guessed], n=LEAST_CHANGES)),
    )
    if study.outcomes is None:
        return Fragment(f'<p class="claim">{text}</p>{_why_not(study, locale)}')
    shown = study.outcomes.model(found.model)
    known = study.outcomes.by_model[shown.name]
    if shown.name != found.model:
        text += " " + escape(locale.t("It is not among the models compared below."))
    cost, gain = known["client_cost"], known["client_gain"]
    said = locale.t(
        "Over {n} months {model} costs {cost} ({range}); it leaves the client {gain} ({gains}) after the fee.",
        n=study.months,
        model=escape(words.model(shown.name, locale).lower()),
        cost=f"<b>{escape(locale.value(cost.value, cost.unit, compact=True))}</b>",
        range=escape(_range(cost, locale) or locale.t("certain")),
        gain=f"<b>{escape(locale.value(gain.value, gain.unit, compact=True))}</b>",
        gains=escape(_range(gain, locale) or locale.t("certain")),
    )
    small = locale.t("median and range of nine in ten of {n} simulated paths", n=locale.number(PATHS))
    html = f'<p class="claim">{text}</p><p class="claim">{said} <small>{escape(small)}</small></p>'
    if not study.knows_sales:
        warning = locale.t(
            "The client's sales are not known yet: these figures rest on the rate card's range of sales. They show how "
            "the ways to pay differ, not what this client would gain."
        )
        html = f'<p class="claim">{text}</p><p class="nodata">{escape(warning)}</p><p class="claim">{said} ' + (
            f"<small>{escape(small)}</small></p>"
        )
    other, facts = _other(study, shown.name, locale)
    return Fragment(html + other, (cost, gain, *facts))


def _other(study: Proposal, name: str, locale: Locale) -> tuple[str, list[Fact]]:
    """What the model that serves better than this one brings, in words; nothing without one."""
    best = _better(study, name)
    if best is None:
        return "", []
    known = study.outcomes.by_model
    client, agency = known[best]["client_better_off"], known[best]["agency_better_off"]
    text = locale.t(
        "By the simulation alone {model} serves one side better and the other no worse: the client is better off in "
        "{client} of the paths, the agency in {agency}; settle this before signing.",
        model=words.model(best, locale).lower(),
        client=locale.percent(client.value, 0),
        agency=locale.percent(agency.value, 0),
    )
    return f'<p class="claim">{escape(text)}</p>', [client, agency]


def _better(study: Proposal, name: str) -> str | None:
    """The model that by the simulation alone serves one side clearly better and the other no worse, if any."""
    known, sides = study.outcomes.by_model, ("client_better_off", "agency_better_off")

    def is_better(model: str) -> bool:
        pairs = [(known[model][side], known[name][side]) for side in sides]
        return all(new.value >= old.value for new, old in pairs) and any(new.low > old.high for new, old in pairs)

    better = [model for model in known if is_better(model)]
    return max(better, key=lambda model: min(known[model][side].value for side in sides), default=None)


def _why_not(study: Proposal, locale: Locale) -> str:
    if study.offer is None:
        why = locale.t("no package is offered")
    elif study.unknown_inputs:
        names = locale.t(", ").join(locale.t(assumed.NAMES[name]) for name in study.unknown_inputs)
        why = locale.t("not known: {names}", names=names)
    else:
        why = locale.t("what performance is paid for cannot be counted yet")
    return claims.nodata(locale.t("Nothing is simulated: {why}.", why=why))


def models(study: Proposal, *, locale: Locale, color: str) -> Fragment:
    """Each model: what it pays, costs and leaves, where it breaks even, who is better off, who bears the risk."""
    if study.outcomes is None:
        return Fragment("")
    heads = [markup.head(locale.t("Fee model"))]
    ids = ("client_cost", "agency_margin", "break_even_gmv", "client_better_off", "agency_better_off")
    heads += [markup.head(claims.name(metric, locale)) for metric in ids]
    heads.append(markup.head(locale.t("Risk borne by"), "text"))
    rows, facts = [], []
    for model in study.fee_models:
        known = study.outcomes.by_model[model.name]
        facts += [known[metric] for metric in (*ids, "client_gain")]
        name = markup.with_small(words.model(model.name, locale), words.terms(model, locale))
        if model.name == study.fit.model:
            name = f"<b>{name}</b>"
        cells = [markup.cell(_amount(known[metric], locale)) for metric in ids]
        cells.append(markup.cell(escape(locale.t(words.BEARS[model.name])), "text"))
        rows.append([markup.row_head(name), *cells])
    note = locale.t(
        "Over {n} months; below each amount the range of nine in ten of {paths} paths; bold: fits by rule. Better off: "
        "against no contract at all. Bonuses and deductions are not simulated.",
        n=study.months,
        paths=locale.number(PATHS),
    )
    return Fragment(markup.table(locale.t("Fee models"), heads, rows, css="models", caption=note), tuple(facts))


def _amount(fact: Fact, locale: Locale) -> str:
    if not fact.ok:
        return markup.with_small(MISSING, locale.t(fact.reason))
    if fact.unit == "share":
        return escape(locale.percent(fact.value, 0))
    value = locale.value(fact.value, fact.unit, compact=True)
    return markup.with_small(value, _range(fact, locale))


def _range(fact: Fact, locale: Locale) -> str:
    if fact.low == fact.high:
        return ""
    low, high = (locale.value(end, fact.unit, compact=True) for end in (fact.low, fact.high))
    return locale.t("{low} to {high}", low=low, high=high)


def costs(study: Proposal, *, locale: Locale, color: str) -> Fragment:
    """What each model costs the client over the term, with the range of nine in ten paths."""
    if study.outcomes is None:
        return Fragment("")
    facts = [study.outcomes.by_model[model.name]["client_cost"] for model in study.fee_models]
    rows = pd.DataFrame(
        {
            "name": [words.model(fact.dims["model"], locale) for fact in facts],
            "value": [fact.value for fact in facts],
            "low": [fact.low for fact in facts],
            "high": [fact.high for fact in facts],
        }
    )
    widest = max(facts, key=lambda fact: fact.high - fact.low)
    alt = locale.t(
        "Fee over {n} months by model; the least certain is {model}, from {low} to {high}.",
        n=study.months,
        model=words.model(widest.dims["model"], locale),
        low=locale.value(widest.low, widest.unit, compact=True),
        high=locale.value(widest.high, widest.unit, compact=True),
    )
    caption = locale.t(
        "Fee over {n} months before tax: median and range of nine in ten of {paths} simulated paths.",
        n=study.months,
        paths=locale.number(PATHS),
    )
    unit = facts[0].unit
    more = {"unit": unit, "better": "lower", "alt": alt, "caption": caption, "facts": facts}
    return figures.ranking(rows, locale=locale, color=color, **more)


def matters(study: Proposal, *, locale: Locale, color: str) -> Fragment:
    """What moves the client's gain most under the model that fits: a tornado."""
    if study.outcomes is None:
        return Fragment("")
    model = study.outcomes.model(study.fit.model)
    swings = study.outcomes.swings(model)
    if not swings:
        return Fragment("")
    rows, facts = [], []
    for swing, (low, high) in swings:
        low_text, high_text = (assumed.value(swing.name, end, study, locale) for end in swing.ends)
        name = locale.t(assumed.NAMES[swing.name])
        rows.append({"name": name, "low": low.value, "high": high.value, "low_text": low_text, "high_text": high_text})
        facts += [low, high]
    middle = study.outcomes.middle(model)
    names = [str(row["name"]) for row in rows[:2]]
    alt = locale.t("What moves the client's gain most: {names}.", names=locale.t(", ").join(names))
    caption = locale.t(
        "Client's gain over {n} months with {model} as one input goes from its low to its high end, the others at "
        "their middle; nine in ten paths lie between the ends.",
        n=study.months,
        model=words.model(model.name, locale).lower(),
    )
    more = {"middle": middle.value, "unit": middle.unit, "alt": alt, "caption": caption, "facts": [middle, *facts]}
    return tornado(pd.DataFrame(rows), locale=locale, color=color, **more)
