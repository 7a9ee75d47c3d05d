"""The same work under another rate, volume, lag or deal: what it is expected to bring.

The planned arrivals at the top stay, as does what is under way; conversions in plan months are moved
(docs/arithmetic.md).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

from kpiplan.analysis.goal_chance.factors import certain, factors
from kpiplan.analysis.goal_chance.model import NOTHING, Entries, Flow, Passing, flow, planned
from kpiplan.analysis.goal_chance.moments import Part, expected
from kpiplan.analysis.levers.inputs import PlanInput
from kpiplan.funnel.stages import Targets, at, chance
from kpiplan.funnel.targets import Outcome, PlanTargets
from kpiplan.months import Series
from kpiplan.tuples import NamedTuple


class Funnel(NamedTuple):
    """A branch at work: its targets, what enters it and becomes of it, and what it rests on."""

    outcome: Outcome
    part: Part

    @property
    def certain(self) -> Part:
        """With every rate and volume as planned."""
        return Part(self.part.flow, certain(len(self.part.flow.entries)))

    @property
    def customers(self) -> Series:
        """Expected by plan month, every rate as planned."""
        return expected(self.certain)

    @property
    def revenue(self) -> float | None:
        """What these customers bring in the year; None where no deal is known."""
        deal = self.part.flow.deal
        return None if deal is None else math.fsum(n * size for n, size in zip(self.customers, deal, strict=True))


def funnels(targets: PlanTargets) -> tuple[Funnel, ...]:
    """The branches of a plan at work."""
    plan = targets.plan
    return tuple(
        Funnel(
            outcome,
            Part(flow(outcome, planned(plan, outcome)), factors(plan, outcome.branch), plan.status.dispersion),
        )
        for outcome in targets.outcomes
    )


def under(targets: PlanTargets, funnel: Funnel, old: PlanInput, new: PlanInput) -> Funnel:
    """A branch under a changed input that it takes, its work the same; a series is changed in proportion."""
    found = _flow(targets, funnel, old, new)
    return funnel._replace(part=funnel.part._replace(flow=found))


def _flow(targets: PlanTargets, funnel: Funnel, old: PlanInput, new: PlanInput) -> Flow:
    here, outcome = funnel.part.flow, funnel.outcome
    if old.kind == "deal" and here.deal is not None:
        return here._replace(deal=scaled(here.deal, new.mean / old.mean))
    if old.kind in ("deal", "churn", "expansion", "cost"):
        return here
    stage = [each.name for each in outcome.targets.stages].index(old.stage)
    if old.kind == "lag":
        return flow(outcome, planned(targets.plan, outcome), _sooner(stage, old, new))
    ratio = new.mean / old.mean
    if old.kind == "volume":
        return _with(here, 0, lambda entries: entries._replace(aimed=scaled(entries.aimed, ratio)))
    if old.kind == "direct":
        return _with(here, stage, lambda entries: entries._replace(direct=scaled(entries.direct, ratio)))
    above = tuple(_entries(entries, ratio) if at < stage else entries for at, entries in enumerate(here.entries))
    return here._replace(entries=above)


def _with(here: Flow, stage: int, change: Callable[[Entries], Entries]) -> Flow:
    return here._replace(
        entries=tuple(change(entries) if at == stage else entries for at, entries in enumerate(here.entries))
    )


def scaled(series: Series, ratio: float) -> Series:
    """A series times a number; what is nothing stays the one that is known for it."""
    return NOTHING if series is NOTHING else tuple(value * ratio for value in series)


def _entries(entries: Entries, ratio: float) -> Entries:
    """All that enters above a stage, so many times as much of it coming through."""
    return Entries(
        scaled(entries.aimed, ratio),
        scaled(entries.direct, ratio),
        scaled(entries.under_way, ratio),
        tuple(cohort._replace(arrives=scaled(cohort.arrives, ratio)) for cohort in entries.cohorts),
    )


def _sooner(stage: int, old: PlanInput, new: PlanInput) -> Passing:
    """Units of plan months pass into a stage sooner: the plain kernel of rate and lag, its shares moved."""

    def passing(targets: Targets, into: int, month: int, cohort: int) -> float:
        found, age = chance(targets, into, month, cohort), month - cohort
        if into != stage or cohort < 1 or not 0 <= age < len(old.lag.shares):
            return found
        now = new.lag.shares[age] if age < len(new.lag.shares) else 0.0
        return found + at(targets.stages[into].rate, cohort) * (now - old.lag.shares[age])

    return passing


def expected_customers(running: Sequence[Funnel]) -> float:
    """Customers of the year that some branches are expected to bring, every rate as planned."""
    return math.fsum(value for funnel in running for value in funnel.customers)


def expected_revenue(running: Sequence[Funnel]) -> float | None:
    """Revenue of the year that they are expected to bring; None where the deal of any is not known."""
    found = [funnel.revenue for funnel in running]
    known = [value for value in found if value is not None]
    return math.fsum(known) if len(known) == len(found) else None
