"""Days as spreadsheets store them: how many have passed since the end of 1899, in a cell that lost its format. And
instants as programs store them: the seconds, or thousandths, since 1970."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime

from kpiplan.exports.cells.spans import Span, day_span

FIRST, LAST = 20_000, 80_000  # 1954 to 2119: what lies outside is a number
LONGEST = 20 * 366  # days between the first and the last of a column: sums spread over more
_EPOCH = date(1899, 12, 30).toordinal()
_SERIAL = re.compile(r"([2-7]\d{4}|80000)(?:[.,]\d+)?")  # a part of a day is a time
_SECONDS = re.compile(r"(1\d{9})(?:\.\d+|\d{3})?")  # 2001 to 2033
_SUM = re.compile(r"\bto date\b", re.IGNORECASE)


def seconds_of(text: str) -> int | None:
    """The seconds since 1970 that a number such as 1767605400 says, None for what is no such number."""
    found = _SECONDS.fullmatch(text.strip())
    return int(found[1]) if found else None


def serial_day(text: str) -> Span | None:
    """The day of a number such as 46023, or 1767605400 (in UTC), None for what is no such number."""
    found = _SERIAL.fullmatch(text.strip())
    if not found:
        if (seconds := seconds_of(text)) is None:
            return None
        day = datetime.fromtimestamp(seconds, UTC).date()
        return day_span(day.year, day.month, day.day)
    day = date.fromordinal(_EPOCH + int(found[1]))
    return day_span(day.year, day.month, day.day)


def are_serials(name: str, texts: list[str]) -> bool:
    """Whether the numbers of a column that is called like a date are all such days, no further apart than a file
    reaches; `Revenue to date` is no date."""
    days = [span.start for text in texts if (span := serial_day(text))]
    return bool(days) and len(days) == len(texts) and max(days) - min(days) <= LONGEST and not _SUM.search(name)
