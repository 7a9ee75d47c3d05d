"""Blocks of rows of a large file: which are like most is told for all of them at once."""

import csv
import io
from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from kpiplan.exports.cells.formulas import as_written

_BLANK = np.zeros(256, np.bool_)  # bytes of characters that may be blanks
_BLANK[[*b"\n\t\x0b\x0c\x1c\x1d\x1e\x1f \xc2\x85\xa0\xe1\x9a\xe2\x81\xe3\xa8\xa9\xaf\x9f", *range(0x80, 0x8B)]] = True

_FEW = 16  # pieces that are looked at one by one
WORD = 8  # bytes
LONGEST = 64  # bytes of cells that are looked at as words
# Around the text of rows: words above the end of its first cell and below the beginning of its last are looked at too.
ABOVE, BELOW = b"\0" * 2 * WORD, b"\0" * (LONGEST + WORD)

Ints = npt.NDArray[np.int64]


class Block(NamedTuple):
    """Whole rows in UTF-8, a newline behind each, and the lines on which they begin.

    `text` is that of the rows with ABOVE and BELOW around it. `ends`: where in their own text the cells of rows end, a
    line of them a row; None where that is not known yet.
    """

    text: bytes
    lines: Ints
    delimiter: str
    ends: Ints | None = None

    @property
    def data(self) -> bytes:
        """The text of the rows alone."""
        return self.text[len(ABOVE) : -len(BELOW)]

    def cells(self, rows: Ints) -> Iterator[list[str]]:
        """The cells of some rows, in order."""
        if b'"' in self.text:
            wanted = set(rows.tolist())
            reader = csv.reader(io.StringIO(self.data.decode("utf-8"), newline=""), delimiter=self.delimiter)
            found = (cells for row, cells in enumerate(reader) if row in wanted)
        else:
            ends = np.flatnonzero(np.frombuffer(self.text, np.uint8) == ord("\n"))
            starts = np.concatenate(([len(ABOVE)], ends[:-1] + 1))
            places = zip(starts[rows].tolist(), ends[rows].tolist(), strict=True)
            found = (self.text[start:end].decode("utf-8").split(self.delimiter) for start, end in places)
        guarded = b"'" in self.text
        for cells in found:
            yield [as_written(cell) for cell in cells] if guarded else cells


class TextLines(NamedTuple):
    """Where the lines of a text begin and end, and which of them may be no row like most.

    `cells`: where the cells of each end, where all have the same number of them.
    """

    starts: Ints
    ends: Ints
    odd: list[int]
    cells: Ints | None


def lines_of(text: bytes, delimiter: str, width: int) -> TextLines:
    """The lines of a text without quotation marks; odd are those of another width, and those that may be blank or a
    comment.
    """
    mark = ord(delimiter)
    codes = np.frombuffer(text, np.uint8)
    newlines = codes == ord("\n")
    cells = cell_ends(codes, newlines | (codes == mark), int(np.count_nonzero(newlines)), width)
    if cells is not None:
        ends = np.ascontiguousarray(cells[:, -1])
        odd = np.zeros(len(ends), np.bool_)
    else:
        ends = np.flatnonzero(newlines)
        odd = np.diff(np.searchsorted(np.flatnonzero(codes == mark), ends), prepend=0) != width - 1
    starts = np.concatenate(([0], ends[:-1] + 1))
    begin = codes[starts]
    odd |= begin == ord("#")
    blank = _BLANK.copy()
    blank[mark] = True
    if blank[begin].any():
        odd |= ~np.logical_or.reduceat(~blank[codes], starts)
    return TextLines(starts, ends, np.flatnonzero(odd).tolist(), cells)


def cell_ends(codes: npt.NDArray[np.uint8], between: npt.NDArray[np.bool_], lines: int, width: int) -> Ints | None:
    """Where the cells of rows end, a line of them a row; None where some rows have another number of them.

    `between`: the bytes that end cells, `lines` of which end a row.
    """
    found = np.flatnonzero(between)
    if len(found) != lines * width:
        return None
    ends: Ints = found.reshape(-1, width)
    return ends if (codes[ends[:, -1]] == ord("\n")).all() else None


class Piece(NamedTuple):
    """Rows of a block, known as in `Block`; their `ends` are places in a text in which they begin at `begin`."""

    data: bytes | memoryview
    lines: Ints
    ends: Ints | None
    begin: int = 0


def joined(pieces: list[Piece], delimiter: str, width: int) -> Block:
    """Pieces as one block. Where some hold quotation marks, nobody looks where cells end."""
    lines = np.concatenate([piece.lines for piece in pieces])
    text = b"".join([ABOVE, *(piece.data for piece in pieces), BELOW])
    return Block(text, lines, delimiter, _ends_of(pieces, delimiter, width) if len(pieces) <= _FEW else None)


def _ends_of(pieces: list[Piece], delimiter: str, width: int) -> Ints | None:
    """Where the cells of pieces end that stand one below the other."""
    ends = np.empty((sum(len(piece.lines) for piece in pieces), width), np.int64)
    size = row = 0
    for data, lines, known, begin in pieces:
        if known is None:
            codes = np.frombuffer(data, np.uint8)
            between = (codes == ord(delimiter)) | (codes == ord("\n"))
            known, begin = None if (codes == ord('"')).any() else cell_ends(codes, between, len(lines), width), 0
        if known is None:
            return None
        np.add(known, size - begin, out=ends[row : row + len(lines)])
        size, row = size + len(data), row + len(lines)
    return ends


def split_row(raw: bytes, delimiter: str) -> list[str]:
    """The cells of one row as they are in the file."""
    text = raw.decode("utf-8")
    return next(csv.reader([text], delimiter=delimiter)) if '"' in text else text.split(delimiter)


def read_row(raw: bytes, delimiter: str) -> list[str]:
    """The same as they are meant: without what keeps them from being formulas."""
    cells = split_row(raw, delimiter)
    return [as_written(cell) for cell in cells] if b"'" in raw else cells


def fitted(cells: list[str], width: int, delimiter: str) -> bytes:
    """A row of so many cells."""
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter, lineterminator="\n").writerow([*cells[:width], *[""] * (width - len(cells))])
    return out.getvalue().encode().removesuffix(b"\n")
