"""What rounding does to a goal, and the other whole number: by hand, and laws."""

from __future__ import annotations

import math

from hypothesis import given

from kpiplan.analysis.rounding_choice import left_short, rounding_choice
from kpiplan.funnel.branches import Branch
from kpiplan.funnel.targets import figures, plan_targets
from tests.funnel.generated import STABLE, Data, near, outcomes_of, plans, read
from tests.funnel.worked import about, plan_from

PUBLISHED = """
    goal: {revenue: 10M, average_deal: 1.1M, round_customers: nearest}
    funnel: [visits, {leads: 2%}, {meetings: 30%}, {customers: 20%}]
"""


def branch_of(text: str) -> Branch:
    plan = plan_from(text).plan
    assert plan is not None
    return plan_targets(plan).outcomes[0].branch


def test_the_next_customer_beside_a_year_rounded_down() -> None:
    """10M / 1.1M = 9.0909, rounded to 9: 9.9M, 100k short; 10 bring 11M and need 10 / (2% * 30% * 20%) / 12 visits."""
    choice = rounding_choice(branch_of(PUBLISHED))
    assert choice is not None
    assert (choice.year, choice.other) == (9, 10)
    assert (choice.short, choice.top) == (about(1 / 11, 1e-9), about(10 / 0.0012 / 12, 1e-9))
    assert choice.money == (about(9.9e6), about(100_000, 1e-9), about(11e6))


def test_the_customer_before_a_year_rounded_up() -> None:
    """9.0909 rounded up to 10: 11M, 1M over; 9 bring 9.9M."""
    choice = rounding_choice(branch_of(PUBLISHED.replace("nearest", "up")))
    assert choice is not None
    assert (choice.year, choice.other, choice.short) == (10, 9, about(-10 / 11, 1e-9))
    assert choice.money == (about(11e6), about(-1e6, 1e-9), about(9.9e6))


def test_without_a_deal_there_is_no_money() -> None:
    choice = rounding_choice(branch_of("goal: {customers: 9.4, round_customers: down}\nfunnel: [a, {customers: 10%}]"))
    assert choice is not None
    assert (choice.money, choice.short, choice.top) == (None, about(0.4, 1e-9), about(100 / 12))


def test_a_goal_of_whole_customers_leaves_no_choice() -> None:
    assert rounding_choice(branch_of(PUBLISHED.replace("1.1M", "1M"))) is None
    assert rounding_choice(branch_of(PUBLISHED.replace(", round_customers: nearest", ""))) is None


@STABLE
@given(plans())
def test_the_goal_lies_between_the_two_whole_numbers(data: Data) -> None:
    """Nearer to the one that was taken, where rounding takes the nearest; and money says the same as customers."""
    for branch in (outcome.branch for outcome in outcomes_of(data)):
        choice, exact = rounding_choice(branch), math.fsum(branch.exact)
        assert (choice is None) == (left_short(branch) == 0)
        if choice is None:
            assert near(exact, branch.year)
            continue
        assert abs(choice.year - choice.other) == 1
        assert min(choice.year, choice.other) < exact < max(choice.year, choice.other)
        assert near(choice.year + choice.short, exact)
        if branch.rounding == "nearest":
            assert abs(choice.short) <= 0.5 * (1 + 1e-9)
        if choice.money and branch.deal and min(branch.deal) == max(branch.deal):
            wanted = (choice.year, choice.short, choice.other)
            assert all(near(one, two * branch.deal[0], 1e-6) for one, two in zip(choice.money, wanted, strict=True))


@STABLE
@given(plans())
def test_what_customers_bring_is_the_same_in_the_figures_and_of_a_branch(data: Data) -> None:
    """One function of the arithmetic: the months of revenue, their sum, and each customer at its month's deal."""
    plan = read(data)
    targets = plan_targets(plan)
    found = figures(targets)
    for branch in (outcome.branch for outcome in targets.outcomes):
        revenue = branch.revenue()
        if revenue is None or branch.deal is None:
            assert branch.money(branch.customers) is None
            continue
        assert found.get("revenue", branch.segment).values == revenue
        assert branch.money(branch.customers) == math.fsum(revenue)
        assert revenue == tuple(map(float.__mul__, branch.customers, branch.deal))
        assert branch.money(branch.customers[:5]) == math.fsum(revenue[:5])
