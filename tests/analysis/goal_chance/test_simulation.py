"""The chance against an independent simulation of every unit, on plans at random: `pytest --plans 100` for many."""

from __future__ import annotations

import math
from collections.abc import Mapping

import numpy as np
import pytest

from kpiplan.analysis.goal_chance.engine import goal_chance
from kpiplan.analysis.goal_chance.results import Standing
from kpiplan.funnel.targets import plan_targets
from tests.analysis.goal_chance.plans import plan_of
from tests.analysis.goal_chance.random_plans import random_plan
from tests.analysis.goal_chance.simulation import Floats, Years, simulate

FEW, MANY = 20_000, 200_000  # years of a plan
FAR = 4.5  # standard errors


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "seed" in metafunc.fixturenames:
        metafunc.parametrize("seed", range(metafunc.config.getoption("--plans")))


def test_a_plan_at_random(seed: int, request: pytest.FixtureRequest) -> None:
    plan = plan_of(random_plan(seed))
    told = goal_chance(plan_targets(plan), by_month=False)
    years = MANY if request.config.getoption("--plans") > 20 else FEW
    drawn = simulate(plan, years, seed)
    for standing in (told.whole, *told.segments):
        _same(standing, drawn, random_plan(seed))


def _same(standing: Standing, drawn: Years, text: str) -> None:
    customers, revenue = drawn.customers[standing.segment], drawn.revenue[standing.segment]
    _chance(standing.chance.customers, customers >= math.ceil(standing.goal.customers - 1e-9), text)
    assert standing.goal.revenue is not None
    assert standing.chance.revenue is not None
    _chance(standing.chance.revenue, revenue >= standing.goal.revenue * (1 - 1e-9), text)
    error = math.sqrt(standing.variance / len(customers))
    assert abs(customers.mean() - standing.expected) < FAR * error + 1e-9, text
    assert abs(customers.var() / standing.variance - 1) < 0.1, text
    fans: Mapping[str, tuple[Floats, tuple[float, float, float]]] = {"N": (customers, standing.customers.year)}
    if standing.revenue:
        fans = {**fans, "R": (revenue, standing.revenue.year)}
    for values, tenths in fans.values():
        for level, place in zip((0.1, 0.5, 0.9), tenths, strict=True):
            slack = FAR * math.sqrt(level * (1 - level) / len(values)) + 2e-3
            assert np.mean(values <= place * 1.003 + 1e-6) > level - slack, text
            assert np.mean(values < place * 0.997 - 1e-6) < level + slack, text


def _chance(told: float, reached: Floats, text: str) -> None:
    share = float(reached.mean())
    error = math.sqrt(max(told * (1 - told), 1e-6) / len(reached))
    assert abs(share - told) < FAR * error, (share, told, text)
