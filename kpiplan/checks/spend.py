"""The year's spend against the budget."""

from __future__ import annotations

import math
from collections.abc import Iterator

from kpiplan.funnel.spend import has_costs, spend
from kpiplan.funnel.targets import Outcome, PlanTargets
from kpiplan.locales import numbers
from kpiplan.locales.digits import NOISE
from kpiplan.plan.model import Plan
from kpiplan.problems import Path, Problem


def year_spend(outcome: Outcome) -> float:
    """What a branch spends in the plan year."""
    branch = outcome.branch
    if not has_costs(branch.stages, branch.costs):
        return 0.0
    return math.fsum(spend(outcome.targets, branch.costs)["spend"].months)


def over_budget(targets: PlanTargets) -> Iterator[Problem]:
    """The plan's spend against its budget, and that of each segment that has a budget of its own."""
    plan = targets.plan
    if plan.budget is not None:
        yield from _over(plan, math.fsum(year_spend(outcome) for outcome in targets.outcomes), plan.budget, ())
    for outcome in targets.outcomes:
        budget = outcome.branch.own.budget
        if outcome.branch.segment and budget is not None:
            yield from _over(plan, year_spend(outcome), budget, outcome.branch.path)


def _over(plan: Plan, spent: float, budget: float, path: Path) -> Iterator[Problem]:
    if spent > budget * (1 + NOISE):
        amounts = [numbers.money(amount, plan.currency) for amount in (spent, budget, spent - budget)]
        message = f"the year's spend of {amounts[0]} is {amounts[2]} above the budget of {amounts[1]}"
        yield Problem("over-budget", message, (*path, "budget"), "raise the budget, or lower costs or the goal")
