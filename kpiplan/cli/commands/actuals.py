"""`kpiplan actuals`: what really happened, against the plan."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, get_args

import typer

from kpiplan import exports as exports
from kpiplan.analysis.baseline.measured_funnel import read_linked
from kpiplan.analysis.matching import breakdowns, read_for
from kpiplan.cli import console, errors, reporting
from kpiplan.cli.actuals_output import Asked, Format, against, alone, refused
from kpiplan.cli.export_options import ComparedOptions, Exported, ReadingOptions
from kpiplan.cli.export_rules import rules_over
from kpiplan.cli.gate_options import GateOptions, floors
from kpiplan.cli.inputs import STDIN, check_there, plan_near, read_input, shown_name
from kpiplan.cli.options import FORMAT_HELP, OutputOptions, command, format_of
from kpiplan.loader import Loaded, load
from kpiplan.locales.english import Locale
from kpiplan.months import Month, parse_month
from kpiplan.plan.export_rules import FileRules
from kpiplan.plan.model import Plan

if TYPE_CHECKING:
    from kpiplan.exports.files.inputs import Input
    from kpiplan.exports.results import Exports, Progress


@command
def actuals(
    files: Exported,
    compared: ComparedOptions,
    gates: GateOptions,
    reading: ReadingOptions,
    *,
    format: Annotated[Format | None, typer.Option(help=f"{FORMAT_HELP}a table.")] = None,
    out: OutputOptions,
) -> console.Result:
    """What really happened, read from exports: on track or not, why, and where the year goes."""
    locale = console.locale(out.lang)
    last = _month(compared.through, locale)
    check_there(files)
    loaded = _plan(compared.plan, files, locale)
    if loaded and loaded.plan is None:
        return reporting.refused(loaded, locale)
    plan = loaded.plan if loaded else None
    rules = rules_over(plan, reading, locale)
    limits = floors(gates, plan, locale)
    kind = format_of(format, out.output, get_args(Format), locale)
    asked = Asked(kind, out.output, last, limits, gates.fail_on, locale)
    return _shown(files, loaded, rules, asked)


def _month(text: str | None, locale: Locale) -> Month | None:
    month = parse_month(text) if text is not None else None
    if text is not None and month is None:
        raise errors.WrongUseError(locale.say("--through {text} is no month; write it as 2020-06", text=repr(text)))
    return month


def _plan(name: str | None, files: Sequence[str], locale: Locale) -> Loaded | None:
    """The plan that is named, else the one beside the first export or here, if any."""
    if name == STDIN and STDIN in files:
        raise errors.WrongUseError(locale.say("standard input can't be both the plan and an export"))
    chosen = name or plan_near(files[0])
    return load(read_input(chosen), shown_name(chosen)) if chosen else None


def _shown(files: Sequence[str], loaded: Loaded | None, rules: Sequence[FileRules], asked: Asked) -> console.Result:
    """The exports, read: against the plan where there is one, else by themselves."""
    if asked.format == "xlsx" and not loaded:
        raise errors.WrongUseError(asked.locale.say("a workbook is of a plan: say --plan FILE"))
    inputs = exports.kept(files)
    plan = loaded.plan if loaded else None
    found = _read(plan, inputs, rules, asked.through)
    if any(problem.severity == "error" for problem in found.problems):
        return refused(found, asked)
    if loaded and plan:
        split = breakdowns(plan, inputs, rules, asked.through)
        asked = asked._replace(breakdowns=split, plan_text=loaded.source.text)
        return against(found, plan, loaded.source.file, asked)
    return alone(found, [shown_name(name) for name in files], asked, read_linked(inputs, rules, found))


def _read(
    plan: Plan | None, inputs: Sequence[str | Path | Input], rules: Sequence[FileRules], last: Month | None
) -> Exports:
    """What the exports show, for a plan or by themselves."""
    with _watched() as progress:
        if plan:
            return read_for(plan, inputs, rules, last, progress)
        return exports.read_exports(inputs, rules=rules, through=last, progress=progress)


def _watched() -> AbstractContextManager[Progress | None]:
    """A progress bar where a person is watching."""
    if not console.watched():
        return nullcontext()
    from kpiplan.formats.terminal import progress_bar

    return progress_bar(console.remark_screen().width or 80)
