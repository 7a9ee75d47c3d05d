"""Days of a calendar as spans: a day, a week, whole months."""

from datetime import date
from typing import Literal

from kpiplan.months import Month
from kpiplan.tuples import NamedTuple

Grain = Literal["day", "week", "month", "range", "quarter", "year"]
FIRST_YEAR, LAST_YEAR = 1970, 2100


class Span(NamedTuple):
    """Days from `start` to `end`, both included, as ordinals of `datetime.date`."""

    start: int
    end: int
    grain: Grain

    @property
    def month(self) -> Month | None:
        """The month in which the whole span lies, None where it lies in more than one."""
        first, last = month_of(self.start), month_of(self.end)
        return first if first == last else None


def month_of(ordinal: int) -> Month:
    """The month of a day."""
    day = date.fromordinal(ordinal)
    return Month(day.year, day.month)


def last_day(month: Month) -> int:
    """The ordinal of a month's last day."""
    return first_day(month.plus(1)) - 1


def first_day(month: Month) -> int:
    """The ordinal of a month's first day."""
    return date(month.year, month.month, 1).toordinal()


def day_span(year: int, month: int, day: int) -> Span | None:
    """One day, None where there is no such day."""
    try:
        ordinal = date(_full_year(year), month, day).toordinal()
    except ValueError:
        return None
    return Span(ordinal, ordinal, "day") if FIRST_YEAR <= _full_year(year) <= LAST_YEAR else None


def months_span(year: int, month: int, count: int, grain: Grain) -> Span | None:
    """`count` whole months from the given one on."""
    year = _full_year(year)
    if not (1 <= month <= 12 and FIRST_YEAR <= year <= LAST_YEAR):
        return None
    begin = Month(year, month)
    return Span(first_day(begin), last_day(begin.plus(count - 1)), grain)


def _full_year(year: int) -> int:
    return year + (2000 if year < 70 else 1900) if year < 100 else year
