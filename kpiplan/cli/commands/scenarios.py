"""`kpiplan scenarios`: the plan and what else it could be, side by side."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Literal, get_args

import typer

from kpiplan.analysis.scenarios import Scenery, ShownFigure, lines, scenery
from kpiplan.cli import console, errors, reporting
from kpiplan.cli.inputs import plan_and_words
from kpiplan.cli.options import FORMAT_HELP, OutputOptions, PlanFile, command, format_of
from kpiplan.cli.variants import Beside, beside
from kpiplan.cli.what_if import SetOption
from kpiplan.figures import By
from kpiplan.locales.english import Locale
from kpiplan.problems import nearest
from kpiplan.tuples import NamedTuple

Format = Literal["table", "csv", "json", "markdown"]
Names = Annotated[
    list[str] | None, typer.Argument(metavar="[NAME...]", help="Scenarios of the plan; left out, all of them.")
]


class ScenarioCut(NamedTuple):
    """Which figures are compared, and how the year is cut."""

    kpi: Annotated[list[str] | None, typer.Option(metavar="KPI", help="These figures alone; repeatable.")] = None
    by: Annotated[By | None, typer.Option(help="How to cut the year; left out, a table has years, data months.")] = None


@command
def scenarios(
    plan: PlanFile = None,
    names: Names = None,
    set: SetOption = None,
    *,
    compared: ScenarioCut,
    format: Annotated[Format | None, typer.Option(help=f"{FORMAT_HELP}a table.")] = None,
    out: OutputOptions,
) -> console.Result:
    """The plan and its scenarios side by side, then each against the plan.

    Example: kpiplan scenarios plan.yaml cautious --set leads=1.8%
    """
    locale = console.locale(out.lang)
    plan, named = plan_and_words(plan, names or (), locale)
    found = beside(plan, named, set or (), locale)
    if isinstance(found, console.Result):
        return found
    kind = format_of(format, out.output, get_args(Format), locale)
    by = compared.by or ("month" if kind in ("csv", "json") else "year")
    shown = scenery(found.variants, by)
    text = _text(found, shown, _lines(shown, compared, locale), compared, (kind, out.output), locale)
    return console.Result(text, found.remarks, found.code, out.output, utf8=kind != "table")


def _lines(shown: Sequence[Scenery], compared: ScenarioCut, locale: Locale) -> tuple[ShownFigure, ...]:
    """What is compared. Raises WrongUseError for a figure that nothing has."""
    try:
        return lines(shown, tuple(compared.kpi or ()))
    except KeyError as error:
        name = str(error.args[0])
        known = list(dict.fromkeys(figure.kpi for one in shown for figure in one.figures.figures))
        if near := nearest(name, known):
            text = locale.say("--kpi: no figure {name}; did you mean {near}?", name=name, near=near)
        else:
            text = locale.say("--kpi: no figure {name}; there are {names}", name=name, names=", ".join(known[:20]))
        raise errors.WrongUseError(text) from None


def _text(
    found: Beside,
    shown: Sequence[Scenery],
    wanted: Sequence[ShownFigure],
    compared: ScenarioCut,
    where: tuple[str, str | None],
    locale: Locale,
) -> str:
    kind, output = where
    chosen = wanted if compared.kpi else ()
    if kind == "csv":
        from kpiplan.documents.scenarios import scenarios_rows

        return reporting.rows(scenarios_rows(shown, chosen))
    if kind == "json":
        from kpiplan.documents.scenarios import scenarios_document

        return reporting.document(scenarios_document(shown, chosen, found.problems))
    from kpiplan.reports.scenarios import scenarios_report

    return reporting.page(scenarios_report(shown, wanted, locale, chosen=bool(compared.kpi)), kind, output)
