"""Whole targets of a plan."""

import math

import kpiplan

from .worked import exactly, plan_from

INBOUND = """
    goal: {revenue: 10M, average_deal: 1.1M, round_customers: nearest}
    costs: {marketing: 9k}
    funnel: [visits, leads: 1.5%, mqls: 20%, sqls: 20%, opportunities: 40%, customers: 50%]
"""


def test_the_inbound_example_in_whole_numbers() -> None:
    """93.75: 94, 187.5: 188, 281.25: 281, 375. 18.75: 19, 37.5: 38, 56.25: 56, 75. 0.75: 1, 1.5: 2, 2.25: 2, 3."""
    results = kpiplan.targets(plan_from(INBOUND), whole=True)
    assert results.get("visits").values == (6250,) * 12
    assert results.get("leads").values == (94, 94, 93, 94) * 3
    assert results.get("mqls").values == (19, 19, 18, 19) * 3
    assert results.get("sqls").values == (4, 4, 3, 4) * 3
    assert results.get("opportunities").values == (2, 1) * 6
    assert results.get("customers").values == (1, 1, 0, 1) * 3
    totals = {figure.kpi: figure.total for figure in results.figures if figure.unit == "count"}
    assert totals == {"visits": 75_000, "leads": 1125, "mqls": 225, "sqls": 45, "opportunities": 18, "customers": 9}


def test_money_is_not_rounded() -> None:
    results = kpiplan.targets(plan_from(INBOUND), whole=True)
    assert results.get("revenue").values == exactly([825_000.0] * 12)
    assert results.get("marketing_spend").values == (9000,) * 12


def test_the_year_is_the_rounded_year() -> None:
    """10 customers a year at 1.5% * 20%: 3,333.33 visits, 50 leads."""
    text = "goal: {customers: 10}\nfunnel: [visits, {leads: 1.5%}, {customers: 20%}]\n"
    results = kpiplan.targets(plan_from(text), by="year", whole=True)
    assert [figure.values for figure in results.figures] == [(3333.0,), (50.0,), (10.0,)]


def test_quarters_of_whole_months() -> None:
    """2.25, 4.5, 6.75 and 9 customers to date are 2, 5, 7 and 9."""
    results = kpiplan.targets(plan_from(INBOUND), by="quarter", whole=True)
    assert results.get("customers").values == (2, 3, 2, 2)
    assert results.get("leads").values == (281, 282, 281, 281)


def test_totals_over_segments_are_sums_of_their_whole_numbers() -> None:
    """0.5 a month each would both be 1, 0, 1, 0, …, two in one month and none in the next; the whole is 1 a month."""
    results = kpiplan.targets(
        plan_from("""
            goal: {customers: 12}
            funnel: [leads, {customers: 10%}]
            segments: {north: {share: 50%}, south: {share: 50%}}
        """),
        whole=True,
    )
    assert results.get("customers", "north").values == (1, 0) * 6
    assert results.get("customers", "south").values == (0, 1) * 6
    assert results.get("customers").values == (1,) * 12
    assert results.get("customers").total == 12


def test_segments_do_not_move_in_lockstep() -> None:
    """Seven alike segments of a customer a year: by themselves all seven would be won in June, where each reaches a
    half. Together 7/12 a month are won in the months 1, 3, 5, 6, 8, 10 and 12, by one segment after the other.
    """
    names = [f"s{number}" for number in range(7)]
    shares = ", ".join(f"{name}: {{share: {'14.29%' if name != 's0' else '14.26%'}}}" for name in names)
    plan = plan_from(f"""
        goal: {{customers: 7}}
        funnel: [leads, {{customers: 10%}}]
        segments: {{{shares}}}
    """)
    results = kpiplan.targets(plan, whole=True)
    assert results.get("customers").values == (1, 0, 1, 0, 1, 1, 0, 1, 0, 1, 0, 1)
    assert {results.get("customers", name).total for name in names} == {1}
    quarters = kpiplan.targets(plan, by="quarter", whole=True)
    assert quarters.get("customers").values == (2, 2, 1, 2)


def test_ratios_of_whole_numbers_are_none_where_a_month_has_none() -> None:
    """Nine customers a year are 1, 1, 0, 1: $9,000 a month over each, and nothing in March."""
    results = kpiplan.targets(plan_from(INBOUND), whole=True)
    assert results.get("customer_acquisition_cost").values == (9000, 9000, None, 9000) * 3
    assert results.get("customer_acquisition_cost").total == 12_000


def test_carry_in_keeps_its_fractions() -> None:
    text = "goal: {customers: 9}\nfunnel: [leads, {customers: {rate: 10%, lag: 1 month}}]\n"
    [row] = kpiplan.targets(plan_from(text), whole=True).carry_in
    assert math.isclose(row.needed, 7.5)
    assert math.isclose(row.brings, 0.75)
