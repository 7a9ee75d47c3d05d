"""What the months so far teach a rate and a volume."""

from __future__ import annotations

import math

import pytest

from kpiplan.analysis.distributions.continuous import Beta
from kpiplan.analysis.goal_chance.learning import Evidence, rate_after
from kpiplan.funnel.targets import plan_targets
from tests.analysis.goal_chance.plans import SAAS, plan_of, seen, told
from tests.conftest import INBOUND


def test_without_a_lag_counts_add_up() -> None:
    assert rate_after(Beta(1, 1), Evidence(1, 3, 1.0, 3)) == Beta(2, 3)


@pytest.mark.parametrize(
    ("came", "units", "elapsed"), [(3, 40, 0.4), (0, 25, 0.2), (30, 90, 0.7), (4_000, 90_000, 0.3), (1, 5, 1e-6)]
)
def test_with_a_lag_mean_and_deviation_are_those_of_the_posterior(came: int, units: int, elapsed: float) -> None:
    after = rate_after(Beta(2, 6), Evidence(came, units, elapsed, units))
    steps = 200_000
    rates = [(step + 0.5) / steps for step in range(steps)]
    logs = [(1 + came) * math.log(r) + 5 * math.log1p(-r) + (units - came) * math.log1p(-r * elapsed) for r in rates]
    top = max(logs)
    weights = [math.exp(value - top) for value in logs]
    mean = math.fsum(w * r for w, r in zip(weights, rates, strict=True)) / math.fsum(weights)
    square = math.fsum(w * r * r for w, r in zip(weights, rates, strict=True)) / math.fsum(weights)
    assert after.mean == pytest.approx(mean, abs=1e-8)
    assert after.variance == pytest.approx(square - mean**2, abs=1e-8)


def test_a_plan_that_goes_as_planned_learns_that_it_does() -> None:
    plan = plan_of(SAAS)
    targets = plan_targets(plan).outcomes[0].targets
    went = {stage.name: run.year[:6] for stage, run in zip(targets.stages, targets.arrivals, strict=True)}
    for line in told(SAAS, actuals=seen(went)).rests_on:
        assert line.mean == pytest.approx(line.planned, rel=1.5e-2), line  # the ramp of the leads too


def test_a_stage_without_actuals_learns_nothing() -> None:
    found = told(INBOUND, actuals=seen({"visits": (6250,) * 3, "sqls": (4, 3, 5), "opportunities": (1, 2, 1)}))
    assert [line.input for line in found.rests_on] == ["opportunities"]


def test_a_volume_learns_as_gamma_times_poisson() -> None:
    text = INBOUND + "risk: {visits: 85% to 110%}\n"
    [line] = told(text, actuals=seen({"visits": (7000, 6000)})).rests_on
    shape = (0.975 / (0.25 / 2.5631031310892007)) ** 2
    assert line.mean == pytest.approx((shape + 13_000) / (shape / 0.975 + 12_500))
    assert line.seen == pytest.approx((13_000, 12_500))


def test_segments_with_one_funnel_teach_one_rate() -> None:
    text = INBOUND.replace("  round_customers: nearest\n", "")
    went = seen({"visits": (5400,) * 3, "leads": (77,) * 3})
    [whole] = told(text, actuals=went).rests_on
    [split] = told(text + "segments: {a: {share: 30%}, b: {share: 70%}}\n", actuals=went).rests_on
    assert split.mean == pytest.approx(whole.mean)
    assert split.seen == pytest.approx(whole.seen)


def test_several_of_each_learn_too() -> None:
    text = "name: P\nyear: 2020\ngoal: {orders: 120}\nfunnel: [buyers, {orders: {each: 2.5}}]\n"
    [line] = told(text + "risk: {orders: 50 of 20}\n", actuals=seen({"buyers": (4, 6), "orders": (9, 11)})).rests_on
    assert line.mean == pytest.approx((50.5 + 20) / (20 + 10))
