"""500 posts of a cosmetics brand: numbers equal plain pandas, shares are concentrated, what has no date is said."""

import pandas as pd
import pytest

from toolkit import campaign_review
from toolkit.effect.campaign_study import Campaigns
from toolkit.i18n import Locale
from toolkit.metrics import posts


@pytest.fixture(scope="module")
def study(review_of, real):
    return Campaigns(
        review_of(
            f"""
client: brand
name: Brand
language: en
data:
  posts:
    path: {real}/social_posts/dataset_Facebook.csv
    columns: {{reach: T_Reach, engaged: Engaged_Users, likes: like, comments: comment, shares: share, kind: Type, paid: Paid}}
reports: {{campaign_review: }}
""",  # noqa: E501  one line of a client file
            "2014-12",
        )
    )


@pytest.fixture(scope="module")
def rows(real):
    return pd.read_csv(real / "social_posts" / "dataset_Facebook.csv")


@pytest.fixture(scope="module")
def shown(study):
    return campaign_review.posts(study, locale=Locale("en"), color="#0F766E")


def facts(shown, **dims):
    return {fact.id: fact for fact in shown.facts if fact.dims == dims}


def test_all_posts_equal_plain_pandas(shown, rows):
    found = facts(shown)
    assert found["posts_count"].value == len(rows)
    assert found["interaction_rate"].value == pytest.approx(rows["Engaged_Users"].sum() / rows["T_Reach"].sum())
    with_shares = rows.dropna(subset=["share"])
    expected = 1000 * with_shares["share"].sum() / with_shares["T_Reach"].sum()
    assert found["shares_per_thousand"].value == pytest.approx(expected)
    assert found["shares_per_thousand"].n == len(with_shares)


def test_kinds_equal_plain_pandas(shown, rows):
    for kind, part in rows.groupby("Type"):
        expected = part["Engaged_Users"].sum() / part["T_Reach"].sum()
        assert facts(shown, kind=kind)["interaction_rate"].value == pytest.approx(expected)


def test_a_few_posts_hold_most_shares_and_no_dates_are_said(study, shown, rows):
    top, share = posts.concentration(study.posts)
    shares = rows["share"].dropna().sort_values(ascending=False)
    assert (top, share) == (50, pytest.approx(shares.iloc[:50].sum() / shares.sum()))
    assert "The posts carry no dates" in shown.html and "no effect of paying" in shown.html
