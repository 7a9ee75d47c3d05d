"""Reports as the text that is asked for, and plans with errors, which have no report."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from kpiplan import edge
from kpiplan.loader import Loaded
from kpiplan.locales.english import ENGLISH, Locale
from kpiplan.render.problems import problems_text, summary

if TYPE_CHECKING:
    from kpiplan.problems import Problem
    from kpiplan.reports.model import Report


def page(report: Report, format: str, output: str | None) -> str:
    """A report as Markdown, or as a table for the screen or file that it goes to."""
    if format == "markdown":
        from kpiplan.render.markdown import report_markdown

        return report_markdown(report)
    from kpiplan.render.terminal import report_text

    screen = edge.screen(output)
    return report_text(report, screen.width, styled=screen.styled)


def refused(loaded: Loaded, locale: Locale) -> edge.Result:
    """A plan with errors has no result: its problems, and exit 1."""
    counts = f"{loaded.source.file}: {summary(loaded.problems, locale)}"
    return edge.Result(remarks=[problem_remark(loaded.problems, locale), counts], code=edge.SHORT)


def problem_remark(problems: Iterable[Problem], locale: Locale = ENGLISH) -> edge.Ready:
    """Problems as they go to standard error."""
    width, styled = edge.remark_screen()
    return edge.Ready(problems_text(tuple(problems), color=styled, locale=locale, width=width))
