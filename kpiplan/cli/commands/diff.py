"""`kpiplan diff`: what a change of the plan does to the targets, and which part of it does how much."""

from __future__ import annotations

from functools import partial
from typing import Annotated, Literal, get_args

import typer

from kpiplan.analysis.plan_diff.diff import PlanDiff, plan_diff
from kpiplan.cli import console, errors, reporting
from kpiplan.cli.diff_gates import Gates, LimitOption, gate_said, gates, limits
from kpiplan.cli.diff_sides import BrokenPlans, PlanRead, sides
from kpiplan.cli.options import FORMAT_HELP, OutputOptions, command
from kpiplan.cli.report_options import CI_FORMATS, Destination, ReportsOption, destination
from kpiplan.loader import built
from kpiplan.locales.english import Locale

Format = Literal["table", "csv", "json", "markdown", "github", "gitlab", "sarif", "junit"]
_SIDE = "A plan file, or REV:path of this git repository, such as main:plan.yaml"


@command
def diff(
    old: Annotated[str, typer.Argument(metavar="OLD", help=f"{_SIDE}; - reads standard input.")],
    new: Annotated[
        str | None, typer.Argument(metavar="[NEW]", help="The same; left out, OLD is compared with its last commit.")
    ] = None,
    fail_over: LimitOption = None,
    report: ReportsOption = None,
    format: Annotated[Format | None, typer.Option(help=f"{FORMAT_HELP}a table.")] = None,
    *,
    out: OutputOptions,
) -> console.Result:
    """What a change of the plan does to the targets, and which part of the change does how much.

    Example: kpiplan diff main:plan.yaml plan.yaml --fail-over visits=10%
    """
    locale = console.locale(out.lang)
    found = sides(old, new, locale)
    to = destination(format, out, report, get_args(Format), locale)
    if isinstance(found, BrokenPlans):
        return _refused(found, to)
    before, after = found
    compared = plan_diff((before.targets, before.root), (after.targets, after.root), partial(built, before.source))
    looked_at = gates(limits(fail_over or (), compared, locale))
    files = [(each.file, _text(found, compared, looked_at, *each, locale)) for each in to.reports]
    text = _text(found, compared, looked_at, to.format, to.output, locale)
    said = [locale.say("gate missed: {gate}", gate=gate_said(limit, locale)) for limit in looked_at.missed]
    remarks = [f"kpiplan: {each}" for each in said]
    return to.result(text, files, remarks, errors.SHORT if remarks else errors.FINE)


def _refused(found: BrokenPlans, to: Destination) -> console.Result:
    from kpiplan.cli.inspections import refused_plans  # few plans are broken

    return refused_plans("diff", found.loaded, found.remarks, to)


def _text(
    both: tuple[PlanRead, PlanRead], compared: PlanDiff, looked_at: Gates, kind: str, output: str | None, locale: Locale
) -> str:
    if kind == "csv":
        from kpiplan.documents.plan_diff import diff_rows

        return reporting.rows(diff_rows(compared))
    names = both[0].source.file, both[1].source.file
    if kind == "json":
        from kpiplan.documents.plan_diff import diff_document

        short = [(each.figure, each.part, each.most, gate_said(each)) for each in looked_at.missed]
        return reporting.document(diff_document(*names, compared, [*both[0].problems, *both[1].problems], short))
    if kind in CI_FORMATS:
        return _gates_text(names[1], looked_at, kind)
    from kpiplan.reports.plan_diff import diff_report

    return reporting.page(diff_report(*names, compared, locale), kind, output)


def _gates_text(plan: str, found: Gates, kind: str) -> str:
    """What a CI is told of the gates, at the new plan."""
    from kpiplan.cli.inspections import inspected, inspection_text
    from kpiplan.reports.inspection import missed_gate

    short = [missed_gate("moved", limit.figure.kpi, gate_said(limit), plan) for limit in found.missed]
    held = [missed_gate("moved", limit.figure.kpi, "", plan).case for limit in found.held]
    return inspection_text(inspected("diff", short, [plan], {plan: held}), kind)
