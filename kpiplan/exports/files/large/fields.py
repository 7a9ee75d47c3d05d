"""The cells of a block of rows, found for all rows at once."""

from __future__ import annotations

import numpy as np

from kpiplan.exports.files.large.arrays import PlainAmounts
from kpiplan.exports.files.large.blocks import ABOVE, BELOW, WORD, Block, cell_ends
from kpiplan.exports.files.large.numbered_texts import CellSpans, Codes, Ints, Mask, NumberedTexts, Words
from kpiplan.exports.files.large.plain_digits import numbers_of
from kpiplan.locales.digits import LARGEST

_QUOTE, _NEWLINE = ord('"'), ord("\n")


def fields_of(block: Block, width: int) -> Fields | None:
    """The columns of a block whose rows have `width` cells each; None where marks in it do not quote whole cells.

    Raises UnicodeDecodeError.
    """
    if not block.text.isascii():
        block.text.decode("utf-8")
    ends = block.ends
    if ends is None:
        codes = np.frombuffer(block.text, np.uint8)[len(ABOVE) : -len(BELOW)]
        between = (codes == ord(block.delimiter)) | (codes == _NEWLINE)
        marks = codes == _QUOTE
        if marks.any():
            if not _quote_cells(np.flatnonzero(marks), between, marks):
                return None
            between &= ~np.logical_xor.accumulate(marks)
        ends = cell_ends(codes, between, len(block.lines), width)
        if ends is None:
            return None
    begins = np.concatenate(([0], ends[:-1, -1] + 1))
    return Fields(block.text, begins, ends, np.arange(len(ends)))


def _quote_cells(marks: Ints, between: Mask, is_mark: Mask) -> bool:
    """Whether all marks open and close cells, or stand in pairs within such cells; the text ends in a newline."""
    edges = between | is_mark
    opening, closing = marks[0::2], marks[1::2]
    opening = opening[opening > 0]
    return len(marks) % 2 == 0 and bool(edges[opening - 1].all() and edges[closing + 1].all())


class Fields:
    """Rows of a block, which begin at `begins` and whose cells end at `ends`, a line of them a row; `places` are those
    that the rows have in the block.
    """

    def __init__(self, text: bytes, begins: Ints, ends: Ints, places: Ints) -> None:
        self._text, self._begins, self._ends, self.places = text, begins, ends, places
        self._words: Words = np.ndarray((len(text) - WORD + 1,), "<u8", text, strides=(1,))
        self._quoted = b'"' in text

    def only(self, rows: Mask) -> Fields:
        """Some of the rows."""
        return Fields(self._text, self._begins[rows], self._ends[rows], self.places[rows])

    def codes(self, column: int, known: NumberedTexts) -> Codes:
        """The numbers of the cells of a column."""
        return known.codes(self._cells(column))

    def amounts(self, column: int, known: NumberedTexts) -> PlainAmounts:
        """A column as numbers; cells that are more than plain digits are told by their numbers."""
        cells = self._cells(column)
        ends = cells.begins + cells.sizes
        found = numbers_of(self._words[ends - 2 * WORD], self._words[ends - WORD], cells.sizes)
        odd = np.flatnonzero(~found.plain | (np.abs(found.values) > LARGEST))
        found.values[odd] = 0.0
        telling = [int(rows.argmax()) for rows in (found.sure, found.undecided) if rows.any()]
        texts = known.codes(cells.only(np.array(telling, np.int64)))
        points = tuple((row, known.texts[number][0]) for row, number in zip(telling, texts.tolist(), strict=True))
        return PlainAmounts(found.values, odd, known.codes(cells.only(odd)), points)

    def _cells(self, column: int) -> CellSpans:
        begins = self._ends[:, column - 1] + (1 + len(ABOVE)) if column else self._begins + len(ABOVE)
        sizes = self._ends[:, column] + len(ABOVE) - begins
        if self._quoted:
            quoted = (np.frombuffer(self._text, np.uint8)[begins] == _QUOTE) & (sizes > 0)
            begins, sizes = begins + quoted, sizes - 2 * quoted
        return CellSpans(self._text, self._words, begins, sizes, self._quoted)
