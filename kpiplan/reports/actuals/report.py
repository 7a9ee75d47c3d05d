"""The report of actuals against a plan: on track or not, where the gap arose, where the year goes."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import TYPE_CHECKING

from kpiplan.locales.numbers import in_cents
from kpiplan.reports.actuals.chart import funnels, waterfall
from kpiplan.reports.actuals.facts import facts, off, warnings
from kpiplan.reports.actuals.headline import headline
from kpiplan.reports.actuals.remarks import below, remarks
from kpiplan.reports.actuals.walk import walk_table
from kpiplan.reports.cells import (
    NOTHING,
    bar_cell,
    count_cell,
    money_cell,
    people_cell,
    people_cells,
    people_money_cell,
    section,
    words,
)
from kpiplan.reports.model import Cell, Column, Report, Row, RowKind, Table

if TYPE_CHECKING:
    from kpiplan.analysis.variance.attainment import Compared
    from kpiplan.analysis.variance.outlook import Outlook
    from kpiplan.funnel.new_business import Amount
    from kpiplan.reports.actuals.view import Facing

SCALE = "0       50     100    150%"  # above bars of 16 characters


def actuals_report(facing: Facing, *, detail: bool = False) -> Report:
    """The screen of `kpiplan actuals` with a plan: the verdict and how far each stage came; or all there is of it."""
    if not detail:
        found = (*headline(facing), *warnings(facing))
        return Report(_title(facing), found, (_bars(facing),), below(facing))
    tables = [_attainment(facing), walk_table(facing), outlook_table(facing)]
    if facing.scorecard:
        from kpiplan.reports.scorecard.report import actual_table

        tables.append(actual_table(facing.plan, facing.scorecard, facing.locale))
    return Report(_title(facing), (*headline(facing), *facts(facing)), tuple(tables), remarks(facing))


def actuals_chart(facing: Facing) -> Report:
    """The verdict, and where the gap arose, drawn."""
    return Report(_title(facing), (*headline(facing), *warnings(facing)), (waterfall(facing),), funnels=funnels(facing))


def _title(facing: Facing) -> str:
    say, currency = facing.locale.say, facing.plan.currency
    said = {"plan": facing.plan.name, "end": facing.end, "covered": facing.covered}
    if currency:
        return say("{plan} - actuals to {end} ({covered}), {currency}", **said, currency=currency)
    return say("{plan} - actuals to {end} ({covered})", **said)


def _attainment(facing: Facing) -> Table:
    """Target and actual of the last month and to date."""
    say = facing.locale.say
    several = facing.comparison.through > 1
    target, actual = say("target"), say("actual")
    columns = [Column("", words=True)]
    if several:
        columns += [Column(title, group="period", over=facing.month_label) for title in (target, actual)]
    columns += [Column(title, group="period", over=facing.span_label) for title in (target, actual, say("off"))]
    columns.append(Column("", words=True, group="period"))
    rows: list[Row] = []
    for segment, figures in groupby(facing.comparison.figures, key=lambda figure: figure.segment):
        if facing.plan.segments:
            rows.append(section(facing.segment_label(segment)))
        rows += [_figure_row(facing, figure, several) for figure in figures if shows(facing, figure)]
    return Table(tuple(columns), tuple(rows))


def _bars(facing: Facing) -> Table:
    """How far each stage came to date: as people count, a bar to the target, and what that means."""
    say = facing.locale.say
    columns = (
        Column("", words=True),
        Column(say("actual")),
        Column(say("target")),
        Column(""),
        Column(SCALE, words=True, spare=True),
        Column("", words=True),
    )
    rows: list[Row] = []
    for segment, figures in groupby(facing.comparison.figures, key=lambda figure: figure.segment):
        shown = [figure for figure in figures if shows(facing, figure)]
        if facing.plan.segments and shown:
            rows.append(section(facing.segment_label(segment)))
        rows += [_bar_row(facing, figure) for figure in shown]
    return Table(columns, tuple(rows))


def _bar_row(facing: Facing, figure: Compared) -> Row:
    locale, (target, actual, attainment, _) = facing.locale, figure.to_date
    label = words(facing.inset(facing.kpi_label(figure.kpi, figure.segment)))
    status = facing.status(figure)
    amounts = people_cells(locale, figure.unit, (actual, target), facing.plan.currency)
    part = NOTHING if attainment is None else Cell(locale.percent(attainment, 2), attainment, "ratio", status.style)
    kind: RowKind = "total" if figure.kpi == "revenue" else "plain"
    return Row((label, *amounts, part, bar_cell(locale, attainment, status.style), status), kind)


def shows(facing: Facing, figure: Compared) -> bool:
    """Not money that nobody saw, nor, of the whole plan, a stage that segments show already or nobody saw."""
    seen = figure.to_date.actual is not None
    if figure.unit != "count":
        return seen
    if figure.segment is not None or not facing.plan.segments:
        return True
    if facing.has(figure.kpi) > 1 or figure.kpi == facing.last_stage(None):
        return True
    return seen and not any(other.segment and other.kpi == figure.kpi for other in facing.comparison.figures)


def _figure_row(facing: Facing, figure: Compared, several: bool) -> Row:
    at = facing.comparison.through - 1
    month = (figure.target[at], figure.actual[at]) if several else ()
    label = words(facing.inset(facing.kpi_label(figure.kpi, figure.segment)))
    amounts = facing.amounts(figure, (*month, figure.to_date.target, figure.to_date.actual))
    kind: RowKind = "total" if figure.kpi == "revenue" else "plain"
    return Row((label, *amounts, off_cell(figure.to_date.attainment), facing.status(figure)), kind)


def off_cell(attainment: float | None) -> Cell:
    return NOTHING if attainment is None else Cell(off(attainment - 1), attainment - 1, "ratio")


def outlook_table(facing: Facing) -> Table:
    """Where the year goes: as planned, and like it went so far."""
    say, outlooks = facing.locale.say, facing.comparison.outlooks
    priced = any(outlook.goal.revenue is not None for outlook in outlooks)
    shown = [each for o in outlooks for each in ((o.at_plan.year, o.at_rates.year) if o.needed else (o.so_far,))]
    cents = in_cents([each.revenue for each in (*shown, *(outlook.goal for outlook in outlooks))])
    title = say("The year") if outlooks[-1].needed is None else say("The year, with the rest")
    columns = [Column(title, words=True), Column(facing.unit, group="period")]
    if priced:
        columns.append(Column(*facing.revenue_heading, group="period"))
    columns.append(Column(say("off"), group="period"))
    rows: list[Row] = []
    for outlook in outlooks:
        if facing.plan.segments:
            rows.append(section(facing.segment_label(outlook.segment)))
        rows += _outlook_rows(facing, outlook, priced, cents)
    return Table(tuple(columns), tuple(rows))


def _outlook_rows(facing: Facing, outlook: Outlook, priced: bool, cents: bool) -> Sequence[Row]:
    say = facing.locale.say
    if outlook.needed is None:
        lines = [(say("reached"), outlook.so_far)]
    else:
        like = say("like {span}", span=facing.span_label)
        lines = [(say("as planned"), outlook.at_plan.year), (like, outlook.at_rates.year)]
    rows = [
        Row((*_outlook_cells(facing, label, amount, priced, cents), _short(amount, outlook.goal)))
        for label, amount in lines
    ]
    return [*rows, Row((*_outlook_cells(facing, say("goal"), outlook.goal, priced, cents), NOTHING), "total")]


def _outlook_cells(facing: Facing, label: str, amount: Amount, priced: bool, cents: bool) -> list[Cell]:
    exact, locale = facing.exact, facing.locale
    cells = [words(facing.inset(label)), (count_cell if exact else people_cell)(locale, amount.customers)]
    if priced:
        money = money_cell if exact else people_money_cell
        cells.append(money(locale, amount.revenue, facing.plan.currency, cents))
    return cells


def _short(amount: Amount, goal: Amount) -> Cell:
    """How far an amount is off the goal, in revenue where that is planned."""
    pairs = [(amount.revenue, goal.revenue), (amount.customers, goal.customers)]
    return next((off_cell(value / aim) for value, aim in pairs if value is not None and aim), NOTHING)
