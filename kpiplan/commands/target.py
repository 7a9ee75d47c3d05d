"""`kpiplan target`: what every month must bring."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Literal, NamedTuple

import typer

from kpiplan import edge
from kpiplan.commands.options import FORMAT_HELP, Language, Output, PlanFile, format_of
from kpiplan.commands.pages import page
from kpiplan.commands.planned import Planned, planned
from kpiplan.figures import By, Figures
from kpiplan.locales.english import Locale
from kpiplan.outcomes import Outcome, figures
from kpiplan.plan import Plan
from kpiplan.problems import nearest


def target(
    plan: PlanFile,
    by: Annotated[
        Literal["month", "quarter", "year"] | None,
        typer.Option(help="How to cut the year; left out, the table chooses and data is by month."),
    ] = None,
    segment: Annotated[str | None, typer.Option(metavar="NAME", help="One segment only.")] = None,
    whole: Annotated[bool, typer.Option("--whole", help="Whole numbers that add up to the whole year.")] = False,
    format: Annotated[
        Literal["table", "csv", "json", "markdown"] | None,
        typer.Option(help=f"{FORMAT_HELP}a table."),
    ] = None,
    output: Output = None,
    lang: Language = None,
) -> edge.Result:
    """What every month must bring to reach the plan's goal."""
    locale = edge.locale(lang)
    found = planned(plan, locale)
    if isinstance(found, edge.Result):
        return found
    kind = format_of(format, output, ("table", "csv", "json", "markdown"), locale)
    _check_segment(segment, found.plan, locale)
    asked = _Asked(by, segment, whole, locale)
    if kind in ("csv", "json"):
        text = _data(found, asked, kind)
    else:
        from kpiplan.reports.target import target_report
        from kpiplan.reports.view import view_of

        text = page(target_report(view_of(found.plan, found.outcomes, *asked)), kind, output)
    return edge.Result(text, found.remarks, output=output, utf8=kind != "table")


class _Asked(NamedTuple):
    by: By | None
    segment: str | None
    whole: bool
    locale: Locale


def _check_segment(name: str | None, plan: Plan, locale: Locale) -> None:
    known = [segment.name for segment in plan.segments]
    if name is not None and name not in known:
        raise edge.WrongUseError(_no_segment(name, known, locale))


def _no_segment(name: str, known: Sequence[str], locale: Locale) -> str:
    if near := nearest(name, known):
        return locale.say("no segment {name}; did you mean {near}?", name=name, near=near)
    if known:
        return locale.say("no segment {name}; the segments are {names}", name=name, names=", ".join(known[:10]))
    return locale.say("no segment {name}; the plan has no segments", name=name)


def _data(found: Planned, asked: _Asked, format: str) -> str:
    plan, results = found.plan, found.outcomes
    shown = figures(plan, results, by=asked.by or "month", segment=asked.segment, whole_numbers=asked.whole)
    if format == "csv":
        from kpiplan.render.table_csv import figures_csv

        return figures_csv(shown)
    from kpiplan.render.document import figures_json

    return figures_json(shown._replace(problems=found.problems), _scorecard(plan, results, asked, shown))


def _scorecard(plan: Plan, results: Sequence[Outcome], asked: _Asked, shown: Figures) -> list[dict[str, object]]:
    """The chosen KPIs as data; those of the whole plan, so none beside one segment."""
    if not plan.kpis or asked.segment:
        return []
    from kpiplan.render.scorecard_document import planned_documents
    from kpiplan.scorecard import planned as scorecard

    cut = [[at + 1 for at in period.months] for period in shown.periods]
    return planned_documents(plan, scorecard.given_by_plan(plan, results), cut)
