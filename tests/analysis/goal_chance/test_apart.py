"""Funnels that change beside others that stay: the same chances as asked for all at once."""

from __future__ import annotations

import pytest

from kpiplan.analysis.goal_chance.apart import ManyChances
from kpiplan.analysis.goal_chance.standing import chance_of
from kpiplan.analysis.levers.work import funnels
from kpiplan.funnel.targets import plan_targets
from kpiplan.loader import load
from tests.analysis.goal_chance.random_plans import random_plan


@pytest.mark.parametrize("seed", range(40))
def test_one_at_a_time_is_all_at_once(seed: int) -> None:
    loaded = load(random_plan(seed).encode(), "plan.yaml")
    assert loaded.plan
    targets = plan_targets(loaded.plan)
    parts = [each.part for each in funnels(targets)]
    goal = sum(outcome.branch.year for outcome in targets.outcomes)
    apart = ManyChances(parts, goal)
    assert apart.chance({}) == pytest.approx(chance_of(parts, 0.0, goal), abs=1e-6)
    for at, part in enumerate(parts):
        for factor in (0.5, 1.1, 3.0):
            changed = [*parts[:at], part.scaled(factor), *parts[at + 1 :]]
            assert apart.chance({at: part.scaled(factor)}) == pytest.approx(chance_of(changed, 0.0, goal), abs=1e-6)


def test_a_goal_of_nothing_is_certain() -> None:
    assert ManyChances([], 0.0).chance({}) == 1.0
