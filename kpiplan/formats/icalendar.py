"""A calendar that calendar programs import: all-day entries that block nobody's time."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from unicodedata import category
from uuid import NAMESPACE_URL, uuid5

from kpiplan.reports.calendar import Appointment, Calendar

if TYPE_CHECKING:
    from icalendar import Event

EXTRA = "kpiplan[calendar]"


def calendar_text(calendar: Calendar) -> str:
    """The entries as iCalendar, the same for the same entries at any time. Raises ImportError without icalendar."""
    import icalendar

    made = icalendar.Calendar()
    made.add("prodid", f"-//kpiplan//reviews//{calendar.language.upper()}")
    made.add("version", "2.0")
    made.add("x-wr-calname", _one_line(calendar.name))
    stamp = datetime(calendar.made.year, calendar.made.month, calendar.made.day, tzinfo=UTC)
    for entry in calendar.entries:
        made.add_component(_event(entry, stamp))
    text: str = made.to_ical().decode()
    return text


def _event(entry: Appointment, stamp: datetime) -> Event:
    from icalendar import Event

    event = Event()
    event.add("uid", _uid(entry))
    event.add("dtstamp", stamp)
    event.add("dtstart", entry.day)
    event.add("dtend", entry.day + timedelta(days=1))
    event.add("summary", _one_line(entry.summary))
    event.add("description", "\n".join(_one_line(line) for line in entry.lines))
    event.add("transp", "TRANSPARENT")
    return event


def _uid(entry: Appointment) -> str:
    """The same for the same entry of the same plan, so that a calendar imported again replaces the one before."""
    return str(uuid5(NAMESPACE_URL, json.dumps(entry.key)))


def _one_line(text: str) -> str:
    """A text without line breaks and control characters, which a calendar could take for lines of its own."""
    return " ".join("".join(" " if category(char) in ("Cc", "Zl", "Zp") else char for char in text).split())
