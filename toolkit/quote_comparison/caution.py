"""What calls for caution, and what to ask whom before signing."""

from toolkit import claims, markup
from toolkit.display import Fragment, escape
from toolkit.i18n import N_, Locale
from toolkit.quote.offers import Offers
from toolkit.quote.questions import About, Question
from toolkit.quote.red_flags import Flag
from toolkit.quote_comparison import wording

ASKED: dict[About, str] = {
    "gap": N_("Your parts add up to {parts} and your price is {price}: which of the two holds, and for which months?"),
    "too_cheap": N_("Services like these usually cost at least {usual} a month: how are they delivered for {price}?"),
    "dearer_longer": N_("Why does a month cost more from {longer} months on than from {shorter} months on?"),
    "price": N_("What is the price a month, for which services?"),
    "term": N_("For how many months is the price offered?"),
    "parts": N_("What does the price consist of?"),
    "needs": N_("Are these within the price: {list}?"),
    "lacking": N_("What would these cost in addition: {list}?"),
    "terms": N_("What does the contract say on: {list}?"),
    "excluded": N_("Under which conditions would you agree to: {list}?"),
    "effect": N_("Which effect do you expect, measured how, from which baseline, by when?"),
    "measure": N_("How, and from which data, would the promised effect be measured?"),
    "baseline": N_("From which baseline does the promised effect start?"),
    "team": N_("Who would do the work, with which share of their time?"),
    "qualifications": N_("Which qualifications and certificates do you hold?"),
    "cases": N_("Which clients of our industry may we speak to?"),
    "reviews": N_("Where can we read what your clients say?"),
    "age": N_("Your offer is {days} days old: does it still stand?"),
}


def red_flags(study: Offers, *, locale: Locale, color: str) -> Fragment:
    """Every reason for caution with what it is seen by, offer by offer in the order of the ranking."""
    if study.lack is not None:
        return Fragment("")
    raised = [(name, flag) for name in study.names for flag in study.flags[name]]
    if not raised:
        return wording.line(locale.t("No red flag was found in what the offers say."))
    titles = [locale.t("Offer"), locale.t("Red flag"), locale.t("Evidence")]
    heads = [markup.head(title, "text") for title in titles]
    rows = [
        [
            markup.row_head(escape(wording.who(study, name, locale))),
            markup.cell(f"<b>{escape(locale.t(wording.FLAGS[flag.kind]))}</b>", "text"),
            markup.cell(escape(_evidence(study, flag, locale)), "text"),
        ]
        for name, flag in raised
    ]
    facts = [study.gap(name) for name in study.names] + [fact for name in study.names for fact in study.gaps(name)]
    html = markup.table(locale.t("Red flags"), heads, rows)
    return Fragment(html + wording.below(_clean(study, locale)), tuple(facts))


def _clean(study: Offers, locale: Locale) -> str:
    lines = [locale.t("A red flag is a reason to ask, not a verdict.")]
    if free := [wording.who(study, name, locale) for name in study.names if not study.flags[name]]:
        lines.append(locale.t("None was found in: {names}.", names=wording.listed(free, locale)))
    return claims.joined(lines, locale)


def _evidence(study: Offers, flag: Flag, locale: Locale) -> str:
    numbers = _written(flag.numbers, locale)
    match flag.kind:
        case "gap":
            spans = len(study.costs[flag.offer].quote.spans)
            form = N_("parts {parts}, price {price}: {gap} a month")
            if spans > 1:
                form = N_("months {first} to {last}: parts {parts}, price {price}, {gap} a month")
            return locale.t(form, **numbers)
        case "too_cheap":
            card = study.card
            on = locale.date(card.on) if card is not None else ""
            form = N_("{price} a month; its {services} services usually cost at least {usual} (rate card of {on})")
            return locale.t(form, on=on, **numbers)
        case "dearer_longer":
            form = N_("{before} off from {shorter} months on, {after} from {longer} months on")
            if "dear" in flag.numbers:
                form = N_("{cheap} a month from {shorter} months on, {dear} from {longer} months on")
            return locale.t(form, **numbers)
        case "no_measure":
            promise = wording.words(study.offers[flag.offer].effect.promise, locale)
            return locale.t("“{words}”, and not how that would be measured", words=promise)
        case "commission_base":
            return locale.t("{rate} commission, and not on which sales, before or after refunds", **numbers)
        case "pilot":
            return locale.t("a term of {months} months; {said}", said=_said(flag, locale), **numbers)
    return _said(flag, locale)


def _said(flag: Flag, locale: Locale) -> str:
    return locale.t("the offer excludes it") if flag.is_excluded else locale.t("its terms say nothing of it")


def _written(numbers: dict, locale: Locale) -> dict[str, str]:
    """Numbers of a flag as read: money, shares off, months."""
    shares, counts = ("before", "after", "rate"), ("first", "last", "services", "shorter", "longer", "months", "days")
    found = {}
    for key, number in numbers.items():
        if key in shares:
            found[key] = locale.percent(number)
        elif key in counts:
            found[key] = locale.number(number)
        else:
            found[key] = wording.difference(number, locale) if key == "gap" else wording.money(number, locale)
    return found


def questions(study: Offers, *, locale: Locale, color: str) -> Fragment:
    """What to ask each offerer, made from what is not known and from the red flags."""
    if study.lack is not None:
        return Fragment("")
    html = []
    for name in study.names:
        asked = [_asked(study, question, locale) for question in study.questions[name]]
        asked.append(locale.t("Does the price include tax, and which costs come on top?"))
        items = "".join(f"<li>{escape(text)}</li>" for text in asked)
        html.append(f'<p class="claim"><b>{escape(wording.who(study, name, locale))}</b></p><ul>{items}</ul>')
    return Fragment("".join(html))


def _asked(study: Offers, question: Question, locale: Locale) -> str:
    every = (wording.small_first(wording.criterion(study, key, locale), locale) for key in question.of)
    listed = wording.listed(every, locale, most=12)
    return locale.t(ASKED[question.about], list=listed, **_written(question.numbers, locale))
