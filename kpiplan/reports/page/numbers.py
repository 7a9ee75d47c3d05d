"""All numbers by month: every figure of the plan, and below it what came."""

from __future__ import annotations

from itertools import groupby

from kpiplan.analysis.variance.attainment import Compared
from kpiplan.reports.actuals.view import Facing
from kpiplan.reports.cells import section, words
from kpiplan.reports.model import Column, Row, RowKind
from kpiplan.reports.page.model import PageSection, PageTable, Part
from kpiplan.reports.page.results import PageView
from kpiplan.reports.page.rows import page_row, page_table
from kpiplan.reports.target.report import target_report


def numbers_section(view: PageView) -> PageSection:
    """What came by month, if anything did, and the targets."""
    say = view.locale.say
    targets = page_table(target_report(view.view).tables[0], say("All targets by month"), wide=True)
    parts: tuple[Part, ...] = (targets,)
    if view.facing:
        parts = (_actual(view, view.facing), targets)
    return PageSection("numbers", say("All numbers by month"), parts, folded=True)


def _actual(view: PageView, facing: Facing) -> PageTable:
    """What came in each month and to date, beside its target to date."""
    say, through = view.locale.say, facing.comparison.through
    months = [Column(label, group="period") for label in view.months[:through]]
    ends = (Column(say("to date"), group="period"), Column(say("target"), say("to date"), group="period"))
    rows: list[Row] = []
    for segment, figures in groupby(facing.comparison.figures, key=lambda figure: figure.segment):
        if facing.plan.segments:
            rows.append(section(facing.segment_label(segment)))
        rows += [_row(facing, figure, through) for figure in figures if figure.months]
    columns = (Column(say("actual"), words=True), *months, *ends)
    return PageTable(say("Actuals by month"), columns, tuple(page_row(row) for row in rows), wide=True)


def _row(facing: Facing, figure: Compared, through: int) -> Row:
    to_date = figure.to_date
    amounts = facing.amounts(figure, (*figure.actual[:through], to_date.actual, to_date.target))
    kind: RowKind = "total" if figure.kpi == "revenue" else "plain"
    return Row((words(facing.kpi_label(figure.kpi, figure.segment)), *amounts), kind)
