"""What is planted in the offers to the demo client is found: a gap, a cheap offer without a way out, a sound one."""

from pathlib import Path

from toolkit import params
from toolkit.quote.costs import cost
from toolkit.quote.red_flags import flags

FILE = Path(__file__).parents[2] / "params" / "north-gear.yml"


def test_what_is_planted_is_found():
    client = params.load(FILE)
    options, card = client.wanted.quote_comparison, params.rate_card(client)
    costs = {key: cost(key, offer, options.monthly_sales) for key, offer in options.offers.items()}
    kinds = {key: [flag.kind for flag in flags(key, offer, costs[key], card)] for key, offer in options.offers.items()}
    assert kinds["summit"] == []
    assert kinds["ridge"] == ["gap"] and costs["ridge"].quote.gap == 8_000
    assert {"too_cheap", "dearer_longer", "no_measure", "commission_base", "exit", "pilot"} == set(kinds["trailhead"])
    assert costs["summit"].comparable == 27_000  # 26,000 + 12,000 / 12
    assert costs["trailhead"].comparable == 8_700  # 6,000 less 5 %, and 3 % of 100,000
