"""Rows below a blank line and a title of their own that go on with the table above: another half of the year."""

from __future__ import annotations

import re
from collections.abc import Sequence

from kpiplan.exports.cells.dates import possible_orders, read_date, read_month_alone
from kpiplan.exports.cells.names import PLANNED_NAME, is_total, key, words
from kpiplan.exports.cells.numbers import is_number

MOST_TITLES = 2  # rows of one cell between the blank line and the data
_YEAR = re.compile(r"(?<!\d)(?:19[7-9]|20\d)\d(?!\d)")


def is_lone(cells: Sequence[str]) -> bool:
    """Whether a row has one cell in it."""
    return sum(bool(cell.strip()) for cell in cells) == 1


def is_spread(cells: Sequence[str]) -> bool:
    """Whether all of a row is one text that is no number, as a title has it that was merged over all columns."""
    return len(cells) > 1 and bool(cells[0].strip()) and len(set(cells)) == 1 and not is_number(cells[0])


def section_title(rows: Sequence[list[str]], cells: list[str], above: Sequence[str]) -> str:
    """The title that rows below a blank line are, where the row below them goes on with the table, whose last row is
    `above`; empty where it does not.

    What was planned is another table, and so is another year of months that do not say theirs.
    """
    if not rows or len(rows) > MOST_TITLES or not all(map(is_lone, rows)) or not _is_alike(cells, above):
        return ""
    title = " ".join(cell.strip() for row in rows for cell in row if cell.strip())
    texts = [cell.strip() for row in rows for cell in row if cell.strip()]
    if any(is_number(text) or is_total(text) or read_date(text) for text in texts):
        return ""
    if any(key(word) in PLANNED_NAME for word in words(title).split()):
        return ""
    return "" if _YEAR.search(title) and not any(map(_is_day, cells)) else title


def _is_alike(cells: Sequence[str], above: Sequence[str]) -> bool:
    """Whether a row has in its columns what another one has, days or numbers among it."""
    if len(cells) != len(above):
        return False
    pairs = [(_kind(one), _kind(other)) for one, other in zip(cells, above, strict=True)]
    both = [pair for pair in pairs if all(pair)]
    same = all(one == other for one, other in both)
    return same and len(both) > 1 and any(one in ("date", "number") for one, _ in both)


def _kind(cell: str) -> str:
    text = cell.strip()
    if not text:
        return ""
    if _is_day(text) or read_month_alone(text):
        return "date"
    return "number" if is_number(text) else "text"


def _is_day(text: str) -> bool:
    return not text.strip().isdecimal() and bool(read_date(text) or possible_orders(text))
