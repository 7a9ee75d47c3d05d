"""The period that lines above a table state: from which day to which its rows reach."""

from __future__ import annotations

import re

from kpiplan.exports.cells.dates import Order, possible_orders, read_date
from kpiplan.exports.cells.names import PERIOD_END, PERIOD_START
from kpiplan.exports.cells.pattern import Pattern
from kpiplan.exports.cells.spans import Span
from kpiplan.exports.languages import names

_BETWEEN = "|".join(map(re.escape, names(lambda language: language.between)))
_DATE = (
    r"(?:\d{4}\s?[.\-/年년]\s?\d{1,2}\s?[.\-/月월]\s?\d{1,2}\s?[.日일]?|(?<!\d)\d{8}(?!\d)"
    r"|[^\W\d_]{3,12}\.?\s\d{1,2},\s\d{4}"
    r"|(?<!\d)\d{1,2}(?:\.|er|º|°)?\s(?:de\s|d')?[^\W\d_]{3,12}\.?\s(?:de\s|del\s)?\d{4}"
    r"|(?<!\d)\d{1,2}[/.\-]\d{1,2}[/.\-]\d{2,4})"
)
_TAIL = r"(?:\s?г(?:\.|ода)?|,? \d{1,2}:\d\d(?: ?[AP]M)?)?"  # behind a year, and the time of a day
_RANGE = Pattern(
    rf"({_DATE}){_TAIL}\s*(?:[-~,\u2013\u2014\u301c\uff5e]|to\b|(?:{_BETWEEN})(?=[\s\d]))\s*({_DATE})",
    0,
)
ANY_DATE = Pattern(_DATE, 0)


def stated_period(lines: list[str]) -> tuple[int | None, int | None]:
    """The days from and to which a table reaches by the lines above it; the last statement counts."""
    start: int | None = None
    end: int | None = None
    for line in lines:
        if found := _RANGE.search(line):
            first, last = _sure_days(found[1], found[2])
            if first and last and first.start <= last.end:
                start, end = first.start, last.end
        elif found_one := ANY_DATE.search(line):
            span, _ = _sure_days(found_one[0], "")
            before = line[: found_one.start()]
            if span and PERIOD_START.search(before):
                start, end = span.start, None
            elif span and PERIOD_END.search(before) and start is not None:
                end = span.end
    return start, end


def _sure_days(*texts: str) -> list[Span | None]:
    """Days that are written alike: where one of them tells day first or month first, it tells the other."""
    texts = tuple(text.strip() for text in texts)
    known = [orders for text in texts if (orders := possible_orders(text)) is not None]
    together: list[Order | None] = [*sorted(frozenset.intersection(*known))] if known else [None]
    found = {tuple(read_date(text, order) for text in texts) for order in together}
    return list(found.pop()) if len(found) == 1 else [None] * len(texts)


def titled_month(*titles: str) -> tuple[int, int] | None:
    """The days of the month that is the whole title of a table, or else of its sheet: `Jan 2026`."""
    for title in titles:
        if (span := read_date(title.strip())) and span.grain == "month":
            return span.start, span.end
    return None
