"""What is due when as a calendar that calendar programs import: all-day entries that block nobody's time."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from unicodedata import category
from uuid import NAMESPACE_URL, uuid5

from kpiplan.analysis.reviews import Due, What
from kpiplan.analysis.scorecard.limits import sums
from kpiplan.locales.english import Locale, phrase
from kpiplan.plan.model import Plan
from kpiplan.reports.labels import kpi_name
from kpiplan.reports.reviews import background, goal_text

if TYPE_CHECKING:
    from icalendar import Event

EXTRA = "kpiplan[calendar]"
_SUMMARIES: dict[What, str] = {
    "review": phrase("Review {kpi}, {span}"),
    "deadline": phrase("Goal of {kpi}, {span}"),
    "task": phrase("Due: {kpi}, {span}"),
    "deed": phrase("Due: {kpi}, {span}"),
}


def reviews_ics(plan: Plan, due: Sequence[Due], locale: Locale) -> str:
    """The entries as iCalendar, the same for the same plan at any time. Raises ImportError without icalendar."""
    from icalendar import Calendar

    calendar = Calendar()
    calendar.add("prodid", f"-//kpiplan//reviews//{locale.name.upper()}")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", _one_line(plan.name))
    for entry in due:
        calendar.add_component(_event(plan, entry, locale))
    text: str = calendar.to_ical().decode()
    return text


def _event(plan: Plan, entry: Due, locale: Locale) -> Event:
    from icalendar import Event

    first = entry.first if entry.what == "review" else entry.last
    said = locale.say(_SUMMARIES[entry.what], kpi=kpi_name(locale, entry.chosen), span=locale.span(first, entry.last))
    owner = f" ({entry.chosen.owner})" if entry.chosen.owner else ""
    goal = locale.say("must be: {goal}", goal=goal_text(entry, plan, locale))
    if entry.chosen.cadence == "weekly" and sums(entry.chosen):
        goal = locale.say("{goal} in the whole month", goal=goal)
    lines = [goal, *background(entry.chosen, locale)]
    event = Event()
    event.add("uid", _uid(plan, entry))
    event.add("dtstamp", datetime(plan.start.year, plan.start.month, 1, tzinfo=UTC))
    event.add("dtstart", entry.day)
    event.add("dtend", entry.day + timedelta(days=1))
    event.add("summary", _one_line(said + owner))
    event.add("description", "\n".join(_one_line(line) for line in lines))
    event.add("transp", "TRANSPARENT")
    return event


def _uid(plan: Plan, entry: Due) -> str:
    """The same for the same entry of the same plan, so that a calendar imported again replaces the one before."""
    return str(uuid5(NAMESPACE_URL, json.dumps([plan.name, entry.chosen.id, entry.what, entry.day.isoformat()])))


def _one_line(text: str) -> str:
    """A text without line breaks and control characters, which a calendar could take for lines of its own."""
    return " ".join("".join(" " if category(char) in ("Cc", "Zl", "Zp") else char for char in text).split())
