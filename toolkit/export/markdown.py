"""An analyst's markdown as HTML that cannot run or load anything: raw HTML is shown as text, links stay links."""

from collections.abc import Iterator, Mapping
from typing import Any

from markupsafe import Markup
from mistune import HTMLRenderer, Markdown
from mistune.plugins.table import table as tables

from toolkit.errors import GateError
from toolkit.export.page import image

Attachments = Mapping[str, Mapping[str, str]]

_PICTURES = ("image/png", "image/jpeg", "image/svg+xml")


def blocks(source: str, attachments: Attachments | None = None) -> Iterator[tuple[int, Markup]]:
    """The cell's headings as (level, words) and everything else as (0, HTML), in order.

    Raises
    ------
    GateError : an image is neither attached to the cell nor drawn by a code cell
    """
    renderer = _Renderer(attachments or {})
    parser = Markdown(renderer=None, plugins=[tables])
    tokens, state = parser.parse(source)
    for token in tokens:
        assert isinstance(token, dict)
        if token["type"] == "heading":
            yield token["attrs"]["level"], Markup(renderer.render_tokens(token["children"], state))
        elif token["type"] != "blank_line":
            yield 0, Markup(renderer.render_token(token, state))


def html(source: str) -> Markup:
    """Markdown that is no part of the outline, a cell's output for example."""
    return Markup("").join(
        words if not level else Markup("<p><strong>{}</strong></p>\n").format(words) for level, words in blocks(source)
    )


class _Renderer(HTMLRenderer):
    """Markdown tokens to HTML; raw HTML is escaped by the base class."""

    def __init__(self, attachments: Attachments) -> None:
        super().__init__(escape=True)
        self._attachments = attachments

    def heading(self, text: str, level: int, **attrs: Any) -> str:
        """A heading inside a list or a quotation: it does not belong to the page's outline."""
        return f"<p><strong>{text}</strong></p>\n"

    def link(self, text: str, url: str, title: str | None = None) -> str:
        """A link inside the page or to a secure address; of any other only the words are kept."""
        if url.startswith("#"):
            return Markup('<a href="{}">{}</a>').format(url, Markup(text))
        if url.lower().startswith("https://"):
            return Markup('<a href="{}" rel="noreferrer">{}</a>').format(url, Markup(text))
        return text

    def image(self, text: str, url: str, title: str | None = None) -> str:
        """A picture attached to the cell; one that would have to be fetched is refused."""
        bundle = self._attachments.get(url.removeprefix("attachment:"), {})
        for kind in _PICTURES:
            if kind in bundle:
                return image(kind, bundle[kind], Markup(text).striptags())
        where = f'markdown image "{url[:60]}"'
        raise GateError(where, "a picture attached to the cell", "an address", "Drag the picture into the cell.")

    def block_code(self, code: str, info: str | None = None) -> str:
        """Text as typed; the name of a programming language says nothing to a reader."""
        return Markup("<pre>{}</pre>\n").format(code)

    def table(self, text: str) -> str:
        """A table; the page puts its frame around it."""
        return f"<table>{text}</table>\n"

    def table_head(self, text: str) -> str:
        """The line of column names."""
        return f"<thead><tr>{text}</tr></thead>"

    def table_body(self, text: str) -> str:
        """All lines below the column names."""
        return f"<tbody>{text}</tbody>"

    def table_row(self, text: str) -> str:
        """One line."""
        return f"<tr>{text}</tr>"

    def table_cell(self, text: str, align: str | None = None, head: bool = False) -> str:
        """One cell; words stand left unless the writer says otherwise."""
        tag = "th" if head else "td"
        return f'<{tag} class="{align or "left"}">{text}</{tag}>'
