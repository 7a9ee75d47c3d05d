"""Columns of dates that are each other rounded down: the day beside its week and its month."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from kpiplan.exports.cells.spans import Span, first_day, month_of
from kpiplan.exports.columns.readings import Dating


def finest(rows: Sequence[list[str]], datings: Sequence[Dating]) -> int | None:
    """The position of the dating of which all others are but rounded down: to weeks, to months."""
    spans = [[_span(dating, cells) for dating in datings] for cells in rows]
    for at in range(len(datings)):
        others = [number for number in range(len(datings)) if number != at]
        if all(_is_rounded([(row[at], row[other]) for row in spans]) for other in others):
            return at
    return None


def _span(dating: Dating, cells: list[str]) -> Span | None:
    return dating.read(tuple(cells[at].strip() if at < len(cells) else "" for at in dating.columns))


def _is_rounded(pairs: list[tuple[Span | None, Span | None]]) -> bool:
    """Whether each second day is the first of the week, month, quarter or year of the first, or the same day.

    Of one row alone that says nothing.
    """
    known = [(fine, coarse) for fine, coarse in pairs if fine or coarse]
    if not all(fine and coarse and coarse.start <= fine.start <= fine.end for fine, coarse in known):
        return False
    days = [(fine.start, coarse.start) for fine, coarse in known if fine and coarse]
    if all(fine == coarse for fine, coarse in days):
        return bool(days)
    fewer = len({coarse for _, coarse in days}) < len({fine for fine, _ in days})
    return fewer and any(all(begin(fine) == coarse for fine, coarse in days) for begin in _beginnings(days))


def _beginnings(days: list[tuple[int, int]]) -> list[Callable[[int], int]]:
    """How days may be rounded down; weeks begin on the weekday of the first that is."""
    weekday = days[0][1] % 7

    def of_months(size: int) -> Callable[[int], int]:
        return lambda day: first_day(month_of(day).plus(-((month_of(day).month - 1) % size)))

    return [lambda day: day, lambda day: day - (day - weekday) % 7, of_months(1), of_months(3), of_months(12)]
