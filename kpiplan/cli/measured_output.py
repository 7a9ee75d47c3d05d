"""What `kpiplan actuals` prints of exports without a plan: the funnel that they show."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from kpiplan.analysis.baseline.measured_funnel import Linked, Measured, measure
from kpiplan.cli import console, errors, reporting
from kpiplan.cli.actuals_output import (
    Asked,
    account_words,
    named,
    notes_said,
    nothing,
    problems_text,
    reading_remarks,
    with_result,
    written,
)
from kpiplan.cli.report_options import CI_FORMATS
from kpiplan.exports.results import Exports, Refusal

if TYPE_CHECKING:
    from kpiplan.documents import Rows


def alone(found: Exports, names: Sequence[str], asked: Asked, followed: Linked) -> console.Result:
    """The funnel that exports show, without a plan."""
    measured = measure(found, asked.through, followed)
    if isinstance(measured, Refusal):
        return nothing(found, measured, asked)
    texts = written(asked, lambda each: _measured_text(measured, found, ", ".join(names), each))
    return with_result(
        texts, reading_remarks(found, found.problems, notes_said(measured.notes, asked), (), asked), errors.FINE, asked
    )


def _measured_text(measured: Measured, found: Exports, names: str, asked: Asked) -> str:
    if asked.format == "csv":
        return reporting.rows(_rows(measured, asked))
    if asked.format == "json":
        from kpiplan.documents.actuals import measured_document

        return reporting.document(measured_document(measured, found, account_words(found), named(found.problems)))
    if asked.format in CI_FORMATS:
        return problems_text(found, asked)
    from kpiplan.reports.actuals.measured_funnel import measured_report

    return reporting.page(measured_report(measured, names, asked.locale), asked.format, asked.output)


def _rows(measured: Measured, asked: Asked) -> Rows:
    if asked.shown.long:
        from kpiplan.documents.long_rows import long_measured

        return long_measured(measured)
    from kpiplan.documents.actuals_rows import measured_rows

    return measured_rows(measured)
