"""The same goal under another plan: what the first stages, spend and what must be under way become."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import TypeVar

from kpiplan.analysis.levers.inputs import PlanInput, changed, changed_stages
from kpiplan.funnel import spend
from kpiplan.funnel.carry_in import carry_in, hanging
from kpiplan.funnel.stages import up
from kpiplan.funnel.targets import Outcome, PlanTargets, plan_targets
from kpiplan.tuples import NamedTuple

Held = tuple[str | None, str]  # segment, stage
Key = TypeVar("Key")


class Needs(NamedTuple):
    """What the goal takes in the year: arrivals at the first stages by name, spend (None: no costs are known).

    `under_way` are units that must have reached a stage before the plan; `hanging` customers of the goal hang on them.
    """

    tops: Mapping[str, float]
    spend: float | None
    under_way: Mapping[Held, float]
    hanging: float

    def less(self, other: Needs) -> Needs:
        """The differences from another plan's."""
        both = self.spend is not None and other.spend is not None
        return Needs(
            _less(self.tops, other.tops),
            (self.spend or 0.0) - (other.spend or 0.0) if both else None,
            _less(self.under_way, other.under_way),
            self.hanging - other.hanging,
        )


def _less(one: Mapping[Key, float], two: Mapping[Key, float]) -> dict[Key, float]:
    names: dict[Key, None] = dict.fromkeys([*two, *one])
    return {key: one.get(key, 0.0) - two.get(key, 0.0) for key in names}


def needs(targets: PlanTargets) -> Needs:
    """What the goal of a plan takes."""
    return together([needs_of(outcome) for outcome in targets.outcomes])


def together(parts: Sequence[Needs]) -> Needs:
    """What branches take together."""
    spent = [part.spend for part in parts if part.spend is not None]
    return Needs(
        _sum([part.tops for part in parts]),
        math.fsum(spent) if spent else None,
        _sum([part.under_way for part in parts]),
        math.fsum(part.hanging for part in parts),
    )


def _sum(parts: Sequence[Mapping[Key, float]]) -> dict[Key, float]:
    names = dict.fromkeys(name for part in parts for name in part)
    return {name: math.fsum(part.get(name, 0.0) for part in parts) for name in names}


def needs_of(outcome: Outcome) -> Needs:
    """What the goal of a branch takes."""
    branch, found = outcome
    under_way: dict[Held, float] = {}
    for cohort in carry_in(found):
        key = branch.segment, found.stages[cohort.stage].name
        under_way[key] = under_way.get(key, 0.0) + cohort.needed
    tops = {found.stages[0].name: math.fsum(found.arrivals[0].year)}
    return Needs(tops, _spend(outcome), under_way, _hanging(outcome))


def changed_needs(targets: PlanTargets, parts: Sequence[Needs], old: PlanInput, new: PlanInput) -> Needs | None:
    """What the goal takes after a change, by a second run of the targets; `parts` is what each branch takes before it.

    None for a volume, which follows from the goal.
    """
    if old.kind == "volume":
        return None
    if not old.stage:
        return needs(plan_targets(changed(targets.plan, new)))
    factor = 1.0 if old.kind == "lag" else new.mean / old.mean
    return together(
        [
            needs_of(_changed(outcome, new, factor)) if old.moves(outcome.branch) else part
            for outcome, part in zip(targets.outcomes, parts, strict=True)
        ]
    )


def _changed(outcome: Outcome, new: PlanInput, factor: float) -> Outcome:
    branch = outcome.branch._replace(stages=changed_stages(outcome.branch.stages, new, factor))
    if new.kind == "cost":
        return Outcome(branch, outcome.targets._replace(stages=branch.stages))
    return Outcome(branch, up(branch.stages, branch.customers, branch.next_year))


def _hanging(outcome: Outcome) -> float:
    if all(stage.lag.longest == 0 for stage in outcome.targets.stages[1:]):
        return 0.0
    parts = hanging(outcome.targets)
    return math.fsum(part * count for part, count in zip(parts, outcome.branch.customers, strict=True))


def _spend(outcome: Outcome) -> float | None:
    branch = outcome.branch
    if not spend.has_costs(branch.stages, branch.costs):
        return None
    return math.fsum(spend.spend(outcome.targets, branch.costs)["spend"].months)
