"""Published numbers multiplied out again: do they follow from each other, do they reach the goal?"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from kpiplan import wording
from kpiplan.branches import Branch
from kpiplan.months import YEAR_MONTHS
from kpiplan.outcomes import Outcome
from kpiplan.plan import Plan
from kpiplan.problems import Path, Problem


def month_rate(outcome: Outcome, stage: int) -> float:
    """The mean rate of a stage over the plan year."""
    return math.fsum(outcome.targets.stages[stage].rate) / YEAR_MONTHS


def carried(outcome: Outcome, count: float, first: int, last: int) -> float:
    """What `count` units a month at one stage come to at a stage below, at mean rates and direct arrivals."""
    for stage in range(first + 1, last + 1):
        count = count * month_rate(outcome, stage) + math.fsum(outcome.targets.direct[stage].year) / YEAR_MONTHS
    return count


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


def rates(plan: Plan, outcomes: Sequence[Outcome]) -> Iterator[Problem]:
    """A stated number that does not follow from the stated one above it, to the digit it was written with."""
    for outcome in outcomes:
        branch = outcome.branch
        above: int | None = None
        for at, stage in enumerate(branch.stages):
            number = branch.stated.get(stage.name)
            if number is None:
                continue
            if above is not None:
                upper = branch.stages[above].name
                follows = carried(outcome, branch.stated[upper].value, above, at)
                if abs(number.value - follows) > number.digit / 2 * (1 + 1e-9):
                    ways = " x ".join(_rate(branch, step) for step in range(above + 1, at + 1))
                    counts = wording.counted(branch.stated[upper].value, upper), wording.count(follows)
                    message = (
                        f"{wording.counted(number.value, stage.name)} stated, but "
                        f"{counts[0]} at {ways} {wording.verb(branch.stated[upper].value, 'are')} {counts[1]}"
                    )
                    hint = f"write {counts[1]}"
                    if at == above + 1 and min(number.value, branch.stated[upper].value) > 0:
                        hint += f", or a rate of {wording.percent(number.value / branch.stated[upper].value)}"
                    yield Problem("stated-rate", message, _path(branch, stage.name), hint)
            above = at


def _rate(branch: Branch, stage: int) -> str:
    return wording.rate(branch.stages[stage].rate, each=branch.stages[stage].each)


def _path(branch: Branch, name: str) -> Path:
    return (*branch.path_if(name in branch.own.stated), "stated", name)


def reaches_goal(plan: Plan, outcomes: Sequence[Outcome]) -> Iterator[Problem]:
    """The stated numbers, multiplied out from the top, against the goal."""
    for outcome in outcomes:
        branch, found = outcome.branch, chain(outcome)
        if found is None or found.short <= 0:
            continue
        unit, top = branch.stages[-1].name, branch.stages[found.top].name
        year = wording.count(found.customers * YEAR_MONTHS)
        worth = "" if found.revenue is None else f", {wording.money(found.revenue, plan.currency)}"
        message = (
            f"{wording.counted(found.stated, top)} {wording.verb(found.stated, 'lead')} to "
            f"{wording.counted(found.customers, unit)} a month, "
            f"{year} a year{worth}: {wording.percent(found.short, 2)} short of {wording.count(branch.year)}"
        )
        needed = math.fsum(outcome.targets.arrivals[found.top].year) / YEAR_MONTHS
        won = wording.counted(branch.year, unit)
        hint = f"{won} {wording.verb(branch.year, 'need')} {wording.counted(needed, top)} a month"
        yield Problem("stated-goal", message, _path(branch, top), hint)
