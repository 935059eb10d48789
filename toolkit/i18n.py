"""The reader's language: every word, number and date of a report goes through a `Locale`.

English is written in the code and is the key; Chinese stands in `locale/zh/<room>.po`, one file a room, read as text so
that a translation can be corrected without a compiler.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Context, Decimal
from functools import cache
from pathlib import Path

import babel
from babel.dates import format_date
from babel.messages.pofile import read_po
from babel.numbers import get_currency_symbol

LANGUAGES = ("zh", "en")
MISSING = "–"  # what stands where there is no number

_MINUS = "−"
_FOLDER = Path(__file__).parent / "locale"
_READERS = {language: babel.Locale.parse(language) for language in LANGUAGES}
STEPS = {"zh": ((10_000, "万"), (100_000_000, "亿")), "en": ((1_000, "K"), (1_000_000, "M"), (1_000_000_000, "B"))}
COMPACT_FROM = 10_000

Number = float | int | Decimal | None


def N_(message: str) -> str:
    """The message itself, marked as one that is translated later."""
    return message


@dataclass(frozen=True, slots=True)
class Locale:
    """How one reader reads: words, digits, money and dates.

    Parameters
    ----------
    language : zh or en
    currency : three letters; what `money` is in

    Examples
    --------
    >>> Locale("zh").compact(41_230), Locale("en").compact(41_230)
    ('4.12万', '41.2K')
    >>> Locale("en").change(0.274, 0.293, "share")
    '−1.9 pp'
    """

    language: str
    currency: str = "CNY"

    def __post_init__(self) -> None:
        if self.language not in LANGUAGES:
            raise ValueError(f"language: expected one of {', '.join(LANGUAGES)}, got {self.language!r}")

    def t(self, message: str, /, **values: object) -> str:
        """The message in the reader's language, its {fields} filled with values."""
        return _catalogue(self.language).get(message, message).format(**values)

    def pick(self, mapping: Mapping[str, str]) -> str:
        """The reader's version of a text given in some languages, any other where there is none."""
        return mapping[self.language] if self.language in mapping else next(iter(mapping.values()))

    def number(self, v: Number, digits: int = 0) -> str:
        """A number with thousands separators: 18,204."""
        d = _decimal(v)
        return MISSING if d is None else _plain(_rounded(d, digits), digits)

    def compact(self, v: Number) -> str:
        """A large number in three digits: 4.12万, 41.2K; whole below 10,000."""
        d = _decimal(v)
        if d is None or abs(_rounded(d, 0)) < COMPACT_FROM:
            return self.number(d)
        return self._shortened(d)

    def money(self, v: Number, digits: int | None = None) -> str:
        """An amount of the client's currency: ¥18.60 below a thousand, ¥318,204 from there on."""
        return self._money(v, self.currency, digits)

    def money_compact(self, v: Number) -> str:
        """A large amount in three digits: ¥31.8万, ¥318K; like `money` below 10,000."""
        return self._money_compact(v, self.currency)

    def percent(self, v: Number, digits: int = 1) -> str:
        """A share 0..1 as 27.4%."""
        d = _decimal(v)
        return MISSING if d is None else self.number(d * 100, digits) + "%"

    def signed_percent(self, v: Number, digits: int = 1) -> str:
        """A relative change as +7.9% or −7.9%."""
        d = _decimal(v)
        return MISSING if d is None else _signed(_rounded(d * 100, digits), digits) + "%"

    def points(self, d: Number, digits: int = 1) -> str:
        """A difference of two shares in percentage points: +0.4个百分点, +0.4 pp."""
        v = _decimal(d)
        return MISSING if v is None else self.t("{number} pp", number=_signed(_rounded(v * 100, digits), digits))

    def value(self, v: Number, unit: str, compact: bool = False) -> str:
        """A number as its unit is read: share, users, count, ratio, seconds, hours, days, score or a currency."""
        if (d := _decimal(v)) is None:
            return MISSING
        if _is_currency(unit):
            return self._money_compact(d, unit) if compact else self._money(d, unit)
        if unit in ("users", "count") and compact:
            return self.compact(d)
        return self._with_unit(self.number(d * 100 if unit == "share" else d, _digits(d, unit)), unit)

    def interval(self, low: Number, high: Number, unit: str) -> str:
        """A 95 % interval, its unit said once: 26.8–28.1%, ¥18.10–19.20."""
        a, b = _decimal(low), _decimal(high)
        if a is None or b is None:
            return MISSING
        digits = max(_digits(a, unit), _digits(b, unit)) if abs(b) < 1000 else _digits(b, unit)
        if _is_currency(unit) and a < 0:
            return self.t("{low} to {high}", low=self._money(a, unit, digits), high=self._money(b, unit, digits))
        ends = [self.number(end * 100 if unit == "share" else end, digits) for end in (a, b)]
        text = self.t("{low} to {high}", low=ends[0], high=ends[1]) if a < 0 else MISSING.join(ends)
        return _symbol(unit, self.language) + text if _is_currency(unit) else self._with_unit(text, unit)

    def change(self, now: Number, before: Number, unit: str) -> str:
        """From before to now: points for shares, a difference for scores, per cent of a positive base for the rest."""
        a, b = _decimal(now), _decimal(before)
        if a is None or b is None:
            return MISSING
        if unit == "share":
            return self.points(a - b)
        if unit == "score":
            digits = max(_digits(a, unit), _digits(b, unit))
            return _signed(_rounded(a - b, digits), digits)
        return self.signed_percent(a / b - 1) if b > 0 else MISSING

    def date(self, d: date) -> str:
        """2026年10月1日, 1 October 2026."""
        return self._date(d, "y年M月d日", "d MMMM y")

    def short_date(self, d: date) -> str:
        """10月1日, 1 Oct."""
        return self._date(d, "M月d日", "d MMM")

    def month(self, d: date) -> str:
        """2026年10月, October 2026."""
        return self._date(d, "y年M月", "MMMM y")

    def short_month(self, d: date) -> str:
        """10月, Oct."""
        return self._date(d, "M月", "MMM")

    def span(self, start: date, end: date) -> str:
        """From start to end, both included, nothing said twice: 2026年10月1日至31日, 1–31 October 2026."""
        if start == end:
            return self.date(start)
        if start.year != end.year:
            return self.t("{start} to {end}", start=self.date(start), end=self.date(end))
        if start.month != end.month:
            first = self._date(start, "y年M月d日", "d MMMM")
            return self.t("{start} to {end}", start=first, end=self._date(end, "M月d日", "d MMMM y"))
        return f"{start.day}–{self.date(end)}" if self.language == "en" else f"{self.date(start)}至{end.day}日"

    def short_span(self, start: date, end: date) -> str:
        """From start to end within a year that is known: 10月6日至7日, 6–7 Oct, 28 Sep to 4 Oct."""
        first, last = self.short_date(start), self.short_date(end)
        if start == end:
            return first
        if (start.year, start.month) != (end.year, end.month):
            return self.t("{start} to {end}", start=first, end=last)
        return f"{start.day}–{last}" if self.language == "en" else f"{first}至{end.day}日"

    def period(self, start: date, end: date) -> str:
        """A calendar month, quarter, half-year, year or ISO week by its name, any other as `span`."""
        following = end + timedelta(days=1)
        months = (following.year - start.year) * 12 + following.month - start.month
        if start.day == following.day == 1 and (start.month - 1) % max(months, 1) == 0:
            part = (start.month - 1) // max(months, 1) + 1
            if months == 1:
                return self.month(start)
            if months == 3:
                return self.t("Q{quarter} {year}", quarter=part, year=start.year)
            if months == 6:
                return self.t("H1 {year}" if part == 1 else "H2 {year}", year=start.year)
            if months == 12:
                return self.t("{year}", year=start.year)
        year, week, weekday = start.isocalendar()
        if weekday == 1 and (end - start).days == 6:
            return self.t("week {week}, {year}", week=week, year=year)
        return self.span(start, end)

    def short_period(self, start: date, end: date) -> str:
        """`period` within a year that is known: 10月, 第3季度, 第41周; September, Q3, week 41."""
        name = self.period(start, end)
        is_one_year = len(re.findall(r"\d{4}", name)) == 1
        return re.sub(r"^\d{4}年(?=.)|,? \d{4}$", "", name) if is_one_year else name

    def timezone_name(self, timezone: str) -> str:
        """北京时间 or Beijing time for Asia/Shanghai, other zones as given."""
        return self.t("Beijing time") if timezone == "Asia/Shanghai" else timezone

    def _date(self, d: date, zh: str, en: str) -> str:
        return format_date(d, zh if self.language == "zh" else en, locale=_READERS[self.language])

    def _with_unit(self, text: str, unit: str) -> str:
        if unit == "share":
            return text + "%"
        forms = {"seconds": N_("{number} s"), "hours": N_("{number} h"), "days": N_("{number} days")}
        return self.t(forms[unit], number=text) if unit in forms else text

    def _money(self, v: Number, currency: str, digits: int | None = None) -> str:
        if (d := _decimal(v)) is None:
            return MISSING
        digits = _digits(d, currency) if digits is None else digits
        text = _plain(_rounded(abs(d), digits), digits)
        sign = _MINUS if _rounded(d, digits) < 0 else ""
        return sign + _symbol(currency, self.language) + text

    def _money_compact(self, v: Number, currency: str) -> str:
        d = _decimal(v)
        if d is None or abs(_rounded(d, 0)) < COMPACT_FROM:
            return self._money(d, currency)
        return (_MINUS if d < 0 else "") + _symbol(currency, self.language) + self._shortened(abs(d))

    def _shortened(self, d: Decimal) -> str:
        d = _rounded(d, 0)
        steps = STEPS[self.language]
        scale, name = next(step for step in reversed(steps) if abs(d) >= step[0])
        rounded = _three_digits(d / scale)
        larger = [step for step in steps if step[0] > scale]
        if larger and abs(rounded) * scale >= larger[0][0]:  # 999,950 is 1M, not 1,000K
            scale, name = larger[0]
            rounded = _three_digits(d / scale)
        digits = max(0, -int(rounded.normalize().as_tuple().exponent))
        return _plain(rounded, digits) + name


def _decimal(v: Number) -> Decimal | None:
    """The number as written, None for anything that is not one: 0.285 is 28.5 %, whatever its binary form."""
    if v is None or str(v) == "<NA>":
        return None
    d = v if isinstance(v, Decimal) else Decimal(str(v))
    return d if d.is_finite() else None


def _rounded(d: Decimal, digits: int) -> Decimal:
    return d.quantize(Decimal(1).scaleb(-digits), context=Context(400, ROUND_HALF_UP))  # room for the largest float


def _three_digits(d: Decimal) -> Decimal:
    return _rounded(d, max(0, 2 - d.adjusted()))


def _plain(d: Decimal, digits: int) -> str:
    """Rounded digits; a value that rounds to zero has no sign."""
    return (_MINUS if d < 0 else "") + f"{abs(d):,.{digits}f}"


def _signed(d: Decimal, digits: int) -> str:
    return ("+" if d > 0 else "") + _plain(d, digits)


def _digits(d: Decimal, unit: str) -> int:
    """Decimals a value of this unit is shown with."""
    if _is_currency(unit):
        return 2 if _rounded(abs(d), 2) < 1000 else 0
    size = abs(d)
    match unit:
        case "users" | "count":
            return 0
        case "share":
            return 1
        case "ratio":
            return 3 if size < 1 else 2
        case "score":
            return 2 if size < 10 else 1
        case "seconds" | "hours" | "days":
            return 1 if size < 100 else 0
    raise ValueError(f"unit: expected share, users, count, ratio, score, a span of time or a currency, got {unit!r}")


def _is_currency(unit: str) -> bool:
    return len(unit) == 3 and unit.isalpha() and unit.isupper()


@cache
def _symbol(currency: str, language: str) -> str:
    symbol = "¥" if currency == "CNY" else get_currency_symbol(currency, locale=language)
    return symbol + "\N{NO-BREAK SPACE}" if symbol[-1].isalpha() else symbol


@cache
def _catalogue(language: str) -> dict[str, str]:
    """All rooms' messages of one language; a message without a translation is absent."""
    messages: dict[str, str] = {}
    for path in sorted((_FOLDER / language).glob("*.po")):
        with path.open("rb") as file:
            messages |= {str(m.id): str(m.string) for m in read_po(file) if m.id and m.string and not m.fuzzy}
    return messages
