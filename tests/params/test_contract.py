import pytest

FIXED = "contract: {model: fixed, base: 100}\n"
PROJECT = "contract: {model: project, price: 100000, start: 2026-10-05, start_fee: 20000, milestones: [%s]}\n"
HYBRID = "contract: {model: hybrid, base: 1, commission_rate: 0.05, commission_base: gmv%s}\n"
SETTLED = "reports: {settlement: {}}\n"


@pytest.mark.parametrize(
    "body",
    [
        FIXED,
        "contract: {model: commission, commission_rate: 0, tiers: [{above: 5, rate: 0.1}], commission_base: gmv}\n",
        HYBRID % ", less: freight, cap: 9, floor: 9",
        "contract: {model: performance, per: {new_users: 8, appointment_conversion: 20}, base: 5}\n",
        "contract: {model: performance, above: {line: 100000, rate: 0.03}, commission_base: net_revenue}\n",
        PROJECT % "{name: a, share: 0.3}, {name: {zh: 上线}, amount: 50000, due: 2026-12-01, reached_on: 2026-12-03}",
        "contract: {model: project, milestones: [{name: a, amount: 5}]}\n",
        "contract: {model: package, base: 30000, term_months: 12, discount: 0.15, agency: Tide, start: 2026-05-01}\n",
        "contract: {model: fixed, base: 1, bonus: {gmv: {good: 5}}, deduction: {gmv: {fail: 1, forecast: 2}}}\n"
        "targets: {gmv: {normal: 1, good: 2, exceeded: 3}}\nforecast: {gmv: 5}\n" + SETTLED,
    ],
)
def test_what_a_contract_may_say(client, body):
    assert client(body).contract is not None


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("contract: {model: fixed}\n", "contract.base: expected `base:` with model fixed, got none. Add it"),
        ("contract: {model: hybrid, base: 1, commission_rate: 0.1}\n", "expected `commission_base:` with model hybrid"),
        (
            "contract: {model: performance, base: 5}\n",
            "contract.per: expected `per:` or `above:` with model performance",
        ),
        (
            "contract: {model: performance, above: {line: 1, rate: 0.1}}\n",
            "expected `commission_base:` with model perf",
        ),
        (
            "contract: {model: fixed, base: 1, per: {new_users: 8}}\n",
            "contract.per: expected no such key with model fixed",
        ),
        ("contract: {model: performance, per: {d1_retention: 8}}\n", 'contract.per.d1_retention: expected "new_users"'),
        ("contract: {model: fixed, base: 1, start: 2026-10-02}\n", "contract.start: expected the first day of a month"),
        (
            HYBRID % ", tiers: [{above: 9, rate: 0.1}, {above: 9, rate: 0.2}]",
            "contract.tiers: expected tiers with rising",
        ),
        (
            FIXED.replace("}", ", bonus: {gmv: {good: 9, exceeded: 5}}}"),
            "contract.bonus.gmv.exceeded: expected at least the",
        ),
        (PROJECT % "{name: a, share: 0.3}", 'contract.price: expected start fee and milestones (50000), got "100000"'),
        (
            "contract: {model: project, milestones: [{name: a, share: 0.3}]}\n",
            "contract.price: expected the price that",
        ),
        (
            PROJECT % "{name: a, amount: 80000, reached_on: 2026-09-30}",
            "milestones.0.reached_on: expected a day from the start (2026-10-05) on",
        ),
        (
            "contract: {model: project, milestones: [{name: a}]}\n",
            "contract.milestones[0]: expected either `share:` or",
        ),
        (
            "contract: {model: project, start_fee: 5, milestones: [{name: a, amount: 1}]}\n",
            "contract.start: expected the day",
        ),
        ("contract: {model: package, base: 5, discount: 0.1}\n", "expected `term_months:` with model package"),
        (SETTLED, "contract: expected how the agency is paid, got none. Add `contract:`"),
        (
            FIXED.replace("}", ", bonus: {gmv: {good: 9}}}") + SETTLED,
            "contract.bonus.gmv: expected a bonus for a line of",
        ),
        (
            FIXED.replace("}", ", deduction: {gmv: {fail: 9}}}") + SETTLED,
            "contract.deduction.gmv: expected a metric with a t",
        ),
        (FIXED.replace("}", ", deduction: {gmv: {forecast: 9}}}") + SETTLED, "expected a metric with a forecast"),
        (HYBRID % "" + SETTLED, "data: expected the orders that commission is paid on, got none. Add `orders:`"),
        (FIXED + "reports: {settlement: {cadence: week}}\n", 'reports.settlement.cadence: expected "month"'),
    ],
)
def test_what_it_may_not_say(said, body, expected):
    assert expected in "\n".join(said(body))
