"""How likely a month without a unit is: by hand, and laws."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpiplan.analysis.empty_months import RARE, empty_month, planned_month
from kpiplan.funnel.stages import Run, Targets
from kpiplan.plan.model import Stage
from tests.funnel.generated import STABLE
from tests.funnel.worked import about, targets_from

NINE = "goal: {customers: 9}\nfunnel: [leads, {meetings: 10%}, {customers: 25%}]"


def test_nine_customers_a_year() -> None:
    """0.75 a month: exp(-0.75) = 47.2%. 3 meetings a month are not rare, 30 leads neither."""
    targets = targets_from(NINE)
    assert empty_month(targets, 2, 1.0) == (about(0.75), about(0.4723665527410147))
    assert [empty_month(targets, stage, 1.0) for stage in (0, 1)] == [None, None]


def test_counts_that_vary_twice_as_much_are_empty_as_often_as_half_as_many() -> None:
    """exp(-0.75 / 2)."""
    assert empty_month(targets_from(NINE), 2, 2.0) == (about(0.75), about(0.6872892787909722))


def test_months_without_a_goal_are_no_months_without_a_unit() -> None:
    """10 in each of two months are no rare thing, though the year's mean is 1.67."""
    months = (0.0,) * 5 + (10.0,) + (0.0,) * 5 + (10.0,)
    assert planned_month(months) == 10
    assert planned_month((0.0,) * 12) == 0


def targets(months: list[float]) -> Targets:
    run = Run(1, tuple(months))
    return Targets((Stage("customers"),), (run,), (run,), (run,))


@STABLE
@given(st.lists(st.just(0.0) | st.floats(0.01, 6), min_size=12, max_size=12), st.floats(1, 5))
def test_fewer_are_likelier_to_be_none(months: list[float], dispersion: float) -> None:
    found, fewer = (empty_month(targets([factor * count for count in months]), 0, dispersion) for factor in (1, 0.5))
    assert (found is None) == (not 0 < planned_month(tuple(months)) < RARE)
    if found is None or fewer is None:
        return
    assert 0 < found.chance < fewer.chance <= 1
    assert found.chance > math.exp(-RARE)
    assert fewer.mean == pytest.approx(found.mean / 2)
