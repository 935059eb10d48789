"""The rate card: what work usually costs, as ranges with their date and source; a file that the agency edits.

It says what is unusual about a quotation and what a simulation may assume. It never forbids anything.
"""

from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BeforeValidator

from toolkit.params.fields import Currency, Day, Line, Number, Translated, identifier, refuse
from toolkit.params.model import Model
from toolkit.params.money import Exact, ExactShare

USUAL = "rates/shanghai.yml"
Part = Literal["labour", "technology", "marketing", "operation", "profit", "risk"]
Driver = Literal["type", "size", "complexity", "goal", "competition", "term"]


def _pair(value: Any) -> Any:
    if not isinstance(value, list) or len(value) != 2:
        refuse("the lowest and the highest value, such as [2000, 5000]")
    return value


def _rising(pair: tuple[Any, Any]) -> tuple[Any, Any]:
    if pair[0] > pair[1]:
        refuse("the lowest value first", "Swap the two.", got=f"{pair[0]}, {pair[1]}")
    return pair


Range = Annotated[tuple[Exact, Exact], BeforeValidator(_pair), AfterValidator(_rising)]
ShareRange = Annotated[tuple[ExactShare, ExactShare], BeforeValidator(_pair), AfterValidator(_rising)]
SignedRange = Annotated[tuple[Number, Number], BeforeValidator(_pair), AfterValidator(_rising)]
Name = Annotated[str, AfterValidator(identifier)]


class Role(Model):
    """A kind of work and its pay for one head a month, before benefits."""

    name: Translated
    pay: Range


class Item(Model):
    """A service of the catalogue.

    Parameters
    ----------
    unit : what one of it is: a month, an hour, a project, or a share of the client's spend
    range : of the price of one unit, in money, or as shares 0..1 of the spend
    drivers : what makes it dearer
    """

    name: Translated
    unit: Literal["month", "hour", "project", "spend"] = "month"
    range: Range
    drivers: tuple[Driver, ...] = ()


class Assumptions(Model):
    """What a simulation assumes where the client's own data do not say it; each a range, no value in it likelier.

    Parameters
    ----------
    monthly_sales : money
    growth : mean monthly growth of sales without a contract, as a logarithm: 0.02 is about two per cent
    growth_spread : standard deviation of that growth from month to month
    uplift : what the work adds to the monthly growth
    margin : share of a sale that the client keeps after the goods
    cost_overrun : what the work costs beyond plan, as a share of the plan
    """

    source: Translated
    on: Day
    monthly_sales: Range
    growth: SignedRange
    growth_spread: Range
    uplift: SignedRange
    margin: ShareRange
    cost_overrun: Range


class RateCard(Model):
    """Usual ranges of one place.

    Parameters
    ----------
    on, source : as of when, and who says so
    shares : of the price a month, by part
    within : of a part, by what it is spent on
    benefits : on top of pay, as a share of it
    discount : for a term contract
    commission_rate : share of sales
    """

    name: Translated
    on: Day
    source: Translated
    currency: Currency = "CNY"
    shares: dict[Part, ShareRange] = {}
    within: dict[Part, dict[Line, ShareRange]] = {}
    benefits: ShareRange | None = None
    roles: dict[Name, Role] = {}
    items: dict[Name, Item] = {}
    discount: ShareRange | None = None
    commission_rate: ShareRange | None = None
    assumptions: Assumptions | None = None


def find(named: str | None, folder: Path) -> Path | None:
    """The rate card that a client file names, or the usual one beside it or in the project's `params/`; None without.

    Parameters
    ----------
    named : path from the client file's folder
    folder : the client file's
    """
    if named is not None:
        return folder / named
    folder = folder.absolute()
    places = (folder / USUAL, *(up / "params" / USUAL for up in (folder, *folder.parents)))
    return next((path for path in places if path.is_file()), None)
