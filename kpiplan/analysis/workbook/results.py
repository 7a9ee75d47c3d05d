"""The figures of targets in formulas: a line each, by month, quarter and year; what must be under way before them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from kpiplan.analysis.workbook.engine import Engine
from kpiplan.analysis.workbook.formulas import (
    At,
    CellSpan,
    Formula,
    Line,
    Named,
    call,
    compared,
    minus,
    over,
    plus,
    times,
    total,
    when,
)
from kpiplan.analysis.workbook.inputs import source_name
from kpiplan.analysis.workbook.ratios import ratio_of, result
from kpiplan.analysis.workbook.scope import Scope
from kpiplan.figures import Figure, Figures
from kpiplan.funnel.targets import PlanTargets, figures
from kpiplan.kpis.built_in import BUILT_IN, RATIOS, built_in
from kpiplan.months import YEAR_MONTHS
from kpiplan.plan.model import Plan

MONTHS = range(1, YEAR_MONTHS + 1)
QUARTERS = range(YEAR_MONTHS + 1, YEAR_MONTHS + 5)
YEAR = YEAR_MONTHS + 5
BEFORE = 0  # the column of what must have arrived before the first day
NEEDED, BRINGS, STATED = 0, 1, 2  # columns of a month before the plan


def before(scope: Scope, stage: int, month: int) -> Line:
    """The line of a month before the plan: units at a stage, by position."""
    return ("before", scope.number, stage, month)


def add_results(engine: Engine) -> Figures:
    """Add the lines of all figures and of what comes before the plan; gives the figures, whose values these have."""
    found = figures(PlanTargets(engine.plan, tuple(scope.outcome for scope in engine.scopes)))
    for scope in engine.scopes:
        _add_before(engine, scope)
    for each in found.figures:
        engine.cells[result(each.segment, each.kpi)] = dict(_columns(engine, each))
    return found


def _add_before(engine: Engine, scope: Scope) -> None:
    """Units that must have reached a stage before the plan, and what of it hangs on them (`funnel.carry_in`)."""
    for stage in range(1, scope.last + 1):
        ages = scope.ages(stage)
        longest = call("MAX", CellSpan(scope.line("ages", stage), 0, ages))
        for month in range(1 - ages, 1):
            reaches = compared(longest, ">=", 1 - month)
            last = min(ages, YEAR_MONTHS - month)
            shares = scope.shares(stage, 1 - month, last)
            needs = CellSpan(scope.line("need", stage), 1, month + last)
            cells: dict[int, Formula] = {
                NEEDED: when(reaches, At(scope.line("arrivals", stage - 1), month)),
                BRINGS: when(reaches, call("SUMPRODUCT", shares, needs)),
            }
            if (stated := _stated(engine.plan, scope, stage - 1, month)) is not None:
                cells[STATED] = stated
            engine.cells[before(scope, stage - 1, month)] = cells


def _stated(plan: Plan, scope: Scope, stage: int, month: int) -> Formula | None:
    """What `before` states of a month: of what the plan states a segment has its part."""
    name, asked = scope.branch.stages[stage].name, plan.start.plus(month - 1)
    own = scope.branch.own.before
    if scope.segment and name in own:
        return own[name].get(asked)
    count = plan.before.get(name, {}).get(asked)
    return None if count is None else times(count, scope.part)


def _columns(engine: Engine, figure: Figure) -> Iterator[tuple[int, Formula]]:
    line, scopes = result(figure.segment, figure.kpi), _scopes(engine, figure.segment)
    if figure.kpi in RATIOS:
        for column in (*MONTHS, *QUARTERS, YEAR):
            yield column, ratio_of(figure.kpi, engine, figure.segment, scopes, column)
        return
    if under_way := _under_way(scopes, figure.kpi):
        yield BEFORE, plus(*under_way)
    months = _months(engine, figure, scopes)
    for month in MONTHS:
        yield month, months(month)
    level = built_in(figure.kpi).adds_up == "last"
    for at, quarter in enumerate(QUARTERS):
        first = at * 3 + 1
        yield quarter, At(line, first + 2) if level else total(CellSpan(line, first, first + 2))
    yield YEAR, At(line, YEAR_MONTHS) if level else total(CellSpan(line, 1, YEAR_MONTHS))


def _scopes(engine: Engine, segment: str | None) -> tuple[Scope, ...]:
    return tuple(scope for scope in engine.scopes if segment in (None, scope.segment))


def _under_way(scopes: Sequence[Scope], kpi: str) -> list[Formula]:
    """All that must have reached a stage before the plan."""
    found: list[Formula] = []
    for scope in scopes:
        for at, stage in enumerate(scope.branch.stages[:-1]):
            if stage.name == kpi:
                months = range(1 - scope.ages(at + 1), 1)
                # cells of a column, that may be empty
                found += [call("SUM", *(At(before(scope, at, month), NEEDED) for month in months))]
    return found


def _months(engine: Engine, figure: Figure, scopes: Sequence[Scope]) -> Callable[[int], Formula]:
    """A figure by month: of one funnel what it comes to there, of several the sum of theirs."""
    kpi = figure.kpi
    if kpi in BUILT_IN and BUILT_IN[kpi].of:
        return lambda month: plus(*(At(result(figure.segment, part), month) for part in BUILT_IN[kpi].of))
    if kpi == "existing_revenue":
        return lambda _month: _existing(engine)
    if figure.segment is None and engine.plan.segments:
        return lambda month: plus(*(At(result(scope.segment, kpi), month) for scope in _having(engine, scopes, kpi)))
    return lambda month: _of_scope(scopes[0], kpi, month)


def _having(engine: Engine, scopes: Sequence[Scope], kpi: str) -> list[Scope]:
    return [scope for scope in scopes if result(scope.segment, kpi) in engine.cells]


def _existing(engine: Engine) -> Formula:
    """What existing business keeps, a month."""
    revenue, churn, expansion = (
        Named(engine.inputs.name(None, key) or "") for key in ("existing", "existing_churn", "existing_expansion")
    )
    return over(times(revenue, plus(minus(1, churn), expansion)), YEAR_MONTHS)


def _of_scope(scope: Scope, kpi: str, month: int) -> Formula:
    """A figure of one funnel in a month."""
    names = [stage.name for stage in scope.branch.stages]
    if kpi in names:
        return At(scope.line("arrivals", names.index(kpi)), month)
    if kpi == "revenue":
        deal = scope.given("average_deal")
        return times(At(scope.line("arrivals", scope.last), month), Named(deal or "", month))
    if kpi == "recurring_revenue":
        return At(scope.line("recurring"), month)
    if kpi in BUILT_IN and BUILT_IN[kpi].group == "spend":
        return _spend(scope, kpi.partition("_")[0], month)
    stage, _, source = kpi.partition(".")
    share = scope.inputs.name(scope.owner, "source_share", source_name(stage, source))
    return times(Named(share or ""), At(scope.line("arrivals", names.index(stage)), month))


def _spend(scope: Scope, side: str, month: int) -> Formula:
    """Fixed costs, and the cost of each unit times arrivals (`funnel.spend`)."""
    parts: list[Formula] = []
    own = scope.inputs.name(scope.segment, "costs", side)
    if own:
        parts.append(Named(own, month))
    elif shared := scope.inputs.name(None, "costs", side):
        parts.append(times(Named(shared, month), scope.part))
    for at, stage in enumerate(scope.branch.stages):
        if (stage.owner.strip().lower() == "sales") == (side == "sales"):
            come: Formula = At(scope.line("arrivals", at), month)
            if stage.direct is not None:
                come = call("MAX", come, At(scope.line("direct", at), month))
            parts += [times(cost, come) for cost in _unit_costs(scope, at, month)]
    return plus(*parts) if parts else 0


def _unit_costs(scope: Scope, at: int, month: int) -> Iterator[Formula]:
    stage = scope.branch.stages[at]
    if own := scope.of_stage("cost", stage.name, month):
        yield own
    for source in stage.sources:
        name = source_name(stage.name, source.name)
        share = scope.inputs.name(scope.owner, "source_share", name)
        if cost := scope.of_stage("cost", name, month):
            yield times(Named(share or ""), cost)
