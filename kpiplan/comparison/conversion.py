"""How many came through from stage to stage, against the plan's rates."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

from kpiplan.comparison import verdict
from kpiplan.comparison.reached import Course
from kpiplan.comparison.verdict import Verdict
from kpiplan.plan import Stage, Status


class Conversion(NamedTuple):
    """A stage and the one above it, over the months compared whose arrivals at the stage are known.

    `planned` is the plan's rate, weighted by the targets above; `actual` the arrivals at the stage over those above, in
    the months that know both. Where `lagged`, the two are of different cohorts; what came is then to be read against
    what was expected of the cohorts above. `status` judges `came` against `expected`.
    """

    segment: str | None
    stage: str
    above: str
    planned: float
    actual: float | None
    came: float | None
    expected: float | None
    status: Verdict | None
    lagged: bool


def conversions(segment: str | None, courses: Sequence[Course], settings: Status) -> tuple[Conversion, ...]:
    """The conversions of one funnel, or of several together where the stages above are the same."""
    places: dict[str, list[tuple[Course, int]]] = {}
    for course in courses:
        for at, stage in enumerate(course.outcome.branch.stages):
            places.setdefault(stage.name, []).append((course, at))
    found = []
    for same in places.values():
        above = {_stage(course, at - 1).name if at else "" for course, at in same}
        if len(above) == 1 and above != {""}:
            found.append(_conversion(segment, same, settings))
    return tuple(found)


def _conversion(segment: str | None, same: Sequence[tuple[Course, int]], settings: Status) -> Conversion:
    first, place = same[0]
    window = first.window
    months = [month for month in window.months if all(month in course.known(at) for course, at in same)]
    both = [month for month in months if all(month in course.known(at - 1) for course, at in same)]
    came = expected = status = None
    if months:
        came = math.fsum(course.actual[at].over(months) for course, at in same)
        expected = math.fsum(course.given[at][at].over(months) for course, at in same)
        trials = _above(same, months) if both == months and all(_plain(_stage(c, at)) for c, at in same) else None
        status = verdict.of_count(came, expected, settings, trials)
    units = _above(same, both)
    return Conversion(
        segment,
        _stage(first, place).name,
        _stage(first, place - 1).name,
        _planned(same, months or window.months),
        math.fsum(course.actual[at].over(both) for course, at in same) / units if units > 0 else None,
        came,
        expected,
        status,
        any(_stage(course, at).lag.longest > 0 for course, at in same),
    )


def _stage(course: Course, at: int) -> Stage:
    return course.outcome.branch.stages[at]


def _plain(stage: Stage) -> bool:
    """Whether each unit above comes through in its own month or never, and nothing else arrives."""
    return stage.lag.longest == 0 and stage.direct is None and not stage.each


def _above(same: Sequence[tuple[Course, int]], months: Sequence[int]) -> float:
    return math.fsum(course.actual[at - 1].over(months) for course, at in same)


def _planned(same: Sequence[tuple[Course, int]], months: Sequence[int]) -> float:
    """The mean of the planned rates, each weighted by its month's target above."""
    rates = [(_stage(course, at).rate[month - 1], course, at, month) for course, at in same for month in months]
    weights = [course.planned[at - 1].to_date[month - 1] for _, course, at, month in rates]
    total = math.fsum(weights)
    if total <= 0:
        return math.fsum(rate for rate, *_ in rates) / len(rates)
    return math.fsum(rate * weight for (rate, *_), weight in zip(rates, weights, strict=True)) / total
