"""`kpiplan levers`: what one more point is worth."""

from __future__ import annotations

from typing import Annotated, Literal, get_args

import typer

from kpiplan.analysis.levers.levers import Levers
from kpiplan.analysis.levers.levers import levers as found_levers
from kpiplan.cli import console, reporting
from kpiplan.cli.options import FORMAT_HELP, OutputOptions, PlanFile, command, format_of
from kpiplan.cli.planning import Planned, planned, refuse_replanned
from kpiplan.cli.what_if import WhatIf
from kpiplan.locales.english import Locale

Format = Literal["table", "csv", "json", "markdown"]


@command
def levers(
    plan: PlanFile = None,
    point: Annotated[
        bool, typer.Option("--point", help="One percentage point of each rate, not a tenth of it.")
    ] = False,
    *,
    under: WhatIf,
    format: Annotated[Format | None, typer.Option(help=f"{FORMAT_HELP}a table.")] = None,
    out: OutputOptions,
) -> console.Result:
    """What a little more of each rate, volume or price is worth.

    Example: kpiplan levers plan.yaml --point
    """
    locale = console.locale(out.lang)
    found = planned(plan, locale, under)
    if isinstance(found, console.Result):
        return found
    refuse_replanned(found.plan, locale)
    kind = format_of(format, out.output, get_args(Format), locale)
    text = _text(found, found_levers(found.targets, point=point), (kind, out.output), locale)
    return console.Result(text, found.remarks, output=out.output, utf8=kind != "table")


def _text(found: Planned, shown: Levers, where: tuple[str, str | None], locale: Locale) -> str:
    kind, output = where
    if kind == "csv":
        from kpiplan.documents.levers import levers_rows

        return reporting.rows(levers_rows(shown))
    if kind == "json":
        from kpiplan.documents.levers import levers_document

        return reporting.document(levers_document(found.plan, shown, found.problems, found.changes))
    from kpiplan.reports.levers.report import levers_report

    return reporting.page(levers_report(found.targets, shown, locale, found.under), kind, output)
