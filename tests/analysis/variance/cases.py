"""Plans by hand, what was seen of them, and random ones of both."""

from __future__ import annotations

import random
import textwrap
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import pytest
import yaml
from hypothesis import settings
from hypothesis import strategies as st

from kpiplan.analysis.variance.actuals import Actuals, Counts, Seen
from kpiplan.analysis.variance.compare import Comparison, compare
from kpiplan.analysis.variance.walk import Step, Walk
from kpiplan.funnel.targets import Outcome, PlanTargets, plan_targets
from kpiplan.plan.model import Plan
from tests import plans
from tests.funnel.plans import Data, random_plan

# derandomized: a run finds what the last one found
STABLE = settings(derandomize=True, deadline=None, max_examples=60)

STAGES = ("visits", "leads", "mqls", "sqls", "opportunities", "customers")
INBOUND = """\
goal: {revenue: 10M, average_deal: 1.1M, round_customers: nearest}
funnel: [visits, {leads: 1.5%}, {mqls: 20%}, {sqls: 20%}, {opportunities: 40%}, {customers: 50%}]
"""


def plan_of(text: str) -> Plan:
    """A plan of 2020 from the keys that matter."""
    return plans.plan_of(f"name: Worked by hand\nyear: 2020\n{textwrap.dedent(text)}")


def months(*counts: float, first: int = 1) -> dict[int, float]:
    """Counts of months in a row."""
    return dict(enumerate(counts, start=first))


def seen(revenue: Counts | None = None, **arrivals: Counts) -> Seen:
    """What was seen of stages, by their names."""
    return Seen(arrivals, revenue or {})


Parts = Mapping[str, Seen] | Mapping[str | None, Seen]


def compared(text: str, parts: Seen | Parts, through: int, part: float = 1.0) -> Comparison:
    """A plan compared with what was seen, of the whole unless by segment."""
    plan = plan_of(text)
    by_segment: dict[str | None, Seen] = {None: parts} if isinstance(parts, Seen) else dict(parts.items())
    return compare(plan_targets(plan), Actuals(by_segment, through, part))


def whole_walk(comparison: Comparison) -> Walk:
    """The walk of the whole plan, which comes last."""
    assert comparison.walks[-1].segment is None
    return comparison.walks[-1]


def effects(walk: Walk) -> dict[str, float]:
    """Customers to date, by step."""
    return {step.name: step.customers for step in walk.steps}


def year_effects(walk: Walk) -> dict[str, float]:
    """Customers of the year, by step."""
    return {step.name: step.year_customers for step in walk.steps}


def step(walk: Walk, name: str) -> Step:
    """One step of a walk."""
    return next(step for step in walk.steps if step.name == name)


def about(value: Any, tolerance: float = 1e-9) -> Any:
    """This number or these, but for what floating point is off by."""
    return pytest.approx(value, rel=tolerance, abs=tolerance)


class Case(NamedTuple):
    """A random plan and something that was seen of it."""

    targets: PlanTargets
    actuals: Actuals

    @property
    def plan(self) -> Plan:
        """The plan."""
        return self.targets.plan

    def compare(self) -> Comparison:
        """The comparison of the two."""
        return compare(self.targets, self.actuals)


def random_case(seed: int) -> Case:
    """A valid plan, with actuals about its targets for some stages, months and segments."""
    rng = random.Random(seed)
    data: Data = random_plan(rng)
    plan = plans.plan_of(yaml.safe_dump(data, allow_unicode=True, sort_keys=False))
    targets = plan_targets(plan)
    through, part = rng.randint(1, 12), rng.choice([1.0, 1.0, rng.uniform(0.05, 0.95)])
    parts: dict[str | None, Seen] = {}
    for outcome in targets.outcomes:
        if not plan.segments or rng.random() < 0.7:
            parts[outcome.branch.segment] = random_seen(rng, [outcome], through)
    if plan.segments and (not parts or rng.random() < 0.5):
        parts[None] = random_seen(rng, targets.outcomes, through)
    return Case(targets, Actuals(parts, through, part))


def random_seen(rng: random.Random, results: Sequence[Outcome], through: int) -> Seen:
    """Counts about the targets; now and then a stage, a month or the revenue is missing."""
    arrivals: dict[str, dict[int, float]] = {}
    for outcome in results:
        for stage, run in zip(outcome.branch.stages, outcome.targets.arrivals, strict=True):
            if rng.random() < 0.2:
                continue
            span = range(rng.choice([1, 1, -2, -6]), through + 1)
            chosen = [month for month in span if rng.random() < 0.9]
            arrivals[stage.name] = {month: float(round(run.at(month) * rng.uniform(0, 2))) for month in chosen}
    revenue = {month: float(rng.randint(0, 10**6)) for month in range(1, through + 1) if rng.random() < 0.8}
    return Seen(arrivals, revenue if rng.random() < 0.7 else {})


def cases() -> st.SearchStrategy[Case]:
    """Random plans with actuals."""
    return st.integers(0, 10**9).map(random_case)


def as_planned(case: Case) -> Actuals:
    """Actuals equal to the targets, before and in the plan, of every segment."""
    window = case.actuals.window
    parts = {}
    for outcome in case.targets.outcomes:
        branch = outcome.branch
        arrivals: dict[str, Counts] = {}
        for stage, run in zip(branch.stages, outcome.targets.arrivals, strict=True):
            before = {month: run.at(month) for month in range(run.first, 1)}
            arrivals[stage.name] = before | window.known(dict(enumerate(window.covered(run.year), start=1)))
        revenue: Counts = {}
        if branch.deal:
            amounts = tuple(count * size for count, size in zip(branch.customers, branch.deal, strict=True))
            revenue = window.known(dict(enumerate(window.covered(amounts), start=1)))
        parts[branch.segment] = Seen(arrivals, revenue)
    return Actuals(parts, window.through, window.part)
