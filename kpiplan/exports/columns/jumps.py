"""Dates that jump back where all others follow each other: a spreadsheet has turned day and month around, perhaps."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise

from kpiplan.exports.cells.kinds import ExportColumn
from kpiplan.exports.cells.spans import Span, month_of
from kpiplan.exports.columns.context import Context
from kpiplan.exports.results import Quoted

FEWEST = 2  # days on either side of a jump: one alone may have been added late


def warn_of_jump(context: Context, column: ExportColumn, read: Callable[[str], Span | None]) -> None:
    """Says where the days of a column, in order but for one place, jump to an earlier month of the same year there (of
    a column that begins with the last day: to a later one).
    """
    known = [(text, span.start) for text in column.texts if (span := read(text))]
    days = [day for _, day in known]
    at = _jump(days) or _jump([-day for day in days])
    if at is None:
        return
    before, after = (month_of(days[at - 1]), month_of(days[at]))
    if before.year == after.year and before != after:
        context.problem(
            "dates-jump-back", column=Quoted(column.name), first=Quoted(known[at - 1][0]), then=Quoted(known[at][0])
        )


def _jump(days: Sequence[int]) -> int | None:
    """Where days in ascending order go back, the one time that they do; None where they never do, or do again."""
    back = [at for at, (earlier, later) in enumerate(pairwise(days), 1) if later < earlier]
    return back[0] if len(back) == 1 and FEWEST <= back[0] <= len(days) - FEWEST else None
