"""From the goal to the customers of every month, in formulas (`funnel.branches`, `funnel.new_business`)."""

from __future__ import annotations

from collections.abc import Sequence

from kpiplan.analysis.workbook.formulas import (
    At,
    Call,
    Cells,
    CellSpan,
    Formula,
    Line,
    Named,
    Operation,
    call,
    compared,
    minus,
    over,
    plus,
    ratio,
    times,
    total,
    when,
)
from kpiplan.analysis.workbook.inputs import Inputs
from kpiplan.analysis.workbook.scope import Scope
from kpiplan.locales.digits import NOISE
from kpiplan.months import YEAR_MONTHS
from kpiplan.plan.model import Goal, Plan

MONTHS = range(1, YEAR_MONTHS + 1)
YEAR_OF = (1, YEAR_MONTHS)
GOAL, RECURRING, TOTAL, LEFT = ("goal",), ("recurring",), ("total goal",), ("left",)  # of the plan, not of a branch


def year(line: Line) -> CellSpan:
    """The plan months of a line."""
    return CellSpan(line, *YEAR_OF)


def plan_goal(plan: Plan, scopes: Sequence[Scope], inputs: Inputs, cells: Cells) -> None:
    """The plan's own goal where it has segments: its months, and what is left of it for those that share it."""
    if plan.goal.stated:
        _business(cells, GOAL, RECURRING, plan.goal, None, inputs, _weights(inputs, None))
    own = [scope for scope in scopes if scope.branch.own.share is None]
    for scope in own:
        _own_business(cells, scope)
    in_units = _in_units(plan, scopes)
    for scope in own:
        cells[scope.line("amount")] = {1: _measured(scope, in_units)}
    measured: list[Formula] = [At(scope.line("amount"), 1) for scope in own] or [0]
    cells[TOTAL] = {1: total(year(GOAL)) if plan.goal.stated else plus(*measured)}
    cells[LEFT] = {1: call("MAX", 0, minus(At(TOTAL, 1), plus(*measured)) if own else At(TOTAL, 1))}
    for scope in scopes:
        if scope.branch.own.share is not None:
            _shared_business(cells, scope, own)
        amount = At(scope.line("amount"), 1)
        cells[scope.line("part")] = {1: ratio(amount, At(TOTAL, 1), 0)}


def alone(scope: Scope, cells: Cells) -> None:
    """The goal of a plan without segments."""
    _own_business(cells, scope)


def _in_units(plan: Plan, scopes: Sequence[Scope]) -> bool:
    """Whether the plan is measured in units (`funnel.branches`)."""
    if plan.goal.stated:
        return plan.goal.units is not None
    return any(scope.branch.business.in_units and scope.branch.deal is None for scope in scopes)


def _weights(inputs: Inputs, segment: str | None) -> str | None:
    return inputs.name(segment, "by_month")


def _own_business(cells: Cells, scope: Scope) -> None:
    """A goal with an amount of its own: timed by itself, or as the plan times its goal."""
    plan, own, inputs = scope.plan, scope.branch.own, scope.inputs
    goal = own.goal if scope.segment else plan.goal
    weights = _weights(inputs, scope.segment) or _weights(inputs, None)
    like_plan = bool(scope.segment and not own.goal.timing and plan.goal.stated and plan.goal.recurring)
    _business(
        cells,
        scope.line("goal"),
        scope.line("recurring"),
        goal,
        scope.segment,
        inputs,
        None if like_plan else weights,
        like_plan=like_plan,
    )


def _business(
    cells: Cells,
    line: Line,
    path: Line,
    goal: Goal,
    segment: str | None,
    inputs: Inputs,
    weights: str | None,
    *,
    like_plan: bool = False,
) -> None:
    """New business by month, before `from_elsewhere` (`new_business.business_of`)."""
    if goal.recurring is not None:
        _recurring(cells, line, path, segment, inputs)
        return
    name = inputs.name(segment, "units" if goal.units is not None else "revenue")
    assert name is not None, "a goal of its own has an amount"
    kept = None
    if segment is None and goal.units is None and (existing := inputs.name(None, "existing")):
        keeps = plus(
            minus(1, Named(inputs.name(None, "existing_churn") or "")),
            Named(inputs.name(None, "existing_expansion") or ""),
        )
        kept = over(times(Named(existing), keeps), YEAR_MONTHS)
    found: dict[int, Formula] = {}
    for month in MONTHS:
        part = _like_plan(month) if like_plan else _weight(weights, month)
        amount = times(Named(name), part)
        found[month] = call("MAX", 0, minus(amount, kept)) if kept is not None else amount
    cells[line] = found


def _weight(name: str | None, month: int) -> Formula:
    """The part of a year that a month has, by weights of any sum."""
    return over(Named(name, month), total(Named(name))) if name else over(1, YEAR_MONTHS)


def _like_plan(month: int) -> Formula:
    """The part of a year that a month has in the plan's new business."""
    return ratio(At(GOAL, month), total(year(GOAL)), over(1, YEAR_MONTHS))


def _recurring(cells: Cells, line: Line, path: Line, segment: str | None, inputs: Inputs) -> None:
    """M[m] = from * (to / from)^(m / 12); new[m] = M[m] - M[m-1] * (1 - churn + expansion)."""
    start, end, churn, expansion = (
        Named(inputs.name(segment, f"recurring_{key}") or "") for key in ("from", "to", "churn", "expansion")
    )
    keeps = plus(minus(1, churn), expansion)
    growth = over(end, start)
    cells[path] = {month: times(start, Operation("^", growth, over(month, YEAR_MONTHS))) for month in MONTHS}
    cells[line] = {
        month: call("MAX", 0, minus(At(path, month), times(At(path, month - 1) if month > 1 else start, keeps)))
        for month in MONTHS
    }


def _measured(scope: Scope, in_units: bool) -> Formula:
    """The year of a segment with a goal of its own, in the plan's measure."""
    business, line = scope.branch.business, scope.line("goal")
    deal = scope.given("average_deal")
    if business.in_units == in_units or deal is None:
        return total(year(line))
    parts = [over(At(line, m), Named(deal, m)) if in_units else times(At(line, m), Named(deal, m)) for m in MONTHS]
    return plus(*parts)


def _shared_business(cells: Cells, scope: Scope, own: Sequence[Scope]) -> None:
    """A share of what segments with goals of their own leave."""
    share = Named(scope.inputs.name(scope.segment, "share") or "")
    cells[scope.line("amount")] = {1: times(At(LEFT, 1), share)}
    weights = _weights(scope.inputs, scope.segment)
    cells[scope.line("goal")] = {
        month: times(At(scope.line("amount"), 1), _weight(weights, month) if weights else _like_plan(month))
        for month in MONTHS
    }
    if scope.branch.business.recurring:
        levels = [each.line("recurring") for each in own if each.branch.business.recurring]
        cells[scope.line("recurring")] = {
            month: times(share, _less(At(RECURRING, month), [At(level, month) for level in levels])) for month in MONTHS
        }


def _less(whole: Formula, parts: Sequence[Formula]) -> Formula:
    return minus(whole, plus(*parts)) if parts else whole


def customers(scope: Scope, cells: Cells, last: int) -> None:
    """C[m] of the plan months, whole over the year where that is asked for, and of the months after."""
    deal, elsewhere = scope.given("average_deal"), scope.inherited("from_elsewhere", 0)
    exact, arrivals = scope.line("exact"), scope.line("arrivals", scope.last)
    cells[scope.line("elsewhere")] = {1: elsewhere}
    here = minus(1, At(scope.line("elsewhere"), 1))
    found: dict[int, Formula] = {}
    for month in MONTHS:
        amount = times(At(scope.line("goal"), month), here)
        found[month] = amount if scope.branch.business.in_units or deal is None else over(amount, Named(deal, month))
    cells[exact] = found
    cells[scope.line("rounding")] = {1: scope.inherited("round_customers", "")}
    cells[scope.line("exact year")] = {1: total(year(exact))}
    cells[scope.line("factor")] = {1: _factor(scope)}
    cells[scope.line("next year")] = {1: scope.inherited("next_year", _implied(scope))}
    cells[arrivals] = {month: times(At(exact, month), At(scope.line("factor"), 1)) for month in MONTHS}
    for month in range(YEAR_MONTHS + 1, last + 1):
        years, base = divmod(month - 1, YEAR_MONTHS)
        after = At(scope.line("next year"), 1)
        grown = Operation("^", plus(1, after), years) if years > 1 else plus(1, after)
        cells[arrivals][month] = when(compared(after, "=", "none"), 0, times(At(arrivals, base + 1), grown))


def _factor(scope: Scope) -> Formula:
    """What makes the year's customers a whole number (`rounding.round_year`); 1 where they are not to be one."""
    found, how = At(scope.line("exact year"), 1), At(scope.line("rounding"), 1)
    noise = call("MIN", 0.01, call("MAX", NOISE, times(1e-13, found)))
    nearest = call("INT", plus(found, 0.5, noise))
    up = minus(0, call("INT", minus(noise, found)))
    down = call("INT", plus(found, noise))
    whole = when(compared(how, "=", "up"), up, when(compared(how, "=", "down"), down, nearest))
    kept = Call("IF", (compared(how, "=", ""), 1, over(whole, found)))
    return when(compared(found, ">", 0), kept, 1)


def _implied(scope: Scope) -> Formula:
    """The goal of the year after over this one's, as the plan's own growth implies it."""
    plan, own = scope.plan, scope.branch.own
    segment = scope.segment
    if segment and own.goal.timing and own.goal.recurring is None:
        return own.goal.timing.next_year
    if (own.goal if segment else plan.goal).recurring is not None:
        owner: str | None = segment
    elif plan.goal.recurring is not None and plan.goal.stated:
        owner = None
    else:
        return scope.branch.business.implied_next_year
    start, end = (Named(scope.inputs.name(owner, f"recurring_{key}") or "") for key in ("from", "to"))
    return minus(over(end, start), 1)
