"""What every page of the product shares: head, policy against requests, style sheet and a readable brand."""

import base64
import re
from collections.abc import Mapping
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Protocol

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from toolkit.colors import readable
from toolkit.errors import GateError
from toolkit.i18n import Locale

POLICY = "default-src 'none'; img-src data:; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
"""The content-security policy of every page: nothing is fetched, run or sent."""

LANGUAGE_TAGS = {"zh": "zh-CN", "en": "en"}

_FOLDER = Path(__file__).parent / "template"
_COLOR = re.compile(r"#[0-9a-fA-F]{6}")
_LOGO_TYPES = {".svg": "image/svg+xml", ".png": "image/png"}
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


class Brand(Protocol):
    """The client's colour as #rrggbb, and the svg or png file of its logo."""

    @property
    def color(self) -> str: ...

    @property
    def logo(self) -> Path | None: ...


@cache
def environment() -> Environment:
    """The templates; every value put into one is escaped unless it is markup already."""
    return Environment(
        loader=FileSystemLoader(_FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )


def render(template: str, **values: object) -> str:
    """A page from its template, without characters that a browser could not show."""
    return clean(environment().get_template(template).render(**values))


def clean(html: str) -> str:
    """The page with control characters and halves of characters replaced by the sign for an unknown one."""
    return _UNPRINTABLE.sub("\N{REPLACEMENT CHARACTER}", html)


def frame(locale: Locale, *, title: str, color: str, more_css: str = "") -> dict[str, object]:
    """What `base.html.j2` needs: language, title, policy, style sheets, brand colour and the skip link's words."""
    if not _COLOR.fullmatch(color):
        raise GateError("brand.color", "a colour like #0F766E", repr(color), "Correct the client file.")
    return {
        "lang": LANGUAGE_TAGS[locale.language],
        "title": title,
        "policy": POLICY,
        "css": _style_sheet() + Markup(more_css),
        "color": color,
        "ink": readable(color),
        "skip": locale.t("Skip to the content"),
    }


def moment(locale: Locale, at: datetime) -> str:
    """A date with the time of day and, where it is known, the time zone: 2026年11月2日 10:15（北京时间）."""
    zone = getattr(at.tzinfo, "key", None)
    text = f"{locale.date(at)} {at:%H:%M}"
    return locale.t("{time} ({zone})", time=text, zone=locale.timezone_name(zone)) if zone else text


def logo(brand: Brand, name: str) -> Markup:
    """The client's logo as an image inside the page, nothing when there is none."""
    if brand.logo is None:
        return Markup("")
    kind = _LOGO_TYPES.get(brand.logo.suffix.lower())
    if kind is None:
        raise GateError("brand.logo", "an svg or png file", repr(brand.logo.name), "Convert the logo.")
    return image(kind, base64.b64encode(brand.logo.read_bytes()).decode("ascii"), name, css_class="logo")


def image(kind: str, data: str, alt: str | None, css_class: str = "picture") -> Markup:
    """An image inside the page from its base64 text; without a text alternative the gate refuses it."""
    described = Markup(' alt="{}"').format(alt) if alt and alt.strip() else Markup("")
    source = "".join(data.split())
    return Markup('<img class="{}" src="data:{};base64,{}"{}>').format(css_class, kind, source, described)


def pick(name: Mapping[str, str], locale: Locale) -> str:
    """A name in the reader's language, on one line."""
    return " ".join(locale.pick(name).split())


@cache
def _style_sheet() -> Markup:
    return Markup((_FOLDER / "page.css").read_text("utf-8"))
