"""A plan and what happened -> the targets of the months left, with which the goal of the year is still reached."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from typing import Literal

from kpiplan.analysis.goal_chance.engine import FromHere, countable, from_here
from kpiplan.analysis.goal_chance.moments import Part
from kpiplan.analysis.goal_chance.safe import safe as safe_factor
from kpiplan.analysis.goal_chance.standing import chance_of
from kpiplan.analysis.replan.way import LARGEST, FunnelLeft, Rates, WorkLine, stage_line, top
from kpiplan.analysis.variance.actuals import Actuals, Window
from kpiplan.analysis.variance.allocation import happened
from kpiplan.funnel.branches import stated_months
from kpiplan.funnel.targets import PlanTargets
from kpiplan.months import YEAR_MONTHS, Series
from kpiplan.plan.model import Plan
from kpiplan.tuples import NamedTuple

REACHABLE: Literal["reachable"] = "reachable"


class RestAsked(NamedTuple):
    """Another goal than the plan's (None), or what the planned work still brings; the rates; how safe it is to be."""

    goal: float | Literal["reachable"] | None = None
    rates: Rates = "plan"
    safe: float | None = None


class Way(NamedTuple):
    """A re-plan at some rates: the `line` of the work at the top, the factor on it, the chances before and after.

    The factor is None where no work at the top brings the goal; months are as planned then, `after` is None. The
    chances take rates as planned, or as they are learnt; None where customers can't be told one by one.
    """

    rates: Rates
    line: WorkLine
    factor: float | None
    before: float | None
    after: float | None


class Replanned(NamedTuple):
    """A stage of a segment or (None) of all together, by plan month: as planned, re-planned, re-planned at other rates.

    In the months so far the latter two are what happened, as far as that is known.
    """

    segment: str | None
    kpi: str
    planned: Series
    replanned: Series
    other: Series


class Lower(NamedTuple):
    """Starting at a lower stage: the factor on its own arrivals still to come, and the latest plan month that counts.

    The factor is None where nothing comes of them in the year.
    """

    kpi: str
    factor: float | None
    last: int


class Knew(NamedTuple):
    """What is known of a funnel: the stages counted in every month before those left, so many times which rates hold
    in these, and what was seen before the plan (by stage and plan month) that the plan does not state.
    """

    segment: str | None
    seen: tuple[str, ...]
    rates: Mapping[str, float]
    before: Mapping[str, Mapping[int, float]]


class RestOfYear(NamedTuple):
    """The rest of the year. `months` are those left, by plan month; the first is one in part where `window` is."""

    plan: Plan
    window: Window
    goal: float
    won: float
    months: tuple[int, ...]
    chosen: Way
    other: Way
    stages: tuple[Replanned, ...]
    lower: tuple[Lower, ...]
    safe: float | None
    knew: tuple[Knew, ...] = ()

    @property
    def reachable(self) -> float:
        """What the year brings with the work at the top as planned."""
        return self.chosen.line.base + self.chosen.line.slope

    @property
    def too_late(self) -> bool:
        """Whether the top is the wrong place to make up for it."""
        return self.chosen.factor is None or self.chosen.factor > LARGEST


def replan(targets: PlanTargets, actuals: Actuals, asked: RestAsked | None = None) -> RestOfYear:
    """The months left, planned anew for the goal; all segments do so many times their planned work.

    Raises KeyError where the actuals have a segment that the plan does not have.
    """
    asked = asked or RestAsked()
    here = from_here(targets, actuals)
    window = actuals.window
    went = zip(targets.outcomes, happened(targets, actuals), here.learnt, strict=True)
    funnels = [FunnelLeft(outcome, each, window, _learnt(part)) for outcome, each, part in went]
    goal = _goal(targets, funnels, asked)
    told = here if countable(targets) else None
    other_rates: Rates = "plan" if asked.rates == "seen" else "seen"
    chosen, other = (_way(funnels, goal, rates, asked.safe, told) for rates in (asked.rates, other_rates))
    first = window.through + (window.part >= 1)
    found = RestOfYear(
        targets.plan,
        window,
        goal,
        math.fsum(count for each in funnels for count in each.happened.arrivals[-1].values()),
        tuple(range(first, YEAR_MONTHS + 1)),
        chosen,
        other,
        tuple(_stages(targets, funnels, chosen, other)),
        (),
        asked.safe,
        tuple(_knew(targets.plan, each, first - 1, asked.rates) for each in funnels),
    )
    return found._replace(lower=tuple(_lower(funnels, goal, asked.rates))) if found.too_late else found


def _knew(plan: Plan, funnel: FunnelLeft, last: int, rates: Rates) -> Knew:
    branch, under = funnel.outcome.branch, funnel.outcome.targets.under
    names, went = [stage.name for stage in branch.stages], funnel.happened
    held = under.times if under else (1.0,) * len(names)
    if rates == "seen":
        held = tuple(was * learnt for was, learnt in zip(held, funnel.learnt, strict=True))
    stated = stated_months(plan, branch)
    before = {
        name: {month: count for month, count in months.items() if month not in own}
        for name, months, own in zip(names, went.before, stated, strict=True)
    }
    counted = zip(names, went.arrivals, strict=True)
    return Knew(
        branch.segment,
        tuple(name for name, months in counted if last and all(month in months for month in range(1, last + 1))),
        {name: times for name, times in zip(names, held, strict=True) if times != 1},
        {name: months for name, months in before.items() if months},
    )


def _learnt(part: Part) -> tuple[float, ...]:
    """What is learnt of the rates, as parts of those planned; volumes at the top are for the plan to say."""
    return (1.0, *(1.0 if factor is None else factor.mean for factor in part.factors.stages[1:]))


def _goal(targets: PlanTargets, funnels: Sequence[FunnelLeft], asked: RestAsked) -> float:
    if asked.goal == REACHABLE:
        line = top(funnels, asked.rates)
        return line.base + line.slope
    return math.fsum(outcome.branch.year for outcome in targets.outcomes) if asked.goal is None else asked.goal


def _way(funnels: Sequence[FunnelLeft], goal: float, rates: Rates, safe: float | None, here: FromHere | None) -> Way:
    line = top(funnels, rates)
    factor = line.factor(goal)
    if here is None:
        return Way(rates, line, factor, None, None)
    parts = here.luck if rates == "plan" else here.learnt
    if safe is not None:
        found = safe_factor(parts, here.won, goal, safe)
        factor = found.factor if found.reached else None
    after = None if factor is None else _chance(parts, factor, here.won, goal)
    return Way(rates, line, factor, _chance(parts, 1.0, here.won, goal), after)


def _chance(parts: Sequence[Part], factor: float, won: float, goal: float) -> float:
    return chance_of([part.scaled(factor) for part in parts], won, goal)


def _stages(targets: PlanTargets, funnels: Sequence[FunnelLeft], chosen: Way, other: Way) -> Iterator[Replanned]:
    """Every funnel, then all together where there are segments."""
    ways = [
        [each.at(1.0 if way.factor is None else way.factor, way.rates) for each in funnels] for way in (chosen, other)
    ]
    rows = [
        Replanned(each.outcome.branch.segment, stage.name, run.year, one.year, two.year)
        for each, first, second in zip(funnels, *ways, strict=True)
        for stage, run, one, two in zip(
            each.outcome.branch.stages, each.outcome.targets.arrivals, first, second, strict=True
        )
    ]
    yield from rows
    if not targets.plan.segments:
        return
    for name in dict.fromkeys(row.kpi for row in rows):
        same = [row for row in rows if row.kpi == name]
        columns = [(row.planned, row.replanned, row.other) for row in same]
        yield Replanned(None, name, *map(_sum, zip(*columns, strict=True)))


def _sum(runs: Sequence[Series]) -> Series:
    return tuple(math.fsum(values) for values in zip(*runs, strict=True))


def _lower(funnels: Sequence[FunnelLeft], goal: float, rates: Rates) -> Iterator[Lower]:
    """Every stage, from the top."""
    for name in dict.fromkeys(stage.name for each in funnels for stage in each.outcome.branch.stages):
        last = max(_last(each, name) for each in funnels)
        yield Lower(name, stage_line(funnels, name, rates).factor(goal), last)


def _last(funnel: FunnelLeft, name: str) -> int:
    """The latest plan month in which an arrival at a stage can become a customer of the year; 0 without the stage."""
    stages = funnel.outcome.branch.stages
    names = [stage.name for stage in stages]
    if name not in names:
        return 0
    return YEAR_MONTHS - sum(stage.lag.shortest for stage in stages[names.index(name) + 1 :])
