import pytest

from toolkit import colors


def test_contrast_of_the_extremes():
    assert colors.contrast("#000000", "#ffffff") == pytest.approx(21)
    assert colors.contrast("#090909", "#090909") == 1


@pytest.mark.parametrize("color", ["#ffffff", "#ffd400", "#0f766e", "#ff0000", "#00ffcc", "#000000"])
def test_text_in_the_brand_colour_can_be_read(color):
    assert colors.contrast(colors.readable(color), colors.WHITE) >= colors.MIN_CONTRAST


def test_a_dark_brand_colour_is_kept():
    assert colors.readable("#123456") == "#123456"
