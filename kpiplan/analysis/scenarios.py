"""A plan and its scenarios side by side: figures, what must be under way, the chance of the goal, each by itself."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from kpiplan.figures import By, Figure, Figures
from kpiplan.funnel.branches import Branch
from kpiplan.funnel.targets import PlanTargets, figures
from kpiplan.kpis.built_in import BUILT_IN, SPEND
from kpiplan.plan.kpi_goals import owner_key
from kpiplan.plan.model import EMPTY, Plan
from kpiplan.tuples import NamedTuple

SAFE = 0.8  # the chance that a safe factor reaches the goal with


class Odds(NamedTuple):
    """The chances that the year brings the goal's customers and revenue, and how much work at the top makes it safe.

    `safe` is the factor that reaches the customers with a chance of SAFE; where none does, `reached` is False and it is
    the largest that was tried.
    """

    customers: float
    revenue: float | None
    safe: float
    reached: bool


class Variant(NamedTuple):
    """A plan under changes: a name (None: the plan itself), why it is looked at, the changes as data and in words."""

    name: str | None
    targets: PlanTargets
    why: str = ""
    changes: Mapping[str, object] = EMPTY
    said: tuple[str, ...] = ()


class Scenery(NamedTuple):
    """What becomes of a plan under its changes: figures by period, customers per last stage, the chance of the goal."""

    variant: Variant
    figures: Figures
    odds: Odds | None

    @property
    def plan(self) -> Plan:
        """The plan under its changes."""
        return self.variant.targets.plan

    @property
    def branches(self) -> tuple[Branch, ...]:
        """Its branches."""
        return tuple(outcome.branch for outcome in self.variant.targets.outcomes)

    def figure(self, line: ShownFigure) -> Figure | None:
        """The figure of a line; None where there is none under these changes."""
        found = (each for each in self.figures.figures if (each.segment, each.kpi) == (line.segment, line.kpi))
        return next(found, None)

    def under_way(self) -> dict[tuple[str | None, str], float]:
        """Units that must have reached a stage before the plan, by segment and stage."""
        found: dict[tuple[str | None, str], list[float]] = {}
        for row in self.figures.carry_in:
            found.setdefault((row.segment, row.stage), []).append(row.needed)
        return {key: math.fsum(needed) for key, needed in found.items()}


class ShownFigure(NamedTuple):
    """A figure to be compared; `monthly`: what a month of the year brings on average says more than the year."""

    segment: str | None
    kpi: str
    monthly: bool = False


def scenery(variants: Sequence[Variant], by: By = "month", *, chance: bool = True) -> tuple[Scenery, ...]:
    """What becomes of each variant, in their order; the first is the plan itself."""
    return tuple(
        Scenery(each, figures(each.targets, by=by), _odds(each.targets) if chance else None) for each in variants
    )


def _odds(targets: PlanTargets) -> Odds:
    from kpiplan.analysis.goal_chance.engine import goal_chance  # needs numpy

    found = goal_chance(targets, safe=SAFE, by_month=False)
    safe = found.safe
    chance = found.whole.chance
    return Odds(chance.customers, chance.revenue, safe.factor if safe else 1.0, bool(safe and safe.reached))


def lines(shown: Sequence[Scenery], kpis: Sequence[str] = ()) -> tuple[ShownFigure, ...]:
    """What is compared: the first stage and each hand-over, customers, money; or the figures that are asked for.

    Raises KeyError where none of the variants has such a figure.
    """
    if kpis:
        every = [ShownFigure(each.segment, each.kpi) for one in shown for each in one.figures.figures]
        missing = [kpi for kpi in kpis if kpi not in {line.kpi for line in every}]
        if missing:
            raise KeyError(missing[0])
        return tuple(dict.fromkeys(line for kpi in kpis for line in every if line.kpi == kpi))
    found = [line for one in shown for line in _of_plan(one)]
    segments = [line for one in shown for branch in one.branches for line in _of_branch(branch)]
    several = any(one.plan.segments for one in shown)
    stages = segments if several else [line for line in segments if line.segment is None]
    return tuple(dict.fromkeys([*found, *stages])) if several else tuple(dict.fromkeys([*stages, *found]))


def _of_branch(branch: Branch) -> Iterator[ShownFigure]:
    """The first stage, each that is handed to another owner, and the last one."""
    stages = branch.stages
    owner = stages[0].owner or branch.own.owner
    yield ShownFigure(branch.segment, stages[0].name, monthly=True)
    for above, stage in pairwise(stages):
        if stage.owner and owner_key(stage.owner) != owner_key(owner):
            yield ShownFigure(branch.segment, above.name, monthly=True)
        owner = stage.owner or owner
    yield ShownFigure(branch.segment, stages[-1].name)


def _of_plan(one: Scenery) -> Iterator[ShownFigure]:
    """The last stages of the whole plan, and its money."""
    held = {each.kpi for each in one.figures.figures if each.segment is None}
    for name in dict.fromkeys(branch.stages[-1].name for branch in one.branches):
        if name in held:
            yield ShownFigure(None, name)
    for kpi in BUILT_IN:
        if kpi in held and not (kpi in SPEND[:-1] and SPEND[-1] in held):
            yield ShownFigure(None, kpi)
