"""Whether what must be under way on the first day is stated, and is enough."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from kpiplan import wording
from kpiplan.branches import Branch
from kpiplan.carry import Cohort, carry_in, hanging
from kpiplan.funnel import down
from kpiplan.outcomes import Outcome
from kpiplan.plan import Plan
from kpiplan.problems import Problem
from kpiplan.rounding import NOISE


def stated_months(plan: Plan, branch: Branch) -> list[dict[int, float]]:
    """What `before` states, a stage from the top: plan month (below 1) -> arrivals."""
    return [
        {month.since(plan.start) + 1: count for month, count in branch.before.get(stage.name, {}).items()}
        for stage in branch.stages
    ]


def missing_customers(plan: Plan, outcome: Outcome) -> tuple[float, ...]:
    """Customers a plan month that what is stated before the plan leaves missing, against what is needed."""
    reached = down(outcome.targets, stated_months(plan, outcome.branch))[-1]
    return tuple(goal - found for goal, found in zip(outcome.branch.customers, reached, strict=True))


def short(plan: Plan, outcomes: Sequence[Outcome]) -> Iterator[Problem]:
    """Stated, and less than needed."""
    for outcome in outcomes:
        branch = outcome.branch
        known = stated_months(plan, branch)
        rows = [c for c in carry_in(outcome.targets) if c.month in known[c.stage] and c.needed > 0]
        missing = missing_customers(plan, outcome) if rows else ()
        if math.fsum(missing) <= NOISE * branch.year:
            continue
        scarce = _scarcest(rows, known)
        needed = math.fsum(c.needed for c in rows if c.stage == scarce)
        there = math.fsum(known[c.stage][c.month] for c in rows if c.stage == scarce)
        name, unit = branch.stages[scarce].name, branch.stages[-1].name
        message = f"{_of(branch)}{wording.count(there)} {name} stated before the plan, {wording.count(needed)} needed"
        worth = _worth(plan, branch, missing)
        hint = f"{wording.count(math.fsum(missing))} {unit}{worth} of the year's goal will be missing"
        yield Problem("carry-in-short", message, (*branch.path_if(name in branch.own.before), "before", name), hint)


def _scarcest(rows: Sequence[Cohort], known: Sequence[dict[int, float]]) -> int:
    gaps: dict[int, float] = {}
    for row in rows:
        gaps[row.stage] = gaps.get(row.stage, 0.0) + row.brings * (1 - known[row.stage][row.month] / row.needed)
    return max(gaps, key=lambda stage: gaps[stage])


class _Unstated(NamedTuple):
    """What of a branch hangs on cohorts that nothing states, and the one nearest to customers that brings most."""

    branch: Branch
    customers: float
    money: float | None
    cohort: Cohort


def unstated(plan: Plan, outcomes: Sequence[Outcome]) -> Iterator[Problem]:
    """Part of the goal hangs on what nothing states; it is taken as there. Said once, of all segments together."""
    found = [each for outcome in outcomes if (each := _unstated(plan, outcome))]
    if not found:
        return
    worst = max(found, key=lambda each: each.customers / each.branch.year * each.branch.part)
    stage, first = worst.branch.stages[worst.cohort.stage].name, plan.start
    message = f"{_amount(plan, outcomes, found)} on what is under way before {first.long}; nothing states it"
    month, needed = first.plus(worst.cohort.month - 1), wording.count(worst.cohort.needed)
    hint = f"state it, if only by `before: {{{stage}: {{{month}: {needed}}}}}`: that many{_in(worst.branch)} are needed"
    yield Problem("carry-in-unstated", message, worst.branch.stage_path(worst.cohort.stage + 1), hint)


def _unstated(plan: Plan, outcome: Outcome) -> _Unstated | None:
    branch, known = outcome.branch, stated_months(plan, outcome.branch)
    cohorts = [c for c in carry_in(outcome.targets) if c.brings > 0 and c.month not in known[c.stage]]
    if not cohorts:
        return None
    parts = hanging(outcome.targets, _unknown(known))
    customers = tuple(count * part for count, part in zip(branch.customers, parts, strict=True))
    if math.fsum(customers) <= NOISE * branch.year:
        return None
    largest = max(cohorts, key=lambda cohort: (cohort.stage, cohort.brings))
    return _Unstated(branch, math.fsum(customers), branch.money(customers), largest)


def _amount(plan: Plan, outcomes: Sequence[Outcome], found: Sequence[_Unstated]) -> str:
    """`$3M of the $12M`, in customers where deals are not known everywhere."""
    branches = [outcome.branch for outcome in outcomes]
    whole = [branch.money(branch.customers) for branch in branches]
    if all(money is not None for money in whole):
        hang = math.fsum(each.money or 0.0 for each in found)
        year = math.fsum(money or 0.0 for money in whole)
        return f"{wording.money(hang, plan.currency)} of the year's {wording.money(year, plan.currency)} hangs"
    units = math.fsum(each.customers for each in found), math.fsum(branch.year for branch in branches)
    return f"{wording.count(units[0])} of the year's {wording.count(units[1])} {branches[0].stages[-1].name} hang"


def _in(branch: Branch) -> str:
    return f" in {branch.segment}" if branch.segment else ""


def _unknown(known: Sequence[dict[int, float]]) -> Callable[[int, int], bool]:
    return lambda stage, month: month not in known[stage]


def _worth(plan: Plan, branch: Branch, customers: Sequence[float]) -> str:
    amount = branch.money(customers)
    return "" if amount is None else f" ({wording.money(amount, plan.currency)})"


def _of(branch: Branch) -> str:
    return f"{branch.segment}: " if branch.segment else ""
