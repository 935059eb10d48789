from nbformat.v4 import new_notebook, new_output

from tests.export.example import code, shown, words
from tests.export.invented import review
from toolkit.export.cells import in_language, read
from toolkit.i18n import Locale

EN = Locale("en")


def reading(*cells):
    return read(in_language(new_notebook(cells=list(cells)), "en"), EN)


def test_roles_take_outputs_out_of_the_sections():
    got = reading(
        words("# Q"),
        code(*shown("", "<h1>F</h1>", role="header"), *shown("", "<p>B</p>")),
        code(*shown("", "<p>E</p>", role="footer")),
    )
    assert (got.question, got.header, got.footer) == ("Q", "<h1>F</h1>", "<p>E</p>")
    assert [(section.name, section.body) for section in got.sections] == [("", "<p>B</p>")]


def test_the_kind_of_a_report_is_its_question_up_to_the_colon():
    assert [reading(words(f"# {q}")).kind for q in ("Review: is it good?", "复盘：好吗？", "Is it good?")] == [
        "Review",
        "复盘",
        "Is it good?",
    ]


def test_a_later_main_heading_opens_a_section_and_deeper_ones_are_of_the_third_level():
    got = reading(words("# Q\n\n## A\n\n#### deep\n\n# B\n\ntext"))
    assert [section.name for section in got.sections] == ["A", "B"]
    assert "<h3>deep</h3>" in got.sections[0].body


def test_a_title_is_plain_words_in_the_contents():
    assert reading(words("## A *b* & <i>\n\ntext")).sections[0].name == "A b & <i>"


def test_tables_are_numbered_through_the_page():
    table = new_output("display_data", {"text/html": "<table><tr><td>1</td></tr></table>", "text/plain": ""})
    body = reading(code(table), code(table)).sections[0].body
    assert 'aria-label="Table 1"' in body and 'aria-label="Table 2"' in body


def test_the_richest_form_that_needs_no_program_is_shown():
    both = new_output("display_data", {"text/html": "<p>html</p>", "text/plain": "plain", "image/png": "AA"})
    marked = new_output("display_data", {"text/markdown": "*marked*", "text/plain": "plain"})
    program = new_output("display_data", {"application/javascript": "alert(1)", "text/plain": "<Javascript>"})
    assert reading(code(both, marked, program)).sections[0].body == "<p>html</p>\n<p><em>marked</em></p>\n"


def test_cells_of_another_language_go_with_their_outputs():
    left = in_language(review(), "zh")
    assert not [cell for cell in left.cells if "en" in cell.metadata.get("tags", ())]
    assert not [o for cell in left.cells for o in cell.get("outputs", ()) if o.metadata.get("lang") == "en"]
