"""The year from here: what is in the funnel carried down, the rest at plan or at the rates to date; what it takes."""

import math
from collections.abc import Iterable, Mapping, Sequence

from kpiplan.analysis.variance.expectation import Course, Reached, reached
from kpiplan.funnel.new_business import Amount, revenue_of
from kpiplan.locales.digits import NOISE
from kpiplan.months import YEAR_MONTHS, Series
from kpiplan.tuples import NamedTuple


class Ahead(NamedTuple):
    """What is still to come, and the year that it makes with what there is so far."""

    rest: Amount
    year: Amount


class Needed(NamedTuple):
    """What each of the `months` that are left (a part of one counts as such) must bring to still reach the goal.

    The units at the top of the funnel are by stage: `planned`, and needed `at_plan` rates and `at_rates` to date; None
    where nothing that still reaches the top can reach the bottom within the year.
    """

    months: float
    customers: float
    planned: Mapping[str, float]
    at_plan: Mapping[str, float] | None
    at_rates: Mapping[str, float] | None


class Outlook(NamedTuple):
    """The year of a segment or (None) of the whole plan. `needed` is None where no time is left.

    `so_far` takes what is not known of the months compared at its expectation, and its revenue at planned deals.
    `at_rates` takes the top's volume at its attainment to date, each conversion times what came through to date over
    what was expected of the units above, and deals at their size to date.
    """

    segment: str | None
    goal: Amount
    so_far: Amount
    at_plan: Ahead
    at_rates: Ahead
    needed: Needed | None


def outlook(segment: str | None, courses: Sequence[Course]) -> Outlook:
    """The outlook of one funnel, or of several together."""
    so_far = _sum(_so_far(course) for course in courses)
    rates = [_scales(course) for course in courses]
    at_plan = _sum(_rest(course, course.actual[-1], 1.0) for course in courses)
    at_rates = _sum(
        _rest(course, _carried(course, scales)[-1], _deal_scale(course))
        for course, scales in zip(courses, rates, strict=True)
    )
    goal = _sum(_goal(course) for course in courses)
    needed = None
    if courses[0].window.left > 0:
        needed = _needed(courses, rates, goal.customers, so_far.customers)
    return Outlook(
        segment,
        goal,
        so_far,
        Ahead(at_plan, _sum((so_far, at_plan))),
        Ahead(at_rates, _sum((so_far, at_rates))),
        needed,
    )


def _goal(course: Course) -> Amount:
    branch = course.outcome.branch
    return Amount(branch.year, branch.money(branch.customers))


def _so_far(course: Course) -> Amount:
    customers, deal = course.actual[-1].to_date, course.outcome.branch.deal
    if deal is None:
        return Amount(math.fsum(customers), None)
    seen = course.happened.revenue
    revenue = (seen.get(month, amount) for month, amount in enumerate(revenue_of(customers, deal), start=1))
    return Amount(math.fsum(customers), math.fsum(revenue))


def _rest(course: Course, bottom: Reached, deal_scale: float) -> Amount:
    """What is still to come at the bottom, by month at planned deals."""
    to_date = (*bottom.to_date, *(0.0,) * (YEAR_MONTHS - len(bottom.to_date)))
    rest = tuple(whole - part for whole, part in zip(bottom.year, to_date, strict=True))
    revenue = course.outcome.branch.money(rest)
    return Amount(math.fsum(rest), None if revenue is None else revenue * deal_scale)


def _sum(amounts: Iterable[Amount]) -> Amount:
    customers, revenue = zip(*amounts, strict=True)
    known = [amount for amount in revenue if amount is not None]
    return Amount(math.fsum(customers), math.fsum(known) if len(known) == len(revenue) else None)


def _carried(course: Course, scales: Sequence[float], top: Series | None = None) -> tuple[Reached, ...]:
    happened = course.happened
    return reached(course.outcome.targets, happened, course.window, len(scales), scales, top)


def _scales(course: Course) -> list[float]:
    """By stage, what arrived to date over what was to be expected; 1 where nothing is known or was expected."""
    scales = []
    for stage in range(len(course.planned)):
        months = course.known(stage)
        wanted = course.at_rates(stage).over(months)
        came = course.actual[stage].over(months)
        scales.append(came / wanted if wanted > NOISE else 1.0)
    return scales


def _deal_scale(course: Course) -> float:
    """Revenue to date over what its customers bring at planned deals; 1 where that is not known."""
    revenue, customers = course.happened.revenue, course.happened.arrivals[-1]
    months = [month for month in revenue if month in customers]
    counts = [customers[month] if month in months else 0.0 for month in range(1, YEAR_MONTHS + 1)]
    planned = course.outcome.branch.money(counts)
    return math.fsum(revenue[month] for month in months) / planned if planned and planned > 0 else 1.0


def _needed(courses: Sequence[Course], rates: Sequence[Sequence[float]], goal: float, so_far: float) -> Needed:
    left = courses[0].window.left
    tops = _tops(courses)
    plain = [(1.0,) * len(scales) for scales in rates]
    planned = [_top_rest(course, course.outcome.targets.arrivals[0].year) for course in courses]
    profile = [_top_rest(course, top) for course, top in zip(courses, tops, strict=True)]
    return Needed(
        left,
        max(0.0, goal - so_far) / left,
        _by_stage(courses, planned, 1 / left),
        _units(courses, profile, _times(courses, tops, plain, goal), left),
        _units(courses, profile, _times(courses, tops, rates, goal), left),
    )


def _tops(courses: Sequence[Course]) -> list[Series]:
    """The planned months at the top; where nothing is planned for the rest of the year, one unit in each month left."""
    tops = [course.outcome.targets.arrivals[0].year for course in courses]
    if any(_top_rest(course, top) > 0 for course, top in zip(courses, tops, strict=True)):
        return tops
    last = courses[0].window.through
    return [(*top[:last], *(1.0,) * (YEAR_MONTHS - last)) for top in tops]


def _top_rest(course: Course, top: Series) -> float:
    window = course.window
    return (1 - window.part) * top[window.through - 1] + math.fsum(top[window.through :])


def _times(
    courses: Sequence[Course], tops: Sequence[Series], rates: Sequence[Sequence[float]], goal: float
) -> float | None:
    """How many times what is planned at the top the rest of the year needs: the bottom is linear in it."""

    def bottom(times: float) -> float:
        found = (
            _carried(course, (times, *scales[1:]), top)[-1].year
            for course, scales, top in zip(courses, rates, tops, strict=True)
        )
        return math.fsum(count for year in found for count in year)

    base = bottom(0.0)
    slope = bottom(1.0) - base
    if base >= goal * (1 - NOISE):
        return 0.0
    return (goal - base) / slope if slope > NOISE * goal else None


def _units(
    courses: Sequence[Course], profile: Sequence[float], times: float | None, left: float
) -> dict[str, float] | None:
    return None if times is None else _by_stage(courses, profile, times / left)


def _by_stage(courses: Sequence[Course], amounts: Sequence[float], factor: float) -> dict[str, float]:
    found: dict[str, float] = {}
    for course, amount in zip(courses, amounts, strict=True):
        name = course.outcome.branch.stages[0].name
        found[name] = found.get(name, 0.0) + amount * factor
    return found
