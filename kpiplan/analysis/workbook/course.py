"""The year from here in formulas: what is in the funnel carried down, the rest as planned (`variance.expectation`).

`got` is what is known of a stage in a month compared, `came` that or what is to be expected, `rest` what of it lies
beyond the days that are covered. `ratio` is what came over its target, by which the plan's own flow is scaled; `plain`
is what conversion by age makes of units that were not planned.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

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
    total,
    when,
)
from kpiplan.analysis.workbook.ratios import result
from kpiplan.analysis.workbook.results import STATED, before
from kpiplan.analysis.workbook.scope import Scope
from kpiplan.analysis.workbook.standing import COVERED, MONTHS, actual, done
from kpiplan.months import YEAR_MONTHS

CUSTOMERS, REVENUE = "customers", "revenue"
GOAL, SO_FAR, YEAR = 0, 1, 2  # columns of an outlook


def outlook(segment: str | None, what: str) -> Line:
    """The line of the year from here, in customers or revenue: of a segment, or of the whole plan."""
    return ("outlook", segment or "", what)


def add_outlook(engine: Engine, known_before: Sequence[Sequence[Mapping[int, float]]] = ()) -> None:
    """Add the outlook of every funnel and of the whole. `known_before` is what came before the plan, by funnel."""
    for scope in engine.scopes:
        for stage, months in enumerate(known_before[scope.number] if known_before else ()):
            for month, count in months.items():
                if (line := before(scope, stage, month)) in engine.cells:
                    engine.cells[line][STATED] = count
    if engine.plan.segments:
        _add_silent(engine)
    for scope in engine.scopes:
        _course(engine, scope)
        _outlook(engine, scope)
    if engine.plan.segments:
        for what in (CUSTOMERS, REVENUE):
            lines = [outlook(scope.segment, what) for scope in engine.scopes]
            if all(line in engine.cells for line in lines):
                columns = (GOAL, SO_FAR, YEAR)
                engine.cells[outlook(None, what)] = {at: plus(*(At(line, at) for line in lines)) for at in columns}


def _course(engine: Engine, scope: Scope) -> None:
    for stage in range(scope.last + 1):
        name = scope.branch.stages[stage].name
        _shared(engine, scope, name, scope.line("got", stage))
        _came(engine, scope, stage)
    _shared(engine, scope, REVENUE, scope.line("got revenue"))


def _shared(engine: Engine, scope: Scope, kpi: str, line: Line) -> None:
    """What is known of a funnel: its own, else its part of what the whole has beyond the others' (`allocation`).

    Where all have their own, each has a part of what the whole has beyond them.
    """
    if kpi == REVENUE and result(scope.segment, REVENUE) not in engine.cells:
        return
    own = actual(scope.segment, kpi)
    engine.cells[line] = {}
    for month in MONTHS:
        there, known = _own(engine, scope, kpi, month)
        found = when(call("ISNUMBER", At(own, month)), there, known)
        engine.cells[line][month] = when(done(month), found)


def _own(engine: Engine, scope: Scope, kpi: str, month: int) -> tuple[Formula, Formula]:
    """What a funnel has where it says something itself, and where it does not: its part of the whole plan's."""
    own = At(actual(scope.segment, kpi), month)
    if not scope.segment:
        return own, EMPTY
    part = _part_of_whole(engine, scope, kpi, month)
    whole = call("ISNUMBER", At(actual(None, kpi), month))
    every = compared(At(("told", kpi), month), "=", len(_having(engine, kpi)))
    return plus(own, when(call("AND", whole, every), part, 0)), when(whole, part)


def _part_of_whole(engine: Engine, scope: Scope, kpi: str, month: int) -> Formula:
    """Its part of the whole plan's, among those it is shared by: by targets of the month, else of the year."""
    whole, target = At(actual(None, kpi), month), result(scope.segment, kpi)
    told, shared, shared_year = (At((what, kpi), month) for what in ("told", "silent", "silent year"))
    left = when(compared(told, ">", 0), call("MAX", 0, minus(whole, At(("known", kpi), month))), whole)
    number = len(_having(engine, kpi))
    alike = over(1, when(compared(told, "=", number), number, minus(number, told)))
    by_year = when(compared(shared_year, ">", 0), over(total(CellSpan(target, 1, YEAR_MONTHS)), shared_year), alike)
    share = when(compared(shared, ">", 0), over(At(target, month), shared), by_year)
    return times(left, share)


def _having(engine: Engine, kpi: str) -> list[Scope]:
    return [scope for scope in engine.scopes if result(scope.segment, kpi) in engine.cells]


def _add_silent(engine: Engine) -> None:
    """By figure: how many segments say something of a month, what, and the targets of those that share the rest.

    These are those that say nothing, or all of them where none is silent.
    """
    kpis = dict.fromkeys(stage.name for scope in engine.scopes for stage in scope.branch.stages)
    for kpi in (*kpis, REVENUE):
        cells: dict[str, dict[int, Formula]] = {what: {} for what in ("told", "known", "silent", "silent year")}
        having = [(actual(each.segment, kpi), result(each.segment, kpi)) for each in _having(engine, kpi)]
        years = [total(CellSpan(target, 1, YEAR_MONTHS)) for _, target in having]
        for month in MONTHS if having else ():
            said = [At(own, month) for own, _ in having]
            cells["told"][month] = call("COUNT", *said)
            cells["known"][month] = call("SUM", *said)
            every = compared(At(("told", kpi), month), "=", len(having))
            cells["silent"][month] = _of_silent(said, [At(target, month) for _, target in having], every)
            cells["silent year"][month] = _of_silent(said, years, every)
        engine.cells.update({(what, kpi): found for what, found in cells.items() if found})


def _of_silent(said: Sequence[Formula], targets: Sequence[Formula], every: Formula) -> Formula:
    silent = [when(call("ISNUMBER", own), 0, target) for own, target in zip(said, targets, strict=True)]
    return when(every, plus(*targets), plus(*silent))


def _came(engine: Engine, scope: Scope, stage: int) -> None:
    """Arrivals at a stage: known, expected, to come."""
    cells = engine.cells
    got, came, rest = (scope.line(what, stage) for what in ("got", "came", "rest"))
    expected = scope.line("expected", stage)
    cells[expected], cells[rest], cells[came] = {}, {}, {}
    for month in MONTHS:
        cells[expected][month] = _expected(scope, stage, month, cells)
        cells[rest][month] = when(done(month), _rest(scope, stage, month), 0)
        known = plus(At(got, month), At(rest, month))
        cells[came][month] = when(call("ISNUMBER", At(got, month)), known, At(expected, month))
    if stage < scope.last:
        _ratios(scope, stage, cells)


def _expected(scope: Scope, stage: int, month: int, cells: dict[Line, dict[int, Formula]]) -> Formula:
    """What to expect at a stage of what came to the one above; at the top its target."""
    if stage == 0:
        return At(scope.line("arrivals", 0), month)
    ages = scope.ages(stage)
    flow = scope.line("ratio", stage - 1), scope.line("plain", stage - 1)
    planned, other = (
        call("SUMPRODUCT", CellSpan(scope.line("older", stage), 0, ages), CellSpan(each, month - ages, month))
        for each in flow
    )
    found = plus(times(At(scope.line("need", stage), month), planned), other)
    direct = scope.line("direct", stage)
    return plus(At(direct, month), found) if direct in cells else found


def _rest(scope: Scope, stage: int, month: int) -> Formula:
    """What of a month compared is beyond what is covered of it, at a stage."""
    left = minus(1, At(COVERED, month))
    if stage == 0:
        return times(left, At(scope.line("arrivals", 0), month))
    share = scope.shares(stage, 0, 0)
    ratio, plain = At(scope.line("ratio", stage - 1), month), At(scope.line("plain", stage - 1), month)
    at_once = times(call("SUM", share), plus(times(At(scope.line("need", stage), month), ratio), plain))
    above_came, above_rest = At(scope.line("came", stage - 1), month), At(scope.line("rest", stage - 1), month)
    older = minus(At(scope.line("expected", stage), month), at_once)
    part = when(compared(above_came, "=", 0), 0, over(above_rest, above_came))
    return plus(times(left, older), times(at_once, part))


def _ratios(scope: Scope, stage: int, cells: dict[Line, dict[int, Formula]]) -> None:
    """How the plan's flow from a stage is scaled, and what comes of units that were not planned."""
    ages, arrivals = scope.ages(stage + 1), scope.line("arrivals", stage)
    ratio, plain, older = scope.line("ratio", stage), scope.line("plain", stage), scope.line("older", stage + 1)
    cells[older] = {
        place: call("SUM", scope.shares(stage + 1, ages - place, ages - place)) for place in range(ages + 1)
    }
    cells[ratio], cells[plain] = {}, {}
    for month in range(1 - ages, YEAR_MONTHS + 1):
        came: Formula = At(scope.line("came", stage), month)
        if month < 1:
            stated = At(before(scope, stage, month), STATED)
            came = when(call("ISNUMBER", stated), stated, At(arrivals, month))
        rate = scope.of_stage("rate", scope.branch.stages[stage + 1].name, month)
        assert rate is not None, "every stage but the first has a rate"
        planned = compared(At(arrivals, month), ">", 0)
        cells[ratio][month] = when(planned, over(came, At(arrivals, month)), 0)
        cells[plain][month] = when(planned, 0, times(rate, came))


def _outlook(engine: Engine, scope: Scope) -> None:
    """Goal, so far, and the year with the rest as planned."""
    came, rest, so_far = scope.line("came", scope.last), scope.line("rest", scope.last), scope.line("so far")
    goal = CellSpan(scope.line("arrivals", scope.last), 1, YEAR_MONTHS)
    engine.cells[so_far] = {month: when(done(month), minus(At(came, month), At(rest, month)), 0) for month in MONTHS}
    engine.cells[outlook(scope.segment, CUSTOMERS)] = {
        GOAL: total(goal),
        SO_FAR: total(CellSpan(so_far, 1, YEAR_MONTHS)),
        YEAR: total(CellSpan(came, 1, YEAR_MONTHS)),
    }
    if (deal := scope.given("average_deal")) is not None:
        _money(engine, scope, deal)
        engine.cells[outlook(scope.segment, REVENUE)] = {
            GOAL: call("SUMPRODUCT", goal, Named(deal)),
            SO_FAR: total(CellSpan(scope.line("brought"), 1, YEAR_MONTHS)),
            YEAR: total(CellSpan(scope.line("year"), 1, YEAR_MONTHS)),
        }


def _money(engine: Engine, scope: Scope, deal: str) -> None:
    """Revenue so far (known, else customers at planned deals), and with what is still to come at planned deals."""
    came, rest, got = scope.line("came", scope.last), scope.line("rest", scope.last), scope.line("got revenue")
    brought, year = scope.line("brought"), scope.line("year")
    engine.cells[brought], engine.cells[year] = {}, {}
    for month in MONTHS:
        size = Named(deal, month)
        planned = times(minus(At(came, month), At(rest, month)), size)
        known = when(call("ISNUMBER", At(got, month)), At(got, month), planned)
        engine.cells[brought][month] = when(done(month), known, 0)
        to_come = when(done(month), At(rest, month), At(came, month))
        engine.cells[year][month] = plus(At(brought, month), times(to_come, size))
