"""The client file as frozen models: what may stand in it, and which of its parts must agree."""

from itertools import pairwise
from pathlib import Path
from typing import Annotated, Any, Literal, Self

from pydantic import BeforeValidator, ConfigDict, Field, PrivateAttr, model_validator

from toolkit.params.appearance import Color, Logo
from toolkit.params.contract import Contract
from toolkit.params.fields import (
    Amount,
    ClientId,
    Currency,
    DataPath,
    DateFormat,
    Day,
    Encoding,
    Flag,
    Language,
    Languages,
    Line,
    Lines,
    MetricId,
    Number,
    Positive,
    Separator,
    Text,
    Timezone,
    Translated,
    Whole,
    language,
    refuse,
    text,
)
from toolkit.params.model import Model
from toolkit.params.reading import SECRET
from toolkit.params.reports import Reports
from toolkit.params.settlement import agree

Table = Literal[
    "events",
    "visits",
    "retention",
    "portrait",
    "pages",
    "posts",
    "traffic",
    "orders",
    "spend",
    "competitors",
    "reviews",
    "market",
    "survey",
    "panel",
    "experiment",
    "tickets",
]


MOST_STEPS = 8  # as many rows as a funnel can be read with


class Brand(Model):
    """How the client looks: one colour readable on white, and a small logo."""

    color: Color = "#0F766E"
    logo: Logo | None = None


class Sql(Model):
    """A table or query of a database; who may read it is settled in the environment."""

    url: Line
    table: Line | None = None
    query: Text | None = None

    @model_validator(mode="after")
    def _agree(self) -> Self:
        if "@" in self.url or SECRET.search(self.url):
            refuse("an address without user and password", "Put them into the environment.", at="url", got="one with")
        if (self.table is None) == (self.query is None):
            refuse("either `table:` or `query:`", got="both or none")
        return self


class Source(Model):
    """Where one canonical table comes from and how to read it; None where the file does not say."""

    path: DataPath | None = None
    sql: Sql | None = None
    wechat: Flag = False
    columns: dict[Line, Line] = {}
    constants: dict[Line, Line] = {}
    encoding: Encoding | None = None
    separator: Separator | None = None
    decimal: Literal[".", ","] | None = None
    date_format: DateFormat | None = None
    sheet: Line | None = None
    unit: Literal["fen", "yuan"] | None = None
    timezone: Timezone | None = None

    @model_validator(mode="after")
    def _agree(self) -> Self:
        if (self.path is not None) + (self.sql is not None) + self.wechat != 1:
            refuse("one of `path:`, `sql:` and `wechat: true`", "Say once where the data is.", got="none or several")
        if both := sorted(self.columns.keys() & self.constants.keys()):
            refuse("a column or a constant", "Remove one.", at="constants", got=f"both for {both[0]}")
        return self


class EventRoles(Model):
    """Which event names of the log play which part; a part may have several names."""

    registration: Lines | None = None
    product: Lines | None = None
    purchase: Lines | None = None
    booking_page: Lines | None = None
    booked: Lines | None = None
    share: Lines | None = None
    interaction: Lines | None = None
    exposure: Lines | None = None
    joined: Lines | None = None
    invite: Lines | None = None
    invited: Lines | None = None
    launch: Lines | None = None
    error: Lines | None = None
    funnel: Lines = ()
    funnel_window_days: Whole = 7

    @model_validator(mode="after")
    def _agree(self) -> Self:
        if len(self.funnel) == 1:
            refuse("at least two steps", "Add the next step or remove the funnel.", at="funnel")
        if len(self.funnel) > MOST_STEPS:
            action = "Keep the steps at which users are lost."
            refuse(f"at most {MOST_STEPS} steps", action, at="funnel", got=str(len(self.funnel)))
        return self


class Target(Model):
    """The lines of a metric, the normal one at least: below it is fail, a value on a line has reached it."""

    better: Literal["higher", "lower"] = "higher"
    normal: Number
    good: Number | None = None
    exceeded: Number | None = None

    @model_validator(mode="after")
    def _agree(self) -> Self:
        sign = 1 if self.better == "higher" else -1
        given = [(name, line) for name in ("normal", "good", "exceeded") if (line := getattr(self, name)) is not None]
        for (easier, below), (harder, above) in pairwise(given):
            if sign * (above - below) < 0:
                word = "at least" if sign > 0 else "at most"
                action = f"Order the lines, or set `better: {'lower' if sign > 0 else 'higher'}`."
                refuse(f"a line of {word} {below:g} ({easier})", action, at=harder)
        return self


class Forecast(Model):
    """What was agreed to be reached, and what the client promised to bring."""

    model_config = ConfigDict(extra="allow")
    __pydantic_extra__: dict[MetricId, Positive]
    promised: dict[MetricId, Positive] = {}


class Goal(Model):
    """What a campaign is to reach."""

    metric: MetricId
    value: Positive


class Campaign(Model):
    """One activity with its days, both included, its cost, and the units of the panel that had it where not all had."""

    id: ClientId
    name: Translated
    start: Day
    end: Day
    cost: Amount | None = None
    goal: Goal | None = None
    treated: Lines = ()

    @model_validator(mode="after")
    def _agree(self) -> Self:
        if self.treated and self.goal is None:
            refuse("a goal beside treated units", "Say what the panel counts as `goal:`.", at="treated", got="none")
        if self.end < self.start:
            refuse(f"a day from {self.start} on", "Swap start and end.", at="end")
        return self


def _note(value: Any) -> Any:
    if isinstance(value, dict):
        return {language(key): text(words) for key, words in value.items()}
    return text(value)


class Client(Model):
    """Everything the agency has settled with one client."""

    id: ClientId = Field(alias="client")
    name: Translated
    languages: Languages = Field(("zh",), alias="language")
    currency: Currency = "CNY"
    timezone: Timezone = "Asia/Shanghai"
    brand: Brand = Brand()
    data: dict[Table, Source] = {}
    events: EventRoles | None = None
    targets: dict[MetricId, Target] = {}
    agreed: Forecast = Field(Forecast(), alias="forecast")
    contract: Contract | None = None
    campaigns: tuple[Campaign, ...] = ()
    notes: dict[Line, Annotated[str | dict[Language, str], BeforeValidator(_note)]] = {}
    wanted: Reports = Field(Reports(), alias="reports")
    _path: Path = PrivateAttr(Path())

    def model_post_init(self, context: Any) -> None:
        self._path = (context or {}).get("path", Path())

    @model_validator(mode="after")
    def _agree(self) -> Self:
        ids = [campaign.id for campaign in self.campaigns]
        for i, campaign in enumerate(ids):
            if campaign in ids[:i]:
                refuse("each campaign id once", "Choose another id.", at="campaigns", got=f'"{campaign}" twice')
            if self.campaigns[i].treated and "panel" not in self.data:
                action = "Add it under `data:`, or remove `treated:`."
                refuse("the table panel for treated units", action, at="campaigns", got=f'none for "{campaign}"')
        if "spend" in self.data and self.data["spend"].unit is None:
            refuse("fen or yuan", "Add `unit:`; advertising exports come in both.", at="data.spend", got="no unit")
        if self.wanted.settlement is not None:
            agree(self.contract, self.targets, self.forecast, self.data)
        return self

    @property
    def path(self) -> Path:
        """The client file."""
        return self._path

    @property
    def forecast(self) -> dict[str, float]:
        """Agreed value of each metric."""
        return dict(self.agreed.__pydantic_extra__ or {})

    @property
    def promised(self) -> dict[str, float]:
        """What the client promised to bring, by metric."""
        return self.agreed.promised

    @property
    def reports(self) -> dict[str, dict[str, Any]]:
        """The reports this client gets, each with its options."""
        known = {name: options for name in Reports.model_fields if (options := getattr(self.wanted, name)) is not None}
        return {name: options.model_dump() for name, options in known.items()} | (self.wanted.__pydantic_extra__ or {})
