"""What a segment takes from the plan and what it says itself: amounts by its part, and where in the file they stand."""

from kpiplan.funnel.branches import Branch, branches, recurring_churns, recurs
from kpiplan.months import Month
from kpiplan.plan.model import Referral

from .worked import about, exactly, plan_from

PLAN = """
    goal: {customers: 120, average_deal: 1000}
    budget: 100k
    costs: {marketing: 1k, sales: 2k}
    stated: {leads: 400, visits: 5000}
    before: {leads: {2025-12: 40}, visits: {2025-11: 900}}
    last_year: {leads: 300}
    funnel:
      - visits
      - leads: {rate: 5%, lag: 1 month, direct: {per_customer: 0.1, opening: 50}}
      - customers: {rate: 25%, direct: 2}
    segments:
      inside: {share: 25%, label: Inside sales}
      outside:
        share: 75%
        goal: {from_elsewhere: 10%}
        budget: 9k
        costs: {sales: 5k}
        stated: {leads: 7}
        before: {leads: {2025-12: 11}}
        funnel: [leads, {customers: 10%}]
"""


def branches_of(text: str) -> tuple[Branch, ...]:
    plan = plan_from(text).plan
    assert plan is not None
    return branches(plan)


def test_a_segment_takes_amounts_by_its_part_and_rates_as_they_are() -> None:
    """A quarter of each amount: 25k, 250, 500, 100 written to a quarter, 10; 12.5 customers refer 0.1 each."""
    inside, _ = branches_of(PLAN)
    assert (inside.part, inside.budget, inside.from_elsewhere) == (0.25, 25_000, 0)
    assert (inside.costs.marketing, inside.costs.sales) == ((250.0,) * 12, (500.0,) * 12)
    assert {name: (number.value, number.digit) for name, number in inside.stated.items()} == {
        "leads": (100, 0.25), "visits": (1250, 0.25),
    }  # fmt: skip
    assert inside.before == {"leads": {Month(2025, 12): 10}, "visits": {Month(2025, 11): 225}}
    assert [stage.name for stage in inside.stages] == ["visits", "leads", "customers"]
    assert inside.stages[1].direct == Referral(0.1, 12.5)
    assert inside.stages[2].direct == (0.5,) * 12
    assert inside.stages[1].rate == (0.05,) * 12


def test_what_a_segment_says_itself_is_taken_as_it_is() -> None:
    _, outside = branches_of(PLAN)
    assert (outside.part, outside.budget, outside.from_elsewhere) == (0.75, 9000, about(0.1))
    assert (outside.costs.marketing, outside.costs.sales) == ((750.0,) * 12, (5000.0,) * 12)
    assert (outside.stated["leads"].value, set(outside.stated)) == (7, {"leads"})  # it has no visits
    assert outside.before == {"leads": {Month(2025, 12): 11}}
    assert outside.customers == exactly([7.5 * 0.9] * 12)
    assert outside.money(outside.customers) == about(81_000)
    assert outside.revenue() == exactly([6750.0] * 12)


def test_last_years_numbers_are_of_the_whole_plan_alone() -> None:
    inside, _ = branches_of(PLAN)
    assert inside.last_year == {}
    [whole] = branches_of(PLAN[: PLAN.index("    segments:")])
    assert whole.last_year == {"leads": 300}
    assert (whole.part, whole.budget, whole.stages[2].direct) == (1, 100_000, (2.0,) * 12)


def test_where_in_the_file_a_segment_says_something() -> None:
    """What is inherited stands in the plan; a message about it names the segment all the same."""
    inside, outside = branches_of(PLAN)
    [whole] = branches_of(PLAN[: PLAN.index("    segments:")])
    assert [branch.path for branch in (inside, outside, whole)] == [("segments", "inside"), ("segments", "outside"), ()]
    assert inside.stage_path(1) == whole.stage_path(1) == ("funnel", 1, "leads")
    assert outside.stage_path(1) == ("segments", "outside", "funnel", 1, "customers")
    assert [branch.path_if(branch.own.budget) for branch in (inside, outside, whole)] == [
        (), ("segments", "outside"), (),
    ]  # fmt: skip
    assert [branch.prefix for branch in (inside, outside, whole)] == ["inside: ", "outside: ", ""]
    assert [branch.label for branch in (inside, outside)] == ["Inside sales", "outside"]


def test_without_a_deal_customers_bring_no_known_revenue() -> None:
    [whole] = branches_of("goal: {customers: 120}\nfunnel: [leads, {customers: 10%}]\n")
    assert (whole.revenue(), whole.money(whole.customers), whole.year) == (None, None, about(120))


def test_goals_of_segments_are_measured_as_the_plans_goal_is() -> None:
    """120 customers at 40k are 4.8M of 5.4M; of 240 customers the 60 that 600k are at 10k are a quarter."""
    text = """
        {goal}
        funnel: [leads, {{customers: 10%}}]
        segments:
          north: {{{north}}}
          south: {{goal: {{revenue: 600k, average_deal: 10k}}}}
    """
    own = branches_of(text.format(goal="why: own goals", north="goal: {customers: 120, average_deal: 40k}"))
    assert [branch.part for branch in own] == exactly([4.8e6 / 5.4e6, 0.6e6 / 5.4e6])
    shared = branches_of(text.format(goal="goal: {customers: 240, average_deal: 20k}", north="share: 100%"))
    assert [branch.part for branch in shared] == exactly([0.75, 0.25])
    assert [branch.year for branch in shared] == exactly([180, 60])


def test_who_pays_by_the_month() -> None:
    """A recurring goal of the plan, or all segments with one of their own."""
    text = """
        goal: {{average_deal: 1k}}
        funnel: [leads, {{customers: 10%}}]
        segments:
          big: {{goal: {{recurring: {{from: 10k, to: 20k, churn: 2%}}}}}}
          small: {{goal: {{{small}}}}}
    """
    mixed = plan_from(text.format(small="customers: 12")).plan
    fees = plan_from(text.format(small="recurring: {from: 10k, to: 20k, churn: 3%}")).plan
    once = plan_from("goal: {customers: 12}\nfunnel: [leads, {customers: 10%}]\n").plan
    plans = [plan for plan in (mixed, fees, once) if plan]
    assert [recurring_churns(plan) for plan in plans] == [(), (0.02, 0.03), ()]
    assert [recurs(plan) for plan in plans] == [False, True, False]
    assert [recurs(plans[0], name) for name in ("big", "small", "other")] == [True, False, False]
