"""A shop's clickstream with sessions, channels and platforms; conversions equal plain pandas."""

from datetime import timedelta

import pandas as pd
import pytest

from toolkit.metrics import details

STEPS = ["product_view", "add_to_cart", "cart", "purchase"]
PERIOD = "2024-05"


@pytest.fixture(scope="module")
def review(review_of, real):
    return review_of(
        f"""
client: clicks
name: Clicks
language: en
data:
  events:
    path: {real}/ecom_clickstream/ecom.csv.gz
    columns: {{at: timestamp, device: platform, channel: acquisition_channel}}
events:
  {{product: product_view, purchase: purchase, error: error_page, funnel: [{", ".join(STEPS)}], funnel_window_days: 7}}
""",
        PERIOD,
    )


@pytest.fixture(scope="module")
def log(real):
    return pd.read_csv(real / "ecom_clickstream" / "ecom.csv.gz", parse_dates=["timestamp"])


@pytest.fixture(scope="module")
def may(log):
    return log[log["timestamp"].dt.strftime("%Y-%m") == PERIOD]


def buyers(rows):
    """Users who entered a product page, and those of them who bought."""
    seen = set(rows.loc[rows["event"] == "product_view", "user_id"])
    return len(seen & set(rows.loc[rows["event"] == "purchase", "user_id"])), len(seen)


def test_conversion_of_people(review, may):
    fact = review.now["purchase_conversion"]
    assert (fact.successes, fact.n) == buyers(may)


def test_conversion_of_sessions(review, log):
    sessions = log.groupby(["user_id", "session_id"]).agg(
        begun=("timestamp", "min"), bought=("event", lambda names: (names == "purchase").any())
    )
    sessions = sessions[sessions["begun"].dt.strftime("%Y-%m") == PERIOD]
    fact = review.now["session_conversion"]
    assert (fact.successes, fact.n) == (sessions["bought"].sum(), len(sessions))


@pytest.mark.parametrize(("by", "column"), [("channel", "acquisition_channel"), ("device", "platform")])
def test_breakdowns(review, may, by, column):
    found = details.breakdown(review, by)
    assert set(found) == set(may[column])
    for value, facts in found.items():
        rows = may[may[column] == value]
        by_id = {fact.id: fact for fact in facts}
        assert by_id["active_users"].value == rows["user_id"].nunique()
        assert (by_id["purchase_conversion"].successes, by_id["purchase_conversion"].n) == buyers(rows)


def test_new_users_by_first_touch_add_up(review):
    found = details.breakdown(review, "channel")
    new = [fact.value for facts in found.values() for fact in facts if fact.id == "new_users"]
    assert sum(new) == review.now["new_users"].value


def test_funnel(review, log, may):
    window = timedelta(days=7)
    reached = [0] * len(STEPS)
    for _, rows in log[log["event"].isin(STEPS)].groupby("user_id"):
        moments = sorted((at, STEPS.index(name)) for at, name in zip(rows["timestamp"], rows["event"], strict=True))
        deepest = -1
        for index, (begun, step) in enumerate(moments):
            if step == 0 and begun.strftime("%Y-%m") == PERIOD:
                depth = 0
                for at, later in moments[index + 1 :]:
                    depth += at - begun <= window and later == depth + 1
                deepest = max(deepest, depth)
        for step in range(deepest + 1):
            reached[step] += 1
    assert [fact.value for fact in details.funnel(review)] == reached
    assert reached[0] == may.loc[may["event"] == STEPS[0], "user_id"].nunique()
