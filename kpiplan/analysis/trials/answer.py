"""What an unknown of the plan has to be, for a figure of it or for the chance of its goal."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Literal, TypeVar

from kpiplan.analysis.goal_chance.engine import countable
from kpiplan.analysis.goal_chance.factors import last_year_counts
from kpiplan.analysis.levers.inputs import PlanInput
from kpiplan.analysis.levers.promise import promised, reliance
from kpiplan.analysis.solve import CHANCE, Bounds, Brought, Given, Root, SolvedFor, solve, unrounded, year_figure
from kpiplan.analysis.trials.condition import Misgiven, MisgivenError
from kpiplan.analysis.trials.trial import AMOUNTS, LARGEST, LEAST, PLACE, Laid, PlanTree, Trial, trial
from kpiplan.funnel.branches import branches, stated_months
from kpiplan.funnel.stages import down
from kpiplan.funnel.targets import Outcome, PlanTargets, plan_targets
from kpiplan.language.overlay.quantity import Quantity
from kpiplan.plan.model import Goal, Plan
from kpiplan.problems import Problem

_ENOUGH = 1e-9
_BESIDE, _ONE = 1.02, 1e-6


def answer(tried: Trial, given: Given, name: str, before: PlanTargets) -> SolvedFor | Laid:
    """What the number has to be for the figure; the plan under it where that has errors at the very start."""
    start = tried.bounds.start
    if tried.under(start).plan is None and not tried.asked.values:
        start = _readable(tried, before)
    first = tried.under(start)
    if first.plan is None:
        return first

    lifted = _moves_customers(tried, start)

    def figure(at: float) -> float | None:
        plan = tried.under(at).plan
        if plan is None:
            return None
        return year_figure(plan_targets(unrounded(plan) if lifted else plan), given.kpi, given.segment)

    found = solve(figure, given.year, tried.bounds._replace(start=start))
    beside = tried.under(start * _BESIDE)
    if (
        found.value is None
        and beside.plan is None
        and all(math.isclose(end.value, start, rel_tol=_ONE) for end in found.ends or ())
    ):
        return beside  # no other value can be read: shares that must sum to 100%
    ends = tuple((tried.value(end.value), end.figure) for end in found.ends or ())
    now = year_figure(before, given.kpi, given.segment)
    planned = tried.planned if tried.planned is not None else _as_planned(tried.asked, before)
    base = SolvedFor(
        given, name, tried.asked, planned, _last_year(tried.asked, before), None, found.why, ends, "", before, None, now
    )
    if found.value is None:
        return base._replace(most=_most(tried, given, found, before))
    line, loaded = tried.taken(found.value)
    after = plan_targets(loaded.plan) if loaded.plan else None
    brought = _brought(given, before) if tried.asked.goal else None
    return base._replace(value=tried.value(found.value), line=line, after=after, brought=brought)


def _brought(given: Given, before: PlanTargets) -> Brought | None:
    """What so much work at the top brings with what is under way, spread over the months as the plan has it."""
    now = year_figure(before, given.kpi, given.segment)
    if not now or any(outcome.branch.stages[0].name != given.kpi for outcome in _meant_by(given, before)):
        return None
    customers, revenue = 0.0, list[float | None]()
    for outcome in before.outcomes:
        factor = given.year / now if given.segment in (None, outcome.branch.segment) else 1.0
        top = tuple(factor * count for count in outcome.targets.arrivals[0].year)
        won = down(outcome.targets, stated_months(before.plan, outcome.branch), top)[-1]
        customers += math.fsum(won)
        revenue.append(outcome.branch.money(won))
    known = [amount for amount in revenue if amount is not None]
    return Brought(customers, math.fsum(known) if len(known) == len(revenue) else None)


def _meant_by(given: Given, before: PlanTargets) -> list[Outcome]:
    return [outcome for outcome in before.outcomes if given.segment in (None, outcome.branch.segment)]


def _moves_customers(tried: Trial, start: float) -> bool:
    """Whether the number changes how many customers the goal takes: only then is their rounding in the way."""
    near = min(start * 1.01, tried.bounds.high) if start < tried.bounds.high else start * 0.99
    plans = [loaded.plan for loaded in (tried.under(start), tried.under(near))]
    exact = [[branch.exact for branch in branches(plan)] if plan else None for plan in plans]
    return exact[0] != exact[1]


def _readable(tried: Trial, before: PlanTargets) -> float:
    """A value that stands in for one that the plan does not have: what it comes to as planned."""
    return _as_planned(tried.asked, before) or tried.bounds.start


def _as_planned(asked: Quantity, before: PlanTargets) -> float | None:
    """What the plan's figures have for an amount of the goal that it does not state."""
    return year_figure(before, asked.goal) if asked.goal else None


def _last_year(asked: Quantity, before: PlanTargets) -> float | None:
    if asked.goal:
        return before.plan.last_year.get(asked.goal)
    if asked.rate is None:
        return None
    own = asked.target.steps[1] if asked.target.steps[0] == "segments" else None
    for branch in (outcome.branch for outcome in before.outcomes):
        names = [stage.name for stage in branch.stages]
        if asked.rate in names and (own is None or own == branch.segment):
            counts = last_year_counts(branch.stages, names.index(asked.rate), branch.last_year)
            return counts.came / counts.units if counts else None
    return None


def _most(tried: Trial, given: Given, found: Root, before: PlanTargets) -> float | None:
    """Customers that a given first stage can bring where the unknown rate is best."""
    tops = {outcome.branch.stages[0].name for outcome in before.outcomes}
    if tried.asked.rate is None or given.kpi not in tops or not found.ends or found.why == "still":
        return None
    plan = tried.under(min(found.ends, key=lambda end: end.figure).value).plan
    if plan is None:
        return None

    def scaled(factor: float) -> PlanTargets:
        return plan_targets(scaled_goals(unrounded(plan), factor))

    root = solve(lambda at: year_figure(scaled(at), given.kpi, given.segment), given.year, AMOUNTS)
    if root.value is None:
        return None
    return math.fsum(outcome.branch.year for outcome in scaled(root.value).outcomes)


def scaled_goals(plan: Plan, factor: float) -> Plan:
    """The plan with so many times its goals."""

    def more(goal: Goal) -> Goal:
        revenue = None if goal.revenue is None else goal.revenue * factor
        return goal._replace(revenue=revenue, units=None if goal.units is None else goal.units * factor)

    segments = tuple(each._replace(goal=more(each.goal)) for each in plan.segments)
    return plan._replace(goal=more(plan.goal), segments=segments)


def relied_on(given: Given, name: str, ground: PlanTree, before: PlanTargets) -> SolvedFor | Problem:
    """The same for a chance: what can be promised, or what an input has to be, with the plan's own work."""
    blank = SolvedFor(given, name, None, None, None, None, None, (), "", before, None, None, same_work=True)
    top = reliance(before, name)
    if top is not None and top[0].kind == "volume":
        return _by_input(blank, *top)
    tried = trial(ground, name)
    if isinstance(tried, Problem):
        return tried
    blank = blank._replace(asked=tried.asked, last_year=_last_year(tried.asked, before))
    goal = tried.asked.goal
    if goal:
        lasts = {outcome.branch.stages[-1].name for outcome in before.outcomes}
        what: Literal["customers", "revenue"] = "customers" if goal in lasts else "revenue"
        value = promised(before, given.stated, what) if goal in lasts or goal == "revenue" else None
        return blank._replace(value=value, planned=_as_planned(tried.asked, before), why=None if value else "beyond")
    found = reliance(before, _input_path(tried.asked))
    if found is None:
        message = f"the chance of the goal is not told for {name}"
        hint = "ask for revenue, for the last stage, a rate, the average deal, or the first stage"
        return Problem("bad-change", message, (name,), hint, place=PLACE)
    solution = _by_input(blank, *found)
    at = None if solution.value is None or not found[0].mean else solution.value / found[0].mean
    return solution if at is None else solution._replace(line=tried.taken(at)[0])


def _input_path(asked: Quantity) -> str:
    """What levers call the number."""
    steps = [step for step in asked.target.steps if step not in ("segments", "funnel", "goal")]
    return ".".join(steps[:-1] if steps[-1] in ("rate", "each") else steps)


def _by_input(blank: SolvedFor, found: PlanInput, chance: Callable[[float], float]) -> SolvedFor:
    bounds = Bounds(1.0, LEAST, min(LARGEST, found.limit))
    root = solve(chance, blank.given.stated, bounds)
    ends = tuple((found.mean * end.value, end.figure) for end in root.ends or ())
    at = root.value
    while at is not None and chance(at) < blank.given.stated - _ENOUGH and at < bounds.high:
        at *= 1 + _ENOUGH  # where whole customers make the chance jump, the value beyond the jump
    value = None if at is None else found.mean * at
    return blank._replace(planned=found.mean, value=value, why=root.why, ends=ends, now=chance(1.0))


def solved(ground: PlanTree, before: PlanTargets, given: Given, name: str) -> SolvedFor | Laid:
    """What the unknown has to be; the plan with it where that can't be read.

    Raises MisgivenError where the name means no number that can be asked for.
    """
    name = _meant(name, before)
    if given.kpi != CHANCE:
        return answer(_or_raise(trial(ground, name)), given, name, before)
    if not countable(before):
        year = math.fsum(outcome.branch.year for outcome in before.outcomes)
        raise MisgivenError(Misgiven("too-many", f"{year:,.0f}"))
    return _or_raise(relied_on(given, name, ground, before))


def _meant(name: str, before: PlanTargets) -> str:
    """The name that the plan has: `goal` is the amount that it states, a stage may be called as it is shown."""
    stages = [stage for outcome in before.outcomes for stage in outcome.branch.stages]
    plain = name.casefold()
    if plain == "goal" and "goal" not in [stage.name for stage in stages]:
        return "revenue" if before.plan.goal.revenue is not None else stages[-1].name
    shown = (each.name for each in stages if plain and plain in (each.name.casefold(), each.label.casefold()))
    return next(shown, name)


Found = TypeVar("Found", Trial, SolvedFor)


def _or_raise(found: Found | Problem) -> Found:
    if isinstance(found, Problem):
        hint = f"; {found.hint}" if found.hint else ""
        raise MisgivenError(Misgiven("no-unknown", f"{found.message}{hint}"))
    return found
