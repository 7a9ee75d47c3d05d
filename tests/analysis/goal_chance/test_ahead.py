"""The fan of a page is that of `kpiplan chance`, with quarters between its tenths."""

from __future__ import annotations

import pytest

from kpiplan.analysis.goal_chance.ahead import MANY, customers_ahead, milestones
from kpiplan.analysis.goal_chance.engine import goal_chance, history
from kpiplan.analysis.variance.actuals import Actuals, Seen
from kpiplan.funnel.targets import plan_targets
from tests.analysis.goal_chance.random_plans import random_plan
from tests.plans import plan_of

SEEN = Actuals({None: Seen({"customers": {1: 2.0, 2: 3.0}})}, 2)
SEGMENTS = """\
name: Many
year: 2026
goal: {revenue: 120k, average_deal: 1k}
funnel: [a, {b: 10%}, {c: 50%}, {d: 50%}, {customers: 50%}]
"""


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("actuals", [None, SEEN])
def test_tenths_are_those_of_the_chance(seed: int, actuals: Actuals | None) -> None:
    targets = plan_targets(plan_of(random_plan(seed)))
    fan = goal_chance(targets, actuals).whole.customers.by_month
    assert customers_ahead(targets, actuals, (0.1, 0.5, 0.9)) == tuple(tuple(tenths) for tenths in fan)


def test_months_that_are_known_are_certain() -> None:
    targets = plan_targets(plan_of(random_plan(3)))
    found = customers_ahead(targets, SEEN, (0.1, 0.25, 0.5, 0.75, 0.9))
    assert found[0] == (2,) * 5
    assert found[1] == (5,) * 5


def segmented(count: int) -> str:
    """A plan of so many segments alike."""
    return SEGMENTS + "segments:\n" + "".join(f"  s{at}: {{share: {100 // count}%}}\n" for at in range(count))


def test_of_many_stages_the_chance_is_told_at_the_start_and_now() -> None:
    few, many = (
        plan_targets(
            plan_of(SEGMENTS + "segments:\n" + "".join(f"  s{at}: {{share: {100 // count}%}}\n" for at in range(count)))
        )
        for count in (10, 20)
    )
    assert sum(len(outcome.branch.stages) for outcome in few.outcomes) <= MANY
    assert sum(len(outcome.branch.stages) for outcome in many.outcomes) > MANY
    assert milestones(few, SEEN) == history(few, SEEN)
    whole = history(many, SEEN)
    assert milestones(many, SEEN) == (whole[0], whole[-1])
