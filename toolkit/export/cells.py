"""An executed notebook as the parts of a page: the question, the header, one section a heading, the footer."""

import base64
import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from markupsafe import Markup, escape
from nbconvert.filters import strip_ansi
from nbformat import NotebookNode

from toolkit.export import markdown
from toolkit.export.page import image
from toolkit.i18n import Locale

_PICTURES = ("image/svg+xml", "image/png", "image/jpeg")
_TABLE = re.compile(r"<table\b.*?</table>", re.IGNORECASE | re.DOTALL)
_TABLE_STYLE = re.compile(r"<style scoped>.*?</style>", re.DOTALL)
_BARE_HEAD = re.compile(r"<th(?![^>]*\bscope=)(?=[\s>])")
_EMPTY_HEAD = re.compile(r"<th([^>]*)>\s*</th>")


@dataclass(slots=True)
class Section:
    """A question of the report and what answers it; without a title it is what stands before the first one."""

    title: Markup
    parts: list[Markup] = field(default_factory=list)
    prose: list[Markup] = field(default_factory=list)

    @property
    def name(self) -> str:
        """The title as plain words, for the table of contents."""
        return self.title.striptags()

    @property
    def body(self) -> Markup:
        """All that stands below the title."""
        return Markup("\n").join([*self.prose, *self.parts])

    def add(self, block: Markup, is_prose: bool) -> None:
        """Put a block at the end. One paragraph right before the first result is the definition of what it shows."""
        if is_prose and not self.parts:
            self.prose.append(block)
            return
        if not is_prose and not self.parts and len(self.prose) == 1 and self.prose[0].startswith("<p>"):
            self.prose[0] = Markup('<p class="def">') + self.prose[0][len("<p>") :]
        self.parts.append(block)


@dataclass(frozen=True, slots=True)
class Reading:
    """A notebook in one language, ready to be laid out."""

    question: str
    header: Markup
    sections: list[Section]
    footer: Markup

    @property
    def kind(self) -> str:
        """What kind of report it is: its question up to the colon."""
        return re.split("[:：]", self.question)[0]


def in_language(notebook: NotebookNode, language: str) -> NotebookNode:
    """A notebook without the cells and outputs that are meant for readers of another language, and without numbers.

    The numbers for programs, more than all that is read, would be copied several times on their way through nbconvert.
    """
    cells = [cell for cell in notebook.cells if _is_for(cell.metadata.get("tags", ()), language)]
    return NotebookNode(notebook, cells=[_shown(cell, language) for cell in cells])


def read(notebook: NotebookNode, locale: Locale) -> Reading:
    """The parts of a notebook that holds one language only; sections with nothing in them are left out."""
    question = ""
    sections = [Section(Markup(""))]
    places: dict[str, list[Markup]] = {"header": [], "footer": []}
    frame = _Frame(locale)
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            for level, block in markdown.blocks(cell.source, cell.get("attachments")):
                if level == 1 and not question:
                    question = block.striptags()
                elif level in (1, 2):
                    sections.append(Section(block))
                else:
                    sections[-1].add(frame(_heading(level, block)), is_prose=True)
        elif cell.cell_type == "code":
            for role, block in _outputs(cell):
                if role in places:
                    places[role].append(block)
                else:
                    sections[-1].add(frame(block), is_prose=False)
    header, footer = (Markup("\n").join(blocks) for blocks in places.values())
    return Reading(question, header, [section for section in sections if section.body.strip()], footer)


def _shown(cell: NotebookNode, language: str) -> NotebookNode:
    if cell.cell_type != "code":
        return cell
    outputs = [o for o in cell.outputs if o.get("metadata", {}).get("lang", language) == language]
    return NotebookNode(cell, outputs=[_without_numbers(output) for output in outputs])


def _without_numbers(output: NotebookNode) -> NotebookNode:
    if "data" not in output:
        return output
    return NotebookNode(output, data={kind: {} if _is_program(kind) else data for kind, data in output.data.items()})


def _is_program(kind: str) -> bool:
    return kind.startswith("application/")


def _is_for(tags: list[str], language: str) -> bool:
    meant = {tag for tag in tags if tag in ("zh", "en")}
    return not meant or language in meant


def _heading(level: int, block: Markup) -> Markup:
    """A heading below a section's: always the third level, so that none is skipped."""
    return Markup("<h3>{}</h3>\n").format(block) if level else block


def _outputs(cell: NotebookNode) -> Iterator[tuple[str, Markup]]:
    for output in cell.outputs:
        block = _stream(output) if output.output_type == "stream" else _bundle(output)
        if block.strip():
            yield output.get("metadata", {}).get("role", "body"), block


def _stream(output: NotebookNode) -> Markup:
    """What the analyst printed; messages on the error stream are not for the client."""
    return _text(output.text) if output.name == "stdout" else Markup("")


def _bundle(output: NotebookNode) -> Markup:
    """The richest form of a result that needs nothing to run; results meant for programs are not shown."""
    data = output.get("data", {})
    if "text/html" in data:
        return Markup(data["text/html"])
    if "text/markdown" in data:
        return markdown.html(data["text/markdown"])
    for kind in _PICTURES:
        if kind in data:
            alt = output.metadata.get("alt") or output.metadata.get(kind, {}).get("alt")
            return Markup('<figure class="bitmap">{}</figure>').format(image(kind, _base64(kind, data[kind]), alt))
    if any(map(_is_program, data)):
        return Markup("")
    return _text(data.get("text/plain", ""))


def _base64(kind: str, data: str) -> str:
    """Picture data as nbformat keeps it: base64, but for svg, which is text."""
    return base64.b64encode(data.encode()).decode("ascii") if kind == "image/svg+xml" else data


def _text(text: str) -> Markup:
    return Markup("<pre>{}</pre>").format(strip_ansi(text).rstrip()) if text.strip() else Markup("")


class _Frame:
    """Puts a frame around tables that lack one, so that a wide table scrolls and not the page."""

    def __init__(self, locale: Locale) -> None:
        self._locale = locale
        self._numbers = itertools.count(1)

    def __call__(self, block: Markup) -> Markup:
        if 'class="scroll"' in block:
            return block
        return Markup(_TABLE.sub(self._framed, _TABLE_STYLE.sub("", block)))

    def _framed(self, table: re.Match[str]) -> str:
        label = escape(self._locale.t("Table {number}", number=next(self._numbers)))
        head, end, body = table[0].rpartition("</thead>")
        head = _EMPTY_HEAD.sub(r"<td\1></td>", _BARE_HEAD.sub('<th scope="col"', head))
        body = _BARE_HEAD.sub('<th scope="row"', body)
        return f'<div class="scroll" tabindex="0" role="region" aria-label="{label}">{head}{end}{body}</div>'
