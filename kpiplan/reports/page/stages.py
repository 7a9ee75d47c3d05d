"""Stage by stage: the funnel of the year, and how each stage stands to date."""

from __future__ import annotations

from itertools import groupby

from kpiplan.analysis.variance.attainment import Compared
from kpiplan.reports.actuals.report import off_cell, shows
from kpiplan.reports.actuals.view import Facing
from kpiplan.reports.cells import NOTHING, section, words
from kpiplan.reports.model import Column, RowKind
from kpiplan.reports.page.funnel import funnel_chart
from kpiplan.reports.page.model import Chip, PageCell, PageRow, PageSection, PageTable, Part, ProgressBar, SideBySide
from kpiplan.reports.page.results import MOST_CHARTS, PageView
from kpiplan.reports.page.rows import page_row, page_table
from kpiplan.reports.target.report import target_report
from kpiplan.reports.target.view import view_of

FULL = 1.25  # of its target: what the whole width of a bar stands for


def stages_section(view: PageView) -> PageSection:
    """How each stage stands; of a plan alone its targets, by quarter, or in a month where all are alike."""
    say, outcomes = view.locale.say, view.results.targets.outcomes
    if view.facing is None:
        plan = view_of(view.results.targets, None, locale=view.locale)
        shown = target_report(plan._replace(rounded=True)).tables[0]
        return PageSection("stages", say("The plan"), (page_table(shown, say("The targets of the plan")),))
    table: Part = attainment_table(view.facing)
    if len(outcomes) == 1:
        table = SideBySide(funnel_chart(view, outcomes[0], say("The funnel of the year")), (table,))
    return PageSection("stages", say("Stage by stage"), (table,))


def attainment_table(facing: Facing) -> PageTable:
    """Actual and target to date, how far that came, and how it is judged."""
    say = facing.locale.say
    columns = (
        Column(facing.span_label, words=True),
        Column(say("attained"), words=True),
        Column(say("status"), words=True),
        Column(say("actual")),
        Column(say("target")),
        Column(say("off")),
    )
    rows: list[PageRow] = []
    several = len(facing.plan.segments) <= MOST_CHARTS
    for segment, figures in groupby(facing.comparison.figures, key=lambda figure: figure.segment):
        if segment is not None and not several:
            continue
        if facing.plan.segments and several:
            rows.append(page_row(section(facing.segment_label(segment))))
        rows += [_row(facing, figure) for figure in figures if not several or shows(facing, figure)]
    return PageTable(say("Actual and target to date, by stage"), columns, tuple(rows))


def _row(facing: Facing, figure: Compared) -> PageRow:
    to_date = figure.to_date
    actual, target = facing.amounts(figure, (to_date.actual, to_date.target))
    status = facing.status(figure)
    bar: PageCell = NOTHING
    if to_date.attainment is not None:
        bar = ProgressBar(to_date.attainment / FULL, 1 / FULL, status.style)
    chip: PageCell = Chip(status.text, status.style) if status.text else NOTHING
    label = words(facing.kpi_label(figure.kpi, figure.segment))
    kind: RowKind = "total" if figure.kpi == "revenue" else "plain"
    return PageRow((label, bar, chip, actual, target, off_cell(to_date.attainment)), kind)
