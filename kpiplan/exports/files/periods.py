"""The period that lines above a table state: from which day to which its rows reach."""

from __future__ import annotations

from kpiplan.exports.cells.dates import possible_orders, read_date
from kpiplan.exports.cells.names import PERIOD_END, PERIOD_START
from kpiplan.exports.cells.pattern import Pattern
from kpiplan.exports.cells.spans import Span

_DATE = (
    r"(?:\d{4}\s?[.\-/]\s?\d{1,2}\s?[.\-/]\s?\d{1,2}\.?|\d{8}|[A-Z][a-z]{2,8}\.? \d{1,2}, \d{4}"
    r"|\d{1,2} [A-Z][a-z]{2,8} \d{4}"
    r"|\d{1,2}[/.]\d{1,2}[/.]\d{2,4})"
)
_RANGE = Pattern(rf"({_DATE})\s*(?:-|~|to|\u2013|\u2014|\u301c|\uff5e)\s*({_DATE})", 0)
ANY_DATE = Pattern(_DATE, 0)


def stated_period(lines: list[str]) -> tuple[int | None, int | None]:
    """The days from and to which a table reaches by the lines above it; the last statement counts."""
    start: int | None = None
    end: int | None = None
    for line in lines:
        if found := _RANGE.search(line):
            first, last = _sure_day(found[1]), _sure_day(found[2])
            if first and last and first.start <= last.end:
                start, end = first.start, last.end
        elif found_one := ANY_DATE.search(line):
            span = _sure_day(found_one[0])
            before = line[: found_one.start()]
            if span and PERIOD_START.search(before):
                start, end = span.start, None
            elif span and PERIOD_END.search(before) and start is not None:
                end = span.end
    return start, end


def _sure_day(text: str) -> Span | None:
    orders = possible_orders(text)
    return read_date(text, next(iter(orders)) if orders and len(orders) == 1 else None)


def titled_month(*titles: str) -> tuple[int, int] | None:
    """The days of the month that is the whole title of a table, or else of its sheet: `Jan 2026`."""
    for title in titles:
        if (span := read_date(title.strip())) and span.grain == "month":
            return span.start, span.end
    return None
