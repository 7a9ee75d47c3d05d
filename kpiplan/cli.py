"""The command line: parse, call, render, hand the result to the edge. No rule lives here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Annotated, Literal

import typer

from kpiplan import edge
from kpiplan.checks import findings
from kpiplan.figures import By
from kpiplan.loader import Loaded, load
from kpiplan.plan import Plan
from kpiplan.problems import Problem, in_order, nearest
from kpiplan.render.problems import problems_text, summary, workflow_annotations
from kpiplan.targets import Outcome, figures, outcomes

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)

PlanFile = Annotated[str, typer.Argument(metavar="PLAN", help="A plan file; - reads standard input.")]
OutputFile = Annotated[
    str | None, typer.Option("--output", "-o", metavar="FILE", help="Write to a file, whole or not at all.")
]


def _version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        typer.echo(f"kpiplan {version('kpiplan')}")
        raise typer.Exit


@app.callback()
def root(
    version: Annotated[
        bool, typer.Option("--version", help="Print the version.", callback=_version, is_eager=True)
    ] = False,
) -> None:
    """A funnel planner: from the year's goal to what every month must bring.

    Begin with `kpiplan init`, which writes a plan to start from, and `kpiplan target plan.yaml`.
    """


@app.command()
def target(
    plan: PlanFile,
    by: Annotated[
        Literal["month", "quarter", "year"] | None,
        typer.Option(help="How to cut the year; left out, the table chooses and data is by month."),
    ] = None,
    segment: Annotated[str | None, typer.Option(metavar="NAME", help="One segment only.")] = None,
    whole: Annotated[bool, typer.Option("--whole", help="Whole numbers that add up to the whole year.")] = False,
    format: Annotated[Literal["table", "csv", "json", "markdown"], typer.Option(help="What to write.")] = "table",
    output: OutputFile = None,
) -> edge.Result:
    """What every month must bring to reach the plan's goal."""
    loaded = load(edge.read_input(plan), edge.shown_name(plan))
    if loaded.plan is None:
        return _refused(loaded)
    _check_segment(segment, loaded.plan)
    results = outcomes(loaded.plan)
    problems = loaded.source.locate(findings(loaded.plan, results, loaded.problems))
    asked = _Asked(by, segment, whole)
    if format in ("csv", "json"):
        text = _data(loaded.plan, results, problems, asked, format)
    else:
        text = _page(loaded.plan, results, asked, format, output)
    said = summary(problems)
    remarks = f"{loaded.source.file}: {said}; `kpiplan check {plan}` explains them\n" if said else ""
    return edge.Result(text, remarks, output=output, utf8=format != "table")


@dataclass(frozen=True, slots=True)
class _Asked:
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
    from kpiplan.render.data import figures_csv, figures_json

    found = figures(plan, results, by=asked.by or "month", segment=asked.segment, whole_numbers=asked.whole)
    return figures_csv(found) if format == "csv" else figures_json(replace(found, problems=problems))


def _page(plan: Plan, results: Sequence[Outcome], asked: _Asked, format: str, output: str | None) -> str:
    from kpiplan.reports.target import target_report
    from kpiplan.reports.view import view_of

    report = target_report(view_of(plan, results, asked.by, asked.segment, asked.whole))
    if format == "markdown":
        from kpiplan.render.markdown import report_markdown

        return report_markdown(report)
    from kpiplan.render.terminal import report_text

    screen = edge.screen(output)
    return report_text(report, screen.width, styled=screen.styled, color=screen.color)


@app.command()
def check(
    plans: Annotated[list[str], typer.Argument(metavar="PLAN...", help="Plan files; - reads standard input.")],
    strict: Annotated[
        bool, typer.Option("--strict", help="Exit 1 for warnings that the plan does not accept.")
    ] = False,
    format: Annotated[Literal["text", "json", "github"], typer.Option(help="What to write.")] = "text",
) -> edge.Result:
    """What is wrong with plans, and what is worth knowing about them."""
    checked = [_checked(name) for name in plans]
    problems = [problem for file in checked for problem in file.problems]
    if format == "json":
        from kpiplan.render.data import files_json

        text = files_json(
            [(file.source.file, file.plan.name if file.plan else None, file.problems) for file in checked]
        )
    elif format == "github":
        text = workflow_annotations(in_order(problems))
    else:
        color = edge.screen(None).styled
        text = "".join(
            problems_text(file.problems, color=color)
            + f"{file.source.file}: {summary(file.problems) or 'no problems'}\n"
            for file in checked
        )
    failed = any(problem.counts if strict else problem.severity == "error" for problem in problems)
    return edge.Result(text, code=edge.SHORT if failed else edge.FINE, utf8=format != "text")


def _checked(name: str) -> Loaded:
    loaded = load(edge.read_input(name), edge.shown_name(name))
    if loaded.plan is None:
        return loaded
    found = findings(loaded.plan, outcomes(loaded.plan), loaded.problems)
    return replace(loaded, problems=loaded.source.locate(found))


@app.command()
def init(
    file: Annotated[str, typer.Argument(metavar="[FILE]", help="The plan file to write; - prints it.")] = "plan.yaml",
) -> edge.Result:
    """Write a commented plan to start from; never overwrites."""
    from kpiplan.starter import starter_plan

    text = starter_plan(edge.coming_year())
    if file == edge.STDIN:
        return edge.Result(text, utf8=True)
    edge.create_file(file, text)
    return edge.Result(remarks=f"{file} is written. Now: kpiplan target {file}\n")


@app.command()
def schema() -> edge.Result:
    """The JSON Schema of plan files, for editors."""
    import json

    from kpiplan.schema import plan_schema

    return edge.Result(json.dumps(plan_schema(), indent=2, ensure_ascii=False) + "\n", utf8=True)
