import pytest

from toolkit.params.stated import read


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("+300 % users", [(3.0, "percent")]),
        ("增长300%", [(3.0, "percent")]),
        ("增长300％", [(3.0, "percent")]),
        ("40 per cent more", [(0.4, "percent")]),
        ("−12.5 %", [(-0.125, "percent")]),
        ("five-fold", [(5.0, "times")]),
        ("5 fold", [(5.0, "times")]),
        ("3.5 times", [(3.5, "times")]),
        ("2x sales", [(2.0, "times")]),
        ("sales doubled", [(2.0, "times")]),
        ("5倍", [(5.0, "times")]),
        ("达到五倍", [(5.0, "times")]),
        ("增长5倍", [(5.0, "percent")]),  # grown by five times: six times what it was
        ("提升了三倍", [(3.0, "percent")]),
        ("十二倍", [(12.0, "times")]),
        ("二十倍", [(20.0, "times")]),
        ("翻了一番", [(2.0, "times")]),
        ("+8 pp", [(0.08, "points")]),
        ("提高8个百分点", [(0.08, "points")]),
        ("1,200 %", [(12.0, "percent")]),
        ("from 50,000 to 300,000", []),
        ("+300 % users, five-fold sales", [(3.0, "percent"), (5.0, "times")]),
        ("2xl shirts", []),
        ("churn down 30 %", [(-0.3, "percent")]),
        ("cost per user cut by 20 per cent", [(-0.2, "percent")]),
        ("获客成本下降了约20%", [(-0.2, "percent")]),
        ("跳出率降低 3 个百分点", [(-0.03, "points")]),
        ("复购增长近3倍", [(3.0, "percent")]),
        ("涨了5倍", [(5.0, "percent")]),
        ("增长到5倍", [(5.0, "times")]),
        ("销售额翻倍", [(2.0, "times")]),
        ("翻了一倍", [(2.0, "times")]),
    ],
)
def test_growth_as_people_write_it(text, found):
    assert read(text) == found
