"""How many came through from stage to stage, against the plan's rates."""

import math
from collections.abc import Mapping, Sequence

from kpiplan.analysis.variance.basis import StagePlace, above, places
from kpiplan.analysis.variance.expectation import Course
from kpiplan.analysis.variance.status import Verdict
from kpiplan.tuples import NamedTuple


class Conversion(NamedTuple):
    """A stage and the one above it, over the months compared whose arrivals at the stage are known.

    `planned` is the plan's rate, weighted by the targets above; `actual` the arrivals at the stage over those above, in
    the months that know both. Where `lagged`, the two are of different cohorts; what came is then to be read against
    what was expected of the cohorts above. `status` is that of the stage to date: it judges `came` against that, in
    months that a re-plan knew against what it has there.
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


def conversions(
    segment: str | None, courses: Sequence[Course], statuses: Mapping[str, Verdict | None]
) -> tuple[Conversion, ...]:
    """The conversions of one funnel, or of several together where the stages above are the same.

    `statuses` are those of the stages to date.
    """
    found = []
    for name in dict.fromkeys(stage.name for course in courses for stage in course.outcome.branch.stages):
        same = places(courses, name)
        tops = {place._replace(at=place.at - 1).stage.name if place.at else "" for place in same}
        if len(tops) == 1 and tops != {""}:
            found.append(_conversion(segment, same, statuses.get(name)))
    return tuple(found)


def _conversion(segment: str | None, same: Sequence[StagePlace], status: Verdict | None) -> Conversion:
    first, place = same[0]
    window, stages = first.window, first.outcome.branch.stages
    months = [month for month in window.months if all(month in course.known(at) for course, at in same)]
    both = [month for month in months if all(month in course.known(at - 1) for course, at in same)]
    came = expected = None
    if months:
        came = math.fsum(course.actual[at].over(months) for course, at in same)
        expected = math.fsum(course.at_rates(at).over(months) for course, at in same)
    units = above(same, both)
    return Conversion(
        segment,
        stages[place].name,
        stages[place - 1].name,
        _planned(same, months or window.months),
        math.fsum(course.actual[at].over(both) for course, at in same) / units if units > 0 else None,
        came,
        expected,
        status,
        any(each.stage.lag.longest > 0 for each in same),
    )


def _planned(same: Sequence[StagePlace], months: Sequence[int]) -> float:
    """The mean of the planned rates, each weighted by its month's target above."""
    rates = [(place.stage.rate[month - 1], place, month) for place in same for month in months]
    weights = [course.planned[at - 1].to_date[month - 1] for _, (course, at), month in rates]
    total = math.fsum(weights)
    if total <= 0:
        return math.fsum(rate for rate, *_ in rates) / len(rates)
    return math.fsum(rate * weight for (rate, *_), weight in zip(rates, weights, strict=True)) / total
