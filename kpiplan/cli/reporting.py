"""Reports as the text that is asked for, and plans with errors, which have no report."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from kpiplan.cli import console, errors
from kpiplan.formats.text import problems_text, summary
from kpiplan.loader import Loaded
from kpiplan.locales.english import ENGLISH, Locale

if TYPE_CHECKING:
    from kpiplan.problems import Problem
    from kpiplan.reports.model import Report


def page(report: Report, format: str, output: str | None) -> str:
    """A report as Markdown, or as a table for the screen or file that it goes to."""
    if format == "markdown":
        from kpiplan.formats.markdown import report_markdown

        return report_markdown(report)
    from kpiplan.formats.terminal import report_text

    screen = console.screen(output)
    return report_text(report, screen.width, styled=screen.styled)


def refused(loaded: Loaded, locale: Locale) -> console.Result:
    """A plan with errors has no result: its problems, and exit 1."""
    counts = f"{loaded.source.file}: {summary(loaded.problems, locale)}"
    return console.Result(remarks=[problem_remark(loaded.problems, locale), counts], code=errors.SHORT)


def problem_remark(problems: Iterable[Problem], locale: Locale = ENGLISH) -> console.Ready:
    """Problems as they go to standard error."""
    width, styled = console.remark_screen()
    return console.Ready(problems_text(tuple(problems), color=styled, locale=locale, width=width))
