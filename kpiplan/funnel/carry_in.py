"""What time between stages does: what must be under way on the first day, what hangs on it, what comes too late for the
year, how far a goal that jumps is smoothed.
"""

import math
from collections.abc import Callable

from kpiplan.funnel.stages import Targets, flow, kernel_reach
from kpiplan.months import YEAR_MONTHS, Series
from kpiplan.tuples import NamedTuple

OFF = 0.05  # of a month's goal (docs/arithmetic.md, spread lags smooth a goal)


class Cohort(NamedTuple):
    """Units that must have reached `stage` (its position) in plan month `month` < 1.

    `needed` is the cohort, `brings` the arrivals at the next stage in plan months that hang on it.
    """

    stage: int
    month: int
    needed: float
    brings: float


def carry_in(targets: Targets) -> tuple[Cohort, ...]:
    """The months before the plan whose cohorts still reach their next stage in it (docs/arithmetic.md).

    Of a re-plan, in the months that it did not know: what was to arrive before that has arrived, or has not.
    """
    known = targets.under.known if targets.under else 0
    return tuple(
        Cohort(
            stage - 1,
            month,
            targets.arrivals[stage - 1].at(month),
            math.fsum(flow(targets, stage, month, later) for later in range(known + 1, YEAR_MONTHS + 1)),
        )
        for stage in range(1, len(targets.stages))
        for month in range(1 - targets.stages[stage].lag.longest + known, 1)
    )


def hanging(targets: Targets, counts: Callable[[int, int], bool] = lambda _stage, _month: True) -> Series:
    """The part of each plan month's customers that comes from units which reached some stage before the plan.

    `counts` says which cohorts (stage, plan month below 1) are asked about. Months that a re-plan knew hang on nothing.
    """
    known = targets.under.known if targets.under else 0
    above: Series = (0.0,) * YEAR_MONTHS
    for stage in range(1, len(targets.stages)):
        arrivals = targets.arrivals[stage]
        found = []
        for month in range(1, YEAR_MONTHS + 1):
            cohorts = range(month - len(targets.stages[stage].lag.shares) + 1, month + 1)
            parts = [
                flow(targets, stage, c, month) * (above[c - 1] if c >= 1 else float(counts(stage - 1, c)))
                for c in cohorts
            ]
            whole = arrivals.at(month)
            found.append(math.fsum(parts) / whole if whole > 0 and month > known else 0.0)
        above = tuple(found)
    return above


class Late(NamedTuple):
    """A stage whose last months only serve the next year: `last` still serves this one, `part` of its year does not."""

    stage: int
    last: int
    part: float


def too_late(targets: Targets) -> tuple[Late, ...]:
    """The stages whose last months only serve the goal of the year after."""
    last_run = targets.arrivals[-1]
    serves = {month: 1.0 if month <= YEAR_MONTHS else 0.0 for month in range(1, last_run.last + 1)}
    found = []
    for stage in range(len(targets.stages) - 1, 0, -1):
        serves = _serving_above(targets, stage, serves)
        arrivals = targets.arrivals[stage - 1]
        year = math.fsum(arrivals.year)
        months = range(1, YEAR_MONTHS + 1)
        lost = math.fsum(arrivals.at(month) * (1 - serves.get(month, 1.0)) for month in months)
        last = max((month for month in months if serves.get(month, 0.0) > 0 and arrivals.at(month) > 0), default=0)
        if year > 0 and lost > 0 and last < YEAR_MONTHS:
            found.append(Late(stage - 1, last, lost / year))
    return tuple(reversed(found))


def _serving_above(targets: Targets, stage: int, serves: dict[int, float]) -> dict[int, float]:
    """For every month of the stage above, the part of its flow that ends in customers of the plan year."""
    run = targets.arrivals[stage - 1]
    ages = range(len(targets.stages[stage].lag.shares))
    result = {}
    for month in range(1, run.last + 1):
        flows = [(flow(targets, stage, month, month + age), serves.get(month + age, 0.0)) for age in ages]
        whole = math.fsum(count for count, _ in flows)
        result[month] = math.fsum(count * part for count, part in flows) / whole if whole > 0 else 0.0
    return result


class Smoothed(NamedTuple):
    """What targets bring by the plain kernel where the goal jumps faster than a spread lag lets arrivals follow.

    By plan month: the customers that are reached, and what part that is of each month's goal (1: all of it).
    """

    reach: Series
    parts: Series


def smoothed(targets: Targets) -> Smoothed | None:
    """How far a spread lag smooths the goal; None where every month is reached but for 5%.

    A month with a goal of 0 is measured by the mean month.
    """
    goal, reach = targets.arrivals[-1].year, kernel_reach(targets)
    mean = math.fsum(goal) / YEAR_MONTHS
    parts = tuple(1 + (came - wanted) / (wanted or mean or 1.0) for came, wanted in zip(reach, goal, strict=True))
    return Smoothed(reach, parts) if any(abs(part - 1) > OFF for part in parts) else None
