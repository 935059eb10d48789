"""What an offer costs, so that offers of different shape can be compared: one price a month over its whole term.

Money is exact to the cent. What the offer does not say is not guessed: the price is then unknown, with the reason.
"""

from dataclasses import dataclass
from decimal import Decimal

from toolkit.i18n import N_
from toolkit.params.proposal import Package
from toolkit.params.quote_comparison import Offer
from toolkit.quote import packages
from toolkit.quote.fees import ZERO, cents
from toolkit.quote.packages import Quote

NO_PRICE = N_("the offer states no price")
NO_TERM = N_("the price depends on the term, which is not known")
NO_SALES = N_("the commission depends on sales that the client file does not state")
NO_PARTS = N_("the offer does not say what its price consists of")


@dataclass(frozen=True, slots=True)
class Cost:
    """What an offer costs a month.

    Parameters
    ----------
    monthly : after the discount for the term
    commission : on the client's monthly sales
    once : what is paid on top of the months, once
    comparable : all of it by month of the term; None where `lack` says what is not known
    quote : price and parts side by side, None where either is not stated
    """

    monthly: Decimal | None
    commission: Decimal | None
    once: Decimal
    comparable: Decimal | None
    lack: str | None
    quote: Quote | None

    @property
    def no_gap(self) -> str | None:
        """Why price and parts cannot be held against each other; None where they can."""
        if self.quote is not None:
            return None
        return NO_PRICE if self.lack == NO_PRICE else NO_PARTS


def cost(key: str, offer: Offer, monthly_sales: Decimal | None) -> Cost:
    """The cost of an offer; a commission is reckoned on the stated monthly sales.

    Returns
    -------
    Cost; its comparable price is (price after discount + commission) + what is paid once / months of the term
    """
    once = sum((work.amount for work in offer.one_off if work.extra), ZERO)
    commission: Decimal | None = ZERO
    if offer.commission_rate:
        commission = None if monthly_sales is None else cents(offer.commission_rate * monthly_sales)
    month = None if offer.price is None else monthly(offer, offer.term_months)
    lack = None
    if offer.price is None:
        lack = NO_PRICE
    elif month is None or (once and offer.term_months is None):
        lack = NO_TERM
    elif commission is None:
        lack = NO_SALES
    comparable = None if lack else month + commission + (once / offer.term_months if once else ZERO)
    return Cost(month, commission, once, None if lack else cents(comparable), lack, _quote(key, offer))


def monthly(offer: Offer, months: int | None) -> Decimal | None:
    """The price a month for a contract of so many months, as the offer states it: with the discount of the last tier.

    None where that depends on a term which is not known.
    """
    if months is None:
        return None if offer.discounts else offer.price
    return cents(offer.price * (1 - discount(offer, months)))


def discount(offer: Offer, months: int) -> Decimal:
    """The share off that the offer states for so many months, also where a longer term gets less."""
    reached = [least for least in offer.discounts if least <= months]
    return offer.discounts[max(reached)] if reached else ZERO


def _quote(key: str, offer: Offer) -> Quote | None:
    if offer.price is None or not (offer.parts or offer.items):
        return None
    after = max((work.months for work in offer.one_off), default=0) + 1
    stated = {name: getattr(offer, name) for name in ("name", "price", "parts", "items", "one_off")}
    team = offer.team if "labour" in offer.parts else {}
    package = Package.model_construct(**stated, team=team, term_months=offer.term_months or after)
    return packages.quote(key, package)
