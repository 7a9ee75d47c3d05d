"""`kpiplan diff`: what a change of the plan does to the targets, and which part of it does how much."""

from __future__ import annotations

from functools import partial
from typing import Annotated, Literal, get_args

import typer

from kpiplan.analysis.plan_diff.diff import PlanDiff, plan_diff
from kpiplan.cli import console, errors, reporting
from kpiplan.cli.diff_gates import LimitOption, limits, missed
from kpiplan.cli.diff_sides import PlanRead, sides
from kpiplan.cli.options import FORMAT_HELP, OutputOptions, command, format_of
from kpiplan.loader import built
from kpiplan.locales.english import Locale

Format = Literal["table", "csv", "json", "markdown"]
_SIDE = "A plan file, or REV:path of this git repository, such as main:plan.yaml"


@command
def diff(
    old: Annotated[str, typer.Argument(metavar="OLD", help=f"{_SIDE}; - reads standard input.")],
    new: Annotated[
        str | None, typer.Argument(metavar="[NEW]", help="The same; left out, OLD is compared with its last commit.")
    ] = None,
    fail_over: LimitOption = None,
    format: Annotated[Format | None, typer.Option(help=f"{FORMAT_HELP}a table.")] = None,
    *,
    out: OutputOptions,
) -> console.Result:
    """What a change of the plan does to the targets, and which part of the change does how much.

    Example: kpiplan diff main:plan.yaml plan.yaml --fail-over visits=10%
    """
    locale = console.locale(out.lang)
    found = sides(old, new, locale)
    if isinstance(found, console.Result):
        return found
    kind = format_of(format, out.output, get_args(Format), locale)
    before, after = found
    compared = plan_diff((before.targets, before.root), (after.targets, after.root), partial(built, before.source))
    wanted = limits(fail_over or (), compared, locale)
    text = _text(found, compared, kind, out.output, locale)
    remarks = missed(wanted, locale)
    return console.Result(text, remarks, errors.SHORT if remarks else errors.FINE, out.output, utf8=kind != "table")


def _text(both: tuple[PlanRead, PlanRead], compared: PlanDiff, kind: str, output: str | None, locale: Locale) -> str:
    if kind == "csv":
        from kpiplan.documents.plan_diff import diff_rows

        return reporting.rows(diff_rows(compared))
    names = both[0].source.file, both[1].source.file
    if kind == "json":
        from kpiplan.documents.plan_diff import diff_document

        return reporting.document(diff_document(*names, compared, [*both[0].problems, *both[1].problems]))
    from kpiplan.reports.plan_diff import diff_report

    return reporting.page(diff_report(*names, compared, locale), kind, output)
