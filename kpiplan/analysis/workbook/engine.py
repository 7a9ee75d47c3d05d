"""Up the funnel in formulas: the targets of every stage and month, as far as time between stages reaches.

docs/arithmetic.md, up the funnel. `need` and `arrivals` are there as formulas, and so is the rule of the edges: a stage
covers the months from `first` to `last`, which follow from the lags below it, so that they hold when a lag is edited.
"""

from __future__ import annotations

from kpiplan.analysis.workbook import goals
from kpiplan.analysis.workbook.formulas import (
    At,
    Cells,
    CellSpan,
    Formula,
    Named,
    call,
    compared,
    minus,
    over,
    plus,
    times,
    when,
)
from kpiplan.analysis.workbook.inputs import Inputs
from kpiplan.analysis.workbook.scope import Scope
from kpiplan.funnel.targets import PlanTargets
from kpiplan.months import YEAR_MONTHS
from kpiplan.plan.model import Plan, Referral
from kpiplan.tuples import NamedTuple


class Engine(NamedTuple):
    """A plan in formulas: its inputs, its branches, and the cells of every line, in the order in which they follow."""

    plan: Plan
    inputs: Inputs
    scopes: tuple[Scope, ...]
    cells: Cells

    @property
    def months(self) -> range:
        """The months that the branches reach to: from the first that anything hangs on to the last."""
        ends = [_ages_below(scope, 0) for scope in self.scopes]
        return range(1 - max(ends), YEAR_MONTHS + max(ends) + 1)


def engine(targets: PlanTargets) -> Engine:
    """The formulas of all targets of a plan."""
    plan, cells = targets.plan, Cells()
    inputs = Inputs(plan)
    scopes = tuple(Scope(at, outcome, plan, inputs) for at, outcome in enumerate(targets.outcomes))
    if plan.segments:
        goals.plan_goal(plan, scopes, inputs, cells)
    else:
        goals.alone(scopes[0], cells)
    for scope in scopes:
        goals.customers(scope, cells, YEAR_MONTHS + _ages_below(scope, 0))
        _coverage(scope, cells)
        for stage in range(scope.last, 0, -1):
            _stage(scope, cells, stage)
    return Engine(plan, inputs, scopes, cells)


def _ages_below(scope: Scope, stage: int) -> int:
    """The months of all lags below a stage together, as far as the workbook lets them grow."""
    return sum(scope.ages(below) for below in range(stage + 1, scope.last + 1))


def _ages_above(scope: Scope, stage: int) -> int:
    return sum(scope.ages(above) for above in range(1, stage + 1))


def months_of(scope: Scope, stage: int) -> range:
    """The months of a stage: whatever can be asked of it, and as far ahead as the stages above look."""
    first = 1 - _ages_below(scope, stage)
    return range(first, YEAR_MONTHS + _ages_above(scope, stage) + 1)


def _coverage(scope: Scope, cells: Cells) -> None:
    """The first and last month that every stage covers, from the last stage upward."""
    ends = compared(At(scope.line("next year"), 1), "=", "none")
    horizon = months_of(scope, scope.last)[-1]
    cells[scope.line("covers", scope.last)] = {1: 1, 2: when(ends, YEAR_MONTHS, horizon)}
    for stage in range(scope.last, 0, -1):
        ages, span = scope.line("ages", stage), CellSpan(scope.line("ages", stage), 0, scope.ages(stage))
        lag = scope.lag(stage)
        cells[ages] = {age: when(compared(Named(lag, age + 1), ">", 0), age) for age in range(scope.ages(stage) + 1)}
        below = scope.line("covers", stage)
        cells[scope.line("covers", stage - 1)] = {
            1: minus(At(below, 1), call("MAX", span)),
            2: when(ends, minus(At(below, 2), call("MIN", span)), At(below, 2)),
        }


def _stage(scope: Scope, cells: Cells, stage: int) -> None:
    """What a stage needs from the one above, and so the targets of that."""
    name, ages = scope.branch.stages[stage].name, scope.ages(stage)
    _direct(scope, cells, stage)
    covers, arrivals = scope.line("covers", stage), scope.line("arrivals", stage)
    need, reach, direct = scope.line("need", stage), scope.line("reach", stage), scope.line("direct", stage)
    cells[reach], cells[need] = {}, {}
    for month in months_of(scope, stage):
        inside = call("AND", compared(month, ">=", At(covers, 1)), compared(month, "<=", At(covers, 2)))
        cells[reach][month] = when(inside, 1, 0)
        wanted: Formula = At(arrivals, month)
        if direct in cells:
            wanted = call("MAX", 0, minus(wanted, At(direct, month)))
        cells[need][month] = wanted
    above = scope.line("arrivals", stage - 1)
    shares = scope.shares(stage, 0, ages)
    cells[above] = {}
    for month in months_of(scope, stage - 1):
        needs, reached = CellSpan(need, month, month + ages), CellSpan(reach, month, month + ages)
        covered = call("SUMPRODUCT", shares, reached)
        rate = scope.of_stage("rate", name, month)
        assert rate is not None, "every stage but the first has a rate"
        asked = over(call("SUMPRODUCT", shares, needs, reached), times(covered, rate))
        cells[above][month] = when(compared(covered, ">", 0), asked, 0)


def _direct(scope: Scope, cells: Cells, stage: int) -> None:
    """Arrivals at a stage that don't come from the one above, where the plan has any."""
    found = scope.branch.stages[stage]
    months = months_of(scope, stage)
    if isinstance(found.direct, Referral):
        customers = scope.line("arrivals", scope.last)
        each = scope.of_stage("per_customer", found.name, 1)
        opening = scope.of_stage("opening", found.name, 1)
        assert each is not None, "what refers is an input"
        assert opening is not None, "who is there already is an input"
        there = times(_single(opening), 1 if scope.owner else scope.part)
        cells[scope.line("direct", stage)] = {
            month: times(
                _single(each), plus(there, call("SUM", CellSpan(customers, 1, month - 1))) if month > 1 else there
            )
            for month in months
        }
    elif found.direct is not None:
        cells[scope.line("direct", stage)] = {month: scope.scaled("direct", found.name, month) or 0 for month in months}


def _single(found: Formula) -> Formula:
    return Named(found.name) if isinstance(found, Named) else found
