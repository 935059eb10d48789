"""A page taken apart for the gate: elements, texts and style rules, each with the place a person would look at."""

import re
from base64 import b64decode
from dataclasses import dataclass, field
from functools import cached_property
from html import unescape
from html.parser import HTMLParser
from typing import NamedTuple

VOID = frozenset(("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"))

_DATA_URI = re.compile(r"data:([\w/+.-]+);base64,([A-Za-z0-9+/=]*)")
_CURVE = re.compile(r"\sd=[\"'][0-9\s.,+MLHVCSQTAZmlhvcsqtaz-]*[\"']")


class Element(NamedTuple):
    """One start tag; attribute names in small letters, values unescaped."""

    tag: str
    attributes: tuple[tuple[str, str], ...]
    place: str
    parents: tuple[str, ...]

    def get(self, name: str) -> str | None:
        """Value of an attribute, None when the element has none of that name."""
        return next((value for key, value in self.attributes if key == name), None)


class Text(NamedTuple):
    """A run of characters between two tags."""

    text: str
    place: str
    parents: tuple[str, ...]


@dataclass
class Page:
    """What a browser would find in the HTML.

    Parameters
    ----------
    html : as published
    elements, texts : in order; the text of `style` is among the texts
    odd : pieces that are neither element nor text nor a harmless comment
    """

    html: str
    elements: list[Element] = field(default_factory=list)
    texts: list[Text] = field(default_factory=list)
    odd: list[str] = field(default_factory=list)

    def visible(self) -> list[Text]:
        """Texts a reader can see."""
        return [text for text in self.texts if not {"style", "title"} & set(text.parents)]

    @cached_property
    def readable(self) -> tuple[str, ...]:
        """The page without embedded bytes and curves, as written and as read, and the text of each embedded drawing."""
        bare = _CURVE.sub("", _DATA_URI.sub("", self.html))
        drawings = [data for kind, data in _DATA_URI.findall(self.html) if kind == "image/svg+xml"]
        inside = [unescape(b64decode(data + "===").decode("utf-8", "replace")) for data in drawings]
        return tuple(dict.fromkeys([bare, unescape(bare), *inside]))


def parse(html: str) -> Page:
    """The page taken apart."""
    page = Page(html)
    parser = _Parser(page)
    parser.feed(html)
    parser.close()
    return page


class _Parser(HTMLParser):
    def __init__(self, page: Page) -> None:
        super().__init__(convert_charrefs=True)
        self._page = page
        self._open: tuple[str, ...] = ()
        self._place = "page"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = tuple((name, value or "") for name, value in attrs)
        self._page.elements.append(Element(tag, values, self._place, self._open))
        if tag not in VOID:
            self._open += (tag,)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        if self._open[-1:] == (tag,):
            self._open = self._open[:-1]
        elif tag in self._open:
            inner = self._open[::-1].index(tag)
            self._open = self._open[: len(self._open) - inner - 1]

    def handle_data(self, data: str) -> None:
        self._page.texts.append(Text(data, self._place, self._open))
        if self._open[-1:] == ("h2",):
            self._place = f'section "{" ".join(data.split())}"'

    def handle_comment(self, data: str) -> None:
        if "<" in data or ">" in data:
            self._page.odd.append("a comment with tags")

    def handle_decl(self, decl: str) -> None:
        if decl.lower() != "doctype html":
            self._page.odd.append("a declaration")

    def handle_pi(self, data: str) -> None:
        self._page.odd.append("a processing instruction")

    def unknown_decl(self, data: str) -> None:
        self._page.odd.append("a declaration")
