import pytest
from nbformat.v4 import new_code_cell, new_notebook, new_output

from tests.export.example import AT, NAME, Look, code, shown, words
from tests.export.invented import review
from toolkit import export
from toolkit.errors import GateError
from toolkit.export import gate
from toolkit.export.markup import parse

RAN = new_notebook()


def page(html="", body=None):
    """A page of the toolkit with a piece of an analyst's HTML in it."""
    header = shown("<h1>F</h1>", "<h1>F</h1>", role="header")
    notebook = new_notebook(cells=[code(*header), words("## Part"), code(*shown("", html or "<p>1</p>"))])
    return export.html(notebook, "en", name=NAME, brand=Look(), generated_at=AT)


def refused(html, match):
    with pytest.raises(GateError, match=match) as error:
        gate.check(html, RAN, secrets={})
    assert str(error.value).count("expected") == 1


def test_a_plain_page_passes():
    gate.check(page(), RAN, secrets={})


@pytest.mark.parametrize(
    "piece",
    [
        "<script>1</script>",
        "<SCRIPT SRC=x></SCRIPT>",
        "<iframe></iframe>",
        "<object></object>",
        "<embed>",
        "<form></form>",
        "<base href='#'>",
        "<link rel=stylesheet>",
        "<meta http-equiv=refresh content='0'>",
        "<meta name=referrer content=x>",
        "<audio></audio>",
        "<video></video>",
        "<input>",
        "<math></math>",
        "<noscript></noscript>",
        "<template></template>",
        "<svg role=img aria-label=a><foreignObject></foreignObject></svg>",
        "<svg role=img aria-label=a><animate attributeName=href /></svg>",
        "<x-y></x-y>",
    ],
)
def test_only_text_tables_and_drawings(piece):
    refused(page(piece), 'section "Part": expected text, tables and figures only, got <')


@pytest.mark.parametrize("piece", ["<p onclick=x>", "<p ONCLICK='x'>", "<svg onload=x>", "<b/onmouseover=x>"])
def test_no_handlers(piece):
    refused(page(piece), 'expected no program, got attribute "on')


@pytest.mark.parametrize(
    "address", ["javascript:a", " JavaScript:a", "java\tscript:a", "&#106;avascript:a", "vbscript:a"]
)
def test_no_programs_in_addresses(address):
    refused(page(f'<a href="{address}">a</a>'), 'expected no program, got a program in attribute "href"')


@pytest.mark.parametrize(
    "piece",
    [
        '<img alt=a src="https://example.com/a.png">',
        '<img alt=a src="a.png">',
        '<img alt=a src="//example.com/a.png">',
        '<img alt=a src="">',
        '<img alt=a src="data:text/html,a">',
        '<img alt=a src="data:image/png;base64,AA" srcset="https://example.com/a.png 2x">',
        '<img alt=a srcset="data:image/png;base64,AA 1x">',
        '<a href="http://example.com">a</a>',
        '<a href="other.html">a</a>',
        '<a href="data:text/html,a">a</a>',
        '<a href="mailto:a@example.com">a</a>',
        '<a href="#a" ping="https://example.com">a</a>',
        '<table background="https://example.com"></table>',
        '<blockquote cite="https://example.com">a</blockquote>',
        '<svg role=img aria-label=a><use href="https://example.com/a.svg#b"/></svg>',
        '<svg role=img aria-label=a><use xlink:href="a.svg#b"/></svg>',
        '<svg role=img aria-label=a><image href="https://example.com/a.png"/></svg>',
        '<p style="background:url(https://example.com/a.png)">a</p>',
        "<p style='background:URL( \"a.png\")'>a</p>",
        '<p style="background:u\\72l(a.png)">a</p>',
        '<p style="background:u/**/rl(a.png);width:expression(1)">a</p>',
        '<p style="background:image-set(&quot;a.png&quot; 1x)">a</p>',
        '<svg role=img aria-label=a><path fill="url(https://example.com/a.svg#b)"/></svg>',
        "<style>@import 'https://example.com/a.css';</style>",
        "<style>p{background:url(https://example.com/a.png)}</style>",
        "<style>@font-face{font-family:a;src:url(a.woff2)}</style>",
        "<style>@\\69mport 'a.css';</style>",
    ],
)
def test_no_outside_request(piece):
    refused(page(piece), "expected no outside request")


@pytest.mark.parametrize(
    "piece",
    [
        '<a href="#s1">a</a>',
        '<a href="https://example.com/a">a</a>',
        '<img alt=a src="data:image/png;base64,AA==">',
        '<svg role=img aria-label=a><defs><clipPath id="f-1"><rect/></clipPath></defs><g clip-path="url(#f-1)"/></svg>',
        '<svg role=img aria-label=a><use href="#f-1"/><image href="data:image/png;base64,AA=="/></svg>',
        "<svg aria-hidden=true><path d='M0 0'/></svg>",
        '<p style="background:url(data:image/png;base64,AA)">a</p>',
        "<style>td{color:#000}</style>",
        "<!-- 8月 -->",
        "<p>onclick=javascript:alert(1) https://example.com url(a) &lt;script&gt;</p>",
    ],
)
def test_what_asks_nobody_passes(piece):
    gate.check(page(piece), RAN, secrets={})


@pytest.mark.parametrize(
    "piece",
    [
        "<!--><b>x</b>-->",
        "<?xml version='1.0'?>",
        "<![CDATA[a]]>",
        "<svg role=img aria-label=a><style><b></style></svg>",
    ],
)
def test_no_markup_that_browsers_read_differently(piece):
    refused(page(piece), "expected plain HTML")


def test_the_policy_is_the_toolkits_own_and_the_only_one():
    refused(page().replace("default-src", "font-src"), "expected the content-security policy")
    refused(page().replace('http-equiv="Content-Security-Policy"', 'name="viewport"'), "the content-security policy")
    refused(page('<meta http-equiv="Content-Security-Policy" content="x">'), "the content-security policy")


def test_language_and_title():
    refused(page().replace('lang="en"', 'lang="fr"'), "expected lang zh-CN or en, got 'fr'")
    refused(page().replace(' lang="en"', ""), "expected lang")
    refused(page().replace("<title>Lotus Tea · F</title>", "<title> </title>"), "expected a title")


def test_headings():
    refused(page("<h1>second</h1>"), "expected one main heading, first of all, got 2")
    refused(page("<h4>deep</h4>"), "expected a heading of level 3, got level 4")
    refused(page().replace("<h1>F</h1>", ""), "expected one main heading, first of all, got 0")


@pytest.mark.parametrize(
    "piece", ["<img src='data:image/png;base64,AA'>", "<img alt=' ' src='data:image/png;base64,AA'>"]
)
def test_pictures_say_what_they_show(piece):
    refused(page(piece), r"a text alternative for each picture, got none. Show it with display\(…, metadata")


@pytest.mark.parametrize(
    "piece", ["<svg></svg>", "<svg role=img></svg>", "<svg aria-label=a></svg>", "<svg role=img aria-label=' '>"]
)
def test_drawings_say_what_they_show(piece):
    refused(page(piece), "a text alternative for each drawing")


@pytest.mark.parametrize("value", ["nan", "NaN", "nan%", "+inf", "−inf", "¥nan", "NaT", "<NA>", "∞", "nan个百分点"])
def test_no_value_that_only_a_program_understands(value):
    escaped = value.replace("<", "&lt;")
    refused(page(f"<table><tr><td> {escaped} <small>n=3</small></td></tr></table>"), "expected a number or words, got")
    refused(page(f'<ul class="kpi"><li><p class="v">{escaped}</p></li></ul>'), "expected a number or words, got")


def test_none_is_a_word_in_a_sentence_and_no_value_in_a_table():
    refused(page("<table><tr><td>None</td></tr></table>"), 'got "None"')
    gate.check(page("<p><b>None</b> of the inf. and Nan Hai users</p><p>–</p>"), RAN, secrets={})


def test_size():
    refused(page("<p>" + "荷" * 1_700_000 + "</p>"), r"expected at most 5 MB, got 5\.1 MB")


def test_every_cell_ran():
    stopped = new_notebook(cells=[code(), new_code_cell("r.show(…)")])
    with pytest.raises(GateError, match="cell 2: expected every cell executed, got one that did not run"):
        gate.check(page(), stopped, secrets={})
    gate.check(page(), new_notebook(cells=[new_code_cell("  \n")]), secrets={})


def test_no_cell_failed():
    error = new_output("error", ename="ValueError", evalue="no", traceback=["Traceback"])
    said = new_code_cell("x", execution_count=1, metadata={"papermill": {"exception": True}})
    for cell in (code(error), said):
        with pytest.raises(GateError, match="cell 1: expected no error, got a cell that failed"):
            gate.check(page(), new_notebook(cells=[cell]), secrets={})


def test_a_failed_cell_is_not_shown_even_by_an_exporter_that_is_asked():
    error = new_output("error", ename="ValueError", evalue="no", traceback=["Traceback (most recent call last)"])
    notebook = review()
    notebook.cells.append(code(error))
    html = export.html(notebook, "en", name=NAME, brand=Look(), generated_at=AT)
    assert "Traceback" not in html and "ValueError" not in html
    with pytest.raises(GateError):
        gate.check(html, notebook, secrets={})


def test_every_rule_is_called_by_the_gate():
    rules = [f for f in vars(gate).values() if callable(f) and getattr(f, "__module__", "") == gate.__name__]
    public = {f.__name__ for f in rules if not f.__name__.startswith("_")} - {"check"}
    assert public <= set(gate.check.__code__.co_names)
    assert parse(page()).elements
