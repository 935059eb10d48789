import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit.figures import layout
from toolkit.i18n import Locale

EN, ZH = Locale("en"), Locale("zh")


def test_scale_starts_at_0_unless_the_data_lie_far_above():
    assert layout.scale(5, 38) == [0, 10, 20, 30, 40]
    assert layout.scale(1900, 2600)[0] > 1500
    assert layout.scale(-3, 8) == [-5, 0, 5, 10]
    assert layout.scale(0, 0)[0] == 0


@given(st.floats(0, 1e9), st.floats(0, 1e9))
def test_scale_holds_the_data_in_few_values(a, b):
    low, high = sorted((a, b))
    values = layout.scale(low, high)
    assert values[0] <= low and high <= values[-1] + 1e-6 * high
    assert 2 <= len(values) <= 7


@pytest.mark.parametrize(
    ("values", "unit", "texts"),
    [
        ([0, 0.1, 0.2], "share", ["0%", "10%", "20%"]),
        ([0, 0.025, 0.05], "share", ["0.0%", "2.5%", "5.0%"]),
        ([0, 500, 1000], "users", ["0", "500", "1,000"]),
        ([0, 20_000, 40_000], "users", ["0", "2万", "4万"]),
        ([0, 0.5, 1], "CNY", ["¥0.0", "¥0.5", "¥1.0"]),
        ([0, 20_000], "CNY", ["0", "¥2万"]),
        ([0, 2.5, 5], "ratio", ["0.0", "2.5", "5.0"]),
    ],
)
def test_scale_labels_have_the_same_digits(values, unit, texts):
    assert layout.scale_labels(values, unit, ZH) == texts


def test_a_text_is_pushed_inwards_by_the_edges():
    frame = layout.Frame(left=20, right=20, end=10)  # 64 units a step
    assert frame.spot(5, "国") == layout.Spot(5, "middle", (331, 349))
    assert frame.spot(0, "国庆活动") == layout.Spot(frame.data(0), "start", (0, 72))
    assert frame.spot(10, "国庆活动") == layout.Spot(frame.data(680), "end", (608, 680))


def test_rows_are_taken_from_below():
    assert layout.rows([(0, 50), (40, 90), (60, 100), (70, 80)]) == [0, 1, 0, 2]


def test_the_first_given_has_the_right_of_way():
    assert layout.thinned([(40, 60), (50, 70), (0, 30)]) == [True, False, True]


def test_apart_moves_as_little_as_needed():
    assert layout.apart([10, 12], 6) == [8, 14]
    assert layout.apart([12, 10], 6) == [14, 8]
    assert layout.apart([10, 30], 6) == [10, 30]
