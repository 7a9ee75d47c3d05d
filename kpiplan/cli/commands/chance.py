"""`kpiplan chance`: how likely the goal is, and what that hangs on."""

from __future__ import annotations

from typing import Annotated, get_args

import typer

from kpiplan.cli import console
from kpiplan.cli.chance_options import ChanceOptions, question
from kpiplan.cli.chance_output import ExportsGiven, Format, answered
from kpiplan.cli.export_options import ReadingOptions
from kpiplan.cli.inputs import check_there, plan_and_exports, refuse_both
from kpiplan.cli.options import FORMAT_HELP, OutputOptions, PlanFile, command, format_of
from kpiplan.cli.planning import planned
from kpiplan.cli.what_if import WhatIf

SoFarFiles = Annotated[
    list[str] | None, typer.Argument(metavar="[EXPORT...]", help="Exports of the months so far: the chance from here.")
]


@command
def chance(
    plan: PlanFile = None,
    *,
    asked: ChanceOptions,
    reading: ReadingOptions,
    under: WhatIf,
    files: SoFarFiles = None,
    format: Annotated[Format | None, typer.Option(help=f"{FORMAT_HELP}a table.")] = None,
    out: OutputOptions,
) -> console.Result:
    """How likely the goal is, by luck alone and with what the plan rests on; what that hangs on, what makes it safe."""
    locale = console.locale(out.lang)
    wanted = question(asked, locale)
    plan, exports = plan_and_exports(plan, files or (), locale)
    told = ExportsGiven(exports, reading, asked.through)
    check_there(exports)
    refuse_both(plan, exports, locale)
    found = planned(plan, locale, under)
    if isinstance(found, console.Result):
        return found
    kind = format_of(format, out.output, get_args(Format), locale)  # which takes no input for the output
    return answered(found, wanted, told, kind, out.output, locale)
