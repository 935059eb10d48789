import pytest

HEAD = "reports:\n  case_study:\n"
PANEL = "    outcome: panel\n    treated: chicago\n    start: 2021-04-01\n"


def test_the_options_of_the_plan_are_taken(client):
    found = client(
        "reports:\n  case_study: {outcome: panel, treated: [chicago, portland], start: 2021-04-01, fee: 50000,\n"
        '    claims: [{text: "+300 % users", metric: users, stated: 3.0, before: 12500, after: 50000}]}\n'
    ).wanted.case_study
    assert (found.treated, found.fee, found.anonymous) == (("chicago", "portland"), 50000, False)
    assert (found.claims[0].stated, found.claims[0].unit) == (3.0, None)


def test_a_fee_may_have_parts_and_a_part_that_is_spread_over_months(client):
    found = client(HEAD + "    fee_parts: [{name: Work, amount: 80000}, {name: Redesign, amount: 80000, months: 2}]\n")
    assert [(part.amount, part.months) for part in found.wanted.case_study.fee_parts] == [(80000, None), (80000, 2)]
    assert found.wanted.case_study.fee_parts[0].name == {"zh": "Work", "en": "Work"}


@pytest.mark.parametrize(
    ("body", "mistake"),
    [
        ("    outcome: panel\n    start: 2021-04-01\n", "reports.case_study.treated: expected the units"),
        ("    outcome: panel\n    treated: chicago\n", "reports.case_study.start: expected the first day"),
        ("    treated: chicago\n", "reports.case_study.treated: expected `outcome: panel` beside treated units"),
        (PANEL + "    end: 2021-03-01\n", "reports.case_study.end: expected a last day that is not before `start:`"),
        (PANEL + "    money: true\n    unit_value: 3\n", "reports.case_study.unit_value: expected a worth only"),
        (PANEL + "    unit_value: 0\n", "reports.case_study.unit_value: expected a number above 0"),
        ("    claims: [{text: Much better, metric: gmv}]\n", "claims[0].text: expected a growth, as the text does not"),
        ("    claims: [{text: +5 % and 2x, metric: gmv}]\n", "claims[0].text: expected a growth, as the text does not"),
        ("    claims: [{text: +5 %, metric: gmv, unit: folds}]\n", "claims[0].unit: expected"),
        ("    treatd: chicago\n", 'expected a known key, got "treatd". Did you mean "treated"?'),
        ("    anonymous: yes\n", "anonymous: expected true or false"),
    ],
)
def test_a_mistake_says_where_it_is(said, body, mistake):
    found = said(HEAD + body)
    assert len(found) == 1
    assert mistake in found[0]
    assert found[0].startswith("params/acme.yml:")
