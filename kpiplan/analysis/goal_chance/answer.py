"""All that `kpiplan chance` tells: the chance, how it went so far, what it would be with last year's counts."""

from __future__ import annotations

from collections.abc import Mapping

from kpiplan.analysis.goal_chance.engine import MOST, chance_now, countable, goal_chance, history
from kpiplan.analysis.goal_chance.hindsight import hindsight
from kpiplan.analysis.goal_chance.results import Chance, GoalChance, Moment
from kpiplan.analysis.variance.actuals import Actuals
from kpiplan.funnel.targets import PlanTargets, plan_targets
from kpiplan.tuples import NamedTuple


class Remembered(NamedTuple):
    """The chance as it would be with last year's counts behind these stages, by segment or (None) of the plan."""

    chance: Chance
    lines: Mapping[str | None, tuple[str, ...]]


class Answer(NamedTuple):
    """The chance of the goal from here; with actuals also as it was known at the start and after each month so far.

    `remembered` is None where last year says nothing that the plan does not say itself.
    """

    now: GoalChance
    history: tuple[Moment, ...] = ()
    remembered: Remembered | None = None


def answer(
    targets: PlanTargets,
    actuals: Actuals | None = None,
    *,
    goal: float | None = None,
    safe: float | None = None,
) -> Answer:
    """What the plan, what it rests on and what happened so far say of its goal (`goal_chance`).

    Raises ValueError for a plan that is not `countable`.
    """
    if not countable(targets):
        raise ValueError(f"more than {MOST:,} customers a year can't be told one by one")
    now = goal_chance(targets, actuals, goal=goal, safe=safe)
    so_far = history(targets, actuals, goal) if actuals else ()
    found = hindsight(targets.plan)
    if found is None:
        return Answer(now, so_far)
    would_be = chance_now(plan_targets(found.plan), actuals, goal).chance
    return Answer(now, so_far, Remembered(would_be, found.lines))
