"""The walk from target to actual: where in the funnel a gap arose (docs/arithmetic.md)."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from kpiplan.analysis.variance.expectation import Course, Reached, reached
from kpiplan.funnel.new_business import revenue_of
from kpiplan.locales.digits import NOISE
from kpiplan.tuples import NamedTuple

BEYOND_NEED = "direct beyond need"
CARRY_IN = "carry-in"
STATED = "months as stated"
DEAL_SIZE = "deal size"


class Effect(NamedTuple):
    """What something adds to the bottom of the funnel and to revenue: to date, and by the end of the year.

    Revenue is None where no average deal is planned, and at the deal size where revenue was not seen.
    """

    customers: float
    revenue: float | None
    year_customers: float
    year_revenue: float | None

    def less(self, other: Effect) -> Effect:
        """This effect without another."""
        return Effect(
            self.customers - other.customers,
            _difference(self.revenue, other.revenue),
            self.year_customers - other.year_customers,
            _difference(self.year_revenue, other.year_revenue),
        )


class Step(NamedTuple):
    """What one cause adds, as `Effect` has it, and the part of it that is due to when units arrived.

    Without the timing part it is what as many units would have added had they arrived in the planned pattern.
    """

    name: str
    customers: float
    revenue: float | None
    year_customers: float
    year_revenue: float | None
    timing_customers: float
    timing_revenue: float | None
    timing_year_customers: float
    timing_year_revenue: float | None

    @property
    def whole(self) -> Effect:
        """Everything that the cause adds."""
        return Effect(self.customers, self.revenue, self.year_customers, self.year_revenue)

    @property
    def timing(self) -> Effect:
        """The part that is due to when units arrived."""
        return Effect(self.timing_customers, self.timing_revenue, self.timing_year_customers, self.timing_year_revenue)


class Walk(NamedTuple):
    """The steps from target to actual, of a segment or (None) of the whole plan; they add up to the gap.

    To date, customers are walked over `months`, those with actuals at the bottom, and revenue over `revenue_months`,
    those with revenue (as customers are where none was seen). Where the bottom has no actuals at all, `measured` is
    False and the walk leads to what is to be expected there. `allocated`: see `allocation.Happened`.
    """

    segment: str | None
    steps: tuple[Step, ...]
    months: tuple[int, ...]
    revenue_months: tuple[int, ...]
    measured: bool
    allocated: bool

    @property
    def gap(self) -> Step:
        """The sum of the steps: actual (for the year, expected) less target."""
        return _total("gap", self.steps)


def walk(segment: str | None, courses: Sequence[Course]) -> Walk:
    """The walk of one funnel, or of several together, over the months that all of them know."""
    known = _common(tuple(course.happened.arrivals[-1]) for course in courses)
    money = _common(tuple(course.happened.revenue) for course in courses)
    months = known or courses[0].window.months
    walked = [_steps(course, months, money or months, bool(money)) for course in courses]
    names = [name for steps in walked for name in steps]
    first = [name for name in (BEYOND_NEED, STATED, CARRY_IN) if name in names]
    stages = [name for name in dict.fromkeys(names) if name not in (*first, DEAL_SIZE)]
    priced = all(course.outcome.branch.deal is not None for course in courses)
    summed = []
    for name in (*first, *stages, DEAL_SIZE):
        step = _total(name, [steps[name] for steps in walked if name in steps])
        summed.append(step if priced else _without_money(step))
    allocated = any(course.happened.allocated for course in courses)
    return Walk(segment, tuple(summed), months, money or months, bool(known), allocated)


def _common(known: Iterable[tuple[int, ...]]) -> tuple[int, ...]:
    first, *others = known
    return tuple(month for month in first if all(month in months for months in others))


def _steps(course: Course, months: Sequence[int], money: Sequence[int], seen: bool) -> dict[str, Step]:
    """The steps of one funnel: E_0, E_c, E_1 … E_{n+1} at the bottom, and the difference of each to the one before.

    A plan fed its own targets exceeds its goal only by what is to arrive directly beyond the need. The months of a
    re-plan, which reckon with what was under way, may be others than those that follow from each other.
    """

    def effect(after: Reached, before: Reached) -> Effect:
        return _at(course, after, months, money).less(_at(course, before, months, money))

    steps, planned = {}, course.planned[-1]
    no_timing = effect(planned, planned)
    under = course.outcome.targets.under
    started = course.happened if under and under.known else course.happened.nothing()
    fed = reached(course.outcome.targets, started, course.window, 0)[-1]
    if under and (any(_beyond(fed, planned)) or any(_beyond(planned, fed))):
        steps[STATED] = Step(STATED, *effect(fed, planned), *no_timing)
        planned = fed
    elif not under and any(_beyond(fed, planned)):
        steps[BEYOND_NEED] = Step(BEYOND_NEED, *effect(fed, planned), *no_timing)
        planned = fed
    levels = [stages[-1] for stages in course.given]
    steps[CARRY_IN] = Step(CARRY_IN, *effect(levels[0], planned), *no_timing)
    for at, (stage, (before, after)) in enumerate(zip(course.outcome.branch.stages, pairwise(levels), strict=True)):
        timing = effect(after, _in_pattern(course, at)) if course.known(at) else no_timing
        steps[stage.name] = Step(stage.name, *effect(after, before), *timing)
    deals = _deal_size(course, money) if seen else None
    steps[DEAL_SIZE] = Step(DEAL_SIZE, 0.0, deals, 0.0, _deal_size(course, tuple(course.happened.revenue)), *no_timing)
    return steps


def _beyond(one: Reached, two: Reached) -> Iterator[bool]:
    """By month, whether more arrives than another time."""
    return (more - less > NOISE * max(1.0, less) for more, less in zip(one.year, two.year, strict=True))


def _at(course: Course, bottom: Reached, months: Sequence[int], money: Sequence[int]) -> Effect:
    """Customers, and what they bring at planned deals."""
    branch = course.outcome.branch
    worth = None if branch.deal is None else _over(revenue_of(bottom.to_date, branch.deal), money)
    return Effect(bottom.over(months), worth, math.fsum(bottom.year), branch.money(bottom.year))


def _in_pattern(course: Course, at: int) -> Reached:
    """The bottom, had as many units as are known to have reached a stage come as they were to be expected."""
    expected, known = course.given[at][at].to_date, course.happened.arrivals[at]
    wanted = math.fsum(expected[month - 1] for month in known)
    if wanted <= NOISE:
        return course.given[at + 1][-1]
    factor = math.fsum(known.values()) / wanted
    arrivals = list(course.happened.arrivals)
    arrivals[at] = {month: expected[month - 1] * factor for month in known}
    happened = course.happened._replace(arrivals=tuple(arrivals))
    return reached(course.outcome.targets, happened, course.window, at + 1)[-1]


def _deal_size(course: Course, months: Sequence[int]) -> float | None:
    """Revenue seen in some months less what their customers bring at planned deals; None where none was seen."""
    deal = course.outcome.branch.deal
    if deal is None or not months:
        return None
    seen = math.fsum(course.happened.revenue[month] for month in months)
    return seen - _over(revenue_of(course.actual[-1].to_date, deal), months)


def _over(amounts: Sequence[float], months: Sequence[int]) -> float:
    return math.fsum(amounts[month - 1] for month in months)


def _difference(one: float | None, two: float | None) -> float | None:
    return None if one is None or two is None else one - two


def _without_money(step: Step) -> Step:
    return step._replace(revenue=None, year_revenue=None, timing_revenue=None, timing_year_revenue=None)


def _total(name: str, steps: Sequence[Step]) -> Step:
    customers, revenue, year, money, *timing = zip(*(step[1:] for step in steps), strict=True)
    late, late_revenue, late_year, late_money = timing
    return Step(
        name,
        math.fsum(customers),
        _sum(revenue),
        math.fsum(year),
        _sum(money),
        math.fsum(late),
        _sum(late_revenue),
        math.fsum(late_year),
        _sum(late_money),
    )


def _sum(amounts: Iterable[float | None]) -> float | None:
    """The sum of what is known; None where nothing is."""
    known = [amount for amount in amounts if amount is not None]
    return math.fsum(known) if known else None
