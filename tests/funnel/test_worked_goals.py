"""Goals worked by hand, the working beside each."""

import kpiplan
from kpiplan.funnel.new_business import recurring_business, recurring_path, rounded
from kpiplan.plan.model import Recurring

from .worked import about, exactly, figures_from, months, plan_from, year


def test_a_fiscal_year_with_its_quarters_and_the_months_in_them() -> None:
    """12M / 40k = 300 customers from April. 20% of them are 60: 15% / 25% / 60% of that are 9, 15, 36. 25% are 75:
    11.25, 18.75, 45. 30% are 90: 13.5, 22.5, 54. Leads come a month before and are ten times as many; March's
    serve the next April, which wants as many as this one: 90. March before the plan: 90 leads, which bring April's 9.
    """
    text = """
        start: 2020-04
        goal: {revenue: 12M, average_deal: 40k, by_quarter: [20%, 25%, 25%, 30%], in_quarter: [15%, 25%, 60%]}
        funnel: [leads, {customers: {rate: 10%, lag: 1 month}}]
    """
    results = figures_from(text)
    customers = [9, 15, 36, 11.25, 18.75, 45, 11.25, 18.75, 45, 13.5, 22.5, 54]
    assert months(results, "customers") == exactly(customers)
    assert months(results, "leads") == exactly([10 * count for count in [*customers[1:], 9]])
    assert [period.id for period in results.periods][::11] == ["2020-04", "2021-03"]
    [row] = results.carry_in
    assert (str(row.month), row.needed, row.brings) == ("2020-03", about(90), about(9))
    quarters = kpiplan.targets(plan_from(text), by="quarter")
    assert months(quarters, "customers") == exactly([60, 75, 75, 90])
    assert months(quarters, "revenue") == exactly([2.4e6, 3e6, 3e6, 3.6e6])
    assert quarters.periods[0].id == "2020-04/2020-06"


def test_existing_business_and_what_comes_from_elsewhere() -> None:
    """Kept: 4M * (1 - 8% + 12%) = 4.16M, 346,666.67 a month. New: (1M - that) * 60% = 392,000; / 40k = 9.8."""
    results = figures_from("""
        goal: {revenue: 12M, average_deal: 40k, from_elsewhere: 40%}
        existing: {revenue: 4M, churn: 8%, expansion: 12%}
        funnel: [leads, {customers: 10%}]
    """)
    assert months(results, "customers") == exactly([9.8] * 12)
    assert months(results, "leads") == exactly([98.0] * 12)
    assert months(results, "revenue") == exactly([392_000.0] * 12)
    assert months(results, "existing_revenue") == exactly([4.16e6 / 12] * 12)
    assert year(results, "total_revenue") == about(4.704e6 + 4.16e6)


def test_a_month_that_existing_business_covers_needs_no_new_customers() -> None:
    """January's goal is 12M * 0 = 0 and 300k are kept; each other month (12M / 11 - 300k) / 100k = 7.909090…"""
    results = figures_from("""
        goal: {revenue: 12M, average_deal: 100k, by_month: {jan: 0}}
        existing: {revenue: 3.6M}
        funnel: [leads, {customers: 10%}]
    """)
    assert months(results, "customers") == exactly([0.0, *[(12e6 / 11 - 300e3) / 100e3] * 11])


def test_recurring_revenue() -> None:
    """From 100k to 200k: M[m] = 100k * 2^(m/12); 2% lost and 1% gained a month keep 99%, so that
    new[m] = M[m] - 0.99 M[m-1] = M[m-1] * (2^(1/12) - 0.99): 6,946.31 in January, at 1,000 each 6.94631 customers.
    Leads come a month before; December's serve the next January, which wants T/F - 1 = 100% more than this one.
    """
    results = figures_from("""
        goal: {recurring: {from: 100k, to: 200k, churn: 2%, expansion: 1%}, average_deal: 1000}
        funnel: [leads, {customers: {rate: 10%, lag: 1 month}}]
    """)
    step = 2 ** (1 / 12) - 0.99
    customers = [100 * 2 ** (month / 12) * step for month in range(12)]
    assert customers[0] == about(6.94631, 5e-6)
    assert months(results, "customers") == exactly(customers)
    assert months(results, "leads") == exactly([10 * count for count in [*customers[1:], 2 * customers[0]]])
    assert months(results, "recurring_revenue") == exactly([1e5 * 2 ** (month / 12) for month in range(1, 13)])
    assert year(results, "recurring_revenue") == about(200e3)
    assert year(results, "revenue") == about(1000 * sum(customers))


def test_percentages_of_the_year_compound() -> None:
    """12% growth a year is 1.12^(1/12) a month; 12% churn a year leaves 0.88^(1/12) a month."""
    growing = figures_from("""
        goal: {customers: 120, growth: 12% a year}
        funnel: [leads, {customers: 10%}]
    """)
    first, *_, last = months(growing, "customers")
    assert first is not None
    assert last == about(first * 1.12 ** (11 / 12))
    churned = figures_from("""
        goal: {recurring: {from: 100k, to: 100k, churn: 12% a year}, average_deal: 1000}
        funnel: [leads, {customers: 10%}]
    """)
    assert months(churned, "customers") == exactly([100 * (1 - 0.88 ** (1 / 12))] * 12)


def test_growth_goes_on_in_the_year_after_unless_it_is_stated() -> None:
    """2% a month: the weights are 1.02^m. Leads come a month before; December's serve the next January, which wants
    1.02^12 times this one; 1.1 times where the plan says 10%; and nothing where it says none."""
    weights = [1.02**month for month in range(12)]
    customers = [120 * weight / sum(weights) for weight in weights]
    for stated, factor in (("", 1.02**12), (", next_year: 10%", 1.1), (", next_year: none", 0.0)):
        results = figures_from(f"""
            goal: {{customers: 120, growth: 2% a month{stated}}}
            funnel: [leads, {{customers: {{rate: 10%, lag: 1 month}}}}]
        """)
        assert months(results, "customers") == exactly(customers)
        assert months(results, "leads") == exactly([10 * count for count in [*customers[1:], factor * customers[0]]])


def test_a_goal_in_units_without_a_deal_has_no_revenue() -> None:
    """1,200 a year are 100 a month."""
    results = figures_from("""
        goal: {mqls: 1200}
        funnel: [visits, {leads: 2%}, {mqls: 20%}]
        costs: {marketing: 5k}
    """)
    assert [figure.kpi for figure in results.figures] == [
        "visits", "leads", "mqls", "marketing_spend", "sales_spend", "spend", "cost_per_lead",
        "customer_acquisition_cost",
    ]  # fmt: skip
    assert months(results, "visits") == exactly([25_000.0] * 12)
    assert months(results, "cost_per_lead") == exactly([10.0] * 12)
    assert year(results, "customer_acquisition_cost") == about(50)


def test_rounding_goes_before_timing() -> None:
    """10.5 customers are 11; 10% of them are 1.1, a third of that a month."""
    results = figures_from("""
        goal: {customers: 10.5, round_customers: nearest, by_quarter: [10%, 20%, 30%, 40%]}
        funnel: [leads, {customers: 50%}]
    """)
    assert months(results, "customers") == exactly([11 * part / 3 for part in (0.1, 0.2, 0.3, 0.4) for _ in range(3)])


def test_less_than_a_customer_a_year_is_rounded_like_any() -> None:
    """0.6 customers are 1; 0.2 are 1 where rounding goes up."""
    for goal, wanted in (("0.6", 0.6), ("0.6, round_customers: nearest", 1), ("0.2, round_customers: up", 1)):
        results = figures_from(f"goal: {{customers: {goal}}}\nfunnel: [leads, {{customers: 50%}}]\n")
        assert months(results, "customers") == exactly([wanted / 12] * 12)


def test_a_path_of_recurring_revenue_has_both_its_ends() -> None:
    """From now to the end of the twelfth month: thirteen values, of which the last twelve are the plan's."""
    goal = Recurring(100_000, 200_000, expansion=0.01)
    assert [recurring_path(goal)[at] for at in (0, 6, -1)] == exactly([1e5, 1e5 * 2**0.5, 2e5])
    assert len(recurring_path(goal)) == 13
    assert recurring_business(goal).recurring == recurring_path(goal)[1:]
    assert recurring_business(goal).implied_next_year == about(1.0)


def test_recurring_revenue_that_grows_by_itself_leaves_nothing_to_share() -> None:
    """What customers add, 5% a month, is more than the goal, 10% a year: nothing is sold, by whomever, in any month."""
    results = figures_from("""
        goal: {recurring: {from: 100k, to: 110k, expansion: 5%}, average_deal: 1k}
        funnel: [leads, {customers: 10%}]
        segments: {big: {share: 75%}, small: {share: 25%}}
    """)
    for segment in ("big", "small", None):
        assert months(results, "customers", segment) == [0.0] * 12
    assert year(results, "recurring_revenue", "big") == about(0.75 * 110e3)


def test_no_customers_can_be_rounded_and_are_refused() -> None:
    """Recurring revenue that grows by itself wants nobody: no factor makes that a whole number above 0."""
    assert rounded((0.0,) * 12, "up") == (0.0,) * 12
    loaded = kpiplan.read_plan("""
        name: Worked by hand
        year: 2026
        goal: {recurring: {from: 100k, to: 110k, expansion: 5%}, average_deal: 1k, round_customers: up}
        funnel: [leads, {customers: 10%}]
    """)
    assert [problem.code for problem in loaded.errors] == ["rounded-to-zero"]
