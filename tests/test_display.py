from datetime import date

import pytest

from toolkit.display import Fragment, clean, escape, nodata
from toolkit.metrics.fact import Fact

FACT = Fact("dau", 5, "users", date(2026, 10, 1), date(2026, 10, 1))


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("</b><script>alert(1)</script>", "&lt;/b&gt;&lt;script&gt;alert(1)&lt;/script&gt;"),
        ("\" onload='x'", "&quot; onload=&#x27;x&#x27;"),
        ("荷香茶饮 & Co", "荷香茶饮 &amp; Co"),
        ("a\x00b\x1bc", "abc"),
        ("user\N{RIGHT-TO-LEFT OVERRIDE}gnp.exe", "usergnp.exe"),
        (12, "12"),
    ],
)
def test_escaped_text_can_only_be_read(text, shown):
    assert escape(text) == shown


def test_clean_keeps_line_ends():
    assert clean("a\tb\nc\ud800") == "a\tb\nc"


def test_nodata_is_one_line_that_keeps_its_facts():
    assert nodata("no orders <table>", [FACT]) == Fragment('<p class="nodata">no orders &lt;table&gt;</p>', (FACT,))
