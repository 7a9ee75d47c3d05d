"""`kpiplan reviews`: which KPI is looked at when, and whose it is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Literal

import typer

from kpiplan import edge
from kpiplan.chosen import owner_key
from kpiplan.commands.options import FORMAT_HELP, Language, Output, PlanFile, format_of
from kpiplan.commands.pages import page
from kpiplan.commands.planned import planned
from kpiplan.locales.english import Locale
from kpiplan.months import Month, parse_month, plan_months
from kpiplan.plan import Plan
from kpiplan.problems import nearest
from kpiplan.reports.reviews import NOTHING_CHOSEN, Shown, reviews_report
from kpiplan.reviews import Due, due


def reviews(
    plan: PlanFile,
    month: Annotated[
        str | None, typer.Option(metavar="MONTH", help="One month, such as 2020-03; left out, the plan's year.")
    ] = None,
    owner: Annotated[str | None, typer.Option(metavar="NAME", help="Only what is theirs.")] = None,
    format: Annotated[
        Literal["table", "csv", "json", "markdown", "ics"] | None,
        typer.Option(help=f"{FORMAT_HELP}a table. ics: a calendar."),
    ] = None,
    output: Output = None,
    lang: Language = None,
) -> edge.Result:
    """Which KPI is looked at when, whose it is, and what it must be then."""
    locale = edge.locale(lang)
    found = planned(plan, locale)
    if isinstance(found, edge.Result):
        return found
    kind = format_of(format, output, ("table", "csv", "json", "markdown", "ics"), locale)
    asked = _month(month, found.plan, locale)
    whose = _owner(owner, found.plan, locale)
    entries = [
        entry for entry in due(found.plan, asked) if not whose or owner_key(entry.chosen.owner) == owner_key(whose)
    ]
    remarks = found.remarks
    if kind in ("table", "markdown"):
        text = page(reviews_report(Shown(found.plan, entries, asked, whose, locale)), kind, output)
    else:
        text = _data(found.plan, entries, kind, locale)
        remarks += () if found.plan.kpis else (f"{found.file}: {locale.say(NOTHING_CHOSEN)}",)
    return edge.Result(text, remarks, output=output, utf8=kind != "table")


def _month(text: str | None, plan: Plan, locale: Locale) -> Month | None:
    month = parse_month(text) if text is not None else None
    if text is not None and month is None:
        raise edge.WrongUseError(locale.say("--month {text} is no month; write it as 2020-03", text=repr(text)))
    months = plan_months(plan.start)
    if month is not None and month not in months:
        said = locale.say(
            "--month {month} is not in the plan's year, which is {first} to {last}",
            month=month,
            first=months[0],
            last=months[-1],
        )
        raise edge.WrongUseError(said)
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
        raise edge.WrongUseError(locale.say("no KPI is owned by {name}; did you mean {near}?", name=name, near=near))
    if owners:
        listed = locale.listed(owners)
        raise edge.WrongUseError(
            locale.say("no KPI is owned by {name}; the owners are {owners}", name=name, owners=listed)
        )
    raise edge.WrongUseError(locale.say("no KPI is owned by {name}, nor by anybody else", name=name))


def _data(plan: Plan, entries: Sequence[Due], kind: str, locale: Locale) -> str:
    if kind == "ics":
        from kpiplan.render.calendar import EXTRA, reviews_ics

        try:
            return reviews_ics(plan, entries, locale)
        except ImportError:
            said = locale.say("a calendar needs icalendar: pip install '{extra}'", extra=EXTRA)
            raise edge.WrongUseError(said) from None
    from kpiplan.render import reviews_data

    return reviews_data.reviews_csv(entries) if kind == "csv" else reviews_data.reviews_json(plan, entries)
