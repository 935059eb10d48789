import re
from datetime import timedelta

import pytest

from tests.export.example import AT, NAME, Look, brand_with_logo
from toolkit import overview
from toolkit.export.markup import parse
from toolkit.i18n import Locale
from toolkit.overview import Row

REASON = 'data/harbor/orders.csv:7 column "amount": expected a number, got "</b><script>".'


def published(period="2026-10", client="lotus-tea", languages=("zh",), **more):
    files = {language: f"{client}/{period}/kpi_review.{language}.html" for language in languages}
    took = {"seconds": 7.31, "cpu_seconds": 4.06, "peak_memory_bytes": 300 * 2**20, "why": "data of events changed"}
    values = {"state": "published", "client_name": NAME, "finished_at": AT - timedelta(minutes=4), "files": files}
    return Row(client, "kpi_review", period, **values | took | more)


FAILED = Row(
    client="harbor",
    client_name={"en": "Harbor Books"},
    report="kpi_review",
    period_label="2026-10",
    state="failed",
    finished_at=AT - timedelta(hours=3),
    seconds=2.0,
    reason=REASON,
    files={"en": "harbor/2026-10/kpi_review.html"},
)


def lines(html):
    """Each row of the table as its cells' texts."""
    rows = re.findall(r"<tr>(.*?)</tr>", html, re.DOTALL)
    cells = [re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.DOTALL) for row in rows]
    return [["".join(t.text for t in parse(cell).texts).strip() for cell in row] for row in cells]


def agency(*rows, language="en"):
    return overview.agency(rows, language=language, now=AT)


HEADS = ["Client", "Report", "Period", "State", "Age", "Pages", "Seconds", "CPU seconds", "Peak MB", "Reason"]
DUE = Row("ash", "kpi_review", "2026-10", "due")


def test_the_agency_sees_failures_first_then_what_is_due():
    rows = published(), published("2026-09", state="unchanged"), DUE, FAILED
    got = lines(agency(*rows))
    took = ["7.3", "4.1", "300", "data of events changed"]
    assert got == [
        HEADS,
        ["Harbor Books", "KPI review", "2026-10", "failed", "3 h", "open", "2.0", "–", "–", REASON],
        ["ash", "KPI review", "2026-10", "due", "–", "–", "–", "–", "–", ""],
        ["Lotus Tea", "KPI review", "2026-10", "published", "4 min", "open", *took],
        ["Lotus Tea", "KPI review", "2026-09", "unchanged", "4 min", "open", *took],
    ]
    assert "1 failed, 1 due, 2 in order" in agency(*rows)


def test_what_never_finished_has_no_age():
    row = Row("spark", "my_report", "2026-W41", "running", client_name={"zh": "火花"}, why="asked for")
    expected = ["火花", "my report", "2026-W41", "running", "–", "–", "–", "–", "–", "asked for"]
    assert lines(agency(row))[1] == expected


def test_a_failure_says_why_it_ran_after_why_it_failed():
    assert lines(agency(published(state="failed", reason="Disk full.")))[1][-1] == "Disk full. data of events changed"


@pytest.mark.parametrize(
    ("passed", "text"),
    [
        (timedelta(seconds=-5), "0 min"),
        (timedelta(minutes=119), "119 min"),
        (timedelta(hours=2), "2 h"),
        (timedelta(hours=47), "47 h"),
        (timedelta(days=31), "31 days"),
    ],
)
def test_age(passed, text):
    assert lines(agency(published(finished_at=AT - passed)))[1][HEADS.index("Age")] == text


def test_nothing_has_run():
    assert "Nothing has run yet." in agency()
    assert "还没有运行过。" in agency(language="zh")


def test_links_of_each_language():
    html = agency(published(languages=("zh", "en")))
    assert '<a href="lotus-tea/2026-10/kpi_review.zh.html">中文</a>' in html
    assert '<a href="lotus-tea/2026-10/kpi_review.en.html">English</a>' in html


def test_text_is_inert():
    assert [e.tag for e in parse(agency(FAILED)).elements].count("script") == 0
    evil = published(client="lotus-tea", files={"zh": 'lotus-tea/2026-10/"><script>.html'})
    assert [e.tag for e in parse(agency(evil)).elements].count("script") == 0


def client(*rows, language="en", brand=None):
    return overview.client(rows, client="lotus-tea", language=language, name=NAME, brand=brand or Look())


def test_a_client_sees_its_own_pages_newest_period_first():
    html = client(published("2026-09"), published("2026-W42"), published("2026-10", languages=("zh", "en")), FAILED)
    assert re.findall(r"<h2[^>]*>(.*?)</h2>", html) == ["October 2026", "week 42, 2026", "September 2026"]
    assert '<li><a href="2026-09/kpi_review.zh.html">KPI review</a></li>' in html
    assert 'KPI review · <a href="2026-10/kpi_review.zh.html">中文</a> · <a href="2026-10/kpi_review.en.html">' in html


def test_a_client_sees_no_failure_and_no_other_client():
    stands = published(state="failed", reason="out of memory")
    never = published("2026-09", state="failed", reason="out of memory", files={})
    html = client(stands, never, FAILED)
    assert "2026-10/kpi_review.zh.html" in html and "2026-09" not in html
    assert not re.search("failed|memory|[Hh]arbor", re.sub("<style>.*?</style>", "", html, flags=re.DOTALL))


def test_a_client_without_reports():
    assert "还没有发布的报告。" in client(FAILED, language="zh")


def test_a_page_of_another_client_is_never_linked():
    wrong = published(files={"zh": "harbor/2026-10/kpi_review.zh.html"})
    with pytest.raises(ValueError, match="expected paths below lotus-tea/"):
        client(wrong)


def test_the_client_page_has_the_clients_look(tmp_path):
    html = client(published(), language="zh", brand=brand_with_logo(tmp_path))
    assert '<html lang="zh-CN">' in html and "<title>荷香茶饮 · 报告</title>" in html
    assert '<img class="logo" src="data:image/svg+xml;base64,' in html


def test_an_own_report_has_the_name_of_its_notebook():
    assert overview.report_title("weekly_pulse", Locale("zh")) == "weekly pulse"
    assert overview.report_title("settlement", Locale("zh")) == "结算单"
