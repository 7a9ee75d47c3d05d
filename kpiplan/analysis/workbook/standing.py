"""Actuals against targets in formulas: to date, and by month for charts (`variance.attainment`)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from kpiplan.analysis.variance.actuals import Actuals, Seen, Window
from kpiplan.analysis.workbook.engine import Engine
from kpiplan.analysis.workbook.formulas import (
    EMPTY,
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
    when,
)
from kpiplan.analysis.workbook.ratios import result
from kpiplan.kpis.built_in import EXPORTED, SPEND
from kpiplan.months import YEAR_MONTHS
from kpiplan.tuples import NamedTuple

MONTHS = range(1, YEAR_MONTHS + 1)
DONE, PART = "months_done", "last_month_part"
BEGIN, MISSED = "incomplete_month", "incomplete_month_missed"  # there where the begin of a month is in no export
COVERED: Line = ("covered",)  # how much of each month is covered
FILLED: Line = ("filled",)  # the number of each month of which anything is known, else 0
TARGET, ACTUAL, OFF, ATTAINED = 0, 1, 2, 3  # columns of how a figure stands to date


class FigureGroup(NamedTuple):
    """A segment, or (None) the whole plan: the figures that are compared, and all of which something may be known."""

    segment: str | None
    kpis: tuple[str, ...]
    columns: tuple[str, ...]


def actual(segment: str | None, kpi: str) -> Line:
    """The line of what is known of a figure: one cell a month, empty where nothing is."""
    return ("actual", segment or "", kpi)


def line(what: str, group: FigureGroup, kpi: str) -> Line:
    """A line of a figure: `known`, `target`, `shown`, `to date`."""
    return (what, group.segment or "", kpi)


def groups_of(engine: Engine, actuals: Actuals | None = None) -> tuple[FigureGroup, ...]:
    """Each segment of the plan, then the whole, and what exports may say of them: money too that was seen unplanned."""
    whole = _kpis(engine, None)
    seen = [_amounts(each) for each in actuals.seen.values()] if actuals else []
    money = [kpi for kpi in EXPORTED if kpi in whole or any(each.get(kpi) for each in seen)]
    groups = {scope.segment: _kpis(engine, scope.segment) for scope in engine.scopes if scope.segment}
    every: tuple[tuple[str | None, tuple[str, ...]], ...] = (*groups.items(), (None, whole))
    return tuple(FigureGroup(segment, kpis, tuple(dict.fromkeys((*kpis, *money)))) for segment, kpis in every)


def _kpis(engine: Engine, segment: str | None) -> tuple[str, ...]:
    """Stages, revenue, and spend where it is planned."""
    scopes = [scope for scope in engine.scopes if segment in (None, scope.segment)]
    stages = dict.fromkeys(stage.name for scope in scopes for stage in scope.branch.stages)
    money = [kpi for kpi in ("revenue", *SPEND) if result(segment, kpi) in engine.cells]
    return (*stages, *money)


def seen_by(actuals: Actuals | None, groups: Sequence[FigureGroup]) -> dict[Line, dict[int, float]]:
    """The actuals by line; of a plan without segments all of them are the whole plan's."""
    found: dict[Line, dict[int, float]] = {}
    for segment, seen in (actuals.seen if actuals else {}).items():
        for kpi, counts in _amounts(seen).items():
            months = {month: amount for month, amount in counts.items() if 1 <= month <= YEAR_MONTHS}
            if months:
                found[actual(segment, kpi)] = months
    there = {actual(group.segment, kpi) for group in groups for kpi in group.columns}
    return {each: months for each, months in found.items() if each in there}


def _amounts(seen: Seen) -> dict[str, Mapping[int, float]]:
    return {**seen.arrivals, "revenue": seen.revenue, **{kpi: seen.spend.get(kpi, {}) for kpi in SPEND}}


def window_of(actuals: Actuals | None) -> Window:
    """The months compared; none before there are any actuals."""
    return actuals.window if actuals else Window(0)


def last_filled() -> Formula:
    """The last month of which anything is known."""
    return call("MAX", CellSpan(FILLED, 1, YEAR_MONTHS))


def add_standing(
    engine: Engine, groups: Sequence[FigureGroup], seen: Mapping[Line, Mapping[int, float]], window: Window
) -> None:
    """Add the lines of all comparisons; `seen` are the cells of actuals that hold something."""
    engine.cells[FILLED] = {
        month: when(compared(plus(*(_told(group, month) for group in groups)), ">", 0), month, 0) for month in MONTHS
    }
    engine.cells[COVERED] = {month: _share(month, window) for month in MONTHS}
    for each, months in seen.items():
        engine.cells[each] = dict(months)
    for group in groups:
        for kpi in group.kpis:
            _add(engine, group, kpi)


def _told(group: FigureGroup, month: int) -> Formula:
    """How many figures of a month are known."""
    return call("COUNT", *(At(actual(group.segment, kpi), month) for kpi in group.columns))


def done(month: int) -> Formula:
    """Whether a month is compared."""
    return compared(month, "<=", Named(DONE))


def given_by(window: Window) -> dict[str, tuple[float, ...]]:
    """What the months compared are, by the names of its cells."""
    found: dict[str, tuple[float, ...]] = {DONE: (float(window.through),), PART: (window.part,)}
    if window.begin:
        found |= {BEGIN: (float(window.begin),), MISSED: (window.missed,)}
    return found


def _share(month: int, window: Window) -> Formula:
    """How much of a month is covered (`Window.share`)."""
    upto = when(compared(month, "=", Named(DONE)), Named(PART), 1)
    if not window.begin:
        return upto
    return minus(upto, when(compared(month, "=", Named(BEGIN)), Named(MISSED), 0))


def _add(engine: Engine, group: FigureGroup, kpi: str) -> None:
    cells = engine.cells
    known, target, shown = line("known", group, kpi), line("target", group, kpi), line("shown", group, kpi)
    cells[shown] = {month: when(done(month), _amount(engine, group.segment, kpi, month)) for month in MONTHS}
    cells[known] = {month: when(call("ISNUMBER", At(shown, month)), 1, 0) for month in MONTHS}
    cells[target] = {month: times(At(result(group.segment, kpi), month), At(COVERED, month)) for month in MONTHS}
    months, wanted = CellSpan(known, 1, YEAR_MONTHS), CellSpan(target, 1, YEAR_MONTHS)
    to_date = line("to date", group, kpi)
    nobody = compared(call("SUM", months), "=", 0)
    all_done = plus(*(when(done(month), At(target, month), 0) for month in MONTHS))
    cells[to_date] = {
        TARGET: when(nobody, all_done, call("SUMPRODUCT", months, wanted)),
        ACTUAL: when(nobody, EMPTY, call("SUM", CellSpan(shown, 1, YEAR_MONTHS))),
        OFF: when(nobody, EMPTY, minus(At(to_date, ACTUAL), At(to_date, TARGET))),
        ATTAINED: when(
            nobody,
            EMPTY,
            when(compared(At(to_date, TARGET), "=", 0), EMPTY, over(At(to_date, ACTUAL), At(to_date, TARGET))),
        ),
    }


def _amount(engine: Engine, segment: str | None, kpi: str, month: int) -> Formula:
    """What is known of a month: of the whole plan what it says itself, and no less than its segments say."""
    own = At(actual(segment, kpi), month)
    told = when(call("ISNUMBER", own), own)
    if segment is not None or not engine.plan.segments:
        return told
    parts = parts_of(engine, kpi)
    every = compared(call("COUNT", *(At(each, month) for each in parts)), "=", len(parts))
    summed = call("SUM", *(At(each, month) for each in parts))
    if kpi in SPEND:
        return when(call("ISNUMBER", own), own, when(every, summed))
    return when(call("ISNUMBER", own), call("MAX", own, summed), when(every, summed))


def parts_of(engine: Engine, kpi: str) -> list[Line]:
    """The actuals of every segment that has a figure."""
    scopes = engine.scopes
    having = [s for s in scopes if kpi in SPEND or kpi == "revenue" or kpi in {t.name for t in s.branch.stages}]
    return [actual(scope.segment, kpi) for scope in having]
