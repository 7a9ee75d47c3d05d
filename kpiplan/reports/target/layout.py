"""Which columns a table of targets has, and the cells of a figure in them."""

import math
from collections.abc import Mapping, Sequence
from types import MappingProxyType

from kpiplan.figures import Figure, Period
from kpiplan.kpis.built_in import built_in
from kpiplan.locales.numbers import in_cents
from kpiplan.reports.cells import (
    NOTHING,
    count_cell,
    money_cell,
    people_cell,
    people_money_cell,
    percent_cell,
    trend_cell,
    unknown,
)
from kpiplan.reports.labels import first_day, months_of, period_label, short_span
from kpiplan.reports.model import Cell, Column
from kpiplan.reports.target.view import View
from kpiplan.tuples import NamedTuple


class Layout(NamedTuple):
    """Which optional columns a table has, and which periods.

    `months` are those of what has a trend, `under_way` what must have reached a stage before the plan; both by segment
    and what they are of.
    """

    timed: bool
    carried: bool
    stated: bool
    last_year: bool
    level: bool
    periods: tuple[Period, ...]
    trend: bool
    months: Mapping[tuple[str | None, str], Sequence[float | None]] = MappingProxyType({})
    under_way: Mapping[tuple[str | None, str], float] = MappingProxyType({})


def layout_of(view: View) -> Layout:
    """The columns that a view has something for."""
    branches = view.branches
    return Layout(
        timed=any(stage.lag_stated for branch in branches for stage in branch.stages),
        carried=view.detail and any(row.needed > 0 for row in view.figures.carry_in),
        stated=any(branch.stated for branch in branches),
        last_year=bool(view.plan.last_year) or any(branch.last_year for branch in branches),
        level=view.level,
        periods=() if view.by == "year" else view.figures.periods,
        trend=not view.detail and not view.level and view.by != "month",
    )


def columns_of(view: View, layout: Layout) -> tuple[Column, ...]:
    """The headings, from the label to what the plan states."""
    locale, say, start = view.locale, view.locale.say, view.plan.start
    columns = [Column("", words=True), Column(say("rate"))]
    if layout.timed:
        columns.append(Column(say("time")))
    if layout.carried:
        columns.append(Column(say("before*"), first_day(locale, start)))
    if layout.level:
        columns += [Column(say("a month"), group="period"), Column(say("a quarter"), group="period")]
    else:
        columns += [
            Column(period_label(locale, period), months_of(locale, period, start), group="period")
            for period in layout.periods
        ]
    columns.append(Column(say("the year"), group="period"))
    if layout.trend:
        columns.append(Column(short_span(locale, start, start.plus(11)), words=True, group="tail", spare=True))
    if layout.last_year:
        told = "" if view.detail else last_year_said(view)
        columns.append(Column(say("last year"), group="tail", spare=not view.detail, instead=told))
    if layout.stated:
        columns.append(Column(say("stated"), "" if layout.level else say("a month"), group="tail"))
        columns.append(Column("", words=True, group="tail"))
    return tuple(columns)


def figure_cells(
    view: View, layout: Layout, figure: Figure, rate: Cell = NOTHING, time: Cell = NOTHING, before: Cell = NOTHING
) -> tuple[Cell, ...]:
    """The cells from the rate to the year."""
    cells = [rate]
    if layout.timed:
        cells.append(time)
    if layout.carried:
        cells.append(before)
    if layout.level:
        added = built_in(figure.kpi).adds_up
        if added == "last":  # which grows, in a level plan too
            return (*cells, NOTHING, NOTHING, _figure_cell(view, figure.total, figure))
        month = figure.values[0]
        quarter = math.fsum(v or 0.0 for v in figure.values[:3]) if added == "sum" and month is not None else month
        values = [month, quarter, figure.total]
    else:
        values = [*figure.values, figure.total] if layout.periods else [figure.total]
    cents = figure.unit == "currency" and in_cents(values)
    return (*cells, *(_figure_cell(view, value, figure, cents) for value in values))


def trend_cells(layout: Layout, figure: Figure) -> tuple[Cell, ...]:
    """The months of a figure as one picture, where there is a column for it."""
    if not layout.trend:
        return ()
    return (trend_cell(layout.months.get((figure.segment, figure.kpi), ()), figure.unit),)


def last_year_said(view: View) -> str:
    """Last year's numbers of the whole, where they have no room beside this one's."""
    last = view.plan.last_year if len(view.outcomes) > 1 else view.branches[0].last_year
    parts = [view.counted(count, view.whole_label(name)) for name, count in last.items() if name != "revenue"]
    parts += [view.money(last["revenue"])] if "revenue" in last else []
    return view.locale.say("Last year: {amounts}.", amounts=view.locale.say(", ").join(parts)) if parts else ""


def units_cell(view: View, value: float) -> Cell:
    """So many of something: exact, or as people count."""
    return (count_cell if view.exact else people_cell)(view.locale, value)


def _figure_cell(view: View, value: float | None, figure: Figure, cents: bool = False) -> Cell:
    locale, unit = view.locale, figure.unit
    if value is None:
        return unknown(unit)
    if unit == "currency":
        money = money_cell if view.exact else people_money_cell
        return money(locale, value, view.plan.currency, cents)
    if unit == "duration":
        return Cell(locale.say("{number} mo", number=locale.count(value)), value, unit)
    if built_in(figure.kpi).multiple:
        return Cell(locale.say("{number}x", number=locale.count(value)), value, unit)
    if unit == "ratio":
        return percent_cell(locale, value)
    return units_cell(view, value)
