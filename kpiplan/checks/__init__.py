"""Rules that look across the whole plan: a file a subject, a function a rule, each with its code."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from functools import cache

from kpiplan.checks import assumptions, carry_in, goals, history, kpis, spend, stated_numbers, timing
from kpiplan.funnel.branches import branches
from kpiplan.funnel.targets import PlanTargets
from kpiplan.plan.model import Plan
from kpiplan.problems import Problem, accept


def belief_apart(targets: PlanTargets) -> Iterator[Problem]:
    """A planned number that lies outside the range that it is said to rest on."""
    plan = targets.plan
    if _has_risk(plan):
        from kpiplan.checks import risk  # few plans have it

        yield from risk.apart(plan)


def _has_risk(plan: Plan) -> bool:
    return plan.risk is not None or any(segment.risk for segment in plan.segments)


_RULES = (
    goals.rounding_short,
    goals.rounding_apart,
    goals.nothing_needed,
    goals.existing_covers_month,
    carry_in.short,
    carry_in.unstated,
    carry_in.unused,
    timing.direct_beyond_need,
    timing.goal_outruns_lag,
    stated_numbers.rates,
    stated_numbers.reaches_goal,
    history.rate_above_last_year,
    spend.over_budget,
    kpis.too_many,
    kpis.incomplete,
    kpis.direction,
    kpis.economics,
    kpis.contradicts_plan,
    belief_apart,
    assumptions.zero_likely,
    assumptions.no_lag,
    assumptions.level_rates,
    assumptions.year_after,
)


def errors(plan: Plan, found: Sequence[Problem], unread: Collection[str] = ()) -> list[Problem]:
    """Errors among the values of a plan, as far as what was found in the file leaves the values whole.

    `unread` are keys that the file has under names that only mean them.
    """
    broken = {*unread, *(problem.path[0] for problem in found if problem.severity == "error" and problem.path)}
    branched = cache(lambda: branches(plan))
    rules = [rule for rule in goals.ERRORS if not broken & set(rule.needs)]
    wrong = [problem for rule in rules for problem in rule.find(plan, branched)]
    if _has_risk(plan) and not broken & {"risk", "funnel", "segments", "last_year", "goal"}:
        from kpiplan.checks import risk  # few plans have it

        wrong += risk.errors(plan)
    return wrong


def findings(targets: PlanTargets, loaded: Sequence[Problem] = ()) -> tuple[Problem, ...]:
    """Warnings and notes of a plan without errors: those of loading and those of the rules, accepted ones marked."""
    plan = targets.plan
    found = [*loaded, *_run(targets)]
    return accept([*found, *assumptions.accept_unused(plan, found)], dict(plan.accepted))


def _run(targets: PlanTargets) -> Iterator[Problem]:
    for rule in _RULES:
        yield from rule(targets)
