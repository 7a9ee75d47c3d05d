"""Targets raised so that the goal is reached with some chance: more work at the top, and what to expect of it below."""

from __future__ import annotations

from kpiplan.analysis.goal_chance.engine import safe_at
from kpiplan.analysis.goal_chance.results import Safe
from kpiplan.funnel.branches import stated_months
from kpiplan.funnel.replan import in_plan, winning
from kpiplan.funnel.stages import down
from kpiplan.funnel.targets import Outcome, PlanTargets
from kpiplan.plan.model import Plan
from kpiplan.tuples import NamedTuple


class SafeTargets(NamedTuple):
    """How safe, and at what factor; the plan with what every stage is to bring then (as planned: not `reached`)."""

    safe: Safe
    targets: PlanTargets


def safe_targets(targets: PlanTargets, level: float) -> SafeTargets:
    """The targets with which the goal's customers are reached with this chance.

    The work at the top in the plan months is multiplied, in all segments alike. What is under way, direct arrivals and
    rates stay as planned, so that every other stage has its expectation. Needs stay those of the plan's own goal: what
    must be under way on the first day is told by them.
    """
    safe = safe_at(targets, level)
    if not safe.reached:
        return SafeTargets(safe, targets)
    raised = tuple(_raised(targets.plan, outcome, safe.factor) for outcome in targets.outcomes)
    return SafeTargets(safe, targets._replace(outcomes=raised))


def _raised(plan: Plan, outcome: Outcome, factor: float) -> Outcome:
    targets = outcome.targets
    known = targets.under.known if targets.under else 0
    top = tuple(factor * n if month > known else n for month, n in enumerate(targets.arrivals[0].year, start=1))
    years = down(targets, stated_months(plan, outcome.branch), top)
    arrivals = tuple(in_plan(run, year) for run, year in zip(targets.arrivals, years, strict=True))
    return Outcome(winning(plan, outcome.branch, years[-1]), targets._replace(arrivals=arrivals))
