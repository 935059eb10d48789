import re
import warnings

import matplotlib as mpl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from matplotlib import pyplot

from toolkit import colors, theme

COLORS = ["#0F766E", "#ffd400", "#ff0000", "#00ff00", "#123456", "#ffffff", "#000000"]


@theme.style()
def drawn(**texts):
    ax = theme.axes(100, left=20)
    ax.set(xlim=(0, 1), ylim=(0, 1))
    ax.plot([0, 1], [0, 1], gid="class: f-line", clip_on=False)
    ax.plot([0.5], [0.5], "o", clip_on=False)
    theme.label(ax, 0, 0, "国庆 & <b>$5$</b>", anchor="end", classes="t-strong")
    return theme.fragment(ax.figure, **{"alt": 'up "5"', "caption": "n < 5", **texts})


@pytest.mark.parametrize("color", COLORS)
def test_a_brand_colour_can_be_read_on_white(color):
    assert colors.contrast(colors.readable(color), "#ffffff") >= 4.5


def test_a_dark_brand_colour_is_kept():
    assert colors.readable("#0F766E") == "#0f766e"


@pytest.mark.parametrize("color", [theme.INK, theme.SUB, theme.WARN])
def test_text_colours_can_be_read_on_white(color):
    assert colors.contrast(color, "#ffffff") >= 4.5


@given(st.sampled_from(COLORS), st.floats(0, 1))
def test_text_can_be_read_on_every_tint(color, share):
    background = theme.tint(color, share)
    assert colors.contrast(theme.ink_on(background), background) >= 4.5


def test_tint_runs_from_white_to_the_colour():
    assert [theme.tint("#0f766e", share) for share in (0, 0.5, 1)] == ["#ffffff", "#87bbb6", "#0f766e"]


def test_chinese_counts_twice():
    assert theme.ems("国庆") == 2
    assert theme.ems("ab") == pytest.approx(1.24)


def test_shorten_cuts_only_what_does_not_fit():
    assert theme.shorten("国庆活动", 4 * theme.PHONE) == "国庆活动"
    assert theme.shorten("国庆活动", 3 * theme.PHONE) == "国庆…"


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


def test_text_on_a_phone_is_at_least_nine_pixels():
    rules = dict(re.findall(r"max-width:(\d+)px\)\{figure svg text\{font-size:(\d+)px", theme.FIGURE_CSS))
    page = {480: 390 - 36, 374: 360 - 36, 600: 481 - 36}  # width of a figure on a screen this rule is for
    assert all(int(rules[str(screen)]) * figure / theme.WIDTH >= 9 for screen, figure in page.items())
