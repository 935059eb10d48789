"""The finding in one line: who the users are, and where the market goes."""

from toolkit import parts
from toolkit.display import Fragment
from toolkit.i18n import N_, Locale
from toolkit.market import portrait
from toolkit.market.forecast import Forecast
from toolkit.market.study import Study
from toolkit.market.suppression import OTHER
from toolkit.market_research import words
from toolkit.metrics.fact import Fact

_STILL = 0.01


def header(study: Study, *, locale: Locale, color: str) -> Fragment:
    """The finding as the page's title, and which days it speaks of."""
    return parts.header(_finding(study, locale), study.client, study.period, locale=locale)


def main(study: Study) -> Forecast | None:
    """The series that speaks for the market: the first with a growth."""
    return next((one for one in study.forecasts if one.series.growth()["year"].ok), None)


def traits(study: Study) -> list[Fact]:
    """The largest group of each dimension, from the platform's portrait or, where there is none, from the survey."""
    found = []
    for facts in study.portrait.values():
        population = "active" if any(fact.dims["population"] == "active" for fact in facts) else "new"
        found.append(portrait.top(facts, population))
    for name in study.questions(is_portrait=True):
        if name not in study.portrait:
            found.append(portrait.top(study.survey.overall(name), "respondents"))
    known = [fact for fact in found if fact is not None and fact.ok]
    return [fact for fact in known if fact.source == known[0].source]


def leading(study: Study) -> Fact | None:
    """What most is spent on, in the first dimension whose largest value is clearly ahead of the next one."""
    for facts in study.spending.values():
        first, second = sorted(facts, key=lambda fact: -fact.value)[:2]
        if first.dims["value"] != OTHER and first.low is not None and first.low > second.value:
            return first
    return None


def _finding(study: Study, locale: Locale) -> str:
    market, people = main(study), [fact for fact in traits(study) if fact.value >= 0.5][:1] or traits(study)[:1]
    who = where = None
    if people:
        name = words.word(study, str(people[0].dims["value"]), locale)
        form = N_("the largest group of users is {trait} ({share})")
        if people[0].dims["population"] == "respondents":
            form = N_("the largest group of respondents is {trait} ({share})")
        who = locale.t(form, share=locale.percent(people[0].value, 0), trait=name)
    if market is not None:
        where = _direction(study, market, locale)
    if who and where:
        return locale.t("{first}; {second}", first=who, second=where)
    if who or where:
        return who or where
    if study.segments and study.segments[0].ok:
        return locale.t("what buyers spend, and how they fall into groups")
    return locale.t("no market data for this period yet")


def _direction(study: Study, market: Forecast, locale: Locale) -> str:
    growth = market.series.growth()["year"].value
    form = N_("{market} grew by {rate} in a year")
    if abs(growth) < _STILL:
        form = N_("{market} stood still in a year")
    elif growth < 0:
        form = N_("{market} shrank by {rate} in a year")
    return locale.t(form, market=words.word(study, market.series.name, locale), rate=locale.percent(abs(growth)))
