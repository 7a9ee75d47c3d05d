"""What the plan's own work brings with a given chance: what can be promised, or what an input would have to be."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Literal

from kpiplan.analysis.distributions.whole import Counts
from kpiplan.analysis.goal_chance.apart import ManyChances
from kpiplan.analysis.goal_chance.deals import level_deals
from kpiplan.analysis.goal_chance.standing import customers, group, revenue_at_least
from kpiplan.analysis.levers.inputs import PlanInput, inputs, times
from kpiplan.analysis.levers.work import Funnel, funnels, under
from kpiplan.funnel.targets import PlanTargets

_HALVINGS = 40
_CLOSE = 1e-9


def promised(targets: PlanTargets, level: float, what: Literal["customers", "revenue"]) -> float | None:
    """The most customers, or revenue, that the plan's own work brings with a chance; None where no deal is known."""
    some = group([each.part for each in funnels(targets)])
    goal = math.fsum(outcome.branch.year for outcome in targets.outcomes)
    year = customers(some, goal=goal)[0]
    most = _most(year, level)
    if what == "customers":
        return float(most)
    if some.revenue is None:
        return None
    deals = level_deals(some.parts)
    if deals and deals.spread == 0 and all(part.factors.deal is None for part in some.parts):
        return most * deals.mean
    low, high = 0.0, max(1.0, *(max(part.flow.deal or (0.0,)) for part in some.parts)) * (most + 1) * 4
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        low, high = (middle, high) if revenue_at_least(some, year, middle) >= level else (low, middle)
        if high - low <= _CLOSE * high:
            break
    return low


def _most(year: Counts, level: float) -> int:
    """The most that are reached with a chance."""
    count = year.quantile(1 - level)
    while count > 0 and year.at_least(count) < level:
        count -= 1
    while year.at_least(count + 1) >= level:
        count += 1
    return count


def reliance(targets: PlanTargets, path: str) -> tuple[PlanInput, Callable[[float], float]] | None:
    """An input by its path, and the chance of the goal with so many times what is there, the work the same.

    Of a deal it is the chance of the revenue, of all else that of the customers. None where the plan has no such input.
    """
    known = (
        each for each in inputs(targets) if each.path == path and each.kind in ("rate", "volume", "direct", "deal")
    )
    found = next(known, None)
    if found is None or found.mean <= 0:
        return None
    running = funnels(targets)
    goal = math.fsum(outcome.branch.year for outcome in targets.outcomes)
    money = [outcome.branch.money(outcome.branch.exact) for outcome in targets.outcomes]
    apart = ManyChances([each.part for each in running], goal)
    revenue = math.fsum(amount or 0.0 for amount in money)

    def changed(factor: float) -> dict[int, Funnel]:
        new = times(found, factor)
        moved = ((at, each) for at, each in enumerate(running) if found.moves(each.outcome.branch))
        return {at: under(targets, each, found, new) for at, each in moved}

    def chance(factor: float) -> float:
        after = changed(factor)
        if found.kind != "deal":
            return apart.chance({at: each.part for at, each in after.items()})
        some = group([after.get(at, each).part for at, each in enumerate(running)])
        return revenue_at_least(some, customers(some, goal=goal)[0], revenue)

    return found, chance
