from datetime import datetime

import pytest

from tests.export.example import AT, Look
from toolkit.errors import GateError
from toolkit.export import page
from toolkit.i18n import Locale


def test_a_moment_with_and_without_a_zone():
    assert page.moment(Locale("en"), AT) == "2 November 2026 10:15 (Beijing time)"
    assert page.moment(Locale("zh"), datetime(2026, 11, 2, 9, 5)) == "2026年11月2日 09:05"


def test_a_logo_of_another_kind_is_refused(tmp_path):
    with pytest.raises(GateError, match=r"brand\.logo: expected an svg or png file, got .logo\.gif"):
        page.logo(Look(logo=tmp_path / "logo.gif"), "x")


def test_a_picture_without_words_has_no_alternative_text():
    assert "alt" not in page.image("image/png", "AA==", " ")


def test_unprintable_characters_are_replaced():
    assert page.clean("a\x00b\x1b\ud800\n\tc") == "a\ufffdb\ufffd\ufffd\n\tc"
