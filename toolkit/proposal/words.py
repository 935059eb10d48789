"""What a proposal calls things: packages, parts, roles, phases, fee models."""

from decimal import Decimal

from toolkit import claims
from toolkit.i18n import N_, Locale
from toolkit.metrics.catalogue import FACTS
from toolkit.quote.models import FeeModel
from toolkit.quote.packages import Quote, part_name
from toolkit.quote.proposal import Proposal

PARTS = {
    "labour": N_("Labour"),
    "technology": N_("Technology"),
    "marketing": N_("Marketing"),
    "operation": N_("Operation"),
    "profit": N_("Profit"),
    "risk": N_("Risk premium"),
    "server": N_("server"),
    "tools": N_("tools"),
    "advertising": N_("advertising"),
    "events": N_("events"),
    "cooperation": N_("cooperation"),
    "office": N_("office"),
    "utilities": N_("utilities"),
    "administration": N_("administration"),
}
MODELS = {
    "fixed": N_("Fixed fee"),
    "commission": N_("Commission"),
    "hybrid": N_("Base and commission"),
    "performance": N_("Performance"),
    "project": N_("Project"),
    "package": N_("Term package"),
}
BEARS = {
    "fixed": N_("client"),
    "commission": N_("agency"),
    "hybrid": N_("both"),
    "performance": N_("mostly agency"),
    "project": N_("agency, for overruns"),
    "package": N_("client"),
}
BASES = {"gmv": N_("gross sales"), "net_revenue": N_("net revenue")}
LESS = {"freight": N_("freight"), "platform_fee": N_("platform fees")}


def package(quote: Quote, locale: Locale) -> str:
    """A package's name."""
    return locale.pick(quote.name)


def part(key: str, quote: Quote, study: Proposal, locale: Locale) -> str:
    """The name of a part, or of an item of the catalogue."""
    if not quote.package.items and key in PARTS:
        return locale.t(PARTS[key])
    return locale.pick(part_name(key, quote.package, study.card))


def inside(key: str, study: Proposal, locale: Locale) -> str:
    """The name of what a part consists of: a role, or a kind of cost."""
    return locale.t(PARTS[key]) if key in PARTS else role(key, study, locale)


def role(key: str, study: Proposal, locale: Locale) -> str:
    """The name of a role as the rate card has it."""
    known = {} if study.card is None else study.card.roles
    return locale.pick(known[key].name) if key in known else key


def model(name: str, locale: Locale) -> str:
    """A fee model's name."""
    return locale.t(MODELS[name])


def money(amounts: list[Decimal]) -> int:
    """Decimals to show some amounts with: none where all are whole."""
    return 0 if all(amount == amount.to_integral_value() for amount in amounts) else 2


def basis(base: str, less: tuple[str, ...], locale: Locale) -> str:
    """What a commission is a share of."""
    name = locale.t(BASES[base])
    if not less:
        return name
    return locale.t("{base} less {less}", base=name, less=locale.t(" and ").join(locale.t(LESS[each]) for each in less))


def terms(found: FeeModel, locale: Locale) -> str:
    """What a fee model pays, in words."""
    agreed, base = found.terms, basis(found.base, found.less, locale)
    parts = []
    if agreed.base:
        parts.append(locale.t("{amount} a month", amount=_money(agreed.base, locale)))
    if agreed.discount:
        parts.append(locale.t("less {share}", share=_share(agreed.discount, locale)))
    for tier in agreed.commission:
        if tier.above:
            line = _money(tier.above, locale)
            parts.append(locale.t("{share} above {line}", share=_share(tier.rate, locale), line=line))
        else:
            parts.append(locale.t("{share} of {base}", share=_share(tier.rate, locale), base=base))
    for metric, price in agreed.per.items():
        name = claims.inline(metric, locale)
        form = N_("{amount} for each: {metric}")
        if FACTS[metric].unit == "share":
            form = N_("{amount} for each success: {metric}")
        parts.append(locale.t(form, amount=_money(price, locale), metric=name))
    if agreed.above is not None:
        line = _money(agreed.above.above, locale)
        share = _share(agreed.above.rate, locale)
        parts.append(locale.t("{share} of {base} above {line} a month", share=share, base=base, line=line))
    if found.due:
        due = [amount for amount in found.due.values() if amount]
        whole = _money(sum(due, Decimal(0)), locale)
        parts.append(locale.t("{amount} in {n} parts", amount=whole, n=len(due)))
    if agreed.floor is not None:
        parts.append(locale.t("at least {amount}", amount=_money(agreed.floor, locale)))
    if agreed.cap is not None:
        parts.append(locale.t("at most {amount}", amount=_money(agreed.cap, locale)))
    return locale.t("; ").join(parts)


def _money(amount: Decimal, locale: Locale) -> str:
    return locale.money(amount, money([amount]))


def _share(share: Decimal, locale: Locale) -> str:
    percent = (share * 100).normalize()
    return locale.percent(share, max(0, -int(percent.as_tuple().exponent)))
