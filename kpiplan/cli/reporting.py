"""Reports and data as the text that is asked for, and plans with errors, which have neither."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from kpiplan.cli import console, errors, inputs
from kpiplan.formats.text import problems_text, summary
from kpiplan.locales.english import ENGLISH, Locale

if TYPE_CHECKING:
    from kpiplan.analysis.variance.actuals import Actuals
    from kpiplan.documents import Document, Rows
    from kpiplan.funnel.targets import PlanTargets
    from kpiplan.loader import Loaded
    from kpiplan.problems import Problem
    from kpiplan.reports.agreement.chapters import PrintedPage
    from kpiplan.reports.calendar import Calendar
    from kpiplan.reports.model import Book, Report


COLUMNS = 80  # of a first screen that goes to no terminal


def page(report: Report, format: str, output: str | None, columns: int | None = None) -> str:
    """A report in one of the formats that people read, for the screen or file that it goes to.

    Where that has no width, it is `columns` wide, or (None) as wide as the report.
    """
    return _PAGES[format](report, output, columns)


def _table(report: Report, output: str | None, columns: int | None) -> str:
    from kpiplan.formats.terminal import report_text

    screen = console.screen(output)
    return report_text(report, screen.width or columns, styled=screen.styled)


def _markdown(report: Report, _output: str | None, _columns: int | None) -> str:
    from kpiplan.formats.markdown import report_markdown

    return report_markdown(report)


_PAGES: dict[str, Callable[[Report, str | None, int | None], str]] = {"table": _table, "markdown": _markdown}


def book(found: Book) -> str:
    """Reports on a page of Markdown."""
    from kpiplan.formats.markdown import book_markdown

    return book_markdown(found)


def printed(found: PrintedPage) -> str:
    """A page to print and sign."""
    from kpiplan.formats.printed_page import printed_markdown

    return printed_markdown(found)


def calendar(found: Calendar, locale: Locale) -> str:
    """A calendar. Raises WrongUseError where what writes it is not installed."""
    from kpiplan.formats.icalendar import EXTRA, calendar_text

    try:
        return calendar_text(found)
    except ImportError:
        said = locale.say("a calendar needs icalendar: pip install '{extra}'", extra=EXTRA)
        raise errors.WrongUseError(said) from None


def plan_workbook(
    targets: PlanTargets, text: str, output: str | None, locale: Locale, actuals: Actuals | None = None
) -> bytes:
    """The workbook of a plan, whose file has this text.

    Raises WrongUseError for a terminal, for months that a re-plan states, for more segments than a workbook has sheets
    for, and where what writes it is not installed.
    """
    from kpiplan.formats.workbook.writing import EXTRA, workbook_bytes
    from kpiplan.reports.workbook.book import MOST_SEGMENTS, workbook

    if targets.plan.replanned:
        said = "the months under `replan` stand, whatever a workbook computes: take the plan that was re-planned"
        raise errors.WrongUseError(locale.say(said))
    if len(targets.plan.segments) > MOST_SEGMENTS:
        many = "a workbook has a sheet for each segment, {most} at the most; this plan has {number}"
        raise errors.WrongUseError(locale.say(many, most=MOST_SEGMENTS, number=len(targets.plan.segments)))
    if output in (None, inputs.STDIN) and console.prints_to_terminal():
        raise errors.WrongUseError(locale.say("a workbook is no text for a screen: write it to a file, -o plan.xlsx"))
    try:
        return workbook_bytes(workbook(targets, text, locale, actuals))
    except ImportError:
        said = locale.say("a workbook needs XlsxWriter: pip install '{extra}'", extra=EXTRA)
        raise errors.WrongUseError(said) from None


def document(found: Document) -> str:
    """A document as JSON, stamped with the version of its form."""
    from kpiplan.documents import stamped
    from kpiplan.formats.json import json_text

    return json_text(stamped(found))


def rows(found: Rows) -> str:
    """Rows as CSV."""
    from kpiplan.formats.csv import csv_text

    return csv_text(found)


def refused(loaded: Loaded, locale: Locale) -> console.Result:
    """A plan with errors has no result: its problems, and exit 1."""
    counts = f"{loaded.source.file}: {summary(loaded.problems, locale)}"
    return console.Result(remarks=[problem_remark(loaded.problems, locale), counts], code=errors.SHORT)


def problem_remark(problems: Iterable[Problem], locale: Locale = ENGLISH) -> console.Ready:
    """Problems as they go to standard error; an aside where none is an error."""
    width, styled = console.remark_screen()
    found = tuple(problems)
    kind = console.Ready if any(each.severity == "error" for each in found) else console.ReadyAside
    return kind(problems_text(found, color=styled, locale=locale, width=width))
