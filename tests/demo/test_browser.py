"""The demo agency's pages on a desk, on a phone and on paper."""

import subprocess

import pytest

from tests.browser import looking

PAGES = ("lotus-tea zh.html", "lotus-tea en.html", "bright-smile html", "city-reader html", "north-gear html")


@pytest.fixture(params=PAGES)
def html(request, agency):
    client, ending = request.param.split()
    return agency.file(client, ending).read_text("utf-8")


def test_a_page_asks_nobody_and_says_nothing(chromium, html, tmp_path):
    seen = looking.visit(chromium, html, tmp_path)
    assert (seen.requests, seen.console) == ([], [])


def test_a_page_fits_a_phone_and_can_be_read(chromium, html, tmp_path):
    seen = looking.measure(chromium, html, tmp_path, 390)
    assert seen["needed"] <= 390
    assert (seen["small"], seen["faint"], seen["hidden"], seen["fetched"]) == ([], [], [], [])


def test_a_page_prints_as_a_document(chromium, html, tmp_path):
    pdf = looking.printed(chromium, html, tmp_path)
    assert 3 <= looking.page_count(pdf) <= 20
    text = subprocess.run(["pdftotext", str(pdf), "-"], capture_output=True, text=True, check=True).stdout
    assert "kpi" in text.lower() or "运营复盘" in text
