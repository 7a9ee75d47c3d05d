"""The walk from target to actual: where in the funnel a gap arose (docs/arithmetic.md)."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple

from kpiplan.comparison.reached import Course, Reached

CARRY_IN = "carry-in"
DEAL_SIZE = "deal size"


class Step(NamedTuple):
    """What one cause adds to the bottom of the funnel and to revenue: to date, and by the end of the year.

    Revenue is None where no average deal is planned, and at the deal size where revenue was not seen.
    """

    name: str
    customers: float
    revenue: float | None
    year_customers: float
    year_revenue: float | None


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
    stages = [name for name in dict.fromkeys(names) if name not in (CARRY_IN, DEAL_SIZE)]
    priced = all(course.outcome.branch.deal is not None for course in courses)
    summed = []
    for name in (CARRY_IN, *stages, DEAL_SIZE):
        step = _total(name, [steps[name] for steps in walked if name in steps])
        summed.append(step if priced else step._replace(revenue=None, year_revenue=None))
    allocated = any(course.happened.allocated for course in courses)
    return Walk(segment, tuple(summed), months, money or months, bool(known), allocated)


def _common(known: Iterable[tuple[int, ...]]) -> tuple[int, ...]:
    first, *others = known
    return tuple(month for month in first if all(month in months for months in others))


def _steps(course: Course, months: Sequence[int], money: Sequence[int], seen: bool) -> dict[str, Step]:
    """The steps of one funnel: E_0, E_c, E_1 … E_{n+1} at the bottom, and the difference of each to the one before."""
    levels = [course.planned[-1], *(stages[-1] for stages in course.given)]
    names = [CARRY_IN, *(stage.name for stage in course.outcome.branch.stages)]
    deal = course.outcome.branch.deal
    steps = {}
    for name, (before, after) in zip(names, pairwise(levels), strict=True):
        steps[name] = Step(
            name,
            after.over(months) - before.over(months),
            None if deal is None else _worth(after, deal, money) - _worth(before, deal, money),
            math.fsum(after.year) - math.fsum(before.year),
            None if deal is None else worth(after.year, deal) - worth(before.year, deal),
        )
    steps[DEAL_SIZE] = Step(
        DEAL_SIZE,
        0.0,
        _deal_size(course, money) if seen else None,
        0.0,
        _deal_size(course, tuple(course.happened.revenue)),
    )
    return steps


def _deal_size(course: Course, months: Sequence[int]) -> float | None:
    """Revenue seen in some months less what their customers bring at planned deals; None where none was seen."""
    deal = course.outcome.branch.deal
    if deal is None or not months:
        return None
    return math.fsum(course.happened.revenue[month] for month in months) - _worth(course.actual[-1], deal, months)


def worth(customers: Sequence[float], deal: Sequence[float]) -> float:
    """What the customers of the twelve months bring at planned deals."""
    return math.fsum(count * size for count, size in zip(customers, deal, strict=True))


def _worth(reached: Reached, deal: Sequence[float], months: Sequence[int]) -> float:
    return math.fsum(reached.to_date[month - 1] * deal[month - 1] for month in months)


def _total(name: str, steps: Sequence[Step]) -> Step:
    return Step(
        name,
        math.fsum(step.customers for step in steps),
        _sum(step.revenue for step in steps),
        math.fsum(step.year_customers for step in steps),
        _sum(step.year_revenue for step in steps),
    )


def _sum(amounts: Iterable[float | None]) -> float | None:
    """The sum of what is known; None where nothing is."""
    known = [amount for amount in amounts if amount is not None]
    return math.fsum(known) if known else None
