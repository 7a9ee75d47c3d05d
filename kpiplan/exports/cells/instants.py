"""Instants: a day and a time with its distance to UTC, as systems write them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta, timezone, tzinfo

from kpiplan.exports.cells.pattern import Pattern
from kpiplan.exports.cells.serials import seconds_of
from kpiplan.exports.cells.spans import Span, day_span

_INSTANT = Pattern(
    r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T,]|\s)\s*(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,]\d+)?)?"
    r"\s*(?:(Z|UTC|GMT)|(?:UTC|GMT)?([+-])(\d{2}):?(\d{2})?)"
)
SUMMER = timedelta(hours=1)  # by which the clock of one place is put forward


def _instant(text: str) -> datetime | None:
    found = _INSTANT.fullmatch(text.strip()) if ":" in text else None  # most dates have no time
    if not found:
        seconds = seconds_of(text)
        return None if seconds is None else datetime.fromtimestamp(seconds, UTC)
    year, month, day, hour, minute, second, zulu, sign, hours, minutes = found.groups(default="0")
    offset = timedelta() if zulu != "0" else timedelta(hours=int(hours), minutes=int(minutes))
    try:
        zone = timezone(-offset if sign == "-" else offset)
        return datetime(int(year), int(month), int(day), int(hour), int(minute), int(second), tzinfo=zone)
    except ValueError:
        return None


def day_in(text: str, zone: tzinfo) -> Span | None:
    """The day of an instant where clocks show the time of `zone`; None for what is no instant."""
    instant = _instant(text)
    if instant is None:
        return None
    try:
        day = instant.astimezone(zone)
    except (OverflowError, ValueError):  # within a day of the end of all calendars
        return None
    return day_span(day.year, day.month, day.day)


def of_several_places(texts: Iterable[str]) -> tuple[str, str] | None:
    """Two instants whose clocks are further apart than winter and summer of one place; None where there are none."""
    found: dict[timedelta, str] = {}
    for text in texts:
        if (instant := _instant(text)) and (offset := instant.utcoffset()) is not None:
            found.setdefault(offset, text)
    if not found or max(found) - min(found) <= SUMMER:
        return None
    return found[min(found)], found[max(found)]
