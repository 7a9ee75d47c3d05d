"""Stated numbers against each other and the goal, what is under way against what is needed: by hand, and laws."""

from __future__ import annotations

import math

from hypothesis import given

from kpiplan.analysis.cover import covers, unstated_part
from kpiplan.funnel.carry_in import OFF, carry_in, smoothed
from kpiplan.funnel.stated_numbers import apart, carried, chain
from kpiplan.funnel.targets import Outcome, plan_targets
from kpiplan.months import Month
from kpiplan.plan.model import Plan, Stated

from .generated import STABLE, Data, near, outcomes_of, plans, read
from .worked import about, exactly, plan_from, targets_from

FUNNEL = "funnel: [visits, {leads: 2%}, {customers: {rate: 25%, direct: 1}}]\n"


def results_of(text: str) -> tuple[Plan, Outcome]:
    plan = plan_from(text).plan
    assert plan is not None
    return plan, plan_targets(plan).outcomes[0]


def test_a_number_that_does_not_follow() -> None:
    """2% of 1000 visits are 20 leads, not 30; 25% of 30 leads and one that comes directly are 8.5 customers, 9 rounded:
    that follows, to the digit it was written with.
    """
    _, outcome = results_of(f"goal: {{customers: 120}}\n{FUNNEL}stated: {{visits: 1000, leads: 30, customers: 9}}")
    assert list(apart(outcome)) == [(0, 1, 1000, 30, about(20))]
    assert carried(outcome, 1000, 0, 2) == about(6)


def test_where_the_topmost_number_leads() -> None:
    """1000 visits are 20 leads, 5 customers and 1 that comes directly: 6 of the 10 a month that the goal wants; at
    2,000 each 144,000 a year.
    """
    _, outcome = results_of(f"goal: {{customers: 120, average_deal: 2000}}\n{FUNNEL}stated: {{visits: 1000}}")
    assert chain(outcome) == (0, 1000, about(6), about(144_000), about(0.4))


def test_nothing_above_customers_leads_nowhere() -> None:
    _, outcome = results_of(f"goal: {{customers: 120}}\n{FUNNEL}stated: {{customers: 10}}")
    assert chain(outcome) is None


LAGGED = "goal: {customers: 120}\nfunnel: [visits, {leads: 20%}, {customers: {rate: 50%, lag: 1 month}}]\n"


def test_what_is_under_way_against_what_is_needed() -> None:
    """20 leads of December bring January's 10 customers; 12 are stated: 6 come, 4 are missing."""
    plan, outcome = results_of(f"start: 2020-01\n{LAGGED}before: {{leads: {{2019-12: 12}}}}")
    [cover] = covers(plan, outcome)
    assert cover[:5] == (1, 12, about(20), exactly([4.0] + [0.0] * 11), about(120))
    assert (cover.short, cover.beyond) == (True, False)
    assert unstated_part(plan, outcome) is None


def test_more_than_is_needed_is_beyond() -> None:
    plan, outcome = results_of(f"start: 2020-01\n{LAGGED}before: {{leads: {{2019-12: 30}}}}")
    [cover] = covers(plan, outcome)
    assert (cover.short, cover.beyond) == (False, True)
    assert math.fsum(cover.missing) == about(-5)


def test_what_nobody_states() -> None:
    """January's 10 customers hang on 20 leads of December."""
    plan, outcome = results_of(f"start: 2020-01\n{LAGGED}")
    found = unstated_part(plan, outcome)
    assert found is not None
    assert (found.customers, found.money) == (about(10), None)
    assert [(c.stage, c.month, c.needed) for c in found.cohorts] == [(1, 0, about(20))]


def test_a_jump_that_a_spread_lag_smooths() -> None:
    """10 a month, 20 in December: 12.5 of 10 in November, 17.5 of 20 in December."""
    goal = "goal: {customers: [10, 10, 10, 10, 10, 10, 10, 10, 10, 10, 10, 20], next_year: none}\n"
    found = smoothed(targets_from(f"{goal}funnel: [visits, {{customers: {{rate: 50%, lag: [50%, 50%]}}}}]"))
    assert found is not None
    assert found.reach == exactly([10.0] * 10 + [12.5, 17.5])
    assert found.parts == exactly([1.0] * 10 + [1.25, 0.875])
    assert smoothed(targets_from(f"{goal}funnel: [visits, {{customers: {{rate: 50%, lag: 1 month}}}}]")) is None


@STABLE
@given(plans())
def test_what_a_number_comes_to_follows_from_it(data: Data) -> None:
    """Stated what one number at the top comes to at every stage, all follow; one more at the bottom does not."""
    for outcome in outcomes_of(data):
        names = [stage.name for stage in outcome.branch.stages]
        if len(names) < 2:
            continue
        stated = {name: Stated(carried(outcome, 1000.0, 0, at), 1e-3) for at, name in enumerate(names)}
        own = outcome._replace(branch=outcome.branch._replace(stated=stated))
        assert not list(apart(own))
        found = chain(own)
        assert found is not None
        assert near(found.customers, stated[names[-1]].value)
        wrong = {**stated, names[-1]: Stated(stated[names[-1]].value + 1, 1.0)}
        [off] = apart(own._replace(branch=own.branch._replace(stated=wrong)))
        assert near(off.below - off.follows, 1.0, 1e-6)


@STABLE
@given(plans())
def test_stated_to_the_unit_before_the_plan_nothing_is_missing(data: Data) -> None:
    """`before` that states exactly what the plan needs leaves nothing short, nothing beyond and nothing unstated."""
    plan = read(data)
    for outcome in plan_targets(plan).outcomes:
        before: dict[str, dict[Month, float]] = {}
        for cohort in carry_in(outcome.targets):
            name = outcome.branch.stages[cohort.stage].name
            before.setdefault(name, {})[plan.start.plus(cohort.month - 1)] = cohort.needed
        whole = outcome._replace(branch=outcome.branch._replace(before=before))
        assert unstated_part(plan, whole) is None
        for cover in covers(plan, whole):
            assert near(cover.stated, cover.needed)
            assert (cover.short, cover.beyond) == (False, False)
            assert abs(math.fsum(cover.missing)) <= 1e-6 * max(1.0, cover.year)


@STABLE
@given(plans())
def test_a_goal_is_smoothed_where_a_month_is_off(data: Data) -> None:
    for outcome in outcomes_of(data):
        found = smoothed(outcome.targets)
        if found:
            assert max(abs(part - 1) for part in found.parts) > OFF
            months = zip(found.parts, outcome.targets.arrivals[-1].year, found.reach, strict=True)
            assert all(near(part * goal, came) for part, goal, came in months if goal)
