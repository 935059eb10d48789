"""Coverage of needs, worked out by hand; unknown is neither covered nor lacking."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit.params.quote_comparison import Need
from toolkit.quote.needs import coverage

NEEDS = {"content": Need(weight="3"), "chat": Need(weight="2"), "shop": Need(weight="1")}


def test_needs_count_by_their_weights():
    found = coverage(NEEDS, {"content": True, "chat": False, "shop": True})
    assert found.share == pytest.approx(4 / 6)
    assert (found.lowest, found.highest) == (found.share, found.share)
    assert (found.covered, found.lacking, found.unknown, found.known) == (("content", "shop"), ("chat",), (), 3)


def test_what_an_offer_does_not_say_leaves_a_range():
    found = coverage(NEEDS, {"content": True, "chat": False})
    assert (found.share, found.lowest, found.highest) == (3 / 5, 3 / 6, 4 / 6)
    silent = coverage(NEEDS, {"content": None})
    assert (silent.share, silent.lowest, silent.highest, silent.known) == (None, 0, 1, 0)


def test_without_needs_there_is_nothing_to_cover():
    assert coverage({}, {}).share is None and coverage({}, {}).highest is None


@given(st.fixed_dictionaries({name: st.sampled_from([True, False, None]) for name in NEEDS}))
def test_the_share_lies_within_its_range_and_every_need_is_counted_once(covers):
    found = coverage(NEEDS, covers)
    assert sorted(found.covered + found.lacking + found.unknown) == sorted(NEEDS)
    assert 0 <= found.lowest <= found.highest <= 1
    assert found.share is None or found.lowest <= found.share + 1e-12 and found.share <= found.highest + 1e-12
