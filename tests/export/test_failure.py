from datetime import timedelta
from pathlib import Path

import pytest

from tests.export.example import AT
from toolkit import export
from toolkit.export import failure
from toolkit.export.markup import parse


def page(line="orders.csv:7: expected a number.", language="en", **more):
    return export.error_page("Lotus Tea", "kpi_review", "2026-10", line, language, failed_at=AT, **more)


def test_it_says_what_failed_why_and_what_stands():
    html = page(last_good_at=AT - timedelta(days=31))
    text = " ".join(" ".join(t.text for t in parse(html).visible()).split())
    assert "This report was not published" in text and "For the agency only" in text
    assert "Client Lotus Tea Report kpi_review Period 2026-10 When 2 November 2026 10:15 (Beijing time)" in text
    assert "orders.csv:7: expected a number." in text
    assert "The report of 2 October 2026 10:15 (Beijing time) still stands." in text


def test_it_says_when_nothing_stands():
    assert "No earlier version of this report has been published." in page()
    assert "此前没有发布过这份报告。" in page(language="zh")


def test_it_is_no_report():
    tags = {element.tag for element in parse(page()).elements}
    assert not {"section", "nav", "img", "footer"} & tags
    assert 'class="failure"' in page() and 'class="report"' not in page()


def test_the_line_is_text():
    def shape(html):
        return [(e.tag, e.parents) for e in parse(html).elements]

    assert shape(page("</b><script>alert(1)</script>")) == shape(page())


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (f"{Path.cwd()}/data/acme/orders.csv:7 bad", "data/acme/orders.csv:7 bad"),
        ("/mnt/share/acme/orders.csv:7 bad", "…/orders.csv:7 bad"),
        ('in "/srv/a/b.yml", line 3', 'in "…/b.yml", line 3'),
        (r"C:\Users\anna\orders.csv:7 bad", "…/orders.csv:7 bad"),
        (f"{Path.home()}/x.csv bad", "…/x.csv bad"),
        ("data/acme/orders.csv:7 a/b and 1/2 bad", "data/acme/orders.csv:7 a/b and 1/2 bad"),
        ("two\nlines", "two lines"),
    ],
)
def test_paths_are_shortened(line, expected):
    assert failure.relative(line) == expected
