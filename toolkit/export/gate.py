"""The release gate: a page that would ask any host for anything, or tell what no client should read, is not published.

One function a rule; each raises `GateError` at the first thing it finds. What must not be told stands in `leaks`.
"""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from toolkit.errors import GateError
from toolkit.export import leaks
from toolkit.export.markup import Element, Page, parse
from toolkit.export.page import LANGUAGE_TAGS, POLICY

if TYPE_CHECKING:
    from nbformat import NotebookNode

MAX_BYTES = 5_000_000

_HTML = (
    "html head meta title style body header nav main section article aside footer div span p br hr wbr a b strong i em"
    " u s small sub sup mark abbr cite q time code kbd samp var del ins h1 h2 h3 h4 h5 h6 ul ol li dl dt dd blockquote"
    " pre figure figcaption img table caption colgroup col thead tbody tfoot tr th td details summary"
)
_SVG = (
    "svg g defs symbol use path rect circle ellipse line polyline polygon text tspan textpath title desc clippath mask"
    " pattern marker lineargradient radialgradient stop image"
)
_ELEMENTS = frozenset(f"{_HTML} {_SVG}".split())
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_METAS = frozenset(("viewport", "format-detection", "color-scheme"))
_ADDRESSES = frozenset(
    (
        "src",
        "srcset",
        "href",
        "xlink:href",
        "poster",
        "action",
        "formaction",
        "background",
        "data",
        "cite",
        "ping",
        "longdesc",
    )
)
_PICTURE = re.compile(r"data:image/(png|jpeg|gif|webp|svg\+xml)[;,]", re.IGNORECASE)
_LINK = re.compile(r"#|https://", re.IGNORECASE)
_PROGRAM = re.compile(r"(javascript|vbscript):", re.IGNORECASE)
_CSS_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_CSS_ESCAPE = re.compile(r"\\([0-9a-fA-F]{1,6})\s?")
_CSS_FETCH = re.compile(
    r"@import|expression\(|image-set\(|(?<![\w-])(?:src|image)\(|url\(\s*[\"']?(?!#|data:(?:image|font)/)",
    re.IGNORECASE,
)
_NOT_A_NUMBER = re.compile(r"[+\-−]?\W?[+\-−]?(nan|inf|infinity|∞|nat|<na>)\s*(%|pp|个百分点|万|亿|人)?", re.IGNORECASE)
_CELL_WORDS = ("None", "Traceback")


def check(
    html: str, notebook: "NotebookNode", *, secrets: Mapping[str, str] | None = None, user_ids: Path | None = None
) -> None:
    """Nothing, when the page may be published; raises GateError at the first reason why it may not.

    Parameters
    ----------
    html : the page
    notebook : the executed notebook it was made from
    secrets : values that must not appear, by the name to report; those of the environment when not given
    user_ids : Parquet file with one column, user_id: all ids of the client's data
    """
    every_cell_ran(notebook)
    size(html)
    page = parse(html)
    for rule in (known_elements, no_handlers, no_requests, no_fetching_styles, no_hidden_markup):
        rule(page)
    for rule in (policy, language, title, headings, alternatives, no_empty_numbers):
        rule(page)
    for rule in (leaks.tracebacks, leaks.paths, leaks.host, leaks.openids):
        rule(page)
    leaks.secrets(page, leaks.environment_secrets() if secrets is None else secrets)
    if user_ids is not None:
        leaks.user_ids(page, user_ids)


def every_cell_ran(notebook: "NotebookNode") -> None:
    """Every code cell with code in it ran to its end: `sys.exit(0)` leaves the later ones without a number."""
    for number, cell in enumerate(notebook.cells, 1):
        if cell.cell_type != "code" or not cell.source.strip():
            continue
        if cell.get("execution_count") is None:
            raise GateError(f"cell {number}", "every cell executed", "one that did not run", "Let no cell end the run.")
        failed = cell.get("metadata", {}).get("papermill", {}).get("exception")
        if failed or any(output.output_type == "error" for output in cell.get("outputs", ())):
            raise GateError(f"cell {number}", "no error", "a cell that failed", "Correct the cell.")


def size(html: str) -> None:
    """A page that can be sent by mail and opened on a phone."""
    bytes_ = len(html.encode("utf-8"))
    if bytes_ > MAX_BYTES:
        action = "Draw fewer points or make the pictures smaller."
        raise GateError("page", f"at most {MAX_BYTES // 1_000_000} MB", f"{bytes_ / 1e6:.1f} MB", action)


def known_elements(page: Page) -> None:
    """Text, tables, pictures and drawings only; nothing that runs, plays, embeds or sends."""
    for element in page.elements:
        known = element.tag in _ELEMENTS
        if element.tag == "meta" and not _is_harmless_meta(element):
            known = False
        if not known:
            action = "Show text, a table or a figure instead."
            raise GateError(element.place, "text, tables and figures only", f"<{element.tag}>", action)


def no_handlers(page: Page) -> None:
    """No attribute that holds a program."""
    for element, name, value in _attributes(page):
        if name.startswith("on"):
            raise GateError(element.place, "no program", f'attribute "{name}"', "Remove it.")
        if ":" in value and _PROGRAM.match(re.sub(r"[\x00-\x20]+", "", value)):
            raise GateError(element.place, "no program", f'a program in attribute "{name}"', "Remove it.")


def no_requests(page: Page) -> None:
    """Pictures are inside the page, links lead inside it; only a link in the text may lead to a secure address."""
    for element, name, value in _attributes(page):
        if name not in _ADDRESSES:
            continue
        address = value.strip()
        if element.tag == "a" and name in ("href", "xlink:href"):
            allowed = bool(_LINK.match(address))
        else:
            allowed = address.startswith("#") or (
                element.tag in ("img", "image") and name != "srcset" and bool(_PICTURE.match(address))
            )
        if not allowed:
            action = "Put the picture into the page, write the link with https."
            raise GateError(element.place, "no outside request", f'"{address[:60]}" in <{element.tag} {name}>', action)


def no_fetching_styles(page: Page) -> None:
    """No style rule that would fetch a font, a picture or another style sheet."""
    styles = [(text.text, text.place) for text in page.texts if "style" in text.parents[-1:]]
    styles += [(value, e.place) for e, name, value in _attributes(page) if name == "style" or "url(" in value.lower()]
    for css, place in dict(styles).items():
        plain = _CSS_ESCAPE.sub(lambda code: chr(min(int(code[1], 16), 0x10FFFF)), _CSS_COMMENT.sub("", css))
        if found := _CSS_FETCH.search(plain):
            raise GateError(place, "no outside request", f'"{found[0]}" in a style', "Remove it.")


def no_hidden_markup(page: Page) -> None:
    """Nothing that browsers read in different ways: tags in comments or styles, foreign declarations."""
    odd = [*page.odd, *("a style with tags" for text in page.texts if "style" in text.parents and "<" in text.text)]
    if odd:
        raise GateError("page", "plain HTML", odd[0], "Remove it from the cell's output.")


def policy(page: Page) -> None:
    """The browser itself is told to fetch and run nothing."""
    metas = [e for e in page.elements if e.tag == "meta" and e.get("http-equiv")]
    if [meta.get("content") for meta in metas] != [POLICY] or "head" not in metas[0].parents:
        raise GateError("page", "the content-security policy", "none or another one", "Export it with the toolkit.")


def language(page: Page) -> None:
    """Browsers, readers and search know the page's language."""
    got = page.elements[0].get("lang") if page.elements and page.elements[0].tag == "html" else None
    if got not in LANGUAGE_TAGS.values():
        raise GateError("page", f"lang {' or '.join(LANGUAGE_TAGS.values())}", repr(got), "Export it with the toolkit.")


def title(page: Page) -> None:
    """The window and the bookmark have a name."""
    if not any(text.text.strip() for text in page.texts if text.parents[-2:] == ("head", "title")):
        raise GateError("page", "a title", "none", "Begin the notebook with a heading.")


def headings(page: Page) -> None:
    """One main heading, and no level left out below it."""
    levels = [(int(e.tag[1]), e.place) for e in page.elements if e.tag in _HEADINGS]
    mains = sum(level == 1 for level, _ in levels)
    if mains != 1 or levels[0][0] != 1:
        raise GateError("page", "one main heading, first of all", str(mains), "Let one output of the header hold it.")
    for (before, _), (level, place) in zip(levels, levels[1:], strict=False):
        if level > before + 1:
            raise GateError(place, f"a heading of level {before + 1}", f"level {level}", "Leave no level out.")


def alternatives(page: Page) -> None:
    """Every picture and drawing says in words what it shows, or is marked as decoration."""
    for element in page.elements:
        if element.tag == "img" and not (element.get("alt") or "").strip():
            action = 'Show it with display(…, metadata={"alt": "what it shows"}).'
            raise GateError(element.place, "a text alternative for each picture", "none", action)
        is_drawing = element.tag == "svg" and "svg" not in element.parents and element.get("aria-hidden") != "true"
        if is_drawing and (element.get("role") != "img" or not (element.get("aria-label") or "").strip()):
            action = 'Give the drawing role="img" and an aria-label.'
            raise GateError(element.place, "a text alternative for each drawing", "none", action)


def no_empty_numbers(page: Page) -> None:
    """No value that only a program understands where a reader looks for a number."""
    for text in page.visible():
        value = text.text.strip()
        if _NOT_A_NUMBER.fullmatch(value) or (value in _CELL_WORDS and {"td", "th"} & set(text.parents)):
            raise GateError(text.place, "a number or words", f'"{value}"', "Say why there is no value.")


def _attributes(page: Page) -> Iterator[tuple[Element, str, str]]:
    for element in page.elements:
        for name, value in element.attributes:
            yield element, name, value


def _is_harmless_meta(element: Element) -> bool:
    names = {name for name, _ in element.attributes}
    if "http-equiv" in names:
        return element.get("http-equiv") == "Content-Security-Policy"
    return names == {"charset"} or (names == {"name", "content"} and element.get("name") in _METAS)
