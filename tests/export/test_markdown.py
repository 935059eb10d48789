import pytest

from tests.export.example import PIXEL
from toolkit.errors import GateError
from toolkit.export import markdown


def html(text, **attachments):
    return "".join(block for _, block in markdown.blocks(text, attachments))


def test_headings_come_with_their_level_and_everything_else_with_none():
    assert list(markdown.blocks("# A *b*\n\ntext\n\n## C")) == [(1, "A <em>b</em>"), (0, "<p>text</p>\n"), (2, "C")]


def test_raw_html_is_shown_as_text():
    assert "<" not in html("<script>alert(1)</script>").replace("<p>", "").replace("</p>", "")
    assert html("a <b onclick=x>b</b>") == "<p>a &lt;b onclick=x&gt;b&lt;/b&gt;</p>\n"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[a](#s2)", '<a href="#s2">a</a>'),
        ("[a](https://example.com/?a=1&b=2)", '<a href="https://example.com/?a=1&amp;b=2" rel="noreferrer">a</a>'),
        ("[*a*](https://e.com)", '<a href="https://e.com" rel="noreferrer"><em>a</em></a>'),
        ("[a](http://example.com)", "a"),
        ("[a](javascript:alert(1))", "a"),
        ("[a](JAVASCRIPT:alert(1))", "a"),
        ("[a](data:text/html,x)", "a"),
        ("[a](//example.com)", "a"),
        ("<javascript:alert(1)>", "javascript:alert(1)"),
    ],
)
def test_links_lead_inside_the_page_or_to_a_secure_address(text, expected):
    assert html(text) == f"<p>{expected}</p>\n"


def test_an_attached_picture_is_put_into_the_page():
    text = html("![A dot](attachment:dot.png)", **{"dot.png": {"image/png": PIXEL}})
    assert text == f'<p><img class="picture" src="data:image/png;base64,{PIXEL}" alt="A dot"></p>\n'


@pytest.mark.parametrize(
    "url", ["https://example.com/a.png", "logo.png", "attachment:gone.png", "data:image/png;base64,AA"]
)
def test_a_picture_that_would_have_to_be_fetched_is_refused(url):
    with pytest.raises(GateError, match="Drag the picture into the cell"):
        html(f"![a]({url})")


def test_a_table_says_which_cells_are_heads():
    text = html("| a | b |\n|---|--:|\n| x | 1 |")
    assert '<th class="left">a</th><th class="right">b</th>' in text
    assert '<td class="left">x</td><td class="right">1</td>' in text


def test_a_heading_inside_a_quotation_is_no_heading():
    assert "<p><strong>a</strong></p>" in html("> # a")


def test_an_output_has_no_outline():
    assert markdown.html("# a\n\nb") == "<p><strong>a</strong></p>\n<p>b</p>\n"


def test_code_is_text():
    assert html("```python\na < b\n```") == "<pre>a &lt; b\n</pre>\n"
