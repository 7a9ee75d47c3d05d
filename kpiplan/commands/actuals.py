"""`kpiplan actuals`: what really happened, against the plan."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kpiplan import actuals as exports
from kpiplan import edge
from kpiplan.commands import pages
from kpiplan.commands.options import FORMAT_HELP, Language, Output, format_of
from kpiplan.commands.reading_options import (
    DayFirst,
    DecimalSign,
    Exported,
    FailOn,
    FailUnder,
    OneTable,
    OverMonths,
    PlanBeside,
    Read,
    Segments,
    Through,
)
from kpiplan.commands.shown import Asked, Format, against, alone, refused
from kpiplan.commands.told import floors, overlaid, read_rules, split_rule
from kpiplan.exports import FileRules
from kpiplan.loader import Loaded, load
from kpiplan.locales.english import Locale
from kpiplan.matching import breakdowns, compared_names, read_for
from kpiplan.measured import read_linked
from kpiplan.months import Month, parse_month
from kpiplan.observed import wanted_names
from kpiplan.plan import Plan

if TYPE_CHECKING:
    from kpiplan.actuals.inputs import Input


def actuals(
    files: Exported,
    plan: PlanBeside = None,
    through: Through = None,
    fail_under: FailUnder = None,
    fail_on: FailOn = None,
    read: Read = None,
    split: Segments = None,
    add: Annotated[bool, typer.Option("--add", help="The files add to each other.")] = False,
    year: Annotated[int | None, typer.Option(help="The year of months that do not say theirs.")] = None,
    day_first: DayFirst = None,
    encoding: Annotated[str | None, typer.Option(metavar="NAME", help="The files' encoding, such as cp949.")] = None,
    table: OneTable = None,
    decimal: DecimalSign = None,
    spans: OverMonths = None,
    format: Annotated[Format | None, typer.Option(help=f"{FORMAT_HELP}a table.")] = None,
    output: Output = None,
    lang: Language = None,
) -> edge.Result:
    """What really happened, read from exports: on track or not, why, and where the year goes."""
    locale = edge.locale(lang)
    last = _month(through, locale)
    edge.check_there(files)
    loaded = _plan(plan, files, locale)
    if loaded and loaded.plan is None:
        return pages.refused(loaded, locale)
    good = loaded.plan if loaded else None
    known = list(dict.fromkeys([*compared_names(good), *wanted_names(good)])) if good else []
    told = {
        "kpis": read_rules(read or (), known, locale),
        "split": split_rule(split, locale),
        "add": add or None,
        "year": year,
        "day_first": day_first,
        "encoding": encoding,
        "table": table,
        "decimal": {"point": ".", "comma": ","}.get(decimal or ""),
        "spans": spans,
    }
    limits = floors(fail_under or (), compared_names(good) if good else [], locale)
    if good is None and (limits or fail_on):
        raise edge.WrongUseError(locale.say("a gate needs a plan, and none is here: name it with --plan FILE"))
    kind = format_of(format, output, ("table", "csv", "json", "markdown", "github"), locale)
    asked = Asked(kind, output, last, limits, fail_on, locale)
    rules = overlaid(good.actuals if good else (), told)
    inputs = exports.kept(files)
    found = _read(good, inputs, rules, last)
    if any(problem.severity == "error" for problem in found.problems):
        return refused(found, asked)
    if loaded and good:
        asked = asked._replace(breakdowns=breakdowns(good, inputs, rules, last))
        return against(found, good, loaded.source.file, asked)
    return alone(found, [edge.shown_name(name) for name in files], asked, read_linked(inputs, rules, found))


def _month(text: str | None, locale: Locale) -> Month | None:
    month = parse_month(text) if text is not None else None
    if text is not None and month is None:
        raise edge.WrongUseError(locale.say("--through {text} is no month; write it as 2020-06", text=repr(text)))
    return month


def _plan(name: str | None, files: Sequence[str], locale: Locale) -> Loaded | None:
    """The plan that is named, else the one beside the first export or here, if any."""
    if name == edge.STDIN and edge.STDIN in files:
        raise edge.WrongUseError(locale.say("standard input can't be both the plan and an export"))
    chosen = name or edge.plan_near(files[0])
    return load(edge.read_input(chosen), edge.shown_name(chosen)) if chosen else None


def _read(
    plan: Plan | None, inputs: Sequence[str | Path | Input], rules: Sequence[FileRules], last: Month | None
) -> exports.Actuals:
    """What the exports show, for a plan or by themselves."""
    with _watched() as progress:
        if plan:
            return read_for(plan, inputs, rules, last, progress)
        return exports.read_exports(inputs, rules=rules, through=last, progress=progress)


def _watched() -> AbstractContextManager[exports.Progress | None]:
    """A progress bar where a person is watching."""
    if not edge.watched():
        return nullcontext()
    from kpiplan.render.terminal import progress_bar

    return progress_bar(edge.remark_screen().width or 80)
