"""Each planted effect is found again in the written files with plain pandas; the files are the same on every run."""

import shutil
from hashlib import sha256
from pathlib import Path

import pandas as pd
import pytest

from toolkit import params, sample, sources

LAST_DAY = pd.Timestamp("2026-11-08")
PROJECT = Path(__file__).parents[2]
CLIENTS = sorted((PROJECT / "params").glob("*.yml"))


@pytest.fixture(scope="module")
def data(tmp_path_factory) -> Path:
    root = tmp_path_factory.mktemp("demo")
    sample.write(root)
    return root / "data"


@pytest.fixture(scope="module")
def tea(data) -> pd.DataFrame:
    events = pd.concat(pd.read_parquet(path) for path in sorted((data / "lotus-tea/events").glob("*.parquet")))
    return events.assign(day=events["ts"].dt.normalize())


@pytest.fixture(scope="module")
def tea_orders(data) -> pd.DataFrame:
    return pd.read_csv(data / "lotus-tea/orders.csv", parse_dates=["paid_at"])


@pytest.fixture(scope="module")
def gear(data) -> pd.DataFrame:
    events = pd.read_csv(data / "north-gear/events.csv", parse_dates=["time_utc"])
    return events.assign(day=(events["time_utc"] + pd.Timedelta("8h")).dt.normalize())


@pytest.fixture(scope="module")
def gear_visits(data) -> pd.DataFrame:
    return pd.read_csv(data / "north-gear/visits.csv", parse_dates=["start"])


def newcomers(events: pd.DataFrame) -> pd.DataFrame:
    """One row per user: day of the first event, and whether there is one on the next day."""
    days = events[["openid", "day"]].drop_duplicates()
    first = days.groupby("openid")["day"].min().reset_index()
    wanted = first.assign(day=first["day"] + pd.Timedelta("1D"))
    return first.assign(is_back=wanted.merge(days, how="left", indicator=True)["_merge"].eq("both"))


def counted(data: Path, name: str, grain: str) -> pd.DataFrame:
    visits = pd.read_csv(data / "city-reader" / name, parse_dates=["ref_date"])
    return visits[visits["grain"] == grain].set_index("ref_date")


def test_the_same_bytes_on_every_run(data, tmp_path):
    def hashes(files: list[Path], root: Path) -> dict[str, str]:
        return {str(path.relative_to(root)): sha256(path.read_bytes()).hexdigest() for path in files}

    again = hashes(sample.write(tmp_path), tmp_path)
    assert again == hashes([path for path in data.rglob("*") if path.is_file()], data.parent)


@pytest.mark.parametrize("path", CLIENTS, ids=lambda path: path.stem)
def test_every_table_of_a_demo_client_has_its_file(path, data):
    client = params.load(path)
    places = {name: Path(source.path).relative_to(PROJECT / "data") for name, source in client.data.items()}
    assert {name for name, place in places.items() if not list(data.glob(str(place)))} == set()
    used = {found for place in places.values() for found in data.glob(str(place))}
    assert used == {found for found in (data / client.id).rglob("*") if found.is_file()}


@pytest.mark.parametrize("path", CLIENTS, ids=lambda path: path.stem)
def test_the_only_oddity_in_a_table_is_an_order_without_user(path, data):
    copy = shutil.copytree(PROJECT / "params", data.parent / "params", dirs_exist_ok=True) / path.name
    client = params.load(copy)
    assert sources.check(client) == []
    warehouse = sources.load(client)
    odd = {(finding.table, finding.kind) for finding in warehouse.findings}
    warehouse.close()
    assert odd == ({("orders", "missing_user_id")} if client.id == "lotus-tea" else set())


def test_all_data_end_on_the_same_day(tea, gear, data):
    clinic = pd.read_csv(data / "bright-smile/events.csv.gz", encoding="gb18030", parse_dates=["时间"])
    assert tea["day"].max() == gear["day"].max() == clinic["时间"].max().normalize() == LAST_DAY
    assert counted(data, "visits.csv", "day").index.max() == LAST_DAY


def test_ids_look_like_openids(tea):
    ids = tea["openid"].drop_duplicates()
    assert ids.str.fullmatch("o[0-9A-Za-z_-]{27}").all()
    assert len(ids) > 10_000


def test_national_day_brings_people_who_do_not_come_back(tea):
    users = newcomers(tea).set_index("day").sort_index()
    festival, before, after = users["2026-10-01":"2026-10-07"], users[:"2026-09-28"], users["2026-10-08":"2026-11-07"]
    assert festival["is_back"].mean() == pytest.approx(0.20, abs=0.03)
    assert before["is_back"].mean() == pytest.approx(0.32, abs=0.01)
    assert after["is_back"].mean() == pytest.approx(0.32, abs=0.03)
    assert len(festival) / 7 - len(after) / 31 == pytest.approx(130, abs=20)
    active = tea.groupby("day")["openid"].nunique()
    assert active["2026-10-01":"2026-10-07"].mean() > 1.3 * active["2026-10-08":"2026-10-31"].mean()


def test_national_day_keeps_the_service_desk_busy(data):
    tickets = pd.read_excel(data / "lotus-tea/tickets.xlsx", engine="calamine").set_index("创建时间")
    wait = tickets["首次响应时间"] - tickets.index
    week, before = wait["2026-10-01":"2026-10-07"], wait["2026-08-01":"2026-09-30"]
    assert (len(week) / 7) / (len(before) / 61) == pytest.approx(2, abs=0.5)
    assert week.mean() / before.mean() == pytest.approx(1.8, abs=0.5)  # 20 s + 2 * 90 s against 20 s + 90 s


def test_one_day_has_orders_but_no_events(tea, tea_orders):
    everyday = pd.date_range("2025-08-01", LAST_DAY)
    assert everyday.difference(tea["day"]).tolist() == [pd.Timestamp("2026-09-30")]
    assert (tea_orders["paid_at"].dt.normalize() == pd.Timestamp("2026-09-30")).any()


def test_refunds_rise_in_october(tea_orders):
    amount, month = tea_orders["amount"], tea_orders["paid_at"].dt.strftime("%Y-%m")
    rate = -amount[amount < 0].groupby(month).sum() / amount[amount > 0].groupby(month).sum()
    assert rate["2026-10"] == pytest.approx(0.09, abs=0.02)
    assert rate[:"2026-09"].mean() == pytest.approx(0.03, abs=0.01)


def test_some_orders_name_nobody(tea_orders):
    assert tea_orders.groupby("order_no")["openid"].count().eq(0).mean() == pytest.approx(0.04, abs=0.01)


def test_moments_doubles_its_price(tea, data):
    spend = pd.read_csv(data / "lotus-tea/spend.csv", parse_dates=["date"])
    first = tea.sort_values("ts", kind="stable").drop_duplicates("openid")

    def cac(channel: str, start: str, end: str) -> float:
        fen = spend.loc[spend["date"].between(start, end) & (spend["channel"] == channel), "cost"].sum()
        return fen / 100 / (first["day"].between(start, end) & (first["channel"] == channel)).sum()

    assert cac("moments", "2026-08-01", "2026-08-31") == pytest.approx(12, rel=0.05)
    assert cac("moments", "2026-10-01", "2026-10-31") == pytest.approx(24, rel=0.05)
    assert cac("search", "2026-10-01", "2026-10-31") == pytest.approx(9, rel=0.05)


def test_spring_festival_is_quiet(tea):
    active = tea.groupby("day")["openid"].nunique()
    usual = active["2026-02-02":"2026-02-15"].mean()
    assert active["2026-02-16":"2026-02-22"].mean() / usual == pytest.approx(0.55, abs=0.06)


def test_double_11_brings_more_people_each_year(tea):
    new = newcomers(tea).groupby("day").size()
    assert new["2025-11-01":"2025-11-07"].mean() / new["2025-10-18":"2025-10-31"].mean() == pytest.approx(1.6, abs=0.25)
    assert new["2026-11-01":"2026-11-07"].mean() / new["2026-10-18":"2026-10-31"].mean() == pytest.approx(1.6, abs=0.25)


def test_appointment_conversion_rises_by_six_points(data):
    events = pd.read_csv(data / "bright-smile/events.csv.gz", encoding="gb18030", parse_dates=["时间"])
    month = events["时间"].dt.strftime("%Y-%m")
    users = events.groupby([month, "事件"])["用户"].nunique().unstack()
    before, after = users.loc["2026-02":"2026-07"].sum(), users.loc["2026-08":"2026-10"].sum()
    assert before["预约成功"] / before["预约页"] == pytest.approx(0.24, abs=0.01)
    assert after["预约成功"] / after["预约页"] == pytest.approx(0.30, abs=0.01)


def test_clinic_sheet_reads_back(data):
    orders = pd.read_excel(data / "bright-smile/orders.xlsx", sheet_name="收费明细", engine="calamine")
    assert orders["收费时间"].dt.strftime("%H:%M").min() >= "09:00"
    assert orders["收费时间"].max() < LAST_DAY + pd.Timedelta("1D")
    assert (orders["退款"] <= orders["实收"]).all()
    assert 0.005 < orders["退款"].sum() / orders["实收"].sum() < 0.05
    tickets = pd.read_excel(data / "lotus-tea/tickets.xlsx", engine="calamine")
    assert tickets["满意度"].dropna().isin([1, 2, 3, 4, 5]).all()
    assert (tickets["首次响应时间"] > tickets["创建时间"]).all()


def test_share_rate_doubles_in_september(data):
    days = counted(data, "visits.csv", "day")
    months = days.groupby(days.index.strftime("%Y-%m"))[["share_uv", "visit_uv"]].sum()
    rate = months["share_uv"] / months["visit_uv"]
    assert rate["2026-08"] == pytest.approx(0.022, abs=0.002)
    assert rate["2026-09"] == pytest.approx(0.044, abs=0.002)
    assert rate["2026-10"] == pytest.approx(0.044, abs=0.002)


def test_platform_figures_agree_with_each_other(data):
    days, months = counted(data, "visits.csv", "day"), counted(data, "visits.csv", "month")
    per_month = days.groupby(days.index.to_period("M").start_time)
    sums = per_month[["visit_uv", "visit_uv_new", "session_cnt", "visit_pv"]].sum().loc[months.index]
    assert (months["visit_uv"] < sums["visit_uv"]).all()
    assert (months["visit_uv"] >= per_month["visit_uv"].max().loc[months.index]).all()
    assert (
        months[["visit_uv_new", "session_cnt", "visit_pv"]] == sums[["visit_uv_new", "session_cnt", "visit_pv"]]
    ).all(axis=None)
    pages = pd.read_csv(data / "city-reader/pages.csv", parse_dates=["date"]).groupby("date").sum(numeric_only=True)
    assert (
        pages[["views", "entries", "exits", "shares"]].to_numpy()
        == days[["visit_pv", "session_cnt", "session_cnt", "share_pv"]]
    ).all(axis=None)
    traffic = pd.read_csv(data / "city-reader/traffic.csv", parse_dates=["date"]).groupby("date")["sessions"].sum()
    assert (traffic.to_numpy() == days["session_cnt"]).all()
    portrait = (
        pd.read_csv(data / "city-reader/portrait.csv").groupby(["population", "dimension"])["users"].sum().unstack(0)
    )
    assert (portrait["active"] == months.loc["2026-10-01", "visit_uv"]).all()
    assert (portrait["new"] == months.loc["2026-10-01", "visit_uv_new"]).all()


def test_retention_begins_with_the_cohort_and_says_zero_beyond_the_last_day(data):
    table = pd.read_csv(data / "city-reader/retention.csv", parse_dates=["start"], date_format="%Y%m%d")
    day = table[table["grain"] == "day"]
    cohorts = day[day["offset"] == 0].pivot(index="start", columns="kind", values="users")
    visits = counted(data, "visits.csv", "day")
    assert (cohorts["active"] == visits["visit_uv"]).all()
    assert (cohorts["new"] == visits["visit_uv_new"]).all()
    is_observed = day["start"] + pd.to_timedelta(day["offset"], unit="D") <= LAST_DAY
    assert (day.loc[~is_observed, "users"] == 0).all()
    assert (~is_observed).sum() > 0
    seen = day[is_observed & (day["kind"] == "new")].groupby("offset")["users"].sum()
    base = day[is_observed & (day["kind"] == "new") & (day["offset"] == 0) & (day["start"] < LAST_DAY)]["users"].sum()
    assert seen[1] / base == pytest.approx(0.24, abs=0.01)
    assert (
        table.loc[(table["grain"] == "month") & (table["start"] == "2026-10-01") & (table["offset"] == 1), "users"]
        .eq(0)
        .all()
    )


def test_events_and_platform_agree_but_for_one_week(gear, gear_visits):
    days = gear_visits[gear_visits["grain"] == "day"].set_index("start")
    ratio = gear.groupby("day")["openid"].nunique() / days["users"]
    week = ratio["2026-10-12":"2026-10-18"]
    assert week.mean() == pytest.approx(0.97, abs=0.002)
    assert (ratio.drop(week.index) == 1).all()
    sessions = gear.groupby("day")["session_id"].nunique() / days["sessions"]
    assert (sessions.drop(week.index) == 1).all()


def test_platform_retention_is_that_of_the_events(gear, data):
    table = pd.read_csv(data / "north-gear/retention.csv", parse_dates=["start"])
    assert (table["start"] + pd.to_timedelta(table["offset"], unit="D"))[table["grain"] == "day"].max() == LAST_DAY
    users = newcomers(gear)
    day = table[(table["grain"] == "day") & (table["kind"] == "new") & (table["start"] <= "2026-10-10")]
    counts = day.pivot(index="start", columns="offset", values="users")
    own = users[users["day"] <= "2026-10-10"].groupby("day")["is_back"]
    assert (counts[0] == own.size()).all()
    assert (counts[1] == own.sum()).all()


def test_returns_are_negative_quantities(data):
    orders = pd.read_csv(data / "north-gear/orders.csv", parse_dates=["OrderDate"], date_format="%m/%d/%Y %H:%M")
    amount = orders["Quantity"] * orders["UnitPrice"]
    assert -amount[amount < 0].sum() / amount[amount > 0].sum() == pytest.approx(0.04, abs=0.02)
