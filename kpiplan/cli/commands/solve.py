"""`kpiplan solve`: any one unknown."""

from __future__ import annotations

from typing import Annotated, Literal, get_args

import typer

from kpiplan.analysis.solve import SolvedFor
from kpiplan.cli import console, errors, reporting
from kpiplan.cli.inputs import plan_and_words
from kpiplan.cli.options import FORMAT_HELP, OutputOptions, PlanFile, command, format_of
from kpiplan.cli.planning import Planned, planned, refuse_replanned
from kpiplan.cli.solving import answered
from kpiplan.cli.what_if import WhatIf
from kpiplan.loader import Loaded
from kpiplan.locales.english import Locale

Format = Literal["table", "csv", "json", "markdown"]
GivenFigure = Annotated[
    list[str] | None,
    typer.Argument(metavar="GIVEN", help='A figure and what it is to be: "visits=5000 a month", chance=80%.'),
]
Unknown = Annotated[
    str,
    typer.Option("--for", metavar="UNKNOWN", help="What is asked for: leads, revenue, visits.cost, any number's path."),
]


@command
def solve(
    plan: PlanFile = None,
    *,
    given: GivenFigure = None,
    unknown: Unknown,
    show: Annotated[bool, typer.Option("--show", help="Show the targets of the year under the answer.")] = False,
    under: WhatIf,
    format: Annotated[Format | None, typer.Option(help=f"{FORMAT_HELP}a table.")] = None,
    out: OutputOptions,
) -> console.Result:
    """Which rate, price or goal it takes for a figure to be so much.

    Example: kpiplan solve plan.yaml "visits=5000 a month" --for leads
    """
    locale = console.locale(out.lang)
    plan, wanted = plan_and_words(plan, given or (), locale)
    found = planned(plan, locale, under)
    if isinstance(found, console.Result):
        return found
    refuse_replanned(found.plan, locale)
    answer = answered(found.source, found.targets, wanted, unknown, locale)
    if isinstance(answer, Loaded):
        return reporting.refused(answer, locale)
    kind = format_of(format, out.output, get_args(Format), locale)
    text = _text(found, answer, (kind, out.output, show), locale)
    code = errors.FINE if answer.value is not None else errors.SHORT
    return console.Result(text, found.remarks, code, out.output, utf8=kind != "table")


def _text(found: Planned, answer: SolvedFor, where: tuple[str, str | None, bool], locale: Locale) -> str:
    kind, output, show = where
    if kind == "csv":
        from kpiplan.documents.solve import solve_rows

        return reporting.rows(solve_rows(answer))
    if kind == "json":
        from kpiplan.documents.solve import solve_document

        return reporting.document(solve_document(answer, found.problems, found.changes))
    from kpiplan.reports.solve import solve_report

    return reporting.page(solve_report(answer, locale, show=show, under=found.under), kind, output)
