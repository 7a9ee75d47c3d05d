"""Published numbers against each other and against the goal: each carried down the funnel at the plan's own rates."""

import math
from collections.abc import Iterator

from kpiplan.funnel.targets import Outcome
from kpiplan.months import YEAR_MONTHS
from kpiplan.tuples import NamedTuple


def month_rate(outcome: Outcome, stage: int) -> float:
    """The mean rate of a stage over the plan year."""
    return math.fsum(outcome.targets.stages[stage].rate) / YEAR_MONTHS


def carried(outcome: Outcome, count: float, first: int, last: int) -> float:
    """What `count` units a month at one stage come to at a stage below, at mean rates and direct arrivals."""
    for stage in range(first + 1, last + 1):
        count = count * month_rate(outcome, stage) + math.fsum(outcome.targets.direct[stage].year) / YEAR_MONTHS
    return count


class Apart(NamedTuple):
    """Two stated numbers of a funnel, a month, that don't follow from each other; stages by position.

    `follows` is what the upper one comes to at the stage of the lower one.
    """

    upper: int
    lower: int
    above: float
    below: float
    follows: float


def apart(outcome: Outcome) -> Iterator[Apart]:
    """Each stated number that does not follow from the next stated one above it, to the digit it was written with."""
    branch = outcome.branch
    upper: int | None = None
    for at, stage in enumerate(branch.stages):
        number = branch.stated.get(stage.name)
        if number is None:
            continue
        if upper is not None:
            above = branch.stated[branch.stages[upper].name].value
            follows = carried(outcome, above, upper, at)
            if abs(number.value - follows) > number.digit / 2 * (1 + 1e-9):
                yield Apart(upper, at, above, number.value, follows)
        upper = at


class Chain(NamedTuple):
    """Where the topmost stated number leads: customers a month, and the year's money where deals are known."""

    top: int  # its position
    stated: float
    customers: float
    revenue: float | None
    short: float  # part of the goal that is missing, 0 where it is reached


def chain(outcome: Outcome) -> Chain | None:
    """The topmost stated number carried down to customers; None where nothing is stated above them."""
    branch = outcome.branch
    names = [stage.name for stage in branch.stages]
    first = next((at for at, name in enumerate(names[:-1]) if name in branch.stated), None)
    if first is None:
        return None
    number = branch.stated[names[first]]
    customers = carried(outcome, number.value, first, len(names) - 1)
    at_best = carried(outcome, number.value + number.digit / 2, first, len(names) - 1)
    goal = branch.year / YEAR_MONTHS
    short = 1 - customers / goal if goal > 0 and at_best < goal else 0.0
    mean_deal = branch.money(branch.customers)
    revenue = mean_deal * customers / goal if mean_deal is not None and goal > 0 else None
    return Chain(first, number.value, customers, revenue, max(0.0, short))
