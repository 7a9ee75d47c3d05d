"""Whether what must be under way on the first day is stated, and is enough."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

from kpiplan.analysis.cover import Unstated, covers, unstated_part
from kpiplan.funnel.branches import Branch, stated_months
from kpiplan.funnel.targets import PlanTargets
from kpiplan.locales import numbers
from kpiplan.locales.digits import NOISE
from kpiplan.plan.model import Plan
from kpiplan.problems import Path, Problem

_SAME = 1e-6  # relative; less is no difference that anybody states


def short(targets: PlanTargets) -> Iterator[Problem]:
    """Stated, and less than needed: stage by stage, each with what it costs."""
    plan = targets.plan
    for outcome in targets.outcomes:
        branch = outcome.branch
        for cover in covers(plan, outcome):
            if cover.short:
                name = branch.stages[cover.stage].name
                counts = numbers.counted(cover.stated, name), numbers.count(cover.needed)
                message = f"{branch.prefix}{counts[0]} stated before the plan, {counts[1]} needed"
                lost = numbers.counted(math.fsum(cover.missing), branch.stages[-1].name)
                hint = f"{lost}{_worth(plan, branch, cover.missing)} of the year's goal will be missing"
                path = (*branch.path_if(name in branch.own.before), "before", name)
                yield Problem("carry-in-short", message, path, hint)


def unused(targets: PlanTargets) -> Iterator[Problem]:
    """Stated for months that are all too early to reach the plan: what is left of last year's plan, most likely.

    Of a re-plan some reach months that had happened when it was made.
    """
    plan = targets.plan
    useful: dict[Path, bool] = {}
    for outcome in targets.outcomes:
        branch = outcome.branch
        if branch.elapsed.after:
            continue
        used = {cover.stage for cover in covers(plan, outcome)}
        for stage, months in enumerate(stated_months(plan, branch)):
            name = branch.stages[stage].name
            path: Path = (*branch.path_if(name in branch.own.before), "before", name)
            if months:
                useful[path] = useful.get(path, False) or stage in used
    for path, is_useful in useful.items():
        if not is_useful:
            message = f"no month stated of {path[-1]} reaches this plan, which begins in {plan.start.long}"
            yield Problem("before-unused", message, path, "state the last months before the plan, or remove it")


def unstated(targets: PlanTargets) -> Iterator[Problem]:
    """Part of the goal hangs on what nothing states; it is taken as there. Said once, of all segments together."""
    plan = targets.plan
    found = [each for outcome in targets.outcomes if (each := unstated_part(plan, outcome))]
    if not found:
        return
    worst = max(found, key=lambda each: each.customers / each.branch.year * each.branch.part)
    stage, first = worst.branch.stages[worst.cohorts[0].stage].name, plan.start
    message = f"{_amount(targets, found)} on what is under way before {first.long}; nothing states it"
    together = _together(targets, found)
    needed = together or {cohort.month: cohort.needed for cohort in worst.cohorts}
    months = ", ".join(f"{first.plus(month - 1)}: {_enough(units)}" for month, units in needed.items())
    where = f" under segments.{worst.branch.segment}" if worst.branch.segment and not together else ""
    hint = f"state it{where}: `before: {{{stage}: {{{months}}}}}` is what the plan needs there"
    yield Problem("carry-in-unstated", message, worst.branch.stage_path(worst.cohorts[0].stage + 1), hint)


def _together(targets: PlanTargets, found: Sequence[Unstated]) -> dict[int, float] | None:
    """What all segments need by month, where the plan can state it at once: each gets its part, and needs as much."""
    stages = {each.branch.stages[each.cohorts[0].stage].name for each in found}
    if len(found) < len(targets.outcomes) or len(stages) > 1:
        return None
    needs = [{cohort.month: cohort.needed for cohort in each.cohorts} for each in found]
    if len({tuple(need) for need in needs}) > 1:
        return None
    whole = {month: math.fsum(need[month] for need in needs) for month in needs[0]}
    fits = (
        math.isclose(need[month], units * each.branch.part, rel_tol=_SAME)
        for each, need in zip(found, needs, strict=True)
        for month, units in whole.items()
    )
    return whole if all(fits) else None


def _amount(targets: PlanTargets, found: Sequence[Unstated]) -> str:
    """`$3M of the $12M`, in customers where deals are not known everywhere."""
    plan = targets.plan
    branches = [outcome.branch for outcome in targets.outcomes]
    whole = [branch.money(branch.customers) for branch in branches]
    if all(money is not None for money in whole):
        hang = math.fsum(each.money or 0.0 for each in found)
        year = math.fsum(money or 0.0 for money in whole)
        fees = " new recurring revenue" if all(branch.churn is not None for branch in branches) else ""
        return f"{numbers.money(hang, plan.currency)} of the year's {numbers.money(year, plan.currency)}{fees} hangs"
    units = math.fsum(each.customers for each in found), math.fsum(branch.year for branch in branches)
    return f"{numbers.count(units[0])} of the year's {numbers.counted(units[1], branches[0].stages[-1].name)} hang"


def _enough(needed: float) -> str:
    """A number to write down that is not less than needed."""
    digits = 0 if needed >= 100 else 2
    return numbers.trimmed(f"{math.ceil(needed * 10**digits - NOISE) / 10**digits:.{digits}f}")


def _worth(plan: Plan, branch: Branch, customers: Sequence[float]) -> str:
    amount = branch.money(customers)
    return "" if amount is None else f" ({numbers.money(amount, plan.currency)})"
