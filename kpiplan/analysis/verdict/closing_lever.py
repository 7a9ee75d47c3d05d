"""The one number whose change closes a gap with the least change of what is planned, and how long that still counts.

A change is measured by the part that it is of what is planned: what a lever costs in money few plans say. Of equal
changes that of a volume is taken, for work can be ordered and a rate can't.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Literal

from kpiplan.analysis.levers.levers import levers
from kpiplan.analysis.replan.way import FunnelLeft, stage_line
from kpiplan.analysis.variance.allocation import happened
from kpiplan.analysis.verdict import SLIGHT
from kpiplan.funnel.stated_numbers import chain
from kpiplan.locales.digits import NOISE
from kpiplan.months import YEAR_MONTHS
from kpiplan.tuples import NamedTuple

if TYPE_CHECKING:
    from kpiplan.analysis.variance.actuals import Actuals
    from kpiplan.analysis.variance.outlook import Outlook
    from kpiplan.funnel.branches import Branch
    from kpiplan.funnel.targets import PlanTargets
    from kpiplan.plan.model import Stage

Kind = Literal["volume", "rate", "deal"]

_MOST = 10.0  # times what is planned; more is no plan


class ClosingLever(NamedTuple):
    """A number of the plan and what it must become, from the first month left to the end of the year.

    A `volume` is of units a month at a stage, a `rate` a fraction (more than 1 where several may follow from each), a
    `deal` an average in money. `last` is the latest plan month (1..12) whose arrivals at the stage still become
    customers of the year; of a deal the last of all.
    """

    kind: Kind
    segment: str | None
    stage: str
    planned: float
    wanted: float
    last: int

    @property
    def change(self) -> float:
        """By what part of what is planned it must be more."""
        return self.wanted / self.planned - 1


def cheapest_of_plan(targets: PlanTargets, missing: Sequence[float]) -> ClosingLever | None:
    """What the whole year's work must become to bring the customers that are `missing`, a number for each branch.

    The branch that misses most is to make up for what it misses itself. None where no change of one number can.
    """
    worst = max(range(len(missing)), key=lambda at: missing[at])
    if missing[worst] <= NOISE:
        return None
    return _least(_of_branch(targets, targets.outcomes[worst].branch, missing[worst]))


def _of_branch(targets: PlanTargets, branch: Branch, missing: float) -> Iterator[ClosingLever]:
    """Volumes and rates that the branch alone takes; where it has none of its own, those that others take as well."""
    found = [
        lever
        for lever in levers(targets, chance=False).levers
        if lever.old.kind in ("volume", "rate") and lever.gain.customers > NOISE and lever.old.moves(branch)
    ]
    own = [lever for lever in found if lever.old.segment == branch.segment]
    for lever in own or found:
        old = lever.old
        # customers are a line in what enters at the top, and in one rate
        factor = 1 + missing * (lever.new.mean / old.mean - 1) / lever.gain.customers
        if factor <= min(_MOST, old.limit):
            kind: Kind = "volume" if old.kind == "volume" else "rate"
            last = last_month(branch.stages, old.stage)
            yield ClosingLever(kind, old.segment, old.stage, old.mean, old.mean * factor, last)


def published_volume(targets: PlanTargets) -> ClosingLever | None:
    """What the topmost volume that the plan states itself must become, of the branch that it leaves shortest."""
    found = []
    for outcome in targets.outcomes:
        stated = chain(outcome)
        if stated and stated.customers > 0 and stated.short > 0:
            stages, segment = outcome.branch.stages, outcome.branch.segment
            name, wanted = stages[stated.top].name, stated.stated / (1 - stated.short)
            found.append(ClosingLever("volume", segment, name, stated.stated, wanted, last_month(stages, name)))
    return max(found, key=lambda lever: lever.change, default=None)


def cheapest_from_here(targets: PlanTargets, actuals: Actuals, outlooks: Sequence[Outlook]) -> ClosingLever | None:
    """What the rest of the year must become to bring the goal, at the plan's rates; None where no change of one can.

    `outlooks` are those of the comparison, the whole plan's last. Where segments are told apart the one that falls
    shortest is asked first.
    """
    whole = outlooks[-1]
    missing = whole.goal.customers - whole.at_plan.year.customers
    if missing <= SLIGHT * whole.goal.customers:
        return _deal(whole)
    window = actuals.window
    lefts = [
        FunnelLeft(outcome, each, window, (1.0,) * len(outcome.branch.stages))
        for outcome, each in zip(targets.outcomes, happened(targets, actuals), strict=True)
    ]
    short = {each.segment: each.goal.customers - each.at_plan.year.customers for each in outlooks}
    order = sorted(lefts, key=lambda left: -short.get(left.outcome.branch.segment, 0.0))
    found = (_least(_of_funnel(left, missing)) for left in order)
    return next((lever for lever in found if lever), None)


def _of_funnel(left: FunnelLeft, missing: float) -> Iterator[ClosingLever]:
    """The volume at the top, and each rate below it that nothing bypasses."""
    stages, targets = left.outcome.branch.stages, left.outcome.targets
    for at, stage in enumerate(stages):
        if at and stage.direct is not None:
            continue
        line = stage_line([left], stage.name, "plan")
        if line.slope <= NOISE:
            continue
        factor = 1 + missing / line.slope
        planned = _rest(left, targets.arrivals[0].year) if at == 0 else math.fsum(stage.rate) / YEAR_MONTHS
        highest = max(stage.rate) if at and not stage.each else 0.0
        if planned > 0 and factor <= _MOST and highest * factor <= 1:
            segment = left.outcome.branch.segment
            last = last_month(stages, stage.name)
            yield ClosingLever("rate" if at else "volume", segment, stage.name, planned, planned * factor, last)


def _rest(left: FunnelLeft, year: Sequence[float]) -> float:
    """What is planned a month in the months left."""
    window = left.window
    return ((1 - window.part) * year[window.through - 1] + math.fsum(year[window.through :])) / window.left


def _deal(outlook: Outlook) -> ClosingLever | None:
    """Where customers suffice and what they bring does not: the average that the rest of them must bring."""
    goal, rest, year = outlook.goal.revenue, outlook.at_plan.rest, outlook.at_plan.year.revenue
    if goal is None or year is None or not rest.revenue or rest.customers <= NOISE or goal - year <= NOISE * goal:
        return None
    planned, wanted = rest.revenue / rest.customers, (rest.revenue + goal - year) / rest.customers
    return ClosingLever("deal", outlook.segment, "", planned, wanted, YEAR_MONTHS)


def last_month(stages: Sequence[Stage], name: str) -> int:
    """The latest plan month in which an arrival at a stage can become a customer of the year; 0 without the stage."""
    names = [stage.name for stage in stages]
    if name not in names:
        return 0
    return YEAR_MONTHS - sum(stage.lag.shortest for stage in stages[names.index(name) + 1 :])


def _least(found: Iterable[ClosingLever]) -> ClosingLever | None:
    """That with the least change; of equal ones a volume, which can be ordered, else the first."""
    return min(found, key=lambda lever: (round(lever.change, 9), lever.kind != "volume"), default=None)
