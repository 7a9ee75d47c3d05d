"""What holds of the levers of any plan."""

from __future__ import annotations

import math

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from kpiplan.analysis.goal_chance.engine import goal_chance
from kpiplan.analysis.levers.goal import changed_needs, needs, needs_of
from kpiplan.analysis.levers.inputs import LeverStep, PlanInput, inputs, stepped, times
from kpiplan.analysis.levers.levers import levers
from kpiplan.analysis.levers.work import expected_customers, funnels, under
from kpiplan.funnel.branches import stated_months
from kpiplan.funnel.stages import down
from kpiplan.funnel.targets import PlanTargets, plan_targets
from kpiplan.language.overlay.change import of_texts
from kpiplan.loader import laid, load
from tests.analysis.goal_chance.random_plans import random_plan
from tests.funnel.generated import STABLE, Data, plans, read, targets_of, without

SEEDS = st.integers(0, 10**6)


def at_random(seed: int) -> PlanTargets:
    loaded = load(random_plan(seed).encode(), "plan.yaml")
    assert loaded.plan
    return plan_targets(loaded.plan)


def customers_under(targets: PlanTargets, found: PlanInput, factor: float) -> float:
    running = funnels(targets)
    moved = (
        under(targets, each, found, times(found, factor)) if found.moves(each.outcome.branch) else each
        for each in running
    )
    return expected_customers(tuple(moved))


@STABLE
@given(plans())
def test_the_base_is_what_the_plan_expects(data: Data) -> None:
    """Fed its own targets and what is stated before it, down the funnel (docs/arithmetic.md)."""
    targets = targets_of(data)
    expected = 0.0
    for outcome in targets.outcomes:
        expected += math.fsum(down(outcome.targets, stated_months(targets.plan, outcome.branch))[-1])
    assert levers(targets, chance=False).base.customers == pytest.approx(expected, rel=1e-9, abs=1e-9)


@STABLE
@given(plans())
def test_customers_are_linear_in_each_rate(data: Data) -> None:
    """A tenth less costs what a tenth more brings; two tenths twice as much."""
    targets = targets_of(data)
    for found in inputs(targets):
        if found.kind in ("rate", "volume", "direct") and found.mean > 0:
            none, one, two, less = (customers_under(targets, found, factor) for factor in (1, 1.1, 1.2, 0.9))
            assert two - one == pytest.approx(one - none, rel=1e-6, abs=1e-9)
            assert none - less == pytest.approx(one - none, rel=1e-6, abs=1e-9)


@STABLE
@given(plans())
def test_both_views_agree_to_first_order(data: Data) -> None:
    """Without lag and direct arrivals: customers gained over customers = the top saved over the top."""
    data = without(data, "lag", "direct", "before", "segments")
    assume("by_age" not in str(data))
    targets = targets_of(data)
    base = needs(targets)
    parts = [needs_of(outcome) for outcome in targets.outcomes]
    expected = expected_customers(funnels(targets))
    [(top, count)] = base.tops.items()
    assume(expected > 0)
    for found in inputs(targets):
        if found.kind == "rate" and found.mean > 0:
            small = 1e-6
            gained = customers_under(targets, found, 1 + small) / expected - 1
            after = changed_needs(targets, parts, found, times(found, 1 + small))
            assert after is not None
            assert 1 - after.tops[top] / count == pytest.approx(gained, rel=1e-4)
            assert gained == pytest.approx(small, rel=1e-4)


@STABLE
@given(plans())
def test_the_same_goal_is_a_second_run_under_the_change(data: Data) -> None:
    """What `--set PATH*=…` shows, for every input that a path names."""
    import yaml

    text = yaml.safe_dump(data, allow_unicode=True, sort_keys=False).encode()
    source = load(text, "plan.yaml").source
    targets = plan_targets(read(data))
    base, parts = needs(targets), [needs_of(outcome) for outcome in targets.outcomes]
    for found in inputs(targets):
        if found.kind in ("volume", "lag", "churn", "expansion") or (found.kind == "rate" and found.limit < 1.1):
            continue
        loaded = laid(source, of_texts([f"{found.path}*=1.1"]))
        if loaded.plan is None:
            continue  # a name that means two things, or a value too large
        then = needs(plan_targets(loaded.plan)).less(base)
        mine = changed_needs(targets, parts, found, stepped(found, LeverStep(0.1)))
        assert mine is not None
        off = mine.less(base)
        for top, count in then.tops.items():
            assert off.tops[top] == pytest.approx(count, rel=1e-6, abs=1e-6 * (1 + base.tops[top]))
        if then.spend is not None:
            assert off.spend == pytest.approx(then.spend, rel=1e-6, abs=1e-6 * (1 + (base.spend or 0)))
        assert off.hanging == pytest.approx(then.hanging, rel=1e-6, abs=1e-6 * (1 + base.hanging))


@STABLE
@given(SEEDS)
def test_a_month_sooner_never_costs_customers(seed: int) -> None:
    for each in levers(at_random(seed), chance=False).levers:
        if each.old.kind == "lag":
            assert each.gain.customers >= -1e-6


@pytest.mark.parametrize("seed", range(12))
def test_the_chance_is_that_of_the_plan(seed: int) -> None:
    """With nothing changed; and a better lever never lowers it."""
    found = levers(at_random(seed))
    chance = goal_chance(at_random(seed), by_month=False).whole.chance
    assert found.base.chance == pytest.approx(chance.customers, abs=1e-6)
    for each in found.levers:
        assert each.gain.chance is not None
        assert each.gain.chance >= -1e-6


@pytest.mark.parametrize("seed", range(12))
def test_what_closes_the_gap_brings_the_goal(seed: int) -> None:
    """On average; and with a chance of 80%, asked for by other means: all funnels at once."""
    targets = at_random(seed)
    found = levers(targets)
    for each in found.levers:
        if each.old.kind == "deal" or each.average is None:
            continue
        if each.average.value:
            factor = each.average.value / each.old.mean
            assert customers_under(targets, each.old, factor) == pytest.approx(found.base.goal, rel=1e-6)
        if each.reliable and each.reliable.value is not None and each.reliable.value > each.old.mean / 60:
            factor = each.reliable.value / each.old.mean
            assert _chance(targets, each.old, factor, found.base.goal) == pytest.approx(0.8, abs=2e-4)


def _chance(targets: PlanTargets, found: PlanInput, factor: float, goal: float) -> float:
    from kpiplan.analysis.goal_chance.standing import chance_of

    parts = [
        (under(targets, each, found, times(found, factor)) if found.moves(each.outcome.branch) else each).part
        for each in funnels(targets)
    ]
    return chance_of(parts, 0.0, goal)
