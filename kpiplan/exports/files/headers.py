"""What names the columns: two rows together, what spans several columns above what each of them is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from kpiplan.exports.cells.code_names import is_coded
from kpiplan.exports.cells.dates import leading_month, read_date, read_month_alone
from kpiplan.exports.cells.names import DATE_NAME, PLANNED_NAME, STAGE_OF, UNIT_NAME, VALUE_NAME, is_total, key, words
from kpiplan.exports.cells.numbers import is_number
from kpiplan.exports.cells.units import is_units
from kpiplan.exports.files.sheets import Row


def joined_header(upper: Sequence[str], lower: Sequence[str]) -> list[str] | None:
    """The names of the columns, where a row of names below another one says again and again what is meant of each;
    None where the two are no one header.

    Of cells that were merged the first has the text, or all of them. `2026-01` above `Plan` and `Actual` is
    `2026-01 Plan` and `2026-01 Actual`.
    """
    width = max(len(upper), len(lower))
    above = [cell.strip() for cell in (*upper, *[""] * (width - len(upper)))]
    below = [cell.strip() for cell in (*lower, *[""] * (width - len(lower)))]
    title = above[0] and len(set(filter(None, above))) == 1  # of the table: it stands above all columns
    if title or not all(_is_name(text) for text in (*above, *below)):
        return None
    spans = _spread(above, below)
    several = {text for text, times in Counter(filter(None, spans)).items() if times > 1}
    inside = [key(name) for span, name in zip(spans, below, strict=True) if span in several and name]
    repeated = len(set(inside)) < len(inside)
    sides = any(name in PLANNED_NAME for name in inside) and any(name in VALUE_NAME for name in inside)
    names = [_joined(span, name) for span, name in zip(spans, below, strict=True)]
    known = list(filter(None, map(key, names)))
    if not several or not (sides or (repeated and len(several) > 1)) or len(set(known)) < len(known):
        return None
    return names


def with_units(names: Sequence[str], below: Sequence[str]) -> list[str] | None:
    """The names of the columns with the units in the row below them: `Revenue` above `k€` is `Revenue (k€)`. None where
    the row is no such one.
    """
    units = [cell.strip() for cell in below]
    told = [unit for unit in units if unit and key(unit) not in UNIT_NAME]
    if not is_units(told) or len(units) > len(names):
        return None
    pairs = zip(names, [*units, *[""] * (len(names) - len(units))], strict=True)
    return [f"{name} ({unit})" if name.strip() and unit and is_units([unit]) else name for name, unit in pairs]


def is_plain_header(cells: Sequence[str], below: Sequence[str]) -> bool:
    """Whether a row names columns although a name is also a number (`-2`): most of its cells are names, no two alike,
    and one says `Month` above a month.
    """
    texts = [cell.strip() for cell in cells]
    names = sum(bool(text) and not is_number(text) and read_date(text) is None for text in texts)
    if len(set(texts)) < len(texts) or names * 2 <= len(texts):
        return False
    pairs = zip(texts, map(str.strip, below), strict=False)
    return any(_is_dated(under) for text, under in pairs if DATE_NAME.search(words(text)) and not _is_dated(text))


def last_filled(block: Sequence[tuple[int, Row]], begin: int, width: int) -> int:
    """The position after the last column of so wide a block that has anything in it; two at least."""
    last = 2
    for _, (_, cells) in block[begin:]:
        while last < min(width, len(cells)) and any(cell.strip() for cell in cells[last:]):
            last += 1
        if last >= width:
            break
    return min(last, width)


def trimmed(cells: list[str], blank: int) -> list[str]:
    """A row without so many empty cells at its end."""
    end = len(cells)
    while blank and end and not cells[end - 1].strip():
        end, blank = end - 1, blank - 1
    return cells[:end]


def _is_dated(text: str) -> bool:
    return not text.isdecimal() and (read_date(text) or read_month_alone(text)) is not None


def _spread(above: list[str], below: list[str]) -> list[str]:
    """What stands above each column: of a cell that spans several the first has it, and what is below goes on."""
    spans, last = [], ""
    for over, under in zip(above, below, strict=True):
        last = over if over or not under else last
        spans.append(last)
    return spans


def _joined(span: str, name: str) -> str:
    if is_total(span) and key(name) in STAGE_OF:
        return name
    return span if key(span) == key(name) else f"{span} {name}".strip()


def _is_name(text: str) -> bool:
    """Whether a cell can name columns, or be empty: no number, no day."""
    if not text or leading_month(text):
        return True
    return (not is_number(text) or is_coded(text)) and read_date(text) is None
