"""Rows of plain values as CSV: numbers unrounded, texts that no spreadsheet runs as a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

from kpiplan.documents import Datum

_IN_FULL = 1e21  # whole numbers below have no exponent


def csv_text(rows: Iterable[Sequence[Datum]]) -> str:
    """Rows as lines, whatever texts are in them."""
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows([_cell(value) for value in row] for row in rows)
    return out.getvalue()


def _cell(value: Datum) -> str:
    if not isinstance(value, str):
        return number(value)
    if not value or value[0].isalnum():  # nothing that begins a formula, as nearly all texts
        return value
    from kpiplan.exports.cells.formulas import defused

    return defused(value)


def number(value: float | None) -> str:
    """A number as data: whole ones in full, others with all their digits; nothing for None."""
    if value is None:
        return ""
    return str(int(value)) if float(value).is_integer() and abs(value) < _IN_FULL else repr(value)
