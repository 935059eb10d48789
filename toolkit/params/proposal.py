"""Options of the proposal: what is offered for how much, by when, by whom, and on which terms."""

from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, BeforeValidator, ValidationInfo, model_validator

from toolkit.params.contract import Contract
from toolkit.params.fields import Day, Flag, Line, MetricId, Number, Translated, Whole, folder, refuse
from toolkit.params.model import Model
from toolkit.params.money import Exact, ExactPositive, ExactShare, Money
from toolkit.params.rates import Part, SignedRange

Business = Literal["e_commerce", "social", "local_service", "search", "new_brand", "mature"]
Score = Annotated[Whole, AfterValidator(lambda value: value if value <= 5 else refuse("a score from 1 to 5"))]
_MOST_MONTHS, _MOST_DAYS = 120, 3650  # a slip of the keyboard is no term, and no calendar reaches its end
_MOST_PACKAGES = 4  # as many columns as one printed page holds


def _heads(value: Any) -> Any:
    """A number alone is how many."""
    return {"heads": value} if isinstance(value, str) else value


def _amount(value: Any) -> Any:
    """A number alone is the amount."""
    return {"amount": value} if isinstance(value, str) else value


def _both_ends(value: Any) -> Any:
    """A number alone is both ends of a range."""
    return [value, value] if isinstance(value, str) else value


Span = Annotated[SignedRange, BeforeValidator(_both_ends)]


class Member(Model):
    """A role of the team.

    Parameters
    ----------
    heads : full-time people; 0.5 is half of one's time
    pay : for one head a month, before benefits
    benefits : on top of pay, as a share of it
    """

    heads: ExactPositive
    pay: Money | None = None
    benefits: ExactShare | None = None


class Service(Model):
    """An item of the catalogue: its amount a month, or how many units at which price."""

    name: Translated | None = None
    amount: Money | None = None
    quantity: Exact | None = None
    unit_price: Exact | None = None

    @model_validator(mode="after")
    def _agree(self) -> Self:
        is_counted = self.quantity is not None and self.unit_price is not None
        if (self.amount is not None) == is_counted or (self.quantity is None) != (self.unit_price is None):
            refuse("either `amount:` or `quantity:` with `unit_price:`", got="both or none")
        return self


class OneOff(Model):
    """Work done once and spread over the first months; `extra` is paid on top of the price, else out of it."""

    name: Translated
    amount: Money
    months: Whole = 1
    extra: Flag = False


class Extra(Model):
    """What can be added to a package, for a price of its own."""

    name: Translated
    price: Money
    per: Literal["month", "once"] = "month"


class Package(Model):
    """What is offered for one price a month, and what that consists of.

    Parameters
    ----------
    price : a month, before term discount and tax; the sum of the parts where it is left out
    parts : what the price consists of
    within : what a part consists of; a part that is not among `parts` is the sum of these
    items : of the catalogue, instead of parts
    team : role to how many; where each has pay, what they cost is what labour consists of
    discounts : off the price, by the number of months contracted at least
    includes : what the client gets
    """

    name: Translated | None = None
    price: Money | None = None
    term_months: Whole
    parts: dict[Part, Money] = {}
    within: dict[Part, dict[Line, Money]] = {}
    items: dict[Line, Annotated[Service, BeforeValidator(_amount)]] = {}
    team: dict[Line, Annotated[Member, BeforeValidator(_heads)]] = {}
    one_off: tuple[OneOff, ...] = ()
    discounts: dict[Whole, ExactShare] = {}
    includes: tuple[Translated, ...] = ()
    options: tuple[Extra, ...] = ()

    @property
    def pays_team(self) -> bool:
        """Whether what the team costs is known."""
        return bool(self.team) and all(member.pay is not None for member in self.team.values())

    @model_validator(mode="after")
    def _agree(self) -> Self:
        if self.term_months > _MOST_MONTHS:
            refuse(f"at most {_MOST_MONTHS} months", at="term_months", got=str(self.term_months))
        has_parts = bool(self.parts or self.within or self.pays_team)
        if has_parts and self.items:
            refuse("either parts or items of the catalogue", "Remove one of the two.", at="items")
        if self.price is None and not (has_parts or self.items):
            refuse("a price, or what it consists of", "Add `price:`.", at="price", got="none")
        for i, work in enumerate(self.one_off):
            if work.months > self.term_months:
                where = f"one_off.{i}.months"
                refuse("at most the term", f"It has {self.term_months}.", at=where, got=str(work.months))
            if self.price is None and not work.extra:
                refuse("`extra: true` where no price is stated", "State what it is paid out of.", at=f"one_off.{i}")
        tiers = sorted(self.discounts.items())
        for (less, small), (more, large) in zip(tiers, tiers[1:], strict=False):
            if large < small:
                got = f"{large} from {more} months, {small} from {less}"
                refuse("discounts that do not shrink with the term", at="discounts", got=got)
        return self


class Goal(Model):
    """What is to be reached: a value, or how far from today's: `by` 0.2 is a fifth more, `points` 0.05 five points."""

    value: Number | None = None
    by: Number | None = None
    points: Number | None = None

    @model_validator(mode="after")
    def _agree(self) -> Self:
        if sum(given is not None for given in (self.value, self.by, self.points)) != 1:
            refuse("one of `value:`, `by:` and `points:`", got="none or several")
        return self


class Risk(Model):
    """A risk: how likely and how bad, 1 to 5, and what is done about it; what is left out is as usual."""

    name: Translated | None = None
    likelihood: Score | None = None
    impact: Score | None = None
    response: Translated | None = None


class Spend(Model):
    """What the client spends beside the fee: a month, or once."""

    name: Translated
    amount: Money
    per: Literal["month", "once"] = "month"


class Conditions(Model):
    """What a contract would say in numbers."""

    settlement_days: Whole = 10
    missed_periods: Whole = 3
    notice_days: Whole = 30
    handover_days: Whole = 30
    pilot_months: Whole = 2

    @model_validator(mode="after")
    def _agree(self) -> Self:
        if self.pilot_months > 3:
            refuse("a pilot of 1 to 3 months", at="pilot_months")
        return self


class Simulation(Model):
    """What the comparison of fee models assumes, where it is known better than from orders and rate card.

    Each is one number, or the lowest and the highest as [0.02, 0.06].

    Parameters
    ----------
    months : how far; the term of the offered package where it is left out
    monthly_sales : money, at the start
    growth, growth_spread : mean and standard deviation of the monthly growth without a contract
    uplift : what the work adds to it
    margin : share of a sale that the client keeps after the goods
    source : who says so
    """

    months: Whole | None = None
    monthly_sales: Span | None = None
    growth: Span | None = None
    growth_spread: Span | None = None
    uplift: Span | None = None
    margin: Span | None = None
    source: Translated | None = None
    seed: Whole = 1

    @model_validator(mode="after")
    def _agree(self) -> Self:
        if self.months is not None and self.months > 60:
            refuse("at most 60 months", at="months")
        for key in ("growth", "growth_spread", "uplift", "margin"):
            if any(abs(end) > 1 for end in getattr(self, key) or ()):
                refuse("a share, such as 0.05", "Write 5 % as 0.05.", at=key)
        if self.monthly_sales is not None and self.monthly_sales[0] <= 0:
            refuse("sales above 0", "Without any, state what is expected: growth starts from it.", at="monthly_sales")
        for key in ("growth_spread", "margin"):
            if any(end < 0 for end in getattr(self, key) or ()):
                refuse("at least 0", at=key)
        return self


def _card(value: str, info: ValidationInfo) -> str:
    if not (folder(info) / value).is_file():
        refuse("a file that exists", "Paths start at the client file's folder.")
    return value


class Proposal(Model):
    """Options of the proposal.

    Parameters
    ----------
    status : a final one is refused while a package does not add up; a draft shows it
    issued : the date on the cover; the day of the run where it is left out
    start : first day of the work; the first day of the month after the issue where it is left out
    offer : the package that goals and budget rest on; the first where it is left out
    rate_card : path from the client file's folder
    tax_rate : on top of all prices
    business : which rule the choice of a fee model follows; guessed from the data where it is left out
    fee_models : those to compare; usual ones around the offer's price where they are left out
    """

    status: Literal["draft", "final"] = "draft"
    agency: Translated | None = None
    issued: Day | None = None
    valid_days: Whole = 30
    start: Day | None = None
    offer: Line | None = None
    rate_card: Annotated[Line, AfterValidator(_card)] | None = None
    tax_rate: ExactShare | None = None
    packages: dict[Line, Package] = {}
    goals: dict[MetricId, Goal] = {}
    risks: dict[Line, Risk] = {}
    spend: tuple[Spend, ...] = ()
    terms: Conditions = Conditions()
    business: Business | None = None
    fee_models: tuple[Contract, ...] = ()
    simulation: Simulation = Simulation()

    @model_validator(mode="after")
    def _agree(self) -> Self:
        if len(self.packages) > _MOST_PACKAGES:
            got = str(len(self.packages))
            refuse(f"at most {_MOST_PACKAGES} packages", "They stand side by side.", at="packages", got=got)
        if self.valid_days > _MOST_DAYS:
            refuse(f"at most {_MOST_DAYS} days", at="valid_days", got=str(self.valid_days))
        if self.status == "final" and not self.packages:
            refuse("a package in a final proposal", "Add it, or set `status: draft`.", at="packages", got="none")
        if self.offer is not None and self.offer not in self.packages:
            refuse("one of the packages", f"Packages: {', '.join(self.packages) or 'none'}.", at="offer")
        kinds = [contract.model for contract in self.fee_models]
        if doubled := [kind for i, kind in enumerate(kinds) if kind in kinds[:i]]:
            refuse("each fee model once", "Remove one.", at="fee_models", got=f'"{doubled[0]}" twice')
        for name, risk in self.risks.items():
            if name not in RISKS and None in (risk.name, risk.likelihood, risk.impact, risk.response):
                action = f"Usual ones, which need none of these: {', '.join(RISKS)}."
                refuse("a name, likelihood, impact and response", action, at=f"risks.{name}", got="less")
        return self


RISKS = ("technology", "churn", "competition", "policy")
