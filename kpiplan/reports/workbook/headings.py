"""Months, quarters and the year above columns; months follow from the first one, which is an input."""

from __future__ import annotations

from kpiplan.analysis.workbook.formulas import Formula, Named, call, minus, plus
from kpiplan.analysis.workbook.results import BEFORE, MONTHS, QUARTERS, YEAR
from kpiplan.reports.labels import first_day
from kpiplan.reports.workbook import numbers
from kpiplan.reports.workbook.drawing import Drawing
from kpiplan.reports.workbook.model import Look
from kpiplan.reports.workbook.words import Words

START = "plan_start"


def month_of(month: int) -> Formula:
    """The first day of a plan month; those below 1 lie before the plan."""
    first = call("MONTH", Named(START))
    moved = first if month == 1 else plus(first, month - 1) if month > 1 else minus(first, 1 - month)
    return call("DATE", call("YEAR", Named(START)), moved, 1)


def headings(sheet: Drawing, row: int, left: int, words: Words) -> None:
    """The headings of figures, the column of what comes before them at `left`."""
    look, months = Look(style="head"), Look(numbers.MONTH, "head")
    before = words.say("open on {day}", day=first_day(words.locale, words.plan.start))
    sheet.put(row, 0, "", Look(style="head left"))
    sheet.put(row, left + BEFORE, before, look)
    for month in MONTHS:
        sheet.put(row, left + month, month_of(month), months)
    for number, quarter in enumerate(QUARTERS, start=1):
        sheet.put(row, left + quarter, words.say("Q{number}", number=number), look)
    sheet.put(row, left + YEAR, words.say("the year"), look)
