"""The cells of rows whose quotation marks stand anywhere, taken apart one by one."""

from __future__ import annotations

import csv
import io

import numpy as np

from kpiplan.exports.files.large.arrays import PlainAmounts
from kpiplan.exports.files.large.blocks import Block
from kpiplan.exports.files.large.numbered_texts import Codes, Ints, Mask, NumberedTexts


class CellLists:
    """Rows that are lists of cells; `places` are those that they have in their block."""

    def __init__(self, rows: list[list[str]], places: Ints) -> None:
        self._rows, self.places = rows, places

    def only(self, rows: Mask) -> CellLists:
        """Some of the rows."""
        return CellLists([self._rows[row] for row in np.flatnonzero(rows).tolist()], self.places[rows])

    def codes(self, column: int, known: NumberedTexts) -> Codes:
        """The numbers of the cells of a column."""
        return known.numbers(cells[column].encode() for cells in self._rows)

    def amounts(self, column: int, known: NumberedTexts) -> PlainAmounts:
        """A column of which every cell is to be read."""
        every = np.arange(len(self._rows))
        return PlainAmounts(np.zeros(len(every)), every, self.codes(column, known))


def cell_lists(block: Block) -> CellLists:
    """The rows of a block. Raises UnicodeDecodeError."""
    text = io.StringIO(block.data.decode("utf-8"), newline="")
    rows = list(csv.reader(text, delimiter=block.delimiter))
    return CellLists(rows, np.arange(len(rows)))
