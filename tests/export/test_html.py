import base64
import re

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from nbformat.v4 import new_notebook, new_output

from tests.export.example import AT, NAME, PIXEL, Look, brand_with_logo, code, shown, words
from tests.export.invented import review
from toolkit import export
from toolkit.errors import GateError
from toolkit.export.exporter import exporter
from toolkit.export.markup import parse

EVIL = "</b><script>alert(1)</script><img src=x onerror=alert(1)>\"'`"
HEADER = shown("<h1>Finding</h1>", "<h1>Finding</h1>", role="header")


def page(*cells, language="en", name=NAME, brand=None):
    notebook = new_notebook(cells=[words("# Question"), code(*HEADER), *cells])
    return export.html(notebook, language, name=name, brand=brand or Look(), generated_at=AT)


def skeleton(html):
    """Elements with their attributes' names, without any text."""
    return [(e.tag, tuple(name for name, _ in e.attributes), e.parents) for e in parse(html).elements]


def visible(html):
    return " ".join(" ".join(text.text for text in parse(html).visible()).split())


@pytest.fixture(scope="module")
def zh():
    return export.html(review(), "zh", name=NAME, brand=Look(), generated_at=AT)


@pytest.fixture(scope="module")
def en():
    return export.html(review(), "en", name=NAME, brand=Look(), generated_at=AT)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_example_passes_the_gate(language, tmp_path):
    html = export.html(review(), language, name=NAME, brand=brand_with_logo(tmp_path), generated_at=AT)
    export.gate.check(html, review(), secrets={})


def test_head_and_landmarks(zh):
    assert zh.startswith('<!doctype html>\n<html lang="zh-CN">')
    assert "<title>荷香茶饮 · 2026年10月:更多人来了,但回来的少了一些</title>" in zh
    tags = [element.tag for element in parse(zh).elements]
    assert [tag for tag in tags if tag in ("header", "nav", "main", "footer")] == ["header", "nav", "main", "footer"]
    assert '<a class="skip" href="#main">跳到正文</a>' in zh
    assert "--brand: #0F766E" in zh


def test_the_finding_is_the_only_main_heading_and_the_question_stands_above_it(en):
    assert en.count("<h1") == 1
    assert "<h1>October 2026: more people came, fewer came back</h1>" in en
    assert "<p>Lotus Tea · Mini-program review</p>" in en


def test_contents_and_sections_agree(en):
    listed = re.findall(r'<li><a href="#(s\d)">(.*?)</a></li>', en)
    sections = re.findall(r'<section id="(s\d)" aria-labelledby="\1-title">\n<h2 id="\1-title"[^>]*>(.*?)</h2>', en)
    assert listed == sections
    assert [title for _, title in listed][:3] == ["In short", "Metrics and targets", "Are more people coming?"]


def test_a_page_has_one_language_but_for_names(zh, en):
    assert not re.findall(r"[\u4e00-\u9fff]+", visible(en))
    english = set(re.findall(r"[A-Za-z]{4,}", visible(zh)))
    assert english == {"events", "orders", "toolkit", "pandas"}


def test_code_and_error_stream_are_not_shown_and_prints_are():
    stdout = new_output("stream", name="stdout", text="\x1b[31m7 rows\x1b[0m\n")
    stderr = new_output("stream", name="stderr", text="a warning")
    html = page(code(stdout, stderr, source="secret_plan()"))
    assert "<pre>7 rows</pre>" in html
    assert "secret_plan" not in html and "a warning" not in html


def test_a_plain_last_value_is_shown_as_text_and_results_for_programs_are_not():
    value = new_output("execute_result", {"text/plain": "{'a': '<b>'}"}, execution_count=1)
    widget = new_output("display_data", {"application/vnd.jupyter.widget-view+json": {}, "text/plain": "HBox()"})
    html = page(code(value, widget))
    assert "<pre>{&#39;a&#39;: &#39;&lt;b&gt;&#39;}</pre>" in html
    assert "HBox" not in html


def test_a_section_left_with_nothing_is_left_out_with_its_line_of_the_contents():
    only_chinese = shown("<p>中</p>", "")[:1]
    html = page(words("## Kept\n\nText."), words("## Empty"), code(*only_chinese))
    assert "Kept" in html and "Empty" not in html
    html = page(words("## Kept\n\nText."), words("## Empty"), code(*only_chinese), language="zh")
    assert "Empty" in html


def test_a_cell_for_both_languages_or_for_none_is_kept():
    html = page(words("Both.", "zh", "en"), words("Neither."), words("Chinese.", "zh"), words("Tagged.", "other"))
    assert all(word in html for word in ("Both.", "Neither.", "Tagged.")) and "Chinese." not in html


def test_one_paragraph_before_a_result_is_its_definition_and_longer_prose_is_not():
    definition = page(words("## A\n\nWhat it is."), code(*shown("<p>1</p>", "<p>1</p>")))
    prose = page(words("## A\n\nOne.\n\nTwo."), code(*shown("<p>1</p>", "<p>1</p>")))
    assert '<p class="def">What it is.</p>' in definition
    assert 'class="def"' not in prose


def test_without_a_header_the_question_is_the_heading():
    html = export.html(new_notebook(cells=[words("# Why?\n\nText.")]), "en", name=NAME, brand=Look(), generated_at=AT)
    assert "<h1>Why?</h1>" in html and "<title>Lotus Tea · Why?</title>" in html
    assert "<p>Lotus Tea</p>" in html and "<nav" not in html


def test_when_it_was_made_stands_in_the_footer(zh, en):
    assert "<p>生成于2026年11月2日 10:15（北京时间）</p>" in zh
    assert "<p>Generated on 2 November 2026 10:15 (Beijing time)</p>" in en


def test_a_frame_goes_around_tables_that_have_none():
    frame = pd.DataFrame({"day": ["1 Oct"], "users": [7]})
    html = page(code(new_output("execute_result", {"text/html": frame._repr_html_()}, execution_count=1)))
    assert '<div class="scroll" tabindex="0" role="region" aria-label="Table 1"><table' in html
    assert '<th scope="col">users</th>' in html and '<th scope="row">0</th>' in html
    assert "<th></th>" not in html and "<style scoped>" not in html
    assert (
        html.count("scroll") == page(code(*shown("", '<div class="scroll"><table></table></div>'))).count("scroll") + 0
    )


def test_pictures_are_inside_the_page_with_their_alternative_text():
    png = new_output("display_data", {"image/png": PIXEL + "\n", "text/plain": "Figure"}, metadata={"alt": 'A "dot"'})
    assert f'<img class="picture" src="data:image/png;base64,{PIXEL}" alt="A &#34;dot&#34;">' in page(code(png))
    svg = new_output("display_data", {"image/svg+xml": "<svg/>"}, metadata={"image/svg+xml": {"alt": "A line"}})
    data = base64.b64encode(b"<svg/>").decode()
    assert f'src="data:image/svg+xml;base64,{data}" alt="A line"' in page(code(svg))


def test_the_logo_is_inside_the_page(tmp_path):
    html = page(brand=brand_with_logo(tmp_path))
    assert '<img class="logo" src="data:image/svg+xml;base64,' in html and 'alt="Lotus Tea">' in html


def test_the_same_input_gives_the_same_page(en):
    assert export.html(review(), "en", name=NAME, brand=Look(), generated_at=AT) == en


def test_the_notebook_is_left_as_it_was():
    notebook = review()
    export.html(notebook, "en", name=NAME, brand=Look(), generated_at=AT)
    assert [cell.source for cell in notebook.cells] == [cell.source for cell in review().cells]
    assert [len(cell.get("outputs", ())) for cell in notebook.cells] == [
        len(c.get("outputs", ())) for c in review().cells
    ]


def test_one_exporter_serves_all():
    assert exporter() is exporter()


@pytest.mark.parametrize("color", ["red", "#fff", "#0F766E}*{display:none", "#0F766E\n"])
def test_a_brand_colour_cannot_bring_style_rules(color):
    with pytest.raises(GateError, match=r"brand\.color: expected a colour"):
        page(brand=Look(color=color))


def hostile(text):
    """The same page with a text wherever a client's or an analyst's words can go."""
    outputs = (
        new_output("stream", name="stdout", text=text),
        new_output("execute_result", {"text/plain": text}, execution_count=1),
        new_output("display_data", {"image/png": PIXEL}, metadata={"alt": text}),
        new_output(
            "display_data", {"text/html": pd.DataFrame({text: [text]}, index=[text]).to_html(), "text/plain": ""}
        ),
    )
    return page(code(*outputs), name={"en": text})


def test_markup_in_names_cells_and_columns_is_inert():
    assert skeleton(hostile(EVIL)) == skeleton(hostile("x"))
    export.gate.check(hostile(EVIL), new_notebook(), secrets={})


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.text(min_size=1).map(lambda text: "x" + text) | st.text(alphabet="<>/&\"'=!-[]x ", min_size=1).map("x{}".format)
)
def test_no_text_ever_creates_an_element(text):
    assert skeleton(hostile(text)) == skeleton(hostile("x"))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.text() | st.text(alphabet="<>/&\"'=!-[]()#*_`|\\:$~ \nxsrcipt").map("x {}".format))
def test_no_markdown_ever_creates_more_than_text(text):
    allowed = {
        "a",
        "blockquote",
        "code",
        "div",
        "em",
        "h2",
        "h3",
        "hr",
        "li",
        "main",
        "nav",
        "ol",
        "p",
        "pre",
        "section",
    }
    allowed |= {"br", "strong", "table", "tbody", "td", "th", "thead", "tr", "ul"}
    try:
        html = page(words(text))
    except GateError:  # a picture that would have to be fetched
        return
    frame = {tag for tag, _, _ in skeleton(page(words("x")))}
    assert {tag for tag, _, _ in skeleton(html)} <= allowed | frame
    assert not [e for e in parse(html).elements if any(name.startswith("on") for name, _ in e.attributes)]
