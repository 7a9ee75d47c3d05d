"""`kpiplan actuals --explain`: how each export is read."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from kpiplan import exports
from kpiplan.analysis.matching import plan_names
from kpiplan.cli import console, errors, reporting
from kpiplan.cli.actuals_output import Asked, written
from kpiplan.exports.sentences import said
from kpiplan.plan.export_rules import FileRules
from kpiplan.plan.model import Plan
from kpiplan.reports.actuals.sources import why_said

if TYPE_CHECKING:
    from kpiplan.exports.files.parquet import Named
    from kpiplan.exports.results import Explanation

FORMATS = ("table", "markdown", "json")


def explained(plan: Plan | None, inputs: Iterable[Named], rules: Sequence[FileRules], asked: Asked) -> console.Result:
    """The explanation in the format that is asked for; exit 4 where nothing could be read. Raises WrongUseError."""
    if not asked.formats <= {*FORMATS}:
        formats = asked.locale.listed(FORMATS, "or")
        raise errors.WrongUseError(asked.locale.say("--explain has the formats {formats}", formats=formats))
    found = exports.explain(inputs, rules=rules, names=plan_names(plan) if plan else None)
    code = errors.FINE if any(each.refusal is None for each in found) else errors.UNREADABLE
    text, files = written(asked, lambda each: _text(found, each))
    return console.Result(text, (), code, asked.output, utf8=asked.format != "table", files=files)


def _text(found: Sequence[Explanation], asked: Asked) -> str:
    if asked.format == "json":
        from kpiplan.documents.explanation import ExplanationWords, explanation_document

        words = [
            ExplanationWords(
                said(each.refusal).message if each.refusal else "",
                tuple(why_said(why, lines.rows) for why, lines in each.left_out.items()),
            )
            for each in found
        ]
        return reporting.document(explanation_document(found, words))
    from kpiplan.reports.actuals.explanation import explanation_report

    return reporting.page(explanation_report(found, asked.locale), asked.format, asked.output)
