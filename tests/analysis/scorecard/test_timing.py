"""What a KPI must be of the year is wanted when the plan itself brings it."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpiplan.analysis.scorecard.timing import timed
from kpiplan.funnel.targets import plan_targets
from kpiplan.plan.kpi_goals import Band, Limit
from tests.analysis.scorecard.cases import INBOUND, plan_of

SEASONS = INBOUND.replace("average_deal: 1M}", "average_deal: 1M, by_quarter: [10%, 20%, 30%, 40%]}")


def lows(kpi: str, head: str = SEASONS) -> tuple[float, ...]:
    plan = plan_of(f"{{{kpi}}}", head=head)
    aim = timed(plan_targets(plan)).plan.kpis[0].aim
    assert isinstance(aim, Band)
    assert aim.low is not None
    return aim.low.months


def test_an_amount_of_the_year_has_the_plans_seasons() -> None:
    """10, 20, 30 and 40% of 120, a third of each a month."""
    assert lows("mqls: {at_least: 120 a year}") == pytest.approx([4] * 3 + [8] * 3 + [12] * 3 + [16] * 3)
    assert lows("new_revenue: {at_least: 6M}") == pytest.approx([200e3] * 3 + [400e3] * 3 + [600e3] * 3 + [800e3] * 3)


def test_amounts_of_quarters_stay_and_are_spread_within() -> None:
    growing = INBOUND.replace("average_deal: 1M}", "average_deal: 1M, in_quarter: [10%, 30%, 60%]}")
    found = lows("mqls: {at_least: [10, 20, 30, 40]}", growing)
    assert found[:6] == pytest.approx([1, 3, 6, 2, 6, 12])


def test_once_timed_amounts_are_of_months_and_stay() -> None:
    plan = plan_of("{mqls: {at_least: 120 a year, at_most: 100 a month}}", head=SEASONS)
    targets = plan_targets(plan)
    once = timed(targets)
    aim = once.plan.kpis[0].aim
    assert isinstance(aim, Band)
    assert aim.low is not None
    assert aim.low.stated == "month"
    assert aim.high == Limit((100,) * 12)
    assert timed(once) is once


def test_amounts_of_months_and_what_the_plan_does_not_give_stay() -> None:
    assert lows("mqls: {at_least: 10 a month}") == (10,) * 12
    assert lows("downloads: {at_least: 120 a year}") == (10,) * 12
    assert lows("close_rate: {at_least: 45%}") == (0.45,) * 12


@given(st.lists(st.integers(1, 50), min_size=4, max_size=4), st.integers(1, 10**6))
def test_the_year_is_the_amount(quarters: list[int], amount: int) -> None:
    parts = ", ".join(f"{each / sum(quarters):.17g}" for each in quarters)
    head = INBOUND.replace("average_deal: 1M}", f"average_deal: 1M, by_quarter: [{parts}]}}")
    found = lows(f"sqls: {{at_least: {amount} a year}}", head)
    assert math.fsum(found) == pytest.approx(amount)
    assert min(found) > 0


def test_the_funnel_and_the_kpi_of_the_same_amount_agree() -> None:
    from kpiplan.analysis.scorecard.measures import Known
    from kpiplan.analysis.scorecard.score import score
    from kpiplan.analysis.variance.actuals import Window

    plan = plan_of("{mqls: {at_least: 225 a year}}", head=SEASONS)
    targets = plan_targets(plan)
    found = score(plan, timed(targets).plan.kpis[0], Known({"mqls": {1: 8, 2: 8, 3: 8}}), Window(3))
    assert found.limits.low == pytest.approx(math.fsum(targets.outcomes[0].targets.arrivals[2].year[:3]))


def test_a_limit_of_a_level_is_that_of_the_last_month() -> None:
    """Of followers what stands at the end counts, of a rate all months: the mean of its limits."""
    from kpiplan.analysis.scorecard.limits import wanted

    plan = plan_of("{followers: {at_least: [100, 120, 140, 160]}, close_rate: {at_least: [40%, 42%, 44%, 46%]}}")
    followers, rate = plan.kpis
    assert wanted(followers, plan.start, (3, 4)).low == 120
    assert wanted(rate, plan.start, (3, 4)).low == pytest.approx(0.41)
