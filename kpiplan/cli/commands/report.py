"""`kpiplan report`: a page to hand on, and its charts for slides."""

from __future__ import annotations

from typing import Annotated, get_args

import typer

from kpiplan.cli import console
from kpiplan.cli.export_options import ReadingOptions
from kpiplan.cli.gate_options import GateOptions
from kpiplan.cli.options import FORMAT_HELP, OutputOptions, command, format_of
from kpiplan.cli.page_inputs import PageInputs, PageOptions
from kpiplan.cli.page_output import ChartOption, Format, page_result
from kpiplan.cli.what_if import WhatIf

PageFiles = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="[PLAN] [EXPORT...]",
        help="A plan file (left out, plan.yaml beside the first export, or here); exports of what happened, if any.",
    ),
]


@command
def report(
    files: PageFiles = None,
    *,
    asked: PageOptions,
    under: WhatIf,
    gates: GateOptions,
    reading: ReadingOptions,
    chart: ChartOption = None,
    format: Annotated[Format | None, typer.Option(help=f"{FORMAT_HELP}a page (html).")] = None,
    out: OutputOptions,
) -> console.Result:
    """A page to hand on: the plan, and with exports how it stands, why, and where the year goes; or one of its charts.

    Example: kpiplan report plan.yaml exports/ -o review.html
    """
    locale = console.locale(out.lang)
    inputs = PageInputs(files or (), asked, under, gates, reading, locale)
    kind = format_of(format, out.output, get_args(Format), locale)
    return page_result(inputs, kind, chart, out.output)
