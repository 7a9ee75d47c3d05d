"""Published numbers multiplied out again: do they follow from each other, do they reach the goal?"""

from __future__ import annotations

import math
from collections.abc import Iterator

from kpiplan.funnel.branches import Branch
from kpiplan.funnel.stated_numbers import apart, chain
from kpiplan.funnel.targets import PlanTargets
from kpiplan.locales import numbers
from kpiplan.months import YEAR_MONTHS
from kpiplan.problems import Path, Problem


def rates(targets: PlanTargets) -> Iterator[Problem]:
    """A stated number that does not follow from the stated one above it, to the digit it was written with."""
    for outcome in targets.outcomes:
        branch = outcome.branch
        for found in apart(outcome):
            upper, lower = branch.stages[found.upper].name, branch.stages[found.lower].name
            ways = " x ".join(_rate(branch, step) for step in range(found.upper + 1, found.lower + 1))
            counts = numbers.counted(found.above, upper), numbers.count(found.follows)
            message = (
                f"{numbers.counted(found.below, lower)} stated, but "
                f"{counts[0]} at {ways} {numbers.verb(found.above, 'are')} {counts[1]}"
            )
            hint = f"write {counts[1]}"
            if found.lower == found.upper + 1 and min(found.below, found.above) > 0:
                hint += f", or a rate of {numbers.percent(found.below / found.above)}"
            yield Problem("stated-rate", message, _path(branch, lower), hint)


def _rate(branch: Branch, stage: int) -> str:
    return numbers.rate(branch.stages[stage].rate, each=branch.stages[stage].each)


def _path(branch: Branch, name: str) -> Path:
    return (*branch.path_if(name in branch.own.stated), "stated", name)


def reaches_goal(targets: PlanTargets) -> Iterator[Problem]:
    """The stated numbers, multiplied out from the top, against the goal."""
    for outcome in targets.outcomes:
        branch, found = outcome.branch, chain(outcome)
        if found is None or found.short <= 0:
            continue
        unit, top = branch.stages[-1].name, branch.stages[found.top].name
        year = numbers.count(found.customers * YEAR_MONTHS)
        worth = "" if found.revenue is None else f", {numbers.money(found.revenue, targets.plan.currency)}"
        message = (
            f"{numbers.counted(found.stated, top)} {numbers.verb(found.stated, 'lead')} to "
            f"{numbers.counted(found.customers, unit)} a month, "
            f"{year} a year{worth}: {numbers.percent(found.short, 2)} short of {numbers.count(branch.year)}"
        )
        needed = math.fsum(outcome.targets.arrivals[found.top].year) / YEAR_MONTHS
        won = numbers.counted(branch.year, unit)
        hint = f"{won} {numbers.verb(branch.year, 'need')} {numbers.counted(needed, top)} a month"
        yield Problem("stated-goal", message, _path(branch, top), hint)
