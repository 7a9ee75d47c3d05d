"""Rules that look across the whole plan: a file a subject, a function a rule, each with its code."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from functools import cache

from kpiplan.checks import assumptions, goals
from kpiplan.funnel.branches import branches
from kpiplan.funnel.targets import PlanTargets
from kpiplan.plan.model import Plan, Segment
from kpiplan.problems import Problem, accept

Rule = Callable[[PlanTargets], Iterable[Problem]]


def _rules(targets: PlanTargets) -> Iterator[Rule]:
    """The rules that may find something in a plan. Subjects that few plans have are loaded for those alone."""
    plan = targets.plan
    yield from (goals.rounding_short, goals.rounding_apart, goals.nothing_needed, goals.existing_covers_month)
    owners: tuple[Plan | Segment, ...] = (plan, *plan.segments)
    lagged = any(outcome.targets.lagged for outcome in targets.outcomes)
    if lagged or any(own.before for own in owners):
        from kpiplan.checks import carry_in

        yield from (carry_in.short, carry_in.unstated, carry_in.unused)
    stages = (stage for outcome in targets.outcomes for stage in outcome.targets.stages)
    if lagged or any(stage.direct is not None for stage in stages):
        from kpiplan.checks import timing

        yield from (timing.direct_beyond_need, timing.goal_outruns_lag)
    if any(own.stated for own in owners):
        from kpiplan.checks import stated_numbers

        yield from (stated_numbers.rates, stated_numbers.reaches_goal)
    if any(own.last_year for own in owners):
        from kpiplan.checks import history

        yield history.rate_above_last_year
    if any(own.budget is not None for own in owners):
        from kpiplan.checks import spend

        yield spend.over_budget
    if plan.kpis:
        from kpiplan.checks import kpis

        yield from (kpis.too_many, kpis.incomplete, kpis.direction, kpis.economics, kpis.contradicts_plan)
    if _has_risk(plan):
        from kpiplan.checks import risk

        yield risk.apart
    yield from (assumptions.zero_likely, assumptions.no_lag, assumptions.level_rates, assumptions.year_after)


def _has_risk(plan: Plan) -> bool:
    return plan.risk is not None or any(segment.risk for segment in plan.segments)


def errors(plan: Plan, found: Sequence[Problem], unread: Collection[str] = ()) -> list[Problem]:
    """Errors among the values of a plan, as far as what was found in the file leaves the values whole.

    `unread` are keys that the file has under names that only mean them.
    """
    broken = {*unread, *(problem.path[0] for problem in found if problem.severity == "error" and problem.path)}
    branched = cache(lambda: branches(plan))
    rules = [rule for rule in goals.ERRORS if not broken & set(rule.needs)]
    wrong = [problem for rule in rules for problem in rule.find(plan, branched)]
    if _has_risk(plan) and not broken & {"risk", "funnel", "segments", "last_year", "goal"}:
        from kpiplan.checks import risk

        wrong += risk.errors(plan)
    return wrong


def findings(targets: PlanTargets, loaded: Sequence[Problem] = ()) -> tuple[Problem, ...]:
    """Warnings and notes of a plan without errors: those of loading and those of the rules, accepted ones marked."""
    plan = targets.plan
    found = [*loaded, *(problem for rule in _rules(targets) for problem in rule(targets))]
    return accept([*found, *assumptions.accept_unused(plan, found)], dict(plan.accepted))
