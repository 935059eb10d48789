"""Real files, loaded as a client file would have them, equal plain pandas row by row."""

from decimal import Decimal

import pandas as pd
import pytest

from toolkit import params, sources
from toolkit.warehouse import Finding


@pytest.fixture
def load(tmp_path, shared_data):
    """The tables of a client file whose `data:` is given; paths start at the real data."""
    opened = []

    def read(data, zone="Asia/Shanghai"):
        path = tmp_path / "acme.yml"
        path.write_text(
            f"client: acme\nname: Acme\ntimezone: {zone}\ndata:\n{data}".replace("REAL", str(shared_data)), "utf-8"
        )
        opened.append(sources.load(params.load(path)))
        return opened[-1]

    yield read
    for warehouse in opened:
        warehouse.close()


def test_order_lines_of_a_shop(load, shared_data):
    warehouse = load(
        """
  orders:
    path: REAL/online_retail/online_retail_2010_2011.parquet
    columns:
      {amount: Quantity * UnitPrice, user_id: CustomerID, order_id: InvoiceNo, at: InvoiceDate, product: StockCode,
       quantity: Quantity}
""",
        "Europe/London",
    )
    raw = pd.read_parquet(shared_data / "online_retail/online_retail_2010_2011.parquet")
    found = warehouse.frame("orders")
    assert len(found) == warehouse.inputs["orders"].rows == len(raw) == 541_909
    for ours, theirs in {
        "order_id": "InvoiceNo",
        "product": "StockCode",
        "quantity": "Quantity",
        "at": "InvoiceDate",
    }.items():
        assert (found[ours] == raw[theirs]).all()
    assert (found["amount"] - raw["Quantity"] * raw["UnitPrice"]).abs().max() < 1e-9
    pairs = zip(raw["Quantity"].astype(int), raw["UnitPrice"].map(repr), strict=True)
    exact = sum(quantity * Decimal(price) for quantity, price in pairs)
    assert warehouse.tables["orders"].amount.sum().to_pandas() == exact
    users = raw["CustomerID"].dropna().astype(int).astype(str)
    assert found["user_id"].dropna().tolist() == users.tolist()
    assert warehouse.findings == [
        Finding("orders", "duplicate_rows", int(raw.duplicated().sum())),
        Finding("orders", "missing_user_id", int(raw["CustomerID"].isna().sum())),
    ]


def test_events_of_a_game(load, shared_data):
    path = "game_launch_events/gamelaunch.csv.gz"
    columns = "{user_id: userid, at: eventDate, event: eventName}"
    found = load(f"  events: {{path: REAL/{path}, columns: {columns}}}\n").frame("events")
    raw = pd.read_csv(shared_data / path, parse_dates=["eventDate"])
    assert len(found) == 29_324
    for ours, theirs in {"user_id": "userid", "at": "eventDate", "event": "eventName"}.items():
        assert (found[ours] == raw[theirs]).all()


def test_clicks_in_a_shop(load, shared_data):
    path = "ecom_clickstream/ecom.csv.gz"
    columns = "{at: timestamp, device: platform, channel: acquisition_channel}"
    found = load(f"  events: {{path: REAL/{path}, columns: {columns}}}\n").frame("events")
    raw = pd.read_csv(shared_data / path, parse_dates=["timestamp"])
    assert len(found) == 31_106
    mapped = {"at": "timestamp", "device": "platform", "channel": "acquisition_channel"}
    for name in ("user_id", "session_id", "event", *mapped):
        assert (found[name] == raw[mapped.get(name, name)]).all()
    utc = load(f"  events: {{path: REAL/{path}, columns: {columns}, timezone: UTC}}\n").frame("events")
    assert (utc["at"] - found["at"] == pd.Timedelta(hours=8)).all()


def test_daily_outcomes_of_cities(load, shared_data):
    path = "geo_lift/GeoLift_PreTest.csv"
    found = load(f"  panel: {{path: REAL/{path}, columns: {{unit: location, value: Y}}}}\n").frame("panel")
    raw = pd.read_csv(shared_data / path, parse_dates=["date"])
    assert (found["value"] == raw["Y"]).all()
    assert (pd.to_datetime(found["date"]) == raw["date"]).all()


def test_weekly_spend(load, shared_data):
    path = "weekly_spend/robyn_dt_simulated_weekly.csv"
    columns = "{date: DATE, cost: tv_S + ooh_S + print_S}"
    data = f"  spend: {{path: REAL/{path}, unit: yuan, columns: {columns}, constants: {{channel: offline}}}}\n"
    found = load(data).frame("spend")
    raw = pd.read_csv(shared_data / path)
    assert (found["cost"] - raw[["tv_S", "ooh_S", "print_S"]].sum(axis=1)).abs().max() < 1e-4
