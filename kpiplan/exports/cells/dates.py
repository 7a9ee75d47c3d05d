"""Dates as exports write them: one text to a span of days; the order of day and month is decided for a
column.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable
from functools import lru_cache
from itertools import pairwise
from typing import Literal

from kpiplan.exports.cells.date_forms import (
    ERA,
    FORMS,
    MONTH,
    MONTH_LANGUAGES,
    MONTH_NAME,
    MONTHS,
    PLAIN_RANGE,
    RANGE,
    SHORTEST_RANGE,
    TAIL,
    TIME,
    TRIPLE,
    WEEKDAY,
    YEAR,
)
from kpiplan.exports.cells.pattern import Pattern
from kpiplan.exports.cells.spans import Span, day_span

_DIGIT = re.compile(r"\d")
_LETTERLESS = tuple(form for form in FORMS if not form.lettered)
KEPT = 8192  # cells, with what they come to
Order = Literal["mdy", "dmy", "ymd"]


def clean(text: str) -> str:
    """The text without weekday and time of day."""
    text = text.strip() if text.isascii() else unicodedata.normalize("NFKC", text).strip()
    if len(text) > 60:
        return ""
    if len(text) > 10:
        text = TIME.sub("", WEEKDAY.sub("", text)).strip()
    return WEEKDAY.sub("", text) if text[-1:] == ")" else text


@lru_cache(maxsize=KEPT)  # days come again and again
def read_date(text: str, order: Order | None = None) -> Span | None:
    """The days that a cell stands for, None where it is no date; `order` reads 4/3/2024, which alone is
    undecided.
    """
    if text.isascii() and not _DIGIT.search(text):  # most names of columns, and quickly
        return None
    text = clean(text)
    if len(text) < 4:
        return None
    if triple := TRIPLE.fullmatch(text):
        return _in_order(triple, order) if order in _orders(triple) else None
    if not _DIGIT.search(text):
        return None  # no form is without
    lettered = any(map(str.isalpha, text))
    for form in FORMS if lettered else _LETTERLESS:
        if (found := form.pattern.fullmatch(text)) and (span := form.read(*found.groups())):
            return span
    return _read_range(text, order)


def _read_range(text: str, order: Order | None) -> Span | None:
    if len(text) < SHORTEST_RANGE:
        return None
    found = PLAIN_RANGE.fullmatch(text) or RANGE.fullmatch(text)
    if not found:
        return None
    begin, finish = (read_date(part, order) for part in found.groups() if part)
    if not begin or not finish or begin.start > finish.end:
        return None
    return Span(begin.start, finish.end, "range")


def possible_orders(text: str) -> frozenset[Order] | None:
    """The orders in which a text such as 4/13/2024 is a date; None where the text is not of this form."""
    triple = TRIPLE.fullmatch(clean(text))
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


Spelling = tuple[str, int, str]  # mark between the numbers, digits of the year, how the others are filled up


def spellings(texts: Iterable[str]) -> Callable[[str], Spelling | None]:
    """How the dates such as 4/3/2024 of a column are spelled: who writes `03/30/2021` does not write `1/4/2021`.

    Days and months of one digit tell whether they are filled up with a 0, where a column has both.
    """
    fills: dict[tuple[str, int], tuple[set[str], set[str]]] = {}
    for text in texts:
        if triple := TRIPLE.fullmatch(clean(text)):
            for seen, part in zip(fills.setdefault(_form(triple), (set(), set())), (triple[1], triple[3]), strict=True):
                seen.add(_fill(part))
    mixed = {form for form, sides in fills.items() if any({"0", "1"} <= seen for seen in sides)}

    def spelling(text: str) -> Spelling | None:
        triple = TRIPLE.fullmatch(clean(text))
        if triple is None:
            return None
        filled = {_fill(triple[1]), _fill(triple[3])} - {""} if _form(triple) in mixed else set()
        return *_form(triple), max(filled, default="")

    return spelling


def _form(triple: re.Match[str]) -> tuple[str, int]:
    return triple[2], len(triple[4])


def _fill(number: str) -> str:
    """Whether a number of one digit is filled up: "0", is not: "1", or has two anyway."""
    return "0" if number.startswith("0") else "1" if len(number) == 1 else ""


def month_words(text: str) -> tuple[str, ...]:
    """What stands in a date where a month's name does, known or not, in lower case: `jan` of `Jan/26`."""
    text = clean(text)
    if MONTHS.get(text.lower().rstrip(".")):
        return (text.lower().rstrip("."),)
    if not any(map(str.isalpha, text)):
        return ()
    for form in FORMS:
        if form.named and (found := form.pattern.fullmatch(text)):
            return (found["name"].lower().rstrip("."),)
    parts = RANGE.fullmatch(text)
    return tuple(word for part in parts.groups() for word in month_words(part)) if parts else ()


def two_languages(texts: Iterable[str]) -> tuple[str, str] | None:
    """Two cells of a column whose months no one language calls so; None where one language has them all.

    Words that no language has for a month count only beside others that are months: `maj 26` below `jan 26`.
    """
    spoken = [(text, word) for text in texts for word in month_words(text)]
    remaining: frozenset[int] | None = None
    first = ""
    for text, word in spoken:
        languages = MONTH_LANGUAGES.get(word)
        if languages is None:
            continue
        if remaining is not None and not remaining & languages:
            return first, text
        if remaining is None or remaining & languages != remaining:
            first = text  # the cell that narrowed it last is the one to show
        remaining = languages if remaining is None else remaining & languages
    unknown = next((text for text, word in spoken if word not in MONTH_LANGUAGES), None)
    return (first, unknown) if remaining and unknown is not None else None


def day_or_year(texts: Iterable[str]) -> str | None:
    """A cell such as `Jan 26` of a column where the number may be the day: in a language that writes days behind
    months, with more numbers than months. None where there is none: then it is the year."""
    found = [
        (text, short[1].lower().rstrip("."), short[2])
        for text in texts
        if (plain := clean(text))[:1].isalpha() and (short := _SHORT.fullmatch(plain))
    ]
    first = [each for each in found if _DAY_LAST in MONTH_LANGUAGES.get(each[1], ())]
    return first[0][0] if len({each[2] for each in first}) > len({MONTHS[each[1]] for each in first}) else None


_SHORT = Pattern(rf"({MONTH_NAME})\s+(\d\d)")
_DAY_LAST = 1  # the rank of English
_MONTH_ALONE = re.compile(rf"(0?[1-9]|1[0-2])\s*(?:{MONTH})(?:{TAIL})?")


def read_month_alone(text: str) -> int | None:
    """1..12 for `1월`, `3月`, `January`, `Feb.`: a month whose year stands elsewhere."""
    text = unicodedata.normalize("NFKC", text).strip()
    found = _MONTH_ALONE.fullmatch(text)
    return int(found[1]) if found else MONTHS.get(text.lower().rstrip("."))


_LEADING = (  # compiled when the first text is held against it, as most headers need neither
    rf"((?:{ERA})?\d{{2,4}}\s*(?:{YEAR})\s*\d{{1,2}}\s*(?:{MONTH})|\d{{4}}[-/.]\d{{1,2}}(?!\d|[-/.]\s?\d)|"
    rf"\d{{1,2}}\s*(?:{MONTH})(?:{TAIL})?|(?:{MONTH_NAME})(?:[-/.\s']+\d{{2,4}})?)[\s_:·-]*(.*)"
)


def leading_month(text: str) -> tuple[int | None, int, str] | None:
    """Year (None where it stands elsewhere), month and the rest of a column name such as `1월 이용객`."""
    text = unicodedata.normalize("NFKC", text).strip()
    alone = read_month_alone(text)
    if alone:
        return None, alone, ""
    whole = read_date(text)
    if whole and whole.month and whole.grain == "month":
        return whole.month.year, whole.month.month, ""
    found = re.fullmatch(_LEADING, text, re.IGNORECASE)
    if not found or not found[2] or found[2][0].isdigit():  # `1월 2주`: what a number says of a month is not known
        return None
    if alone := read_month_alone(found[1]):
        return None, alone, found[2]
    span = read_date(found[1])
    return (span.month.year, span.month.month, found[2]) if span and span.month and span.grain == "month" else None


_LEADING_DAY = (
    rf"(\d{{4}}(?P<mark>[-/.])\d{{1,2}}(?P=mark)\d{{1,2}}|\d{{1,2}}(?P<other>[/.-])\d{{1,2}}(?P=other)\d{{4}}|"
    rf"\d{{1,2}}[-\s]{MONTH_NAME}[-\s]\d{{4}}|{MONTH_NAME}\s\d{{1,2}},?\s\d{{4}})(?:[\s_:·-]+(?P<rest>\D.*))?"
)


def leading_day(text: str, order: Order | None = None) -> tuple[Span, str] | None:
    """The day, and the rest of a column name such as `2026-01-31` or `31.01.2026 Leads`."""
    text = unicodedata.normalize("NFKC", text).strip()
    rest, span = "", read_date(text, order)
    if span is None and (found := re.fullmatch(_LEADING_DAY, text, re.IGNORECASE)):
        rest, span = found["rest"] or "", read_date(found[1], order)
    return (span, rest) if span and span.grain in ("day", "week", "range") else None


def consecutive_years(months: list[int], year: int) -> list[int]:
    """The year of each month of a row such as April … March from `year` on; the same where they jump."""
    follows = all(later == earlier % 12 + 1 for earlier, later in pairwise(months))
    years, current = [], year
    for position, month in enumerate(months):
        if follows and position and month == 1:
            current += 1
        years.append(current)
    return years
