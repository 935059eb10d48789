"""Money in the characters that Chinese contracts use, which cannot be changed by a stroke."""

from decimal import Decimal

_DIGITS = "零壹贰叁肆伍陆柒捌玖"
_PLACES = ("", "拾", "佰", "仟")


def capitals(amount: Decimal) -> str:
    """An amount of yuan to the cent, as it stands beside the digits in a Chinese contract.

    >>> capitals(Decimal("13587.13")), capitals(Decimal("20005.00")), capitals(Decimal("-0.50"))
    ('人民币壹万叁仟伍佰捌拾柒元壹角叁分', '人民币贰万零伍元整', '人民币负伍角整')
    """
    yuan, cents = divmod(int(abs(amount) * 100), 100)
    tenth, hundredth = divmod(cents, 10)
    text = _whole(yuan) + "元" if yuan else ""
    if tenth:
        text += _DIGITS[tenth] + "角"
    elif hundredth and yuan:
        text += "零"
    text += _DIGITS[hundredth] + "分" if hundredth else "整"
    return "人民币" + ("负" if amount < 0 else "") + (text if yuan or cents else "零元整")


def _whole(number: int) -> str:
    """A whole number above 0, in steps of a hundred million; a gap of zeros is said once."""
    high, low = divmod(number, 100_000_000)
    if high:
        is_gap = low < 10_000_000 or high % 10 == 0
        return _whole(high) + "亿" + (("零" if is_gap else "") + _whole(low) if low else "")
    text, is_gap = "", False
    digits = str(number)
    for index, digit in enumerate(digits):
        place = len(digits) - 1 - index
        if digit == "0":
            is_gap = True
        else:
            text += ("零" if is_gap and text else "") + _DIGITS[int(digit)] + _PLACES[place % 4]
            is_gap = False
        if place == 4 and number >= 10_000:
            text += "万"
    return text
