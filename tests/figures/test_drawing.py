import re
import warnings

import matplotlib as mpl
import numpy as np
from matplotlib import pyplot

from toolkit.figures.drawing import Plot


def drawn(**texts):
    plot = Plot(100, x=(0, 1), y=(0, 1), left=20)
    plot.line([0, 1], [0, 1], name="f-line")
    plot.dots([0.5], [0.5])
    plot.label(0, 0, "国庆 & <b>$5$</b>", anchor="end", classes="t-strong")
    return plot.fragment(**{"alt": 'up "5"', "caption": "n < 5", **texts})


def test_a_figure_is_part_of_a_page():
    html = drawn().html
    assert html.startswith('<figure><svg viewBox="0 0 680 100"')
    assert html.endswith("<figcaption>n &lt; 5</figcaption></figure>")
    assert 'role="img" aria-label="up &quot;5&quot;"' in html
    assert not [part for part in ("xmlns", "xlink", "http", "<!", "<?", "<style", "style=", "font:") if part in html]


def test_text_stays_text_and_can_only_be_read():
    assert 'text-anchor="end"' in drawn().html
    assert "国庆 &amp; &lt;b&gt;$5$&lt;/b&gt;</text>" in drawn().html
    assert re.search(r'<text [^>]*dy="0.35em" class="t-strong"', drawn().html)


def test_a_drawn_line_keeps_its_class_and_points():
    assert '<path d="M20 100L680 0"' in drawn().html
    assert 'class="f-line"' in drawn().html


def test_ids_are_of_this_figure_alone_and_all_lead_somewhere():
    ids = [set(re.findall(r'id="([^"]+)"', drawn(**more).html)) for more in ({}, {"alt": "down"}, {"caption": "other"})]
    assert all(ids) and not ids[0] & ids[1] and not ids[0] & ids[2]
    used = set(re.findall(r'(?:href="|url\()#([^")]+)', drawn().html))
    assert used and used <= ids[0]


def test_the_same_data_give_the_same_bytes_whatever_was_set_before():
    first = drawn().html
    with mpl.rc_context({"lines.linewidth": 7, "font.size": 20, "svg.fonttype": "path", "svg.hashsalt": "mine"}):
        assert drawn().html == first


def test_nothing_is_left_behind():
    before = dict(mpl.rcParams)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        drawn()
    assert dict(mpl.rcParams) == before
    assert pyplot.get_fignums() == []


def test_what_has_no_place_is_not_drawn():
    plot = Plot(100, x=(0, 1), y=(0, 1))
    plot.label(0, np.nan, "nowhere")
    plot.label(0, 0, "")
    plot.line([0, 0.5, 1], [0, np.nan, 1], name="f-line")
    html = plot.fragment(alt="a", caption="c").html
    assert "<text" not in html and "nan" not in html


def test_data_lie_between_the_margins():
    plot = Plot(100, x=(0, 10), y=(5, 0), left=80, right=100, top=10, bottom=40)
    plot.area([0, 10, 10, 0], [5, 5, 0, 0], name="f-bar", color="#123456")
    plot.rule(5, "#123456")
    html = plot.fragment(alt="a", caption="c").html
    assert '<path d="M80 60L580 60L580 10L80 10z"' in html
    assert '<path d="M0 60L580 60"' in html
    assert plot.up(10) == 1
