"""What is due when, as entries of a calendar: a day each, in a line, with what a reviewer needs below it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from kpiplan.analysis.reviews import Due, What
from kpiplan.locales.english import Locale, phrase
from kpiplan.plan.model import Plan
from kpiplan.reports.labels import kpi_name
from kpiplan.reports.reviews import background, goal_text, is_part_of_month
from kpiplan.tuples import NamedTuple

_SUMMARIES: dict[What, str] = {
    "review": phrase("Review {kpi}, {span}"),
    "deadline": phrase("Goal of {kpi}, {span}"),
    "task": phrase("Due: {kpi}, {span}"),
    "deed": phrase("Due: {kpi}, {span}"),
}


class Appointment(NamedTuple):
    """A day's entry; `key` is what it is of, the same whatever the plan says of that later."""

    day: date
    key: tuple[str, ...]
    summary: str
    lines: tuple[str, ...]


class Calendar(NamedTuple):
    """Entries under a name, in a language, made on a day that does not depend on the clock."""

    name: str
    language: str
    made: date
    entries: tuple[Appointment, ...]


def reviews_calendar(plan: Plan, due: Sequence[Due], locale: Locale) -> Calendar:
    """The entries of a plan, made on the first day of its year."""
    made = date(plan.start.year, plan.start.month, 1)
    return Calendar(plan.name, locale.name, made, tuple(_entry(plan, each, locale) for each in due))


def _entry(plan: Plan, entry: Due, locale: Locale) -> Appointment:
    chosen = entry.chosen
    first = entry.first if entry.what == "review" else entry.last
    said = locale.say(_SUMMARIES[entry.what], kpi=kpi_name(locale, chosen), span=locale.span(first, entry.last))
    owner = f" ({chosen.owner})" if chosen.owner else ""
    key = (plan.name, chosen.id, entry.what, entry.day.isoformat())
    return Appointment(entry.day, key, said + owner, tuple(_lines(plan, entry, locale)))


def _lines(plan: Plan, entry: Due, locale: Locale) -> Iterator[str]:
    goal = locale.say("must be: {goal}", goal=goal_text(entry, plan, locale))
    yield locale.say("{goal} in the whole month", goal=goal) if is_part_of_month(entry) else goal
    yield from background(entry.chosen, locale)
