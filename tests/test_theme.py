import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit import colors, theme

COLORS = ["#0F766E", "#ffd400", "#ff0000", "#00ff00", "#123456", "#ffffff", "#000000"]


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


def test_text_on_a_phone_is_at_least_nine_pixels():
    rules = dict(re.findall(r"max-width:(\d+)px\)\{figure svg text\{font-size:(\d+)px", theme.FIGURE_CSS))
    page = {480: 390 - 36, 374: 360 - 36, 600: 481 - 36}  # width of a figure on a screen this rule is for
    assert all(int(rules[str(screen)]) * figure / theme.WIDTH >= 9 for screen, figure in page.items())
