"""The demo agency's pages on a desk, on a phone and on paper; many are opened at once, for a browser starts slowly."""

import re
import subprocess
from html import unescape

import pytest

from tests.browser import looking


def test_pages_ask_nobody_and_say_nothing(chromium, agency, tmp_path):
    owner = looking.framed(list(agency.pages().values()), tmp_path, 1280)
    seen = looking.visit(chromium, owner, tmp_path)
    assert (seen.requests, seen.console) == ([], [])


def test_a_page_among_others_that_asks_would_be_caught(chromium, agency, tmp_path):
    image = '<img src="https://example.com/a.png"></main>'
    free, bound = (html.replace("</main>", image) for html in list(agency.pages().values())[:2])
    owner = looking.framed([looking.without_policy(free), bound], tmp_path, 1280)
    seen = looking.visit(chromium, owner, tmp_path)
    assert seen.requests == ["https://example.com/a.png"]
    assert "Content Security Policy" in " ".join(seen.console)


@pytest.mark.parametrize("width", [390, 1280])
def test_pages_fit_their_screen_and_can_be_read(chromium, agency, tmp_path, width):
    pages = agency.pages()
    wrong = {}
    for name, seen in zip(pages, looking.measure_all(chromium, list(pages.values()), tmp_path, width), strict=True):
        assert seen["width"] == width
        found = {what: seen[what] for what in ("small", "faint", "hidden", "fetched") if seen[what]}
        found |= {"wider than the screen": seen["needed"]} if seen["needed"] > width else {}
        wrong |= {name: found} if found else {}
    assert wrong == {}


def test_pages_print_as_documents(chromium, agency, tmp_path):
    """One page of each report, for what paper does to them is laid down in the style that they share."""
    one_of_each = {path.split("/")[-1].split(".")[0]: path for path in agency.pages()}
    for name in one_of_each.values():
        html = agency.pages()[name]
        pdf = looking.printed(chromium, html, tmp_path)
        assert 2 <= looking.page_count(pdf) <= 20, name
        text = subprocess.run(["pdftotext", str(pdf), "-"], capture_output=True, text=True, check=True).stdout
        headings = re.findall(r"<h2[^>]*>(.*?)</h2>", html)
        assert len(headings) > 2, name
        assert [each for each in headings if _squeezed(unescape(each)) not in _squeezed(text)] == [], name


def _squeezed(text: str) -> str:
    return "".join(text.split())
