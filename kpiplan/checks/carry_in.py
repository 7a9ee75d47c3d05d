"""Whether what must be under way on the first day is stated, and is enough."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence

from kpiplan import wording
from kpiplan.branches import Branch
from kpiplan.carry import Cohort, carry_in, hanging
from kpiplan.funnel import down
from kpiplan.plan import Plan
from kpiplan.problems import Problem
from kpiplan.rounding import NOISE
from kpiplan.targets import Outcome


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
        own = branch.segment and name in next(s.before for s in plan.segments if s.name == branch.segment)
        path = (*(branch.path if own else ()), "before", name)
        yield Problem("carry-in-short", message, path, hint)


def _scarcest(rows: Sequence[Cohort], known: Sequence[dict[int, float]]) -> int:
    gaps: dict[int, float] = {}
    for row in rows:
        gaps[row.stage] = gaps.get(row.stage, 0.0) + row.brings * (1 - known[row.stage][row.month] / row.needed)
    return max(gaps, key=lambda stage: gaps[stage])


def unstated(plan: Plan, outcomes: Sequence[Outcome]) -> Iterator[Problem]:
    """Part of the goal hangs on what nothing states; it is taken as there."""
    for outcome in outcomes:
        branch, known = outcome.branch, stated_months(plan, outcome.branch)
        open_rows = [c for c in carry_in(outcome.targets) if c.brings > 0 and c.month not in known[c.stage]]
        if not open_rows:
            continue
        parts = hanging(outcome.targets, _unknown(known))
        hang = tuple(count * part for count, part in zip(branch.customers, parts, strict=True))
        if math.fsum(hang) <= NOISE * branch.year:
            continue
        largest = max(open_rows, key=lambda c: c.brings)
        unit, name = branch.stages[-1].name, branch.stages[largest.stage].name
        message = (
            f"{_of(branch)}{wording.count(math.fsum(hang))} of {wording.count(branch.year)} {unit}"
            f"{_worth(plan, branch, hang)} hang on what is under way before {plan.start.long}; nothing states it"
        )
        month = plan.start.plus(largest.month - 1)
        hint = f"state it: `before: {{{name}: {{{month}: {wording.count(largest.needed)}}}}}` is what the plan needs"
        yield Problem("carry-in-unstated", message, branch.stage_path(largest.stage + 1), hint)


def _unknown(known: Sequence[dict[int, float]]) -> Callable[[int, int], bool]:
    return lambda stage, month: month not in known[stage]


def _worth(plan: Plan, branch: Branch, customers: Sequence[float]) -> str:
    amount = branch.money(customers)
    return "" if amount is None else f" ({wording.money(amount, plan.currency)})"


def _of(branch: Branch) -> str:
    return f"{branch.segment}: " if branch.segment else ""
