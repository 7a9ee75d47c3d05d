"""Sheets of targets: the whole plan, each segment; and what must be under way before the first day."""

from __future__ import annotations

from collections.abc import Sequence

from kpiplan.analysis.workbook.engine import Engine
from kpiplan.analysis.workbook.formulas import At, Line, compared, when
from kpiplan.analysis.workbook.ratios import result
from kpiplan.analysis.workbook.results import BEFORE, NEEDED, before
from kpiplan.figures import Figure
from kpiplan.kpis.built_in import BUILT_IN
from kpiplan.reports.labels import money_label
from kpiplan.reports.workbook import numbers
from kpiplan.reports.workbook.drawing import Drawing, decimals_for
from kpiplan.reports.workbook.headings import headings, month_of
from kpiplan.reports.workbook.model import Look, Style
from kpiplan.reports.workbook.words import Words

LEFT = 1  # the column of what is open on the first day


def targets_sheet(sheet: Drawing, engine: Engine, figures: Sequence[Figure], words: Words, title: str) -> None:
    """Draw the figures of the whole plan, or of a segment."""
    own = figures[0].segment
    sheet.say(0, title, Look(style="title"), label_line(own))
    if words.plan.why and own is None:
        sheet.say(1, words.plan.why, Look(style="note"))
    headings(sheet, 3, LEFT, words)
    for row, figure in enumerate(figures, start=4):
        style: Style = "detail" if "." in figure.kpi else "label"
        if figure.kpi in BUILT_IN and BUILT_IN[figure.kpi].prominent:
            style = "total"
        sheet.label(row, _label(figure, engine, words), Look(style=style), label_line(own, figure.kpi))
        number = number_format(figure, words.plan.currency)
        line = result(figure.segment, figure.kpi)
        look = Look(number, "total" if style == "total" else "plain")
        sheet.line(row, LEFT, line, engine.cells[line], look, {BEFORE: Look(numbers.none_if_zero(number))})
    sheet.frozen = (4, 1)


def label_line(segment: str | None, kpi: str = "") -> Line:
    """The cell that says what a figure is called, or a segment: no text of the plan stands in a formula."""
    return ("label", segment or "", kpi)


def _label(figure: Figure, engine: Engine, words: Words) -> str:
    if figure.kpi in BUILT_IN:
        scopes = [scope for scope in engine.scopes if figure.segment in (None, scope.segment)]
        return money_label(words.locale, figure.kpi, recurring=all(s.branch.churn is not None for s in scopes))
    if "." in figure.kpi:
        return words.source(figure.segment, figure.kpi)
    return words.stage(figure.segment, figure.kpi)


def number_format(figure: Figure, currency: str | None) -> str:
    """How the numbers of a figure are written."""
    values = tuple(value for value in figure.values if value is not None)
    built_in = BUILT_IN.get(figure.kpi)
    if built_in and built_in.multiple:
        return '0.0"x"'
    match figure.unit:
        case "currency":
            return numbers.money(currency, decimals_for(values, "currency"))
        case "ratio":
            return numbers.percent(0)
        case "duration":
            return numbers.plain(1)
        case _:
            return numbers.plain(decimals_for(values, "count"))


def before_sheet(sheet: Drawing, engine: Engine, words: Words) -> None:
    """Draw what must have reached a stage before the plan; rows fill where a lag reaches back so far."""
    say, plan = words.say, words.plan
    sheet.say(0, say("What must be under way before the first day"), Look(style="title"))
    note = say("Units that must have reached a stage already, what of the plan hangs on them, what the plan states.")
    sheet.say(1, note, Look(style="note"))
    names = (say("segment"), say("stage"), say("month"), say("needed"), say("brings"), say("stated"))
    for column, name in enumerate(names):
        sheet.put(3, column, name, Look(style="head"))
    row = 4
    for scope in engine.scopes:
        for stage in range(scope.last):
            for month in range(1 - scope.ages(stage + 1), 1):
                line = before(scope, stage, month)
                there = compared(At(line, NEEDED), "=", "")
                if plan.segments:
                    sheet.put(row, 0, when(there, "", At(label_line(scope.segment), 0)))
                label = label_line(scope.segment, scope.branch.stages[stage].name)
                sheet.put(row, 1, when(there, "", At(label, 0)))
                sheet.put(row, 2, when(there, "", month_of(month)), Look(numbers.MONTH))
                sheet.line(row, 3, line, engine.cells[line], Look(numbers.plain(1)))
                row += 1
    sheet.frozen = (4, 3)
