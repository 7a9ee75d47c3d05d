"""`kpiplan replan`: the rest of the year planned anew, given what happened."""

from __future__ import annotations

from typing import Annotated, Literal, get_args

import typer

from kpiplan.analysis.replan.replan import RestOfYear
from kpiplan.analysis.replan.replan import replan as planned_anew
from kpiplan.cli import console, errors, reporting
from kpiplan.cli.chance_actuals import read_so_far
from kpiplan.cli.export_options import EXPORTS, ReadingOptions
from kpiplan.cli.inputs import check_there, plan_and_exports, refuse_both
from kpiplan.cli.options import FORMAT_HELP, OutputOptions, PlanFile, command, format_of
from kpiplan.cli.planning import Planned, planned
from kpiplan.cli.replan_options import ReplanOptions, question
from kpiplan.cli.replan_overlay import Evidence, overlay_text
from kpiplan.locales.english import Locale

Format = Literal["table", "csv", "json", "markdown", "yaml"]
ExportedSoFar = Annotated[list[str] | None, typer.Argument(metavar="EXPORT...", help=EXPORTS)]


@command
def replan(
    plan: PlanFile = None,
    *,
    files: ExportedSoFar = None,
    asked: ReplanOptions,
    reading: ReadingOptions,
    format: Annotated[Format | None, typer.Option(help=f"{FORMAT_HELP}a table; yaml is a plan to go on with.")] = None,
    out: OutputOptions,
) -> console.Result:
    """What each month left must bring now to reach the goal after all, or what can still be reached.

    Example: kpiplan replan plan.yaml exports/ -o replan.yaml
    """
    locale = console.locale(out.lang)
    wanted = question(asked, locale)
    plan, exports = plan_and_exports(plan, files or (), locale, needed=True)
    check_there(exports)
    refuse_both(plan, exports, locale)
    found = planned(plan, locale)
    if isinstance(found, console.Result):
        return found
    kind = format_of(format, out.output, get_args(Format), locale)
    so_far = read_so_far(found, exports, reading, asked.through, locale)
    if isinstance(so_far, console.Result):
        return so_far
    anew = planned_anew(found.targets, so_far.actuals, wanted)
    return _shown(found, anew, Evidence(plan, exports), (kind, out), (*so_far.remarks, *found.remarks), locale)


def _shown(
    found: Planned,
    anew: RestOfYear,
    told: Evidence,
    where: tuple[str, OutputOptions],
    remarks: tuple[str, ...],
    locale: Locale,
) -> console.Result:
    """The re-plan; exit 1 where no work at the top brings the goal, and none written where there is none."""
    kind, out = where
    late = anew.chosen.factor is None
    if not anew.months or (late and kind == "yaml"):
        said = locale.say("nothing is left to plan: {won} of {goal} at the end of the year", **_counts(anew, locale))
        if anew.months:
            text = "nothing more brings {goal} within the year; --goal reachable plans for {reachable}"
            said = locale.say(text, **_counts(anew, locale))
        return console.Result(remarks=[*remarks, f"kpiplan: {said}"], code=errors.SHORT)
    text = overlay_text(anew, told, out.output, locale) if kind == "yaml" else _text(found, anew, kind, out, locale)
    return console.Result(text, remarks, errors.SHORT if late else errors.FINE, out.output, utf8=kind != "table")


def _counts(anew: RestOfYear, locale: Locale) -> dict[str, str]:
    counts = {"won": anew.won, "goal": anew.goal, "reachable": anew.reachable}
    return {name: locale.count(value) for name, value in counts.items()}


def _text(found: Planned, anew: RestOfYear, kind: str, out: OutputOptions, locale: Locale) -> str:
    if kind == "csv":
        from kpiplan.documents.replan import replan_rows

        return reporting.rows(replan_rows(anew))
    if kind == "json":
        from kpiplan.documents.replan import replan_document

        return reporting.document(replan_document(anew, found.problems))
    from kpiplan.reports.replan import replan_report

    return reporting.page(replan_report(anew, locale), kind, out.output)
