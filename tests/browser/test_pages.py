"""Pages as a browser sees them: on a desk, on a phone, on paper."""

import shutil
import subprocess
from datetime import timedelta

import pytest
from nbformat.v4 import new_notebook, new_output

from tests.browser import looking
from tests.export.example import AT, NAME, PIXEL, Look, brand_with_logo, code, shown, words
from tests.export.invented import curve, header, review, trend
from toolkit import export, overview

WIDE = f"<table><thead><tr>{'<th>column</th>' * 30}</tr></thead><tbody><tr>{'<td>1,234</td>' * 30}</tr></tbody></table>"


def page(notebook, language="zh", brand=None):
    return export.html(notebook, language, name=NAME, brand=brand or Look(), generated_at=AT)


def everything():
    """The invented review with what an analyst may add."""
    picture = new_output("display_data", {"image/png": PIXEL}, metadata={"alt": "一个点"})
    wide = new_output("display_data", {"text/html": WIDE})
    line = new_output("stream", name="stdout", text="x" * 400)
    notebook = review()
    notebook.cells += [words("## 更多\n\n> 引用\n\n`code`\n\n" + "长" * 300), code(wide, picture, line)]
    return notebook


@pytest.fixture(scope="module", params=["zh", "en"])
def html(request, tmp_path_factory):
    folder = tmp_path_factory.mktemp("brand")
    return page(everything() if request.param == "zh" else review(), request.param, brand_with_logo(folder))


def test_a_page_asks_nobody_and_says_nothing(chromium, html, tmp_path):
    for variant in (html, looking.without_policy(html)):
        seen = looking.visit(chromium, variant, tmp_path)
        assert (seen.requests, seen.console) == ([], [])
        assert "</footer>" in seen.dom


def test_a_page_that_asks_would_be_caught_and_the_policy_stops_it(chromium, tmp_path):
    asking = page(review()).replace("</main>", '<img src="https://example.com/a.png"></main>')
    assert looking.visit(chromium, looking.without_policy(asking), tmp_path).requests == ["https://example.com/a.png"]
    stopped = looking.visit(chromium, asking, tmp_path)
    assert stopped.requests == [] and "Content Security Policy" in stopped.console[0]


@pytest.mark.parametrize("width", [320, 390, 1280])
def test_nothing_is_wider_than_the_screen_too_small_or_too_faint(chromium, html, tmp_path, width):
    seen = looking.measure(chromium, html, tmp_path, width)
    assert seen["width"] == width
    assert seen["needed"] <= width
    assert seen["faint"] == []
    assert width < 390 or seen["small"] == []
    assert seen["fetched"] == []


@pytest.mark.parametrize("color", ["#FFD400", "#FFFFFF", "#C8102E"])
def test_any_brand_colour_can_be_read(chromium, tmp_path, color):
    assert looking.measure(chromium, page(review(), brand=Look(color=color)), tmp_path, 390)["faint"] == []


def test_first_column_and_verdict_stay_in_sight_on_a_phone(chromium, html, tmp_path):
    seen = looking.measure(chromium, html, tmp_path, 390)
    assert seen["scrolled"] >= 1
    assert seen["hidden"] == []


def test_the_agencys_pages_and_the_clients_fit_a_phone(chromium, tmp_path):
    files = {language: f"lotus-tea/2026-10/kpi_review.{language}.html" for language in ("zh", "en")}
    known = {"client_name": NAME, "finished_at": AT - timedelta(hours=1), "seconds": 7.3, "cpu_seconds": 6.1}
    known |= {"peak_memory_bytes": 300 * 2**20, "why": "data of events changed"}
    rows = [
        overview.Row("lotus-tea", "kpi_review", "2026-10", "published", files=files, **known),
        overview.Row("lotus-tea", "pulse", "2026-W41", "failed", reason="orders.csv:7: no number.", **known),
        overview.Row("harbor", "kpi_review", "2026-10", "due"),
    ]
    pages = (
        overview.agency(rows, language="zh", now=AT),
        overview.client(rows, client="lotus-tea", language="zh", name=NAME, brand=Look()),
        export.error_page("荷香茶饮", "kpi_review", "2026-10", "x" * 300, "zh", failed_at=AT),
    )
    for html in pages:
        seen = looking.measure(chromium, html, tmp_path, 390)
        assert seen["needed"] <= 390 and seen["faint"] == seen["small"] == seen["hidden"] == []
        assert looking.visit(chromium, html, tmp_path).console == []


def long_review():
    """Many sections of a heading, a definition, a sentence and a figure."""
    cells = [words("# Q"), code(*header())]
    for number in range(1, 13):
        cells += [words(f"## Section {number}\n\nDefinition."), code(*trend(), *shown(*curve()))]
    return new_notebook(cells=cells)


@pytest.fixture
def sheets(chromium, tmp_path):
    """The texts of the printed pages of a long report."""
    pdf = looking.printed(chromium, page(long_review(), "en"), tmp_path)
    if not shutil.which("pdftotext"):
        pytest.skip("no pdftotext on this machine")
    text = subprocess.run(["pdftotext", "-layout", pdf, "-"], capture_output=True, text=True, check=True).stdout
    sheets = [
        [" ".join(line.split()) for line in sheet.splitlines() if line.strip()] for sheet in text.split("\f")[:-1]
    ]
    assert len(sheets) == looking.page_count(pdf)
    return sheets


def test_it_prints_with_page_numbers_and_the_contents_in_a_line(sheets):
    numbers = [sheet[-1].replace(" ", "") for sheet in sheets]
    assert numbers == [f"{number}/{len(sheets)}" for number in range(1, len(sheets) + 1)]
    assert any("Section 1 · Section 2 · Section 3" in line for line in sheets[0])


def test_no_figure_or_heading_is_cut(sheets):
    for sheet in sheets:
        tops, ends = sum("3,500" in line for line in sheet), sum("Source: event log" in line for line in sheet)
        headings = sum(line.startswith("Section ") and "·" not in line for line in sheet)
        assert tops == ends == headings, sheet


def test_it_prints_on_a4(chromium, html, tmp_path):
    pdf = looking.printed(chromium, html, tmp_path)
    assert 2 <= looking.page_count(pdf) <= 5
    assert b"/MediaBox [0 0 594.95996 841.91998]" in pdf.read_bytes()
