from decimal import Decimal

import pytest

from toolkit.settlement.capitals import capitals


@pytest.mark.parametrize(
    ("amount", "written"),
    [
        ("0.00", "零元整"),
        ("0.05", "伍分"),
        ("10.05", "壹拾元零伍分"),
        ("1001.10", "壹仟零壹元壹角整"),
        ("10000.00", "壹万元整"),
        ("100500.00", "壹拾万零伍佰元整"),
        ("1230000.00", "壹佰贰拾叁万元整"),
        ("100000001.01", "壹亿零壹元零壹分"),
        ("1048200000.00", "壹拾亿零肆仟捌佰贰拾万元整"),
        ("1000100000000.00", "壹万零壹亿元整"),
        ("12000000000000000.00", "壹亿贰仟万亿元整"),
        ("-20.30", "负贰拾元叁角整"),
    ],
)
def test_amounts_as_contracts_write_them(amount, written):
    assert capitals(Decimal(amount)) == "人民币" + written
