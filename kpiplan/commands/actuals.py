"""`kpiplan actuals`: what really happened, against the plan."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager, nullcontext
from typing import Annotated, Literal

import typer

from kpiplan import actuals as exports
from kpiplan import edge
from kpiplan.commands import pages
from kpiplan.commands.options import FORMAT_HELP, Language, Output, format_of
from kpiplan.commands.shown import Asked, Format, against, alone, refused
from kpiplan.commands.told import floors, overlaid, read_rules, split_rule
from kpiplan.loader import Loaded, load
from kpiplan.locales.english import Locale
from kpiplan.matching import breakdowns, compared_names, read_for
from kpiplan.months import Month, parse_month
from kpiplan.observed import wanted_names


def actuals(
    files: Annotated[
        list[str],
        typer.Argument(metavar="EXPORT...", help="Exports: files, folders or zips; - reads standard input."),
    ],
    plan: Annotated[
        str | None,
        typer.Option(metavar="FILE", help="The plan; left out, plan.yaml beside the first export, or here, if any."),
    ] = None,
    through: Annotated[
        str | None,
        typer.Option(metavar="MONTH", help="The last month, such as 2020-06; left out, the last one covered whole."),
    ] = None,
    fail_under: Annotated[
        list[str] | None,
        typer.Option(metavar="KPI=85%", help="Exit 1 where a KPI is below this part of its target to date."),
    ] = None,
    fail_on: Annotated[
        Literal["behind"] | None,
        typer.Option(help="Exit 1 where a stage or KPI is behind by more than chance explains, or overdue."),
    ] = None,
    read: Annotated[
        list[str] | None,
        typer.Option(
            metavar="RULE", help="Which column is which KPI: 'customers: count Closing Date where Stage = Closed Won'."
        ),
    ] = None,
    split: Annotated[
        str | None,
        typer.Option(metavar="RULE", help="Rows to segments: 'Lead Source: inbound = Web, Organic; outbound = SDR'."),
    ] = None,
    add: Annotated[bool, typer.Option("--add", help="The files add to each other.")] = False,
    year: Annotated[int | None, typer.Option(help="The year of months that do not say theirs.")] = None,
    day_first: Annotated[
        bool | None, typer.Option("--day-first/--month-first", help="How dates such as 3/4/2020 are read.")
    ] = None,
    encoding: Annotated[str | None, typer.Option(metavar="NAME", help="The files' encoding, such as cp949.")] = None,
    table: Annotated[
        str | None, typer.Option(metavar="N|TEXT", help="Of a file with several tables: its number or title.")
    ] = None,
    decimal: Annotated[
        Literal["point", "comma"] | None, typer.Option(help="What begins the decimals of a number.")
    ] = None,
    spans: Annotated[
        Literal["start", "spread"] | None, typer.Option(help="A row that spans two months: where it starts, or both.")
    ] = None,
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
    kind = format_of(format, output, ("table", "csv", "json", "markdown", "github"))
    asked = Asked(kind, output, last, limits, fail_on is not None, locale)
    rules = overlaid(good.actuals if good else (), told)
    inputs = exports.kept(files)
    with _watched() as progress:
        if good:
            found = read_for(good, inputs, rules, last, progress)
        else:
            found = exports.read_exports(inputs, rules=rules, through=last, progress=progress)
    if any(problem.severity == "error" for problem in found.problems):
        return refused(found, asked)
    if loaded and good:
        asked = asked._replace(breakdowns=breakdowns(good, inputs, rules, last))
        return against(found, good, loaded.source.file, asked)
    return alone(found, [edge.shown_name(name) for name in files], asked)


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


def _watched() -> AbstractContextManager[exports.Progress | None]:
    """A progress bar where a person is watching."""
    if not edge.watched():
        return nullcontext()
    from kpiplan.render.terminal import progress_bar

    return progress_bar()
