"""`kpiplan target`: what every month must bring."""

from __future__ import annotations

from collections.abc import Sequence
from os.path import splitext
from typing import Annotated, Literal, NamedTuple

import typer

from kpiplan import edge
from kpiplan.checks import findings
from kpiplan.figures import By
from kpiplan.loader import Loaded, load
from kpiplan.outcomes import Outcome, figures, outcomes
from kpiplan.plan import Plan
from kpiplan.problems import Problem, nearest
from kpiplan.render.problems import problems_text, summary


def target(
    plan: Annotated[str, typer.Argument(metavar="PLAN", help="A plan file; - reads standard input.")],
    by: Annotated[
        Literal["month", "quarter", "year"] | None,
        typer.Option(help="How to cut the year; left out, the table chooses and data is by month."),
    ] = None,
    segment: Annotated[str | None, typer.Option(metavar="NAME", help="One segment only.")] = None,
    whole: Annotated[bool, typer.Option("--whole", help="Whole numbers that add up to the whole year.")] = False,
    format: Annotated[
        Literal["table", "csv", "json", "markdown"] | None,
        typer.Option(help="What to write; left out, what the ending of -o says, else a table."),
    ] = None,
    output: Annotated[
        str | None, typer.Option("--output", "-o", metavar="FILE", help="Write to a file, whole or not at all.")
    ] = None,
) -> edge.Result:
    """What every month must bring to reach the plan's goal."""
    edge.refuse_overwriting(plan, output)
    kind: str = format or _ENDINGS.get(splitext(output or "")[1].lower(), "table")
    loaded = load(edge.read_input(plan), edge.shown_name(plan))
    if loaded.plan is None:
        return _refused(loaded)
    _check_segment(segment, loaded.plan)
    results = outcomes(loaded.plan)
    problems = loaded.source.locate(findings(loaded.plan, results, loaded.problems))
    asked = _Asked(by, segment, whole)
    if kind in ("csv", "json"):
        text = _data(loaded.plan, results, problems, asked, kind)
    else:
        text = _page(loaded.plan, results, asked, kind, output)
    said = summary(problems)
    more = "kpiplan check" if plan == edge.STDIN else f"kpiplan check {plan}"
    remarks = f"{loaded.source.file}: {said}; `{more}` explains them\n" if said else ""
    return edge.Result(text, remarks, output=output, utf8=kind != "table")


_ENDINGS = {".csv": "csv", ".json": "json", ".md": "markdown"}


class _Asked(NamedTuple):
    by: By | None
    segment: str | None
    whole: bool


def _check_segment(name: str | None, plan: Plan) -> None:
    known = [segment.name for segment in plan.segments]
    if name is not None and name not in known:
        near = nearest(name, known)
        names = f"the segments are {', '.join(known[:10])}" if known else "the plan has no segments"
        raise edge.WrongUseError(f"no segment {name}; " + (f"did you mean {near}?" if near else names))


def _refused(loaded: Loaded) -> edge.Result:
    """A plan with errors has no result: its problems, and exit 1."""
    said = problems_text(loaded.problems, color=edge.color_on_stderr())
    return edge.Result(remarks=f"{said}{loaded.source.file}: {summary(loaded.problems)}\n", code=edge.SHORT)


def _data(plan: Plan, results: Sequence[Outcome], problems: tuple[Problem, ...], asked: _Asked, format: str) -> str:
    found = figures(plan, results, by=asked.by or "month", segment=asked.segment, whole_numbers=asked.whole)
    if format == "csv":
        from kpiplan.render.table_csv import figures_csv

        return figures_csv(found)
    from kpiplan.render.document import figures_json

    return figures_json(found._replace(problems=problems))


def _page(plan: Plan, results: Sequence[Outcome], asked: _Asked, format: str, output: str | None) -> str:
    from kpiplan.reports.target import target_report
    from kpiplan.reports.view import view_of

    report = target_report(view_of(plan, results, asked.by, asked.segment, asked.whole))
    if format == "markdown":
        from kpiplan.render.markdown import report_markdown

        return report_markdown(report)
    from kpiplan.render.terminal import report_text

    screen = edge.screen(output)
    return report_text(report, screen.width, styled=screen.styled)
