"""Money and segments worked by hand, the working beside each."""

import pytest

import kpiplan

from .worked import about, exactly, figures_from, months, plan_from, year

COSTS = """
    goal: {customers: [5, 5, 5, 5, 5, 5, 15, 15, 15, 15, 15, 15], average_deal: 20k}
    costs: {marketing: 45k, sales: 60k}
    funnel:
      - visits: {cost: 0.40, sources: {organic: 70%, paid: {share: 30%, cost: 2.50}}}
      - leads: 10%
      - customers: {rate: 10%, owner: sales, cost: 100}
"""


def test_costs_of_stages_and_sources_go_to_those_who_own_the_stage() -> None:
    """January: 500 visits, 50 leads, 5 customers. Marketing 45,000 + 500 * 0.40 + 150 * 2.50 = 45,575; sales
    60,000 + 5 * 100 = 60,500; 106,075 together. A lead costs 45,575 / 50 = 911.50, a customer 106,075 / 5 = 21,215;
    marketing brings (100,000 - 45,575) / 45,575 = 1.19419. December, three times as many: 46,725 and 61,500, 108,225.
    The year: 6 * (45,575 + 46,725) = 553,800; 6 * (106,075 + 108,225) = 1,285,800; / 120 = 10,715.
    """
    results = figures_from(COSTS)
    wanted = {
        "visits.paid": (150, 450, 3600),
        "visits.organic": (350, 1050, 8400),
        "marketing_spend": (45_575, 46_725, 553_800),
        "sales_spend": (60_500, 61_500, 732_000),
        "spend": (106_075, 108_225, 1_285_800),
        "cost_per_lead": (911.5, 46_725 / 150, 553_800 / 1200),
        "customer_acquisition_cost": (21_215, 7_215, 10_715),
        "marketing_roi": (54_425 / 45_575, 253_275 / 46_725, (2_400_000 - 553_800) / 553_800),
    }
    for kpi, numbers in wanted.items():
        figure = results.get(kpi)
        assert [figure.values[0], figure.values[11], figure.total] == exactly(numbers), kpi


def test_figures_stand_in_the_order_of_the_funnel_then_money() -> None:
    kpis = [figure.kpi for figure in figures_from(COSTS).figures]
    assert kpis == [
        "visits", "visits.organic", "visits.paid", "leads", "customers", "revenue",
        "marketing_spend", "sales_spend", "spend", "cost_per_lead", "customer_acquisition_cost", "marketing_roi",
    ]  # fmt: skip


def test_a_ratio_without_a_denominator_is_none() -> None:
    """No customers in January: nothing to divide by; nor by a marketing spend of 0."""
    results = figures_from("""
        goal: {customers: 110, average_deal: 1k, by_month: {jan: 0}}
        costs: {sales: 5k}
        funnel: [leads, {customers: 10%}]
    """)
    assert months(results, "customer_acquisition_cost") == [None, *[500.0] * 11]
    assert months(results, "cost_per_lead") == [None, *[0.0] * 11]
    assert months(results, "marketing_roi") == [None] * 12
    assert results.get("marketing_roi").total is None
    assert year(results, "customer_acquisition_cost") == about(60_000 / 110)


SEGMENTS = """
    goal: {revenue: 12M, average_deal: 40k}
    costs: {marketing: 10k}
    before: {leads: {2025-12: 100}}
    funnel:
      - visits
      - leads: {rate: 2%, direct: 12}
      - customers: {rate: 10%, lag: 1 month}
    segments:
      inbound: {share: 60%}
      outbound:
        share: 40%
        goal: {by_quarter: [10%, 20%, 30%, 40%]}
      enterprise:
        goal: {revenue: 3M, average_deal: 100k}
        funnel: [calls, {meetings: 5%}, {customers: 25%}]
        costs: {marketing: 1k}
"""


def test_segments_with_shares_with_a_goal_and_with_timing_of_their_own() -> None:
    """Enterprise takes 3M of 12M; of the 9M left inbound has 5.4M (45% of all), outbound 3.6M (30%).

    Inbound: 5.4M / 40k / 12 = 11.25 customers, 112.5 leads, of them 45% * 12 = 5.4 direct: 107.1 / 2% = 5,355 visits.
    Outbound: 90 customers, 3 / 6 / 9 / 12 a month by quarter. Leads serve the next month's: 30, 30, 60, … 120, 30.
    Directly come 30% * 12 = 3.6: visits (30 - 3.6) / 2% = 1,320 in January.
    Enterprise: 30 customers, 2.5 a month, 10 meetings, 200 calls.
    """
    results = figures_from(SEGMENTS)
    assert months(results, "customers", "inbound") == exactly([11.25] * 12)
    assert months(results, "visits", "inbound") == exactly([5355.0] * 12)
    outbound = [3.0] * 3 + [6.0] * 3 + [9.0] * 3 + [12.0] * 3
    leads = [10 * count for count in [*outbound[1:], 3]]
    assert months(results, "customers", "outbound") == exactly(outbound)
    assert months(results, "leads", "outbound") == exactly(leads)
    assert months(results, "visits", "outbound") == exactly([(count - 3.6) / 0.02 for count in leads])
    assert months(results, "meetings", "enterprise") == exactly([10.0] * 12)
    assert months(results, "calls", "enterprise") == exactly([200.0] * 12)


def test_the_whole_of_segments_adds_stages_of_the_same_name() -> None:
    """January: 11.25 + 3 + 2.5 customers; 450k + 120k + 250k. 45% and 30% of 10k, and 1k that enterprise states."""
    results = figures_from(SEGMENTS)
    whole = [figure.kpi for figure in results.figures if figure.segment is None]
    assert whole == [
        "visits", "leads", "customers", "calls", "meetings", "revenue",
        "marketing_spend", "sales_spend", "spend", "cost_per_lead", "customer_acquisition_cost", "marketing_roi",
    ]  # fmt: skip
    assert months(results, "customers")[0] == about(16.75)
    assert months(results, "revenue")[0] == about(820_000)
    assert year(results, "revenue") == about(12e6)
    assert months(results, "marketing_spend") == exactly([8_500.0] * 12)
    assert months(results, "leads")[0] == about(142.5)
    assert months(results, "cost_per_lead")[0] == about(8_500 / 142.5)


def test_segments_have_their_part_of_what_came_before() -> None:
    """45% and 30% of 100 leads; 112.5 and 30 are needed."""
    rows = {row.segment: row for row in figures_from(SEGMENTS).carry_in}
    assert {name: (row.needed, row.brings, row.stated) for name, row in rows.items()} == {
        "inbound": (about(112.5), about(11.25), about(45)),
        "outbound": (about(30), about(3), about(30)),
    }


def test_one_segment_alone_has_its_own_figures_and_carry_in() -> None:
    results = kpiplan.targets(plan_from(SEGMENTS), segment="outbound")
    assert {figure.segment for figure in results.figures} == {"outbound"}
    assert {row.segment for row in results.carry_in} == {"outbound"}
    with pytest.raises(KeyError):
        kpiplan.targets(plan_from(SEGMENTS), segment="nobody")


def test_segments_with_goals_of_their_own_make_a_plan_without_one() -> None:
    """120 and 60 customers a year: 100 and 25 leads a month, 150k a month together."""
    results = figures_from("""
        goal: {average_deal: 10k}
        funnel: [leads, {customers: 10%}]
        segments:
          north: {goal: {customers: 120}}
          south: {goal: {revenue: 600k}, funnel: [leads, {customers: 20%}]}
    """)
    assert months(results, "leads") == exactly([125.0] * 12)
    assert months(results, "revenue") == exactly([150_000.0] * 12)


def test_a_share_of_recurring_revenue() -> None:
    """From 100k to 200k; enterprise from 40k to 80k of it. The others share the new business that is left, and
    the recurring revenue: 200k - 80k = 120k at the year's end, 75% and 25% of it."""
    results = figures_from("""
        goal: {recurring: {from: 100k, to: 200k}, average_deal: 1k}
        funnel: [leads, {customers: 10%}]
        segments:
          enterprise: {goal: {recurring: {from: 40k, to: 80k}}}
          big: {share: 75%}
          small: {share: 25%}
    """)
    names = ("enterprise", "big", "small")
    assert [year(results, "recurring_revenue", name) for name in names] == exactly([80e3, 90e3, 30e3])
    assert year(results, "recurring_revenue") == about(200e3)
    assert [year(results, "revenue", name) for name in names] == exactly([40e3, 45e3, 15e3])
    assert months(results, "customers", "big")[0] == about(45 * (2 ** (1 / 12) - 1))


def test_rounding_is_each_segments() -> None:
    """10.5 customers each: 11 and 11, where the whole would be 21."""
    results = figures_from("""
        goal: {customers: 21, round_customers: nearest}
        funnel: [leads, {customers: 10%}]
        segments: {north: {share: 50%}, south: {share: 50%}}
    """)
    assert [year(results, "customers", name) for name in ("north", "south", None)] == exactly([11, 11, 22])


def test_a_monthly_fee_is_no_revenue_of_a_year() -> None:
    """$79 a month; a lead costs $21.60 and one in ten buys: a customer costs $216, paid back in 216 / 79 = 2.73 months.
    Of 100 customers 3 leave a month: a customer stays 1 / 3% = 33.3 months and pays 79 / 3% = $2,633, 12.2 times 216.
    Of 80% gross margin a month brings 63.20: 3.42 months, 9.75 times. No ROI is made of one month's fee.
    """
    plan = """
        currency: USD
        goal: {recurring: {from: 10k, to: 20k, churn: 3%}, average_deal: 79}
        funnel: [visits, {leads: {rate: 2%, cost: 21.6}}, {customers: 10%}]
    """
    results = figures_from(plan)
    assert months(results, "cac_payback") == exactly([216 / 79] * 12)
    assert year(results, "ltv_to_cac") == about(79 / 0.03 / 216)
    assert {figure.kpi: figure.unit for figure in results.figures}["cac_payback"] == "duration"
    assert "marketing_roi" not in {figure.kpi for figure in results.figures}
    results = figures_from(plan.rstrip() + "\n        economics: {gross_margin: 80%}\n")
    assert year(results, "cac_payback") == about(216 / 63.2)
    assert year(results, "ltv_to_cac") == about(63.2 / 0.03 / 216)
    assert "ltv_to_cac" not in {figure.kpi for figure in figures_from(plan.replace(", churn: 3%", "")).figures}


def test_direct_arrivals_beyond_the_need_cost_what_they_cost() -> None:
    """50 leads are needed a month, 900 come by themselves in March, at $5 each: $4,500, in the other months $250."""
    results = figures_from("""
        goal: {customers: 60}
        funnel: [visits, {leads: {rate: 2%, cost: 5, direct: {mar: 900, else: 0}}}, {customers: 10%}]
    """)
    assert months(results, "marketing_spend") == exactly([250, 250, 4500, *[250] * 9])
    assert months(results, "leads") == exactly([50] * 12)


def test_what_a_plan_states_of_its_customers_stands_before_its_churn() -> None:
    """Three years, four fees each, of which half is margin: 12 fees of 79 * 50%; 216 are paid back by 79 * 4 / 12 * 50%
    a month."""
    plan = """
        goal: {recurring: {from: 10k, to: 20k, churn: 3%}, average_deal: 79}
        funnel: [visits, {leads: {rate: 2%, cost: 21.6}}, {customers: 10%}]
        economics: {gross_margin: 50%, years_kept: 3, purchases_per_year: 4}
    """
    results = figures_from(plan)
    assert year(results, "ltv_to_cac") == about(12 * 79 * 0.5 / 216)
    assert year(results, "cac_payback") == about(216 / (79 * 4 / 12 * 0.5))
    lasting = figures_from(plan.replace(", churn: 3%", "").replace(", purchases_per_year: 4", ""))
    assert year(lasting, "ltv_to_cac") == about(36 * 79 * 0.5 / 216)
