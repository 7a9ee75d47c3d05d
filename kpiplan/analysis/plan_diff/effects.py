"""The amounts of a year that changes of a plan are held to account for: first stages, customers, revenue, spend."""

from __future__ import annotations

import math

from kpiplan.funnel.spend import has_costs, spend
from kpiplan.funnel.targets import PlanTargets

REVENUE = "revenue"
SPEND = "spend"


def amounts(targets: PlanTargets) -> dict[str, float]:
    """By KPI of the whole plan; without revenue where some of it is not known, without spend where nothing costs."""
    names = [outcome.branch.stages[0].name for outcome in targets.outcomes]
    names += [outcome.branch.stages[-1].name for outcome in targets.outcomes]
    found = {name: _arrivals(targets, name) for name in dict.fromkeys(names)}
    revenue = [outcome.branch.money(outcome.branch.customers) for outcome in targets.outcomes]
    known = [amount for amount in revenue if amount is not None]
    if len(known) == len(revenue):
        found[REVENUE] = math.fsum(known)
    costs = [
        spend(outcome.targets, outcome.branch.costs)
        for outcome in targets.outcomes
        if has_costs(outcome.branch.stages, outcome.branch.costs)
    ]
    if costs:
        found[SPEND] = math.fsum(math.fsum(sheet[SPEND].months) for sheet in costs)
    return found


def _arrivals(targets: PlanTargets, name: str) -> float:
    return math.fsum(
        math.fsum(run.year)
        for outcome in targets.outcomes
        for stage, run in zip(outcome.targets.stages, outcome.targets.arrivals, strict=True)
        if stage.name == name
    )
