"""Actuals in formulas are what `kpiplan actuals` says: to date, and the year with the rest as planned."""

from __future__ import annotations

import random

import pytest

from kpiplan.analysis.variance.actuals import Actuals, Seen
from kpiplan.analysis.variance.allocation import happened
from kpiplan.analysis.variance.compare import Comparison, compare
from kpiplan.analysis.workbook.course import CUSTOMERS, GOAL, REVENUE, SO_FAR, YEAR, add_outlook, outlook
from kpiplan.analysis.workbook.engine import Engine, engine
from kpiplan.analysis.workbook.formulas import Line
from kpiplan.analysis.workbook.results import add_results
from kpiplan.analysis.workbook.standing import (
    ACTUAL,
    ATTAINED,
    TARGET,
    FigureGroup,
    add_standing,
    given_by,
    groups_of,
    line,
    seen_by,
)
from kpiplan.analysis.workbook.values import SheetValues
from kpiplan.funnel.targets import PlanTargets, plan_targets
from tests.funnel.generated import loaded, plan_of


def random_seen(rng: random.Random, stages: list[str], through: int) -> Seen:
    """Something of some stages, with gaps, now and then of the months before the plan too."""
    arrivals = {
        name: {m: float(rng.randint(0, 500)) for m in range(rng.choice([1, -2]), through + 1) if rng.random() < 0.85}
        for name in stages
        if rng.random() < 0.7
    }
    months = range(1, through + 1)
    revenue = {m: float(rng.randint(0, 90_000)) for m in months} if rng.random() < 0.5 else {}
    spend = {"marketing_spend": {m: float(rng.randint(0, 900)) for m in months}} if rng.random() < 0.5 else {}
    return Seen(arrivals, revenue, spend)


def random_actuals(rng: random.Random, targets: PlanTargets) -> Actuals:
    """What was seen of the whole, of some segments, or of both; the last month, or another, now and then in part."""
    through = rng.randint(1, 12)
    funnels = {o.branch.segment: [stage.name for stage in o.branch.stages] for o in targets.outcomes}
    seen: dict[str | None, Seen] = {}
    if None in funnels or rng.random() < 0.6:
        every = list(dict.fromkeys(name for names in funnels.values() for name in names))
        seen[None] = random_seen(rng, every, through)
    for segment, names in funnels.items():
        if segment and rng.random() < 0.6:
            seen[segment] = random_seen(rng, names, through)
    begin = rng.choice([0, 0, rng.randint(1, through)])
    return Actuals(seen, through, rng.choice([1.0, 1.0, 0.4]), begin, 0.3 if begin else 0.0)


def in_formulas(targets: PlanTargets, actuals: Actuals) -> tuple[Engine, tuple[FigureGroup, ...], SheetValues]:
    """The plan with actuals, all in formulas, and their values."""
    found = engine(targets)
    add_results(found)
    groups = groups_of(found, actuals)
    add_standing(found, groups, seen_by(actuals, groups), actuals.window)
    add_outlook(found, [each.before for each in happened(targets, actuals)])
    given = {each.name: each.values for each in found.inputs.all}
    values = SheetValues(found.cells, {**given, **given_by(actuals.window)})
    values.fill()
    return found, groups, values


def check(values: SheetValues, where: Line, column: int, wanted: float | None) -> None:
    """The value of a cell; nothing where there is none."""
    found = values.at(where, column)
    if wanted is None:
        assert found in ("", None), where
    else:
        assert found == pytest.approx(wanted, rel=1e-9, abs=1e-9), where


@pytest.mark.parametrize("seed", range(40))
def test_random_plans_and_actuals(seed: int) -> None:
    rng = random.Random(seed)
    plan = loaded(plan_of(seed)).plan
    if plan is None:
        return
    targets = plan_targets(plan)
    actuals = random_actuals(rng, targets)
    comparison = compare(targets, actuals)
    found, groups, values = in_formulas(targets, actuals)
    seen = {group.segment: group for group in groups}
    for figure in comparison.figures:
        group = seen[figure.segment]
        if figure.kpi in group.kpis:
            where = line("to date", group, figure.kpi)
            check(values, where, TARGET, figure.to_date.target)
            check(values, where, ACTUAL, figure.to_date.actual)
            check(values, where, ATTAINED, figure.to_date.attainment)
    _outlooks(comparison, found, values)


def _outlooks(comparison: Comparison, found: Engine, values: SheetValues) -> None:
    for each in comparison.outlooks:
        for column, amount in ((GOAL, each.goal), (SO_FAR, each.so_far), (YEAR, each.at_plan.year)):
            check(values, outlook(each.segment, CUSTOMERS), column, amount.customers)
            where = outlook(each.segment, REVENUE)
            assert (where in found.cells) == (amount.revenue is not None)
            if where in found.cells:
                check(values, where, column, amount.revenue)
