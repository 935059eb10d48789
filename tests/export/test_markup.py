from toolkit.export.markup import parse


def test_elements_have_attributes_parents_and_the_section_they_stand_in():
    page = parse('<main><h2>A  b</h2><p class="x" title="&lt;">t<br>u</p><img src="d"/></main>')
    paragraph = page.elements[2]
    assert (paragraph.tag, paragraph.parents, paragraph.place) == ("p", ("main",), 'section "A b"')
    assert (paragraph.get("title"), paragraph.get("id")) == ("<", None)
    assert [(t.text, t.parents) for t in page.texts[1:]] == [("t", ("main", "p")), ("u", ("main", "p"))]
    assert page.elements[-1].parents == ("main",)


def test_what_a_reader_cannot_see_is_not_visible():
    page = parse("<title>a</title><style>b</style><p>c</p>")
    assert [t.text for t in page.visible()] == ["c"]


def test_pieces_that_browsers_read_differently_are_odd():
    assert parse("<!doctype html><!-- plain --><p>").odd == []
    for piece in ("<!--><b>-->", "<?xml?>", "<![CDATA[x]]>"):
        assert parse(piece).odd, piece
