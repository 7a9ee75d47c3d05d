"""What a page shows of chance: percentiles of the customers up to each plan month, how likely the goal was and is."""

from __future__ import annotations

import math
from collections.abc import Sequence

from kpiplan.analysis.goal_chance.engine import chance_now, from_here, history
from kpiplan.analysis.goal_chance.results import Moment
from kpiplan.analysis.goal_chance.standing import MONTHS, customers, group
from kpiplan.analysis.variance.actuals import Actuals
from kpiplan.funnel.targets import PlanTargets

MANY = 60  # stages of all funnels together


def customers_ahead(
    targets: PlanTargets, actuals: Actuals | None, levels: Sequence[float]
) -> tuple[tuple[int, ...], ...]:
    """For each plan month the customers of the whole plan, cumulated, that are not exceeded with these chances.

    Months that are known already have one value at all levels. Percentiles of months never add up.
    """
    some = group(from_here(targets, actuals).learnt)
    goal = math.fsum(outcome.branch.year for outcome in targets.outcomes)
    return tuple(tuple(each.quantile(level) for level in levels) for each in customers(some, MONTHS, goal))


def milestones(targets: PlanTargets, actuals: Actuals) -> tuple[Moment, ...]:
    """The chances of the goal at the start and after each month so far; of many stages at the start and now alone.

    Each takes a plan of many segments a good part of a second.
    """
    stages = sum(len(outcome.branch.stages) for outcome in targets.outcomes)
    if stages <= MANY:
        return history(targets, actuals)
    return chance_now(targets), chance_now(targets, actuals)
