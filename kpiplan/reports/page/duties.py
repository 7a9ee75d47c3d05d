"""Who owes what and how far that came, what is reviewed or due next."""

from __future__ import annotations

from collections.abc import Iterator

from kpiplan.analysis.agreement import Agreement, Section, Side
from kpiplan.figures import Period
from kpiplan.months import YEAR_MONTHS
from kpiplan.reports.agreement.duties import Writer
from kpiplan.reports.cells import NOTHING, people_cell, section, words
from kpiplan.reports.model import Column
from kpiplan.reports.page.model import Chip, PageCell, PageRow, PageSection, PageTable
from kpiplan.reports.page.months import compared_figure
from kpiplan.reports.page.results import PageView
from kpiplan.reports.page.rows import page_row, page_table
from kpiplan.reports.reviews import Shown, reviews_report


def owners_section(view: PageView, agreed: Agreement) -> PageSection:
    """What each side hands to the next, a month on average, in the year and to date."""
    say = view.locale.say
    writer = Writer(view.plan, agreed, view.locale)
    columns = [Column(say("who"), words=True), Column(say("hands over"), words=True)]
    columns += [Column(say("a month")), Column(say("the year"))]
    if view.facing:
        columns += [Column(say("actual"), over=say("to date")), Column(say("target"), over=say("to date"))]
        columns.append(Column(say("status"), words=True))
    rows: list[PageRow] = []
    for each in agreed.sections:
        if each.branch.segment:
            rows.append(page_row(section(view.segment_label(each.branch.segment))))
        rows += _rows(view, writer, each)
    table = PageTable(say("What each owner hands over"), tuple(columns), tuple(rows))
    return PageSection("owners", say("Who owes what"), (table,))


def _rows(view: PageView, writer: Writer, each: Section) -> Iterator[PageRow]:
    for side in each.sides:
        year = sum(side.handed.arrivals)
        counts = [people_cell(view.locale, value) for value in (year / YEAR_MONTHS, year)]
        label = [words(writer.party(side)), words(writer.stage(side.handed))]
        yield PageRow((*label, *counts, *(_to_date(view, each, side) if view.facing else ())))


def _to_date(view: PageView, each: Section, side: Side) -> tuple[PageCell, ...]:
    found = compared_figure(view, each.branch.segment, side.handed.stage.name)
    if found is None or view.facing is None:
        return (NOTHING, NOTHING, NOTHING)
    status = view.facing.status(found)
    counts = view.facing.amounts(found, (found.to_date.actual, found.to_date.target))
    return (*counts, Chip(status.text, status.style) if status.text else NOTHING)


def reviews_section(view: PageView) -> PageSection:
    """What is looked at or due in the month that comes next."""
    month = next_month(view)
    found = reviews_report(Shown(view.plan, view.results.due, month.first, "", view.locale))
    title = view.locale.say("Next: {month}", month=view.locale.month(month.first))
    return PageSection("reviews", title, tuple(page_table(table, found.title) for table in found.tables))


def next_month(view: PageView) -> Period:
    """The first plan month that is not over; the last one at the end of the year."""
    through = view.facing.comparison.through if view.facing else 0
    part = view.facing.comparison.part if view.facing else 1.0
    at = through if part == 1 else through - 1
    return view.view.figures.periods[min(at, YEAR_MONTHS - 1)]
