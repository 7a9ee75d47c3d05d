"""Target, actual, attainment and status of every KPI, by month and to date."""

import math
from collections.abc import Callable, Mapping, Sequence

from kpiplan.analysis.variance.actuals import UNKNOWN, Counts, Window
from kpiplan.analysis.variance.basis import customers_planned, given_above, own_target, places
from kpiplan.analysis.variance.expectation import Course
from kpiplan.analysis.variance.status import Judge, Judged, Verdict
from kpiplan.figures import Unit
from kpiplan.funnel import spend
from kpiplan.funnel.targets import Outcome
from kpiplan.kpis.built_in import SPEND, built_in
from kpiplan.months import YEAR_MONTHS, Series
from kpiplan.plan.model import EMPTY
from kpiplan.tuples import NamedTuple

_Status = Callable[[float | None, float | None, Sequence[int]], Judged]


class Value(NamedTuple):
    """A target and what came of it; attainment is actual / target, None where that can't be told."""

    target: float | None
    actual: float | None
    attainment: float | None
    status: Verdict | None


class Compared(NamedTuple):
    """One KPI of one segment (None: the whole plan), a value a plan month.

    Targets stand for all months; that of an incomplete last month is the covered part of it. The rest is None after the
    months compared and where nothing is known. `to_date` sums the `months` that have an actual; where none has one its
    target is that of all months compared. `shows` is the smallest drop to date, a fraction of what was to be expected
    given the stage above, that would be proven; None where not even 0 would prove one, and where nothing is judged.
    `chance` is how likely a shortfall to date beyond the tolerance is, by chance alone; None where there is none.
    """

    segment: str | None
    kpi: str
    unit: Unit
    target: tuple[float | None, ...]
    actual: tuple[float | None, ...]
    attainment: tuple[float | None, ...]
    status: tuple[Verdict | None, ...]
    to_date: Value
    months: tuple[int, ...]
    shows: float | None = None
    chance: float | None = None


class KnownCounts(NamedTuple):
    """What is known of a segment or the whole: by stage and spend measure; the months compared alone."""

    arrivals: Mapping[str, Counts]
    revenue: Counts = UNKNOWN
    spend: Mapping[str, Counts] = EMPTY


def compared(
    segment: str | None, courses: Sequence[Course], known: KnownCounts, window: Window, judge: Judge
) -> tuple[Compared, ...]:
    """Every stage, revenue where it is planned or seen, spend where it was seen; of one funnel or several together."""
    found = []
    results = [course.outcome for course in courses]
    for name in dict.fromkeys(stage.name for outcome in results for stage in outcome.branch.stages):
        actual = known.arrivals.get(name, UNKNOWN)
        status = _of_stage(courses, name, judge)
        figure = _compared(segment, name, stage_target(results, name), actual, window, status)
        if figure.months:
            given = given_above(places(courses, name), figure.months, judge.settings)
            figure = figure._replace(shows=judge.shows(given))
        found.append(figure)
    planned = _revenue_target(results)
    if planned is not None or known.revenue:
        status = _of_revenue(courses, judge)
        found.append(_compared(segment, "revenue", planned, known.revenue, window, status))
    wanted = _spend_targets(results)
    for kpi in SPEND:
        if known.spend.get(kpi):
            found.append(_compared(segment, kpi, wanted.get(kpi), known.spend[kpi], window, _no_status))
    return tuple(found)


def stage_target(results: Sequence[Outcome], name: str) -> Series:
    """The targets of a stage by plan month, of all funnels that have it."""
    runs = [
        run.year
        for outcome in results
        for stage, run in zip(outcome.targets.stages, outcome.targets.arrivals, strict=True)
        if stage.name == name
    ]
    return _sum(runs)


def _revenue_target(results: Sequence[Outcome]) -> Series | None:
    """Planned revenue by month; None where the deal of a segment is not stated."""
    found = [outcome.branch.revenue() for outcome in results]
    known = [revenue for revenue in found if revenue is not None]
    return _sum(known) if len(known) == len(found) else None


def _spend_targets(results: Sequence[Outcome]) -> dict[str, Series]:
    found: dict[str, list[Series]] = {}
    for outcome in results:
        if spend.has_costs(outcome.branch.stages, outcome.branch.costs):
            for measure in spend.spend(outcome.targets, outcome.branch.costs).values():
                found.setdefault(measure.kpi, []).append(measure.months)
    return {kpi: _sum(parts) for kpi, parts in found.items()}


def _sum(parts: Sequence[Series]) -> Series:
    return tuple(math.fsum(part[at] for part in parts) for at in range(YEAR_MONTHS))


def _of_stage(courses: Sequence[Course], name: str, judge: Judge) -> _Status:
    same = places(courses, name)

    def status(actual: float | None, target: float | None, months: Sequence[int]) -> Judged:
        if actual is None:
            return Judged()
        given, own = (basis(same, months, judge.settings) for basis in (given_above, own_target))
        return judge.of_count(actual, target, given, own)

    return status


def _of_revenue(courses: Sequence[Course], judge: Judge) -> _Status:
    def status(actual: float | None, target: float | None, months: Sequence[int]) -> Judged:
        if actual is None:
            return Judged()
        won = None
        if all(set(months) <= set(course.known(len(course.planned) - 1)) for course in courses):
            won = math.fsum(course.actual[-1].over(months) for course in courses)
        return judge.of_revenue(actual, target, customers_planned(courses, months, judge.settings), won)

    return status


def _no_status(_actual: float | None, _target: float | None, _months: Sequence[int]) -> Judged:
    """Of spend more is not better, nor less."""
    return Judged()


def _compared(
    segment: str | None, kpi: str, target: Series | None, actual: Counts, window: Window, status: _Status
) -> Compared:
    wanted = None if target is None else window.covered(target)
    values = [
        _value(None if wanted is None else wanted[month - 1], actual.get(month), (month,), status)[0]
        for month in range(1, YEAR_MONTHS + 1)
    ]
    months = tuple(sorted(actual))
    over = months or window.months
    to_date, chance = _value(
        None if wanted is None else math.fsum(wanted[month - 1] for month in over),
        math.fsum(actual[month] for month in months) if months else None,
        over,
        status,
    )
    return Compared(
        segment,
        kpi,
        built_in(kpi).unit,
        tuple(value.target for value in values),
        tuple(value.actual for value in values),
        tuple(value.attainment for value in values),
        tuple(value.status for value in values),
        to_date,
        months,
        chance=chance,
    )


def _value(
    target: float | None, actual: float | None, months: Sequence[int], status: _Status
) -> tuple[Value, float | None]:
    """A value with its status, and how likely its shortfall is by chance."""
    attainment = actual / target if target and actual is not None else None
    judged = status(actual, target, months)
    return Value(target, actual, attainment, judged.status), judged.chance
