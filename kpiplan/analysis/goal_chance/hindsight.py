"""What last year's counts say of the rates of which no line says anything: never taken unasked, but worth a remark."""

from __future__ import annotations

from collections.abc import Mapping

from kpiplan.analysis.distributions.continuous import Beta
from kpiplan.analysis.goal_chance.factors import above_one, last_year_counts, rate_belief
from kpiplan.plan.model import Plan, Stage
from kpiplan.plan.risk import LastYear, Line, Risk
from kpiplan.tuples import NamedTuple

LINE = Line(LastYear(), "last_year")


class Hindsight(NamedTuple):
    """A plan with the lines added that last year's counts allow, and the stages of these lines by segment, or (None)
    those of the plan.
    """

    plan: Plan
    lines: Mapping[str | None, tuple[str, ...]]


def hindsight(plan: Plan) -> Hindsight | None:
    """The plan as it would be, rested on last year wherever nothing is said; None where that adds nothing."""
    of_plan = _allowed(plan.funnel, plan.last_year, _said(plan.risk)) if _inherited(plan) else ()
    lines: dict[str | None, tuple[str, ...]] = {None: of_plan} if of_plan else {}
    for segment in plan.segments:
        said = _said(segment.risk) | _said(plan.risk) | (set() if segment.funnel else set(of_plan))
        own = _allowed(segment.funnel or plan.funnel, segment.last_year, said)
        if own:
            lines[segment.name] = own
    if not lines:
        return None
    segments = tuple(
        segment._replace(risk=_with(segment.risk, lines[segment.name])) if segment.name in lines else segment
        for segment in plan.segments
    )
    whole = plan._replace(segments=segments, risk=_with(plan.risk, of_plan) if of_plan else plan.risk)
    return Hindsight(whole, lines)


def _inherited(plan: Plan) -> bool:
    """Whether the plan's own funnel is used: by itself, or by a segment."""
    return not plan.segments or any(not segment.funnel for segment in plan.segments)


def _said(risk: Risk | None) -> set[str]:
    return set(risk.lines) if risk else set()


def _with(risk: Risk | None, names: tuple[str, ...]) -> Risk:
    had = risk or Risk()
    return had._replace(lines={**had.lines, **dict.fromkeys(names, LINE)})


def _allowed(funnel: tuple[Stage, ...], last_year: Mapping[str, float], said: set[str]) -> tuple[str, ...]:
    """The stages of which nothing is said and last year has counts that a line of the plan may rest on."""
    found = []
    for at, stage in enumerate(funnel):
        counts = last_year_counts(funnel, at, last_year)
        if counts is None or stage.name in said or (counts.came > counts.units and not stage.each):
            continue
        belief = rate_belief(counts, stage.each)
        if not (isinstance(belief, Beta) and above_one(belief, stage.rate)):
            found.append(stage.name)
    return tuple(found)
