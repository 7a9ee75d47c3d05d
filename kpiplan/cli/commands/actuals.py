"""`kpiplan actuals`: what really happened, against the plan."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated, get_args

import typer

from kpiplan import exports as exports
from kpiplan.cli import console, errors, reporting
from kpiplan.cli.actuals_output import Asked, Format, refused
from kpiplan.cli.export_options import AskedExports, ComparedOptions, ReadingOptions, ShownOptions
from kpiplan.cli.export_reading import last_month, read, within_year
from kpiplan.cli.export_rules import rules_over
from kpiplan.cli.gate_options import GateOptions, floors
from kpiplan.cli.inputs import check_there, plan_near, refuse_both, shown_name
from kpiplan.cli.options import FORMAT_HELP, OutputOptions, command
from kpiplan.cli.report_options import Destination, destination
from kpiplan.cli.sources import given
from kpiplan.cli.what_if import WhatIf, load_under, said

if TYPE_CHECKING:
    from kpiplan.exports.files.parquet import Named
    from kpiplan.loader import Loaded
    from kpiplan.locales.english import Locale
    from kpiplan.plan.export_rules import FileRules
    from kpiplan.plan.model import Plan


@command
def actuals(
    compared: ComparedOptions,
    shown: ShownOptions,
    under: WhatIf,
    gates: GateOptions,
    reading: ReadingOptions,
    *,
    files: AskedExports = None,
    format: Annotated[Format | None, typer.Option(help=f"{FORMAT_HELP}a table.")] = None,
    out: OutputOptions,
) -> console.Result:
    """What really happened, read from exports: on track or not, why, and where the year goes."""
    locale = console.locale(out.lang)
    last, named = last_month(compared.through, locale), _there(files)
    loaded = None if _none_wanted(compared, locale) else _plan(compared.plan, named, under, locale)
    to = destination(format, out, shown.report, get_args(Format), locale, long=shown.long)
    if loaded and loaded.plan is None:
        return _refused(loaded, to, locale)
    plan = loaded.plan if loaded else None
    within_year(last, plan, locale)
    rules, limits = rules_over(plan, reading, locale), floors(gates, plan, locale)
    asked = Asked(*to[:2], last, limits, gates.fail_on, locale, reports=to.reports, shown=shown)
    inputs = _inputs(named, loaded, rules, reading.timeout, locale)
    if compared.sql or compared.explain:
        return _before_reading(compared, plan, inputs, rules, asked)
    return _shown(inputs, named, loaded, rules, asked._replace(under=said(under, locale)))


def _there(files: list[str] | None) -> list[str]:
    """The files and tables that are named, which are there as far as that can be seen. Raises WrongUseError."""
    check_there(files or ())
    return files or []


def _inputs(
    files: Sequence[str], loaded: Loaded | None, rules: Sequence[FileRules], seconds: float | None, locale: Locale
) -> list[Named]:
    """The files that are named, and the tables of the plan that is beside its own. Raises WrongUseError."""
    beside = (loaded.plan, loaded.source.file) if loaded else (None, "")
    return exports.kept(given(files, beside, rules, seconds, locale))


def _refused(loaded: Loaded, to: Destination, locale: Locale) -> console.Result:
    from kpiplan.cli.inspections import refused_plans  # few plans are broken

    return refused_plans("actuals", [loaded], reporting.refused(loaded, locale).remarks, to)


def _none_wanted(compared: ComparedOptions, locale: Locale) -> bool:
    if compared.no_plan and compared.plan:
        raise errors.WrongUseError(locale.say("--no-plan and --plan {file} contradict each other", file=compared.plan))
    return compared.no_plan


def _plan(name: str | None, files: Sequence[str], under: WhatIf, locale: Locale) -> Loaded | None:
    """The plan that is named, else the one beside the first export or here, if any."""
    refuse_both(name, files, locale)
    chosen = name or plan_near(files[0] if files else "")
    if chosen is None and under.asked:
        raise errors.WrongUseError(locale.say("a change needs a plan, and none is here: name it with --plan FILE"))
    return load_under(chosen, under, locale) if chosen else None


def _shown(
    inputs: Sequence[Named], files: Sequence[str], loaded: Loaded | None, rules: Sequence[FileRules], asked: Asked
) -> console.Result:
    """The exports, read: against the plan where there is one, else by themselves."""
    if "xlsx" in asked.formats and not loaded:
        raise errors.WrongUseError(asked.locale.say("a workbook is of a plan: say --plan FILE"))
    if "xlsx" in asked.formats and asked.under:
        raise errors.WrongUseError(asked.locale.say("a workbook is of the plan as it stands: leave the changes out"))
    plan = loaded.plan if loaded else None
    asked = asked._replace(source=loaded.source if loaded else None)
    found = read(plan, inputs, rules, asked.through)
    if any(problem.severity == "error" for problem in found.problems):
        return refused(found, asked)
    if loaded and plan:
        from kpiplan.analysis.matching import breakdowns
        from kpiplan.cli.review_output import against

        asked = asked._replace(breakdowns=breakdowns(plan, inputs, rules, asked.through))
        return against(found, plan, asked)
    from kpiplan.analysis.baseline.measured_funnel import read_linked  # no plan is compared with
    from kpiplan.cli.measured_output import alone

    return alone(found, [shown_name(name) for name in files], asked, read_linked(inputs, rules, found))


def _before_reading(
    compared: ComparedOptions, plan: Plan | None, inputs: Sequence[Named], rules: Sequence[FileRules], asked: Asked
) -> console.Result:
    """How the exports would be read, or what a database would be asked."""
    if compared.sql:
        from kpiplan.cli.statements import asked_in_sql

        return asked_in_sql(plan, inputs, rules, asked)
    from kpiplan.cli.explanation import explained

    return explained(plan, inputs, rules, asked)
