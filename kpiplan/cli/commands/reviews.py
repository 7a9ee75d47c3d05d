"""`kpiplan reviews`: which KPI is looked at when, and whose it is."""

from __future__ import annotations

from typing import Annotated, Literal, get_args

import typer

from kpiplan.analysis.reviews import due
from kpiplan.cli import console, errors, reporting
from kpiplan.cli.options import FORMAT_HELP, OutputOptions, PlanFile, command, format_of
from kpiplan.cli.planning import planned
from kpiplan.locales.english import Locale
from kpiplan.months import Month, parse_month, plan_months
from kpiplan.plan.kpi_goals import owner_key
from kpiplan.plan.model import Plan
from kpiplan.problems import nearest
from kpiplan.reports.reviews import NOTHING_CHOSEN, Shown, reviews_report

Format = Literal["table", "csv", "json", "markdown", "ics"]


@command
def reviews(
    plan: PlanFile = None,
    month: Annotated[
        str | None, typer.Option(metavar="MONTH", help="One month, such as 2020-03; left out, the plan's year.")
    ] = None,
    owner: Annotated[str | None, typer.Option(metavar="NAME", help="Only what is theirs.")] = None,
    format: Annotated[Format | None, typer.Option(help=f"{FORMAT_HELP}a table. ics: a calendar.")] = None,
    *,
    out: OutputOptions,
) -> console.Result:
    """Which KPI is looked at when, whose it is, and what it must be then."""
    locale = console.locale(out.lang)
    found = planned(plan, locale)
    if isinstance(found, console.Result):
        return found
    kind = format_of(format, out.output, get_args(Format), locale)
    shown = _shown(found.plan, month, owner, locale)
    if kind in ("table", "markdown"):
        return console.Result(
            reporting.page(reviews_report(shown), kind, out.output),
            found.remarks,
            output=out.output,
            utf8=kind != "table",
        )
    nothing = () if found.plan.kpis else (console.Aside(f"{found.file}: {locale.say(NOTHING_CHOSEN)}"),)
    return console.Result(_data(shown, kind), (*found.remarks, *nothing), output=out.output, utf8=True)


def _shown(plan: Plan, month: str | None, owner: str | None, locale: Locale) -> Shown:
    """The reviews that are asked for. Raises WrongUseError."""
    asked, whose = _month(month, plan, locale), _owner(owner, plan, locale)
    entries = [each for each in due(plan, asked) if not whose or owner_key(each.chosen.owner) == owner_key(whose)]
    return Shown(plan, entries, asked, whose, locale)


def _month(text: str | None, plan: Plan, locale: Locale) -> Month | None:
    month = parse_month(text) if text is not None else None
    if text is not None and month is None:
        raise errors.WrongUseError(locale.say("--month {text} is no month; write it as 2020-03", text=repr(text)))
    months = plan_months(plan.start)
    if month is not None and month not in months:
        said = locale.say(
            "--month {month} is not in the plan's year, which is {first} to {last}",
            month=month,
            first=months[0],
            last=months[-1],
        )
        raise errors.WrongUseError(said)
    return month


def _owner(name: str | None, plan: Plan, locale: Locale) -> str:
    """The owner as the plan writes it. Raises WrongUseError where nothing is theirs."""
    if name is None:
        return ""
    owners = list(dict.fromkeys(chosen.owner for chosen in plan.kpis if chosen.owner))
    for owner in owners:
        if owner_key(owner) == owner_key(name):
            return owner
    if near := nearest(name, owners):
        raise errors.WrongUseError(locale.say("no KPI is owned by {name}; did you mean {near}?", name=name, near=near))
    if owners:
        listed = locale.listed(owners)
        raise errors.WrongUseError(
            locale.say("no KPI is owned by {name}; the owners are {owners}", name=name, owners=listed)
        )
    raise errors.WrongUseError(locale.say("no KPI is owned by {name}, nor by anybody else", name=name))


def _data(shown: Shown, kind: str) -> str:
    plan, entries, locale = shown.plan, shown.due, shown.locale
    if kind == "ics":
        from kpiplan.reports.calendar import reviews_calendar

        return reporting.calendar(reviews_calendar(plan, entries, locale), locale)
    from kpiplan.documents.reviews import reviews_document, reviews_rows

    if kind == "csv":
        return reporting.rows(reviews_rows(entries))
    return reporting.document(reviews_document(plan, entries))
