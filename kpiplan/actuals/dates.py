"""Dates as exports write them: one text to a span of days; the order of day and month is decided for a
column.
"""

from __future__ import annotations

import re
import unicodedata
from calendar import monthrange
from collections.abc import Callable, Iterable
from datetime import date
from itertools import pairwise
from typing import Literal, NamedTuple

from kpiplan.months import Month, month_number

Order = Literal["mdy", "dmy", "ymd"]
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
    return date(month.year, month.month, monthrange(month.year, month.month)[1]).toordinal()


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


def _iso_week(year: int, week: int) -> Span | None:
    try:
        start = date.fromisocalendar(year, week, 1).toordinal()
    except ValueError:
        return None
    return Span(start, start + 6, "week")


def _named(day: str, name: str, year: str) -> Span | None:
    month = month_number(name.rstrip("."))
    return day_span(int(year), month, int(day)) if month else None


def _named_month(name: str, year: str) -> Span | None:
    month = month_number(name.rstrip("."))
    return months_span(int(year), month, 1, "month") if month else None


def _quarter(year: str, quarter: str) -> Span | None:
    return months_span(int(year), int(quarter) * 3 - 2, 3, "quarter")


_NAME = r"([A-Za-z]{3,9}\.?)"
_FORMS: tuple[tuple[re.Pattern[str], Callable[..., Span | None]], ...] = tuple(
    (re.compile(pattern, re.IGNORECASE), read)
    for pattern, read in (
        (r"(\d{4})\s*[-/.년年]\s*(\d{1,2})\s*[-/.월月]\s*(\d{1,2})\s*[.일日号]?",
         lambda y, m, d: day_span(int(y), int(m), int(d))),
        (r"(\d{2})\s*[년年]\s*(\d{1,2})\s*[월月]\s*(\d{1,2})\s*[일日]",
         lambda y, m, d: day_span(int(y), int(m), int(d))),
        (r"(\d{4})(\d\d)(\d\d)(?:\d\d){0,3}", lambda y, m, d: day_span(int(y), int(m), int(d))),
        (r"(\d{4})\s*[-/.년年]\s*(\d{1,2})\s*[.월月]?(?:分|份)?",
         lambda y, m: months_span(int(y), int(m), 1, "month")),
        (r"(\d{2})\s*[년年]\s*(\d{1,2})\s*[월月]", lambda y, m: months_span(int(y), int(m), 1, "month")),
        (r"(\d{4})(0[1-9]|1[0-2])", lambda y, m: months_span(int(y), int(m), 1, "month")),
        (r"(0?[1-9]|1[0-2])[/-](\d{4})", lambda m, y: months_span(int(y), int(m), 1, "month")),
        (rf"(\d{{1,2}})(?:st|nd|rd|th)?[-\s./]+{_NAME}[-\s./,]+(\d{{2}}|\d{{4}})", _named),
        (rf"{_NAME}\s+(\d{{1,2}})(?:st|nd|rd|th)?,?\s+(\d{{4}})", lambda n, d, y: _named(d, n, y)),
        (rf"(\d{{4}})[-\s/]{_NAME}[-\s/](\d{{1,2}})", lambda y, n, d: _named(d, n, y)),
        (rf"{_NAME}(?:[-/]|\s?['\u2019])(\d{{2}})", _named_month),
        (rf"{_NAME}[-\s/,']+(\d{{4}})", _named_month),
        (rf"(\d{{4}})[-\s/]+{_NAME}", lambda y, n: _named_month(n, y)),
        (r"([1-4])(?:st|nd|rd|th)\s+quarter,?\s+(?:of\s+)?(\d{4})", lambda q, y: _quarter(y, q)),
        (r"(?:q([1-4])|([1-4])q)[-\s/,']*(\d{4})", lambda a, b, y: _quarter(y, a or b)),
        (r"(\d{4})\s*[-년年]?\s*(?:q([1-4])|([1-4])q|第?\s*([1-4一二三四])\s*(?:분기|季度|四半期|季))",
         lambda y, a, b, c: _quarter(y, a or b or str("一二三四".find(c) + 1 or c))),
        (r"(\d{4})-?w(\d{2})", lambda y, w: _iso_week(int(y), int(w))),
        (r"(\d{4})\s*[년年]?", lambda y: months_span(int(y), 1, 12, "year")),
    )
)  # fmt: skip
_TRIPLE = re.compile(r"(\d{1,2})([/.\-])\s?(\d{1,2})\2\s?(\d{4}|\d{2})\.?")
_WEEKDAY = re.compile(
    r"^(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*\.?,?\s+|\s*\([월화수목금토일月火水木金土]\)", re.IGNORECASE
)
_TIME = re.compile(
    r"[T,\s]+(?:at\s+)?(?:오전|오후|上午|下午|午前|午後)?\s*\d{1,2}(?::\d{2}){1,2}(?:[.,]\d+)?\s*(?:[ap]\.?m\.?)?"
    r"\s*(?:Z|[A-Z]{2,5}|(?:UTC|GMT)?\s*[+-]\d{2}:?\d{0,2})?$",
    re.IGNORECASE,
)
_RANGE = re.compile(r"(.{4,30}?)(?:\s+-\s+|\s*[~\u301c\uff5e\u2013\u2014]\s*|\s+to\s+)(.{4,30})", re.IGNORECASE)
_PLAIN_RANGE = re.compile(r"(\d{8})-(\d{8})|(\d{4}-\d{2})/(\d{4}-\d{2})")


def clean(text: str) -> str:
    """The text without weekday and time of day."""
    text = text.strip() if text.isascii() else unicodedata.normalize("NFKC", text).strip()
    if len(text) > 60:
        return ""
    if len(text) > 10:
        text = _TIME.sub("", _WEEKDAY.sub("", text)).strip()
    return _WEEKDAY.sub("", text) if text[-1:] == ")" else text


def read_date(text: str, order: Order | None = None) -> Span | None:
    """The days that a cell stands for, None where it is no date; `order` reads 4/3/2024, which alone is
    undecided.
    """
    text = clean(text)
    if len(text) < 4:
        return None
    if triple := _TRIPLE.fullmatch(text):
        return _in_order(triple, order) if order in _orders(triple) else None
    for pattern, read in _FORMS:
        if (found := pattern.fullmatch(text)) and (span := read(*found.groups())):
            return span
    return _read_range(text, order)


def _read_range(text: str, order: Order | None) -> Span | None:
    found = _PLAIN_RANGE.fullmatch(text) or _RANGE.fullmatch(text)
    if not found:
        return None
    begin, finish = (read_date(part, order) for part in found.groups() if part)
    if not begin or not finish or begin.start > finish.end:
        return None
    return Span(begin.start, finish.end, "range")


def possible_orders(text: str) -> frozenset[Order] | None:
    """The orders in which a text such as 4/13/2024 is a date; None where the text is not of this form."""
    triple = _TRIPLE.fullmatch(clean(text))
    return _orders(triple) if triple else None


def _orders(triple: re.Match[str]) -> frozenset[Order]:
    # Dots stand between day, month and year; with a short year they may also begin with it (24.04.03).
    orders: tuple[Order, ...] = ("dmy", "mdy") if triple[2] != "." else ("dmy", "ymd")
    return frozenset(o for o in orders if (o != "ymd" or len(triple[4]) == 2) and _in_order(triple, o))


def _in_order(triple: re.Match[str], order: Order | None) -> Span | None:
    first, second, third = int(triple[1]), int(triple[3]), int(triple[4])
    if order == "dmy":
        return day_span(third, second, first)
    return day_span(third, first, second) if order == "mdy" else day_span(first, second, third)


def decide_order(texts: Iterable[str], known: Order | None = None) -> tuple[Order | None, frozenset[Order]]:
    """The order of day and month for a whole column, and the orders that remain possible.

    One order alone remains: it is that. None remains: the column contradicts itself. Several remain: `known`
    settles it, or it does not matter because both orders give every cell the same day.
    """
    remaining: frozenset[Order] | None = None
    matters = False
    firsts: set[str] = set()
    lasts: set[str] = set()
    for text in texts:
        orders = possible_orders(text)
        if not orders:
            continue
        remaining = orders if remaining is None else remaining & orders
        matters = matters or len({read_date(text, order) for order in orders}) > 1
        if "ymd" in orders and len(firsts) + len(lasts) < 100:
            firsts.add(clean(text)[:2])
            lasts.add(clean(text).rstrip(".")[-2:])
    if remaining is None:
        return known, frozenset()
    if remaining == {"dmy", "ymd"} and min(len(firsts), len(lasts)) <= 2 and max(len(firsts), len(lasts)) > 12:
        # More than twelve years, each time on the same day of the month, are none: what varies is the day.
        return ("dmy" if len(firsts) > 12 else "ymd"), frozenset()
    if len(remaining) > 1 and (known in remaining or not matters):
        return known if known in remaining else min(remaining), frozenset()
    return (next(iter(remaining)), remaining) if len(remaining) == 1 else (None, remaining)


_MONTH_ALONE = re.compile(r"(0?[1-9]|1[0-2])\s*[월月](?:分|份)?")


def read_month_alone(text: str) -> int | None:
    """1..12 for `1월`, `3月`, `January`, `Feb.`: a month whose year stands elsewhere."""
    text = unicodedata.normalize("NFKC", text).strip()
    found = _MONTH_ALONE.fullmatch(text)
    return int(found[1]) if found else month_number(text.rstrip("."))


_LEADING = re.compile(
    r"((?:\d{4}|\d{2})\s*[년年]\s*\d{1,2}\s*[월月]|\d{4}[-/.]\d{1,2}(?![\d])|\d{1,2}\s*[월月](?:分|份)?|[A-Za-z]{3,9}\.?"
    r"(?:[-\s']+\d{2,4})?)[\s_:·-]*(.*)"
)


def leading_month(text: str) -> tuple[int | None, int, str] | None:
    """Year (None where it stands elsewhere), month and the rest of a column name such as `1월 이용객`."""
    text = unicodedata.normalize("NFKC", text).strip()
    alone = read_month_alone(text)
    if alone:
        return None, alone, ""
    whole = read_date(text)
    if whole and whole.month and (whole.grain == "month" or date.fromordinal(whole.start).day == 1):
        return whole.month.year, whole.month.month, ""
    found = _LEADING.fullmatch(text)
    if not found or not found[2]:
        return None
    if alone := read_month_alone(found[1]):
        return None, alone, found[2]
    span = read_date(found[1])
    return (span.month.year, span.month.month, found[2]) if span and span.month and span.grain == "month" else None


def consecutive_years(months: list[int], year: int) -> list[int]:
    """The year of each month of a row such as April … March from `year` on; the same where they jump."""
    follows = all(later == earlier % 12 + 1 for earlier, later in pairwise(months))
    years, current = [], year
    for position, month in enumerate(months):
        if follows and position and month == 1:
            current += 1
        years.append(current)
    return years
