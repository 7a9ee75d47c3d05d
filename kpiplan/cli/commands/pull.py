"""`kpiplan pull`: what was edited in a workbook, back into the plan."""

from __future__ import annotations

from typing import Annotated

import typer

from kpiplan.cli import console
from kpiplan.cli.options import Language, command
from kpiplan.tuples import NamedTuple


class PullOptions(NamedTuple):
    """Which plan, and whether it is written."""

    plan: Annotated[
        str | None,
        typer.Option("--plan", metavar="PLAN", help="The plan file; left out, plan.yaml beside the workbook."),
    ] = None
    write: Annotated[bool, typer.Option("--write", help="Write the changes into the plan file; comments stay.")] = False
    lang: Language = None


@command
def pull(
    workbook: Annotated[str, typer.Argument(metavar="WORKBOOK", help="A workbook that `target` or `actuals` wrote.")],
    options: PullOptions,
) -> console.Result:
    """What was edited in a workbook: shows the changes to the plan, and writes them with --write."""
    from kpiplan.cli.workbook_output import pull_result

    locale = console.locale(options.lang)
    return pull_result(workbook, options.plan, options.write, locale)
