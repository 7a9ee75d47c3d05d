"""What `kpiplan actuals` prints, and how it ends: exports against a plan, exports alone, exports that can't be read."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, NamedTuple

from kpiplan import edge
from kpiplan.actuals.results import Actuals as Exports
from kpiplan.commands.told import with_option
from kpiplan.comparison.compare import compare
from kpiplan.matching import match, template_problems
from kpiplan.measured import measure
from kpiplan.months import Month
from kpiplan.outcomes import outcomes
from kpiplan.plan import Plan
from kpiplan.problems import Problem, in_order
from kpiplan.render.problems import gate_annotations, problems_text, summary, workflow_annotations
from kpiplan.reports.gates import Floor, missed
from kpiplan.reports.model import Fact, Report
from kpiplan.reports.sources import source_lines

Format = Literal["table", "csv", "json", "markdown", "github"]


class Asked(NamedTuple):
    """What the command line asks for beside the files and the plan."""

    format: Format
    output: str | None
    through: Month | None
    floors: Sequence[Floor]
    on_behind: bool


def refused(found: Exports, format: Format, output: str | None) -> edge.Result:
    """Exports that can't be read have no result: their problems, and exit 1."""
    said = problems_text(_named(found.problems), color=edge.color_on_stderr())
    text = workflow_annotations(_named(found.problems)) if format == "github" else ""
    remarks = f"{said}kpiplan: nothing is compared: {summary(found.problems)}\n"
    return edge.Result(text, remarks, edge.SHORT, output, utf8=True)


def against(found: Exports, plan: Plan, file: str, asked: Asked) -> edge.Result:
    """Exports against a plan, and the gates."""
    results = outcomes(plan)
    matched = match(plan, results, found, asked.through)
    if isinstance(matched, str):
        return _nothing(found, matched, asked)
    comparison = compare(plan, results, matched.actuals)
    problems = in_order([*found.problems, *template_problems(comparison, found.sources[0].name)])
    gates = missed(comparison, asked.floors, on_behind=asked.on_behind)
    if asked.format == "csv":
        from kpiplan.render.actuals_csv import comparison_csv

        text = comparison_csv(comparison)
    elif asked.format == "json":
        from kpiplan.render.actuals_document import comparison_json

        text = comparison_json(comparison, gates, found, _named(problems))
    elif asked.format == "github":
        text = workflow_annotations(_named(problems)) + gate_annotations([gate.message for gate in gates], file)
    else:
        from kpiplan.reports.actuals import actuals_report
        from kpiplan.reports.facing import Facing

        report = actuals_report(Facing(plan, comparison, matched.last, matched.day))
        if gates and asked.format == "markdown":  # a terminal shows them last, on standard error
            fact = Fact("Missed", tuple(gate.message for gate in gates))
            report = report._replace(facts=(fact, *report.facts))
        text = _page(report, asked)
    missing = [f"kpiplan: gate missed: {gate.message}" for gate in gates]
    remarks = _remarks(found, problems, [*matched.notes, f"compared with {file}"], missing)
    return edge.Result(text, remarks, edge.SHORT if gates else edge.FINE, asked.output, utf8=asked.format != "table")


def alone(found: Exports, names: Sequence[str], asked: Asked) -> edge.Result:
    """The funnel that exports show, without a plan."""
    measured = measure(found, asked.through)
    if isinstance(measured, str):
        return _nothing(found, measured, asked)
    if asked.format == "csv":
        from kpiplan.render.actuals_csv import measured_csv

        text = measured_csv(measured)
    elif asked.format == "json":
        from kpiplan.render.actuals_document import measured_json

        text = measured_json(measured, found, _named(found.problems))
    elif asked.format == "github":
        text = workflow_annotations(_named(found.problems))
    else:
        from kpiplan.reports.measured import measured_report

        text = _page(measured_report(measured, ", ".join(names)), asked)
    remarks = _remarks(found, found.problems, measured.notes, ())
    return edge.Result(text, remarks, output=asked.output, utf8=asked.format != "table")


def _nothing(found: Exports, why: str, asked: Asked) -> edge.Result:
    """Exports that were read, and have nothing that could be shown."""
    remarks = _remarks(found, found.problems, (), [f"kpiplan: nothing to compare: {why}"])
    text = workflow_annotations(_named(found.problems)) if asked.format == "github" else ""
    return edge.Result(text, remarks, edge.SHORT, asked.output, utf8=True)


def _page(report: Report, asked: Asked) -> str:
    if asked.format == "markdown":
        from kpiplan.render.markdown import report_markdown

        return report_markdown(report)
    from kpiplan.render.terminal import report_text

    screen = edge.screen(asked.output)
    return report_text(report, screen.width, styled=screen.styled)


def _remarks(found: Exports, problems: Sequence[Problem], notes: Sequence[str], last: Sequence[str]) -> str:
    """How each file was read, what is to be said of it, what was left out, what the exit code is about."""
    said = problems_text(_named(problems), color=edge.color_on_stderr())
    lines = "".join(f"{line}\n" for line in source_lines(found.sources))
    return lines + said + "".join(f"{note}\n" for note in (*notes, *last))


def _named(problems: Sequence[Problem]) -> tuple[Problem, ...]:
    """Problems with the option that settles each, and the name that messages have for standard input."""
    return tuple(with_option(problem)._replace(file=edge.shown_name(problem.file)) for problem in problems)
