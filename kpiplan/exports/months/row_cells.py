"""What the cells of amounts are for a reading: numbers or why not, and what their currency is worth."""

from collections.abc import Sequence

from kpiplan.exports.cells.numbers import read_number
from kpiplan.exports.columns.readings import KpiReading
from kpiplan.exports.files.chunks import BELOW_ZERO, NUMBER, UNKNOWN, Chunk, ReadCell, RowKey
from kpiplan.exports.months.tallies import Tally
from kpiplan.tuples import NamedTuple

RATIO, UNREADABLE, BEYOND_ONE, PERCENT = 3, 4, 5, 6  # further labels of amounts
VALUES = (NUMBER, BELOW_ZERO, BEYOND_ONE, PERCENT)


class Worths(NamedTuple):
    """What one unit of each currency of a chunk is worth, and which of them each row has."""

    worth: list[float | None]
    rows: RowKey


def worths_of(chunk: Chunk, reading: KpiReading) -> Worths | None:
    """The worth of currencies that a column says; None where there is none, or each amount says its own."""
    if reading.rates is None or reading.rates.column is None or reading.rates.column < 0:
        return None
    column = (reading.rates.column,)
    return Worths([reading.rates.worth(text) for (text,) in chunk.texts(column)], chunk.key(column))


def cell_reader(reading: KpiReading) -> ReadCell:
    """What a cell of a column of numbers is for a reading, and its value."""
    percent, share = (reading.direct.percent, reading.direct.share) if reading.direct else (False, False)
    worth = reading.rates.worth if reading.rates and (reading.rates.column or 0) < 0 else None
    if reading.rates and reading.rates.column is None:
        worth = reading.rates.worth

    def read(text: str) -> tuple[int, float]:
        number = read_number(text, reading.decimal)
        if worth and number.kind == "number":
            rate = worth(text)
            if rate is None:
                return UNREADABLE, 0.0
            number = number._replace(value=number.value * rate)
        if number.kind == "number":
            if share and abs(number.value * reading.scale) > 1:
                return BEYOND_ONE, number.value
            return BELOW_ZERO if number.value < 0 else NUMBER, number.value
        if number.kind == "ratio" and percent:
            return PERCENT, number.value
        return {"unknown": UNKNOWN, "ratio": RATIO}.get(number.kind, UNREADABLE), 0.0

    return read


def row_amount(reading: KpiReading, cells: Sequence[str]) -> tuple[int, float]:
    """The same of one row: what its cell is, and its value in the plan's currency."""
    kind, value = cell_reader(reading)(cell_of(cells, reading.value or 0))
    rates = reading.rates
    if rates and rates.column is not None and rates.column >= 0 and kind in VALUES:
        worth = rates.worth(cell_of(cells, rates.column))
        return (UNREADABLE, 0.0) if worth is None else (kind, value * worth)
    return kind, value


def cell_of(cells: Sequence[str], column: int) -> str:
    """The cell of a column, without blanks around it; empty where a row is too short."""
    return cells[column].strip() if column < len(cells) else ""


def count_cells(tally: Tally, kind: int, rows: int) -> None:
    tally.negative += rows if kind == BELOW_ZERO else 0
    tally.unknown += rows if kind == UNKNOWN else 0
    tally.ratios += rows if kind == RATIO else 0
    tally.unreadable += rows if kind == UNREADABLE else 0
