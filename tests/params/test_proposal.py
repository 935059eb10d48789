"""Options of the proposal and the rate card: what is valid, and which mistakes are found before anything runs."""

from decimal import Decimal
from pathlib import Path

import pytest

from toolkit import params
from toolkit.params import check

REPORT = "reports:\n  proposal:\n"
CARD = (Path(__file__).parents[2] / "params" / "rates" / "shanghai.yml").read_text("utf-8")


def test_the_example_of_the_plan_is_valid(client):
    body = "    status: draft\n    packages: {standard: {price: 30000, term_months: 12,\n"
    body += (
        "      parts: {labour: 18000, technology: 5000, marketing: 4000, operation: 2000, profit: 7500, risk: 1500}}}\n"
    )
    found = client(REPORT + body).wanted.proposal
    assert found.packages["standard"].parts["profit"] == Decimal(7500)
    assert client("reports: {proposal: }\n").wanted.proposal.status == "draft"


def test_money_is_exact(client):
    found = client(REPORT + "    packages: {a: {price: 123456789012.34, term_months: 1}}\n").wanted.proposal
    assert found.packages["a"].price == Decimal("123456789012.34")


@pytest.mark.parametrize(
    ("body", "says"),
    [
        (
            "    packages: {a: {price: 1.005, term_months: 1}}\n",
            'a.price: expected an amount such as 1500 or 1500.50, got "1.005"',
        ),
        ("    packages: {a: {price: -1, term_months: 1}}\n", "a.price: expected an amount"),
        ("    packages: {a: {term_months: 1}}\n", "expected a price, or what it consists of"),
        ("    packages: {a: {price: 1, term_months: 1, parts: {labor: 1}}}\n", 'Did you mean "labour"?'),
        ("    packages: {a: {price: 1, term_months: 1, items: {seo: 1}, parts: {risk: 1}}}\n", "either parts or items"),
        (
            "    packages: {a: {term_months: 1, items: {seo: {amount: 1, quantity: 2}}}}\n",
            "either `amount:` or `quantity:`",
        ),
        ("    packages: {a: {term_months: 1, items: {seo: {quantty: 2}}}}\n", 'Did you mean "quantity"?'),
        ("    packages: {a: {price: 9, term_months: 1, team: {designer: 0}}}\n", "expected a number above 0"),
        (
            "    packages: {a: {price: 9, term_months: 1, discounts: {12: 0.2, 24: 0.1}}}\n",
            "do not shrink with the term",
        ),
        ("    packages: {a: {price: 9, term_months: 1, discounts: {12: 1.5}}}\n", "expected a share from 0 to 1"),
        (
            "    packages: {a: {parts: {risk: 1}, term_months: 1, one_off: [{name: X, amount: 5}]}}\n",
            "where no price is stated",
        ),
        ("    packages: {a: {price: 9, term_months: 999999}}\n", "at most 120 months, got 999999"),
        ("    simulation: {monthly_sales: [0, 5]}\n", "monthly_sales: expected sales above 0"),
        ("    valid_days: 1000000000\n", "at most 3650 days"),
        ("    status: final\n", "packages: expected a package in a final proposal, got none"),
        (
            "    packages: {a: {price: 9, term_months: 1, one_off: [{name: X, amount: 5, months: 2}]}}\n",
            "one_off.0.months: expected at most the term, got 2",
        ),
        (
            "    offer: b\n    packages: {a: {price: 1, term_months: 1}}\n",
            'offer: expected one of the packages, got "b"',
        ),
        ("    goals: {gmv: {by: 0.1, value: 5}}\n", "one of `value:`, `by:` and `points:`"),
        ("    goals: {gvm: {by: 0.1}}\n", 'Did you mean "gmv"?'),
        ("    risks: {technology: {likelihood: 6}}\n", "a score from 1 to 5"),
        ("    risks: {fire: {likelihood: 2}}\n", "risks.fire: expected a name, likelihood, impact and response"),
        ("    terms: {pilot_months: 4}\n", "a pilot of 1 to 3 months"),
        ("    fee_models: [{model: fixed, base: 1}, {model: fixed, base: 2}]\n", "each fee model once"),
        ("    simulation: {margin: 50}\n", "margin: expected a share"),
        ("    simulation: {months: 61}\n", "at most 60 months"),
        ("    rate_card: nowhere.yml\n", 'rate_card: expected a file that exists, got "nowhere.yml"'),
        (
            "    packages: {" + ", ".join(f"p{i}: {{price: 1, term_months: 1}}" for i in range(5)) + "}\n",
            "at most 4 packages",
        ),
    ],
)
def test_a_mistake_is_found_before_anything_runs(said, body, says):
    lines = said(REPORT + body, metrics=["gmv", "aov"])
    assert len(lines) == 1
    assert says in lines[0]


def test_the_rate_card_is_checked_with_the_client(file):
    path = file("client: acme\nname: Acme\n" + REPORT + "    rate_card: mine.yml\n")
    (path.parent / "mine.yml").write_text(
        CARD.replace("[0.40, 0.60]", "[0.60, 0.40]").replace("risk:", "riks:"), "utf-8"
    )
    lines = [str(error).replace(f"{path.parent}/", "") for error in check(path)[1]]
    assert lines[0].startswith("mine.yml:13 shares.labour: expected the lowest value first, got 0.60, 0.40.")
    assert lines[1].startswith("mine.yml:16 shares.riks: expected")
    assert 'Did you mean "risk"?' in lines[1]


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("on: 2026-11-01\nsource", "on: soon\nsource", "expected a date such as 2026-11-01"),
        ("pay: [15000, 30000]", "pay: 15000", "the lowest and the highest value"),
        ("unit: spend", "unit: spent", '"spend"'),
        ("name: {en: Shanghai", "nam: {en: Shanghai", 'Did you mean "name"?'),
    ],
)
def test_mistakes_of_a_rate_card(file, old, new, says):
    path = file("client: acme\nname: Acme\n" + REPORT)
    (path.parent / "rates").mkdir()
    (path.parent / "rates" / "shanghai.yml").write_text(CARD.replace(old, new, 1), encoding="utf-8")
    lines = [str(error) for error in check(path)[1]]
    assert any("shanghai.yml:" in line and says in line for line in lines)


def test_which_rate_card_is_used(file):
    path = file("client: acme\nname: Acme\n" + REPORT)
    assert params.rate_card_path(params.load(path)) is None
    usual = path.parent / "rates" / "shanghai.yml"
    usual.parent.mkdir()
    usual.write_text(CARD, encoding="utf-8")
    assert params.rate_card_path(params.load(path)) == usual
    assert params.rate_card(params.load(path)).roles["designer"].pay == (10_000, 18_000)
    own = file("client: acme\nname: Acme\n" + REPORT + "    rate_card: rates/own.yml\n".replace("own", "shanghai"))
    assert params.rate_card_path(params.load(own)) == usual
