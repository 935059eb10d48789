"""Cells and outputs of executed notebooks, as a report of the toolkit leaves them, and an invented client."""

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from nbformat.v4 import new_code_cell, new_markdown_cell, new_output

from toolkit.export.facts import FACTS_TYPE, REPORT_TYPE
from toolkit.metrics.fact import Fact

AT = datetime(2026, 11, 2, 10, 15, tzinfo=ZoneInfo("Asia/Shanghai"))
NAME = {"zh": "荷香茶饮", "en": "Lotus Tea"}
PIXEL = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="


@dataclass(frozen=True)
class Look:
    """A client's brand."""

    color: str = "#0F766E"
    logo: Path | None = None


def brand_with_logo(folder: Path) -> Look:
    """A brand whose logo is an svg file in the folder."""
    file = folder / "logo.svg"
    file.write_text(
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 120 40" width="120" height="40">'
        '<path d="M20 34C6 26 8 12 20 4c12 8 14 22 0 30z" fill="#0F766E"/>'
        '<text x="44" y="27" font-size="20" font-family="sans-serif" fill="#1f2933">LOTUS</text></svg>',
        "utf-8",
    )
    return Look(logo=file)


def code(*outputs, source="r.show(…)", number=1):
    """A code cell that ran."""
    return new_code_cell(source, outputs=list(outputs), execution_count=number)


def words(text, *tags):
    """A markdown cell for readers of the given languages."""
    return new_markdown_cell(text, metadata={"tags": list(tags)})


def shown(zh, en, role="body", facts=()):
    """The outputs of one `Report.show`: one a language, facts with the first."""
    outputs = []
    for language, html in (("zh", zh), ("en", en)):
        data = {"text/html": html, "text/plain": "a fragment"}
        if language == "zh" and facts:
            data[FACTS_TYPE] = [fact.as_json() for fact in facts]
        outputs.append(new_output("display_data", data, metadata={"lang": language, "role": role}))
    return outputs


def fact(id="d1_retention", value=0.274, **more):
    """A fact of October 2026."""
    return Fact(id, value, "share", date(2026, 10, 1), date(2026, 10, 31), n=18_204, low=0.268, high=0.281, **more)


def about(**more):
    """The last cell's output: whose report it is, for when, from what."""
    said = {
        "client": "lotus-tea",
        "period": {"label": "2026-10", "start": "2026-10-01", "end": "2026-10-31"},
        "inputs": {"events": {"rows": 81_234, "sha256": "4f1c" * 16}},
        "versions": {"toolkit": "0.1.0", "pandas": "3.1.1"},
    }
    return new_output("display_data", {REPORT_TYPE: said | more, "text/plain": "lotus-tea 2026-10"})
