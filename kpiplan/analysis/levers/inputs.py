"""The inputs of a plan that can be a little more or less, as its author wrote them, and the plan with one changed."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from typing import Any, Literal

from kpiplan.funnel.branches import Branch
from kpiplan.funnel.targets import Outcome, PlanTargets
from kpiplan.months import YEAR_MONTHS, Series
from kpiplan.plan.model import Costs, Existing, Goal, Lag, Plan, Recurring, Referral, Segment, Source, Stage
from kpiplan.tuples import NamedTuple

Kind = Literal["rate", "volume", "direct", "lag", "deal", "churn", "expansion", "cost"]
Unit = Literal["part", "points", "month"]

TENTH = 0.1
POINT = 0.01
_WHOLE = 1 - 1e-12  # a rate from here on can't rise


class PlanInput(NamedTuple):
    """A number of the plan, or twelve of them: `values` by plan month, of a volume what is planned.

    `path` is what `--set` calls it. It is of a `segment`, or (None) of the plan and all that take it from there.
    """

    kind: Kind
    path: str
    segment: str | None
    values: Series
    stage: str = ""
    source: str = ""
    each: bool = False  # a rate that may be above 1
    lag: Lag = Lag()

    @property
    def mean(self) -> float:
        """What is there, on average over the year; of a lag its mean in months."""
        if self.kind == "lag":
            return mean_age(self.lag)
        return math.fsum(self.values) / YEAR_MONTHS

    @property
    def limit(self) -> float:
        """So many times what is there is possible: a rate up to 100%."""
        bounded = self.kind == "rate" and not self.each
        return 1 / max(self.values) if bounded and max(self.values) > 0 else math.inf

    def moves(self, branch: Branch) -> bool:
        """Whether a branch takes the number from here."""
        if self.segment is not None:
            return branch.segment == self.segment
        if self.kind == "volume":
            return branch.stages[0].name == self.stage
        if self.kind == "deal":
            return branch.own.goal.average_deal is None
        if self.kind == "cost" and not self.stage:
            return (branch.own.costs.marketing if self.path == "costs.marketing" else branch.own.costs.sales) is None
        if self.stage:
            return not branch.segment or not branch.own.funnel
        return True


class LeverStep(NamedTuple):
    """A change: a part of what is there, points of a percentage, or months."""

    size: float
    unit: Unit = "part"


def mean_age(lag: Lag) -> float:
    """The mean of a lag, in months."""
    return math.fsum(age * share for age, share in enumerate(lag.shares))


def sooner(lag: Lag) -> Lag:
    """A lag whose every share comes a month sooner; what came in the same month stays."""
    first, *rest = lag.shares
    return Lag((first + rest[0], *rest[1:])) if rest else lag


def step_of(found: PlanInput, *, point: bool) -> LeverStep | None:
    """By how much it is changed for the better: a tenth, a point of a rate, a month; None where it can't be."""
    if found.kind == "lag":
        return LeverStep(-1.0, "month")
    if found.kind in ("churn", "cost"):
        return LeverStep(-TENTH)
    if found.kind != "rate" or found.each:
        return LeverStep(TENTH)
    if max(found.values) >= _WHOLE:
        return None
    if point:
        return LeverStep(min(POINT, (found.limit - 1) * found.mean), "points")
    return LeverStep(min(TENTH, found.limit - 1))


def stepped(found: PlanInput, step: LeverStep) -> PlanInput:
    """The input after a change; a series keeps its shape."""
    if step.unit == "month":
        return found._replace(lag=sooner(found.lag))
    part = step.size / found.mean if step.unit == "points" else step.size
    return times(found, 1 + part)


def times(found: PlanInput, factor: float) -> PlanInput:
    """The input with all its values in proportion."""
    return found._replace(values=_scaled(found.values, factor))


def inputs(targets: PlanTargets) -> Iterator[PlanInput]:
    """The inputs of a plan whose change can be worth something: those that its branches use, from the top down."""
    plan, branches = targets.plan, [outcome.branch for outcome in targets.outcomes]
    own = [branch.own for branch in branches if branch.segment is not None]
    inherits = not own or any(not segment.funnel for segment in own)
    yield from _volumes(targets.outcomes)
    if inherits and plan.funnel:
        yield from _of_funnel(plan.funnel, None)
    for segment in own:
        yield from _of_funnel(segment.funnel, segment.name)
    yield from _of_goal(plan.goal, None, used=any(branch.own.goal.average_deal is None for branch in branches))
    for segment in own:
        yield from _of_goal(segment.goal, segment.name)
    if plan.existing and plan.existing.revenue:
        yield from _kept("existing", None, plan.existing)
    yield from _fixed(plan.costs, None)
    for segment in own:
        yield from _fixed(segment.costs, segment.name)


def _kept(path: str, segment: str | None, revenue: Existing | Recurring) -> Iterator[PlanInput]:
    """What of recurring revenue goes and what grows, a month."""
    if revenue.churn:
        yield PlanInput("churn", f"{path}.churn", segment, _level(revenue.churn))
    if revenue.expansion:
        yield PlanInput("expansion", f"{path}.expansion", segment, _level(revenue.expansion))


def _level(value: float) -> Series:
    return (value,) * YEAR_MONTHS


def _named(segment: str | None, path: str) -> str:
    return path if segment is None else f"{segment}.{path}"


def _volumes(outcomes: Sequence[Outcome]) -> Iterator[PlanInput]:
    """The top of the whole plan, and of each segment where there are several."""
    for name in dict.fromkeys(outcome.branch.stages[0].name for outcome in outcomes):
        having = [outcome for outcome in outcomes if outcome.branch.stages[0].name == name]
        years = [outcome.targets.arrivals[0].year for outcome in having]
        if len(having) > 1 or having[0].branch.segment is None:
            yield PlanInput("volume", name, None, tuple(map(math.fsum, zip(*years, strict=True))), name)
        if len(outcomes) > 1:
            for outcome, year in zip(having, years, strict=True):
                segment = outcome.branch.segment
                yield PlanInput("volume", _named(segment, name), segment, year, name)


def _of_funnel(stages: Sequence[Stage], segment: str | None) -> Iterator[PlanInput]:
    for at, stage in enumerate(stages):
        path = _named(segment, stage.name)
        if at:
            yield PlanInput("rate", path, segment, stage.rate, stage.name, each=stage.each)
            direct = stage.direct
            if isinstance(direct, Referral) and direct.per_customer:
                values = _level(direct.per_customer)
                yield PlanInput("direct", f"{path}.direct.per_customer", segment, values, stage.name)
            elif direct and not isinstance(direct, Referral) and any(direct):
                yield PlanInput("direct", f"{path}.direct", segment, direct, stage.name)
            if stage.lag.longest > 0:
                yield PlanInput("lag", f"{path}.lag", segment, (), stage.name, lag=stage.lag)
        if stage.cost and any(stage.cost):
            yield PlanInput("cost", f"{path}.cost", segment, stage.cost, stage.name)
        for source in stage.sources:
            if source.cost and any(source.cost):
                yield PlanInput("cost", f"{path}.{source.name}.cost", segment, source.cost, stage.name, source.name)


def _of_goal(goal: Goal, segment: str | None, used: bool = True) -> Iterator[PlanInput]:
    prefix = "goal" if segment is None else f"{segment}.goal"
    if goal.average_deal and used:
        yield PlanInput("deal", _named(segment, "average_deal"), segment, goal.average_deal)
    if goal.recurring:
        yield from _kept(f"{prefix}.recurring", segment, goal.recurring)


def _fixed(costs: Costs, segment: str | None) -> Iterator[PlanInput]:
    for name, series in (("marketing", costs.marketing), ("sales", costs.sales)):
        if series and any(series):
            yield PlanInput("cost", _named(segment, f"costs.{name}"), segment, series)


def changed_stages(stages: Sequence[Stage], new: PlanInput, factor: float) -> tuple[Stage, ...]:
    """The stages of a branch with an input of one of them `factor` times what it was, or with the new lag."""
    return tuple(_stage(each, new, factor) if each.name == new.stage else each for each in stages)


def changed(plan: Plan, new: PlanInput) -> Plan:
    """The plan with an input of the goal, of existing business or of fixed costs as it is after a change."""
    if new.kind == "deal":
        return _with_goal(plan, new, lambda goal: goal._replace(average_deal=new.values))
    if new.kind == "cost":
        side = new.path.rpartition(".")[2]
        return _with_owner(plan, new, costs=_owner(plan, new).costs._replace(**{side: new.values}))
    if new.path.startswith("existing.") and plan.existing:
        return plan._replace(existing=plan.existing._replace(**{new.kind: new.values[0]}))
    return _with_goal(plan, new, lambda goal: _with_recurring(goal, new))


def _with_recurring(goal: Goal, new: PlanInput) -> Goal:
    assert goal.recurring is not None
    return goal._replace(recurring=goal.recurring._replace(**{new.kind: new.values[0]}))


def _owner(plan: Plan, new: PlanInput) -> Plan | Segment:
    return plan if new.segment is None else next(each for each in plan.segments if each.name == new.segment)


def _with_goal(plan: Plan, new: PlanInput, change: Callable[[Goal], Goal]) -> Plan:
    return _with_owner(plan, new, goal=change(_owner(plan, new).goal))


def _with_owner(plan: Plan, new: PlanInput, **values: Any) -> Plan:
    if new.segment is None:
        return plan._replace(**values)
    segments = (each._replace(**values) if each.name == new.segment else each for each in plan.segments)
    return plan._replace(segments=tuple(segments))


def _stage(stage: Stage, new: PlanInput, factor: float) -> Stage:
    if new.kind == "rate":
        return stage._replace(rate=_scaled(stage.rate, factor))
    if new.kind == "lag":
        return stage._replace(lag=new.lag)
    if new.kind == "direct":
        if isinstance(stage.direct, Referral):
            return stage._replace(direct=stage.direct._replace(per_customer=stage.direct.per_customer * factor))
        return stage._replace(direct=stage.direct and _scaled(stage.direct, factor))
    if not new.source:
        return stage._replace(cost=stage.cost and _scaled(stage.cost, factor))
    return stage._replace(sources=tuple(_source(each, new, factor) for each in stage.sources))


def _source(source: Source, new: PlanInput, factor: float) -> Source:
    if source.name != new.source or source.cost is None:
        return source
    return source._replace(cost=_scaled(source.cost, factor))


def _scaled(series: Series, factor: float) -> Series:
    return tuple(value * factor for value in series)
