"""What a plan rests on, held against the plan: kinds of lines, counts, ranges."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping

from kpiplan.analysis.distributions.continuous import Beta
from kpiplan.analysis.goal_chance.factors import above_one, last_year_counts, rate_belief
from kpiplan.funnel.targets import PlanTargets
from kpiplan.locales import numbers
from kpiplan.months import YEAR_MONTHS, Series
from kpiplan.plan.model import Plan, Segment, Stage
from kpiplan.plan.risk import DEAL, SPREAD, Between, LastYear, Line, Risk, Seen
from kpiplan.problems import Path, Problem
from kpiplan.tuples import NamedTuple

_NOISE = 1e-9


class _Place(NamedTuple):
    """A line on a stage of a funnel, and where in the plan file it stands."""

    path: Path
    line: Line
    funnel: tuple[Stage, ...]
    at: int
    last_year: Mapping[str, float]

    @property
    def stage(self) -> Stage:
        return self.funnel[self.at]


def errors(plan: Plan) -> Iterator[Problem]:
    """Lines that can't be of what they are said to be of."""
    for place in _places(plan):
        yield from _wrong(place)
    for path, risk, deal in _with_deals(plan):
        stated = [DEAL] * (DEAL in risk.lines) + [SPREAD] * (risk.deal_spread is not None)
        for name in stated if not deal else ():
            message = f"{name} is said of deals, and no average_deal is planned"
            yield Problem("belief-misplaced", message, (*path, "risk", name), "state goal.average_deal, or remove it")


def apart(targets: PlanTargets) -> Iterator[Problem]:
    """Rates and mean deals planned outside the range that they are said to rest on."""
    plan = targets.plan
    for place in _places(plan):
        if place.at and isinstance(place.line.belief, Between):
            rate = place.stage.rate
            shown = numbers.significant(_mean(rate), 3) if place.stage.each else numbers.percent(_mean(rate))
            yield from _outside(place.path, place.line, rate, shown)
    for path, risk, deal in _with_deals(plan):
        if deal and DEAL in risk.lines:
            yield from _outside(
                (*path, "risk", DEAL), risk.lines[DEAL], deal, numbers.money(_mean(deal), plan.currency)
            )


def _with_deals(plan: Plan) -> Iterator[tuple[Path, Risk, Series | None]]:
    """What the plan and its segments say, each with the deals that it is said of."""
    if plan.risk:
        own = (segment.goal.average_deal for segment in plan.segments)
        yield (), plan.risk, plan.goal.average_deal or next(filter(None, own), None)
    for segment in plan.segments:
        if segment.risk:
            yield ("segments", segment.name), segment.risk, segment.goal.average_deal or plan.goal.average_deal


def _owners(plan: Plan) -> list[tuple[Path, Segment | None]]:
    return [((), None), *((("segments", segment.name), segment) for segment in plan.segments)]


def _places(plan: Plan) -> Iterator[_Place]:
    """Every line with each funnel in which it holds."""
    for path, segment in _owners(plan):
        risk = plan.risk if segment is None else segment.risk
        funnel = plan.funnel if segment is None else segment.funnel or plan.funnel
        last_year = plan.last_year if segment is None else segment.last_year
        for name, line in (risk.lines if risk else {}).items():
            names = [stage.name for stage in funnel]
            if name in names:
                yield _Place((*path, "risk", name), line, funnel, names.index(name), last_year)
    for segment in plan.segments:
        own = segment.risk.lines if segment.risk else {}
        for name, line in (plan.risk.lines if plan.risk and segment.funnel else {}).items():
            names = [stage.name for stage in segment.funnel]
            if name in names and name not in own and not isinstance(line.belief, LastYear):
                yield _Place(("risk", name), line, segment.funnel, names.index(name), segment.last_year)


def _wrong(place: _Place) -> Iterator[Problem]:
    path, line, funnel, at, last_year = place
    stage, belief = place.stage, line.belief
    if at == 0:
        if not (isinstance(belief, Between) and belief.percent):
            message = f"{stage.name} is the first stage, which has no rate"
            yield Problem("belief-misplaced", message, path, "write how much of what is planned comes: 85% to 110%")
        return
    if isinstance(belief, LastYear):
        counts = last_year_counts(funnel, at, last_year)
        if counts is None:
            missing = f"{funnel[at - 1].name} and {stage.name}"
            message = f"{stage.name} rests on last_year, which has not both {missing}"
            yield Problem("belief-no-last-year", message, path, "state both there, or write the counts here")
            return
        belief = counts
    if isinstance(belief, Seen):
        if belief.came > belief.units and not stage.each:
            came, units = (numbers.count(count) for count in belief)
            message = f"{came} came through to {stage.name} of only {units} {funnel[at - 1].name}"
            yield Problem("belief-counts", message, path, "write so many of so many of the stage above")
            return
    elif not stage.each and not belief.percent and belief.high > 1:
        hint = (
            f"write {belief.low:g}% to {belief.high:g}%" if belief.high <= 100 else "write a range such as 18% to 23%"
        )
        yield Problem("belief-misplaced", f"{stage.name} has a rate, which is a percentage", path, hint)
        return
    yield from _too_high(place, belief)


def _too_high(place: _Place, belief: Seen | Between) -> Iterator[Problem]:
    stage = place.stage
    if stage.each:
        return
    try:
        rate = rate_belief(belief, False)
        wide = isinstance(belief, Between) and belief.high > 1
    except ValueError:
        wide = True
    if wide:
        message = f"{place.line.text} is wider than a rate can be: none is above 100%"
        yield Problem("belief-too-wide", message, place.path, "write two percentages up to 100%")
        return
    if isinstance(rate, Beta) and (highest := above_one(rate, stage.rate)):
        most = max(stage.rate) / _mean(stage.rate)
        carried = numbers.percent(highest)
        message = f"{place.line.text} carries {stage.name} to {carried} in the month of its highest rate"
        hint = f"the plan's highest month is {most:.3g} times its mean: plan a more even rate, or a surer one"
        yield Problem("belief-above-one", message, place.path, hint)


def _outside(path: Path, line: Line, planned: Series, shown: str) -> Iterator[Problem]:
    belief, mean = line.belief, _mean(planned)
    if isinstance(belief, Between) and not belief.low * (1 - _NOISE) <= mean <= belief.high * (1 + _NOISE):
        message = f"{path[-1]}: {shown} is planned, outside the {line.text} that it rests on"
        yield Problem("belief-apart", message, path, "plan within the range, or say what will change")


def _mean(series: Series) -> float:
    return math.fsum(series) / YEAR_MONTHS
