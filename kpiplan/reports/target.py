"""The report of a plan's targets: the product's face. Which columns, which rows, in which words."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from kpiplan import wording
from kpiplan.branches import Branch
from kpiplan.figures import Figure, Period
from kpiplan.months import YEAR_MONTHS, plan_months, span
from kpiplan.outcomes import Outcome
from kpiplan.plan import Plan, Referral, Stage
from kpiplan.reports.model import Column, Report, Row, Table
from kpiplan.reports.target_words import facts, remarks
from kpiplan.reports.view import View

MONEY_LABELS = {
    "revenue": "new revenue",
    "existing_revenue": "existing revenue",
    "total_revenue": "total revenue",
    "recurring_revenue": "recurring revenue",
    "marketing_spend": "marketing spend",
    "sales_spend": "sales spend",
    "spend": "spend",
    "cost_per_lead": "cost per lead",
    "customer_acquisition_cost": "acquisition cost",
    "marketing_roi": "marketing ROI",
}
_TOTALS = {"revenue", "total_revenue", "recurring_revenue", "spend"}


def target_report(view: View) -> Report:
    """The screen of `kpiplan target`."""
    plan = view.plan
    months = plan_months(plan.start)
    parts = [plan.name, " - ", span(months[0], months[-1])]
    if plan.currency:
        parts.append(f", {plan.currency}")
    if plan.segments:
        parts.append(
            f", segment {view.segment}" if view.segment else f", {wording.plural(len(plan.segments), 'segment')}"
        )
    layout = _layout(view)
    return Report("".join(parts), facts(view), (_table(view, layout),), remarks(view))


class _Layout(NamedTuple):
    """Which optional columns a table has, and which periods."""

    timed: bool
    carried: bool
    stated: bool
    last_year: bool
    level: bool
    periods: tuple[Period, ...]


def _layout(view: View) -> _Layout:
    branches = view.branches
    return _Layout(
        timed=any(stage.lag_stated for branch in branches for stage in branch.stages),
        carried=any(row.needed > 0 for row in view.figures.carry_in),
        stated=any(branch.stated for branch in branches),
        last_year=bool(view.plan.last_year) or any(branch.last_year for branch in branches),
        level=view.level,
        periods=() if view.by == "year" else view.figures.periods,
    )


def _columns(view: View, layout: _Layout) -> tuple[Column, ...]:
    columns = [Column("", words=True), Column("rate")]
    if layout.timed:
        columns.append(Column("time"))
    if layout.carried:
        columns.append(Column("before*", f"1 {view.plan.start.short}"))
    if layout.level:
        columns += [Column("a month", group="period"), Column("a quarter", group="period")]
    else:
        columns += [Column(p.label, _months_of(view.plan, p), group="period") for p in layout.periods]
    columns.append(Column("the year", group="period"))
    if layout.last_year:
        columns.append(Column("last year", group="tail"))
    if layout.stated:
        columns.append(Column("stated", "" if layout.level else "a month", group="tail"))
        columns.append(Column("", words=True, group="tail"))
    return tuple(columns)


def _months_of(plan: Plan, period: Period) -> str:
    if len(period.months) == 1:
        return str(period.first.year) if period.first.month == 1 or period.first == plan.start else ""
    return f"{period.first.short}-{period.first.plus(len(period.months) - 1).short}"


def _table(view: View, layout: _Layout) -> Table:
    rows: list[Row] = []
    by_segment: dict[str | None, list[Figure]] = {}
    for figure in view.figures.figures:
        by_segment.setdefault(figure.segment, []).append(figure)
    for outcome in view.outcomes:
        branch = outcome.branch
        if branch.segment and not view.segment:
            rows.append(Row((f"{branch.label} - {branch.own.owner}" if branch.own.owner else branch.label,), "section"))
        rows += _branch_rows(view, layout, outcome, by_segment[branch.segment])
    if len(view.plan.segments) > 0 and view.segment is None:
        rows.append(Row(("whole plan",), "section"))
        rows += _whole_rows(view, layout, by_segment[None])
    return Table(_columns(view, layout), tuple(rows))


def _branch_rows(view: View, layout: _Layout, outcome: Outcome, figures: Sequence[Figure]) -> list[Row]:
    by_kpi = {figure.kpi: figure for figure in figures}
    branch = outcome.branch
    inner = " " if branch.segment and not view.segment else ""
    rows: list[Row] = []
    owner = ""
    several = len({stage.owner for stage in branch.stages if stage.owner}) > 1
    for at, stage in enumerate(branch.stages):
        if stage.owner and stage.owner != owner and (several or at):
            rows.append(Row((f"{inner}-- {'handed to ' if at else ''}{stage.owner} --",), "owner"))
            owner = stage.owner
        rows.append(_stage_row(view, layout, outcome, at, by_kpi[stage.name], inner))
        for source in stage.sources:
            figure = by_kpi[f"{stage.name}.{source.name}"]
            cells = _cells(view, layout, figure, rate=wording.percent(source.share))
            rows.append(Row((f"{inner}  {source.label or source.name}", *cells), "detail"))
        if stage.direct is not None:
            rows.append(_direct_row(view, layout, outcome, at, inner))
    plain_money = not inner or branch.deal is None
    shown = MONEY_LABELS if plain_money else {"revenue": "new revenue"}
    return rows + _money_rows(view, layout, by_kpi, shown, inner)


def _stage_row(view: View, layout: _Layout, outcome: Outcome, at: int, figure: Figure, inner: str) -> Row:
    branch, stage = outcome.branch, outcome.branch.stages[at]
    rate = wording.rate(stage.rate, each=stage.each) if at else ""
    needed = [row.needed for row in view.figures.carry_in if (row.segment, row.stage) == (branch.segment, stage.name)]
    before = wording.count(math.fsum(needed)) if math.fsum(needed) > 0 else "."
    cells = _cells(view, layout, figure, rate, stage.lag.text if at else "", before)
    cells += _comparison(layout, branch.last_year.get(stage.name), branch, stage.name, figure)
    return Row((f"{inner}{stage.label or stage.name}", *cells))


def _comparison(
    layout: _Layout, last_year: float | None, branch: Branch | None, name: str, figure: Figure
) -> tuple[str, ...]:
    cells: tuple[str, ...] = ()
    if layout.last_year:
        cells += ("" if last_year is None else wording.count(last_year),)
    number = branch.stated.get(name) if branch else None
    if layout.stated and number is not None:
        target = (figure.total or 0.0) / YEAR_MONTHS
        off = number.value / target - 1 if target > 0 else 0.0
        said = "" if abs(number.value - target) <= number.digit / 2 else f"{wording.percent(abs(off), 2)} "
        cells += (wording.count(number.value), said + ("short" if off < 0 else "over") if said else "")
    return cells


def _direct_row(view: View, layout: _Layout, outcome: Outcome, at: int, inner: str) -> Row:
    run = outcome.targets.direct[at].year
    values = tuple(math.fsum(run[month] for month in period.months) for period in view.figures.periods)
    figure = Figure(outcome.branch.segment, "direct", "count", values, math.fsum(run))
    word = "referred" if isinstance(outcome.branch.stages[at].direct, Referral) else "of them direct"
    return Row((f"{inner}  {word}", *_cells(view, layout, figure)), "detail")


def _whole_rows(view: View, layout: _Layout, figures: Sequence[Figure]) -> list[Row]:
    by_kpi = {figure.kpi: figure for figure in figures}
    labels = {stage.name: stage.label for outcome in view.outcomes for stage in outcome.branch.stages if stage.label}
    rates = _common_rates(view.outcomes)
    lasts = {branch.stages[-1].name for branch in view.branches}
    names = Counter(stage.name for branch in view.branches for stage in branch.stages)
    shared = {name for name, times in names.items() if times > 1 or name in lasts}
    rows = []
    for figure in figures:
        if figure.kpi not in shared:
            continue
        cells = _cells(view, layout, figure, rates.get(figure.kpi, ""), "", "")
        cells += _comparison(layout, view.plan.last_year.get(figure.kpi), None, figure.kpi, figure)
        rows.append(Row((f" {labels.get(figure.kpi, figure.kpi)}", *cells)))
    return rows + _money_rows(view, layout, by_kpi, MONEY_LABELS, " ")


def _common_rates(outcomes: Sequence[Outcome]) -> dict[str, str]:
    """The rate of each stage where every segment that has it agrees, the stage above included."""
    found: dict[str, set[tuple[str, str]]] = {}
    for outcome in outcomes:
        stages: tuple[Stage, ...] = outcome.branch.stages
        for above, stage in pairwise(stages):
            found.setdefault(stage.name, set()).add((above.name, wording.rate(stage.rate, each=stage.each)))
        found.setdefault(stages[0].name, set()).add(("", ""))
    return {name: next(iter(pairs))[1] for name, pairs in found.items() if len(pairs) == 1}


def _money_rows(
    view: View, layout: _Layout, by_kpi: Mapping[str, Figure], shown: Mapping[str, str], inner: str
) -> list[Row]:
    rows = []
    for kpi, label in shown.items():
        if kpi in by_kpi and any(by_kpi[kpi].values):
            cells = _cells(view, layout, by_kpi[kpi])
            if layout.last_year and kpi == "revenue" and (last := view.plan.last_year.get("revenue")) is not None:
                cells += (wording.money(last, view.plan.currency),)
            rows.append(Row((f"{inner}{label}", *cells), "total" if kpi in _TOTALS else "plain"))
    return rows


def _cells(
    view: View, layout: _Layout, figure: Figure, rate: str = "", time: str = "", before: str = ""
) -> tuple[str, ...]:
    """The cells from the rate to the year."""
    cells = [rate]
    if layout.timed:
        cells.append(time)
    if layout.carried:
        cells.append(before)
    if layout.level:
        if figure.kpi == "recurring_revenue":  # which grows, in a level plan too
            return (*cells, "", "", _shown(figure.total, figure, view.plan))
        month = figure.values[0]
        adds_up = figure.unit in ("count", "currency") and figure.kpi not in _RATIOS and month is not None
        quarter = math.fsum(v or 0.0 for v in figure.values[:3]) if adds_up else month
        values = [month, quarter, figure.total]
    else:
        values = [*figure.values, figure.total] if layout.periods else [figure.total]
    return (*cells, *(_shown(value, figure, view.plan) for value in values))


_RATIOS = ("cost_per_lead", "customer_acquisition_cost")


def _shown(value: float | None, figure: Figure, plan: Plan) -> str:
    if value is None:
        return "-"
    if figure.unit == "currency":
        return wording.money(value, plan.currency)
    return wording.percent(value) if figure.unit == "ratio" else wording.count(value)
