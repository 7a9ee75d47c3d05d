"""What to expect down the funnel, against an independent reference."""

from collections.abc import Mapping

import pytest

from kpiplan.funnel.stages import down

from .generated import near, outcomes_of, plan_of, read
from .reference import funnel, segments


@pytest.mark.parametrize("seed", range(200))
def test_expectations_down_the_funnel_are_those_of_the_reference(seed: int) -> None:
    """What to expect in the plan months, given what `before` states."""
    data = plan_of(seed)
    start = read(data).start
    for outcome, part in zip(outcomes_of(data), segments.parts_of(data), strict=True):
        known: list[Mapping[int, float]] = [
            {month.since(start) + 1: count for month, count in outcome.branch.before.get(stage.name, {}).items()}
            for stage in outcome.branch.stages
        ]
        for found, wanted in zip(down(outcome.targets, known), funnel.down(part), strict=True):
            for month, count in enumerate(found, start=1):
                assert near(count, wanted[month]), (outcome.branch.segment, month)
