"""Reports as the text that is asked for, and plans with errors, which have no report."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kpiplan import edge
from kpiplan.loader import Loaded
from kpiplan.locales.english import Locale
from kpiplan.render.problems import problems_text, summary

if TYPE_CHECKING:
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
    said = problems_text(loaded.problems, color=edge.color_on_stderr(), locale=locale)
    return edge.Result(remarks=f"{said}{loaded.source.file}: {summary(loaded.problems, locale)}\n", code=edge.SHORT)
