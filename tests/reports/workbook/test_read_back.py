"""What happened, written into a workbook, is what `actuals` reads out of it."""

from __future__ import annotations

import random

import pytest

from kpiplan.analysis.matching import Matched, match, read_for
from kpiplan.analysis.variance.actuals import Actuals, Seen
from kpiplan.analysis.variance.compare import compare
from kpiplan.exports.files.inputs import from_bytes
from kpiplan.exports.results import Refusal
from kpiplan.funnel.targets import PlanTargets, plan_targets
from tests.analysis.workbook.test_standing import random_actuals
from tests.funnel.generated import loaded as loaded_data
from tests.funnel.generated import plan_of
from tests.reports.workbook.test_hostile import HOSTILE
from tests.reports.workbook.test_hostile import plan_of as hostile_plan
from tests.workbooks import loaded, made

# what can't be seen at the ends of a cell is no part of it
NO_NAMES = ("\u05e2\u05d1\u05e8\u05d9\u05ea \u200f",)


def read_back(targets: PlanTargets, data: bytes) -> Matched | Refusal:
    """The actuals in a workbook."""
    found = read_for(targets.plan, [from_bytes("plan.xlsx", data)], (), None)
    assert not [problem for problem in found.problems if problem.severity == "error"]
    return match(targets, found, None)


def told(actuals: Actuals) -> dict[tuple[str | None, str], dict[int, float]]:
    """By segment and figure what is known of the months of the plan."""
    figures = {
        (segment, kpi): {month: amount for month, amount in months.items() if month >= 1}
        for segment, seen in actuals.seen.items()
        for kpi, months in {**seen.arrivals, "revenue": seen.revenue, **seen.spend}.items()
    }
    return {place: months for place, months in figures.items() if months}


def owned(targets: PlanTargets, actuals: Actuals) -> Actuals:
    """Whole months of the plan; without what the whole has of a stage of one segment alone, which gets it."""
    names = [stage.name for outcome in targets.outcomes for stage in outcome.branch.stages]
    single = {name for name in names if names.count(name) == 1} if targets.plan.segments else set()
    whole = actuals.seen.get(None, Seen())
    kept = {name: counts for name, counts in whole.arrivals.items() if name not in single}
    seen = {**actuals.seen, None: whole._replace(arrivals=kept)}
    planned = {segment: _of_plan(each) for segment, each in seen.items()}
    return Actuals({segment: each for segment, each in planned.items() if any(each)}, actuals.through)


def _of_plan(seen: Seen) -> Seen:
    """Without months before the plan, and stages of which nothing is left: they have no row on the sheet."""
    arrivals = {name: {m: n for m, n in months.items() if m >= 1} for name, months in seen.arrivals.items()}
    return seen._replace(
        arrivals={name: months for name, months in arrivals.items() if months},
        spend={name: months for name, months in seen.spend.items() if months},
    )


@pytest.mark.parametrize("seed", range(20))
def test_random_actuals(seed: int) -> None:
    plan = loaded_data(plan_of(seed)).plan
    if plan is None:
        return
    targets = plan_targets(plan)
    actuals = owned(targets, random_actuals(random.Random(seed), targets))
    if not told(actuals):
        return
    matched = read_back(targets, made(loaded_data(plan_of(seed)), actuals))
    assert isinstance(matched, Matched)
    assert told(matched.actuals) == told(actuals)
    if matched.actuals.through == actuals.through:  # the last month has something of a stage that tells how far it goes
        assert compare(targets, matched.actuals).figures == compare(targets, actuals).figures


@pytest.mark.parametrize("name", [name for name in HOSTILE if name not in NO_NAMES])
def test_hostile_names(name: str) -> None:
    found = loaded(hostile_plan(name))
    assert found.plan is not None
    targets = plan_targets(found.plan)
    seen = {
        outcome.branch.segment: Seen({stage.name: {1: 100.0, 2: 7.0} for stage in outcome.branch.stages}, {1: 5.0})
        for outcome in targets.outcomes
    }
    matched = read_back(targets, made(found, Actuals(seen, 2)))
    assert isinstance(matched, Matched)
    assert matched.actuals.seen == seen
