"""`kpiplan target`: what every month must bring."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated, Literal, get_args

import typer

from kpiplan.cli import console, errors, reporting
from kpiplan.cli.options import FORMAT_HELP, LongRows, OutputOptions, PlanFile, command, format_of
from kpiplan.cli.planning import Planned, planned
from kpiplan.cli.safety import SafeOption, raised
from kpiplan.cli.what_if import WhatIf, said
from kpiplan.figures import By, Figures
from kpiplan.funnel.targets import PlanTargets, figures
from kpiplan.locales.english import Locale
from kpiplan.plan.model import Plan
from kpiplan.problems import nearest
from kpiplan.tuples import NamedTuple

if TYPE_CHECKING:  # few ask for it
    from kpiplan.analysis.goal_chance.safe_targets import SafeTargets

Format = Literal["table", "csv", "json", "markdown", "xlsx"]


class Cut(NamedTuple):
    """How the year is cut, and what of it is shown."""

    by: Annotated[
        By | None, typer.Option(help="How to cut the year; left out, the table chooses and data is by month.")
    ] = None
    segment: Annotated[str | None, typer.Option(metavar="NAME", help="One segment only.")] = None
    whole: Annotated[bool, typer.Option("--whole", help="Whole numbers that add up to the whole year.")] = False


class ScreenOptions(NamedTuple):
    """What of the plan is shown, where people read it."""

    detail: Annotated[bool, typer.Option("--detail", help="All of it: exact numbers, and what they rest on.")] = False
    chart: Annotated[bool, typer.Option("--chart", help="Funnel and seasons, drawn; in Markdown the funnel.")] = False


@command
def target(
    plan: PlanFile = None,
    *,
    cut: Cut,
    shown: ScreenOptions,
    under: WhatIf,
    safe: SafeOption = None,
    long: LongRows = False,
    format: Annotated[Format | None, typer.Option(help=f"{FORMAT_HELP}a table.")] = None,
    out: OutputOptions,
) -> console.Result:
    """What every month must bring to reach the plan's goal."""
    locale = console.locale(out.lang)
    found = planned(plan, locale, under)
    if isinstance(found, console.Result):
        return found
    kind = format_of(format, out.output, get_args(Format), locale, long=long)
    _check_segment(cut.segment, found.plan, locale)
    if kind == "xlsx":
        return _workbook(found, cut == Cut() and not under.asked and safe is None, out.output, locale)
    safer = raised(found, safe, locale)
    if isinstance(safer, console.Result):
        return safer
    told, data = (found, cut, safer), kind in ("csv", "json")
    text = _data(*told, kind, said(under) if long else None) if data else _page(*told, shown, kind, locale, out)
    return console.Result(text, found.remarks, output=out.output, utf8=kind != "table")


def _workbook(found: Planned, whole: bool, output: str | None, locale: Locale) -> console.Result:
    """The workbook of the plan. Raises WrongUseError where not the whole of it is asked for, as it stands."""
    if not whole:
        text = "a workbook has all months, quarters and segments of the plan as it stands: leave the other options out"
        raise errors.WrongUseError(locale.say(text))
    book = reporting.plan_workbook(found.targets, found.source.text, output, locale)
    return console.Result(book, found.remarks, output=output)


def _page(
    found: Planned,
    cut: Cut,
    safer: "SafeTargets | None",
    shown: ScreenOptions,
    format: str,
    locale: Locale,
    out: OutputOptions,
) -> str:
    from kpiplan.reports.target.report import target_chart, target_report
    from kpiplan.reports.target.view import view_of

    detail = shown.detail or format == "markdown"
    view = view_of(found.targets, *cut, locale, safer)._replace(under=found.under, detail=detail)
    report = target_chart(view) if shown.chart and format == "table" else target_report(view)
    if shown.chart and format == "markdown":
        report = report._replace(funnels=target_chart(view).funnels)
    return reporting.page(report, format, out.output, None if detail else reporting.COLUMNS)


def _check_segment(name: str | None, plan: Plan, locale: Locale) -> None:
    known = [segment.name for segment in plan.segments]
    if name is not None and name not in known:
        raise errors.WrongUseError(_no_segment(name, known, locale))


def _no_segment(name: str, known: Sequence[str], locale: Locale) -> str:
    if near := nearest(name, known):
        return locale.say("no segment {name}; did you mean {near}?", name=name, near=near)
    if known:
        return locale.say("no segment {name}; the segments are {names}", name=name, names=", ".join(known[:10]))
    return locale.say("no segment {name}; the plan has no segments", name=name)


def _data(found: Planned, cut: Cut, safer: "SafeTargets | None", format: str, version: str | None) -> str:
    targets = safer.targets if safer else found.targets
    shown = figures(targets, by=cut.by or "month", segment=cut.segment, whole_numbers=cut.whole)
    if version is not None:
        from kpiplan.documents.long_rows import PLAN, long_targets

        raised_by = f"safe {safer.safe.level * 100:.6g}%" if safer else ""
        return reporting.rows(long_targets(shown, ", ".join(filter(None, (version, raised_by))) or PLAN))
    if format == "csv":
        from kpiplan.documents.targets import figures_rows

        return reporting.rows(figures_rows(shown, safer.safe.level if safer else None))
    from kpiplan.documents.targets import figures_document

    scorecard = _scorecard(targets, cut, shown)
    safe = safer.safe if safer else None
    shown = shown._replace(problems=found.problems)
    return reporting.document(figures_document(shown, scorecard, found.changes, safe))


def _scorecard(targets: PlanTargets, cut: Cut, shown: Figures) -> list[dict[str, object]]:
    """The chosen KPIs as data; those of the whole plan, so none beside one segment."""
    plan = targets.plan
    if not plan.kpis or cut.segment:
        return []
    from kpiplan.analysis.scorecard import from_plan as scorecard
    from kpiplan.documents.scorecard import planned_documents

    periods = [[at + 1 for at in period.months] for period in shown.periods]
    return planned_documents(plan, scorecard.given_by_plan(targets), periods)
