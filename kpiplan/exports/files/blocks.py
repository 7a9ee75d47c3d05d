"""Blocks of rows of a large file: which are like most is told for all of them at once."""

import csv
import io
from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from kpiplan.exports.cells.formulas import as_written
from kpiplan.tuples import NamedTuple

_BLANK = np.zeros(256, np.bool_)  # bytes of characters that may be blanks
_BLANK[[*b"\n\t\x0b\x0c\x1c\x1d\x1e\x1f \xc2\x85\xa0\xe1\x9a\xe2\x81\xe3\xa8\xa9\xaf\x9f", *range(0x80, 0x8B)]] = True

Ints = npt.NDArray[np.int64]


class Block(NamedTuple):
    """Whole rows in UTF-8, a newline behind each, and the lines on which they begin."""

    data: bytes
    lines: Ints
    delimiter: str

    def cells(self, rows: Ints) -> Iterator[list[str]]:
        """The cells of some rows, in order."""
        if b'"' in self.data:
            wanted = set(rows.tolist())
            reader = csv.reader(io.StringIO(self.data.decode("utf-8"), newline=""), delimiter=self.delimiter)
            found = (cells for row, cells in enumerate(reader) if row in wanted)
        else:
            ends = np.flatnonzero(np.frombuffer(self.data, np.uint8) == ord("\n"))
            starts = np.concatenate(([0], ends[:-1] + 1))
            places = zip(starts[rows].tolist(), ends[rows].tolist(), strict=True)
            found = (self.data[start:end].decode("utf-8").split(self.delimiter) for start, end in places)
        guarded = b"'" in self.data
        for cells in found:
            yield [as_written(cell) for cell in cells] if guarded else cells


class TextLines(NamedTuple):
    """Where the lines of a text begin and end, and which of them may be no row like most."""

    starts: Ints
    ends: Ints
    odd: list[int]


def lines_of(text: bytes, delimiter: str, width: int) -> TextLines:
    """The lines of a text without quotation marks; odd are those of another width, and those that may be blank or a
    comment.
    """
    mark = ord(delimiter)
    codes = np.frombuffer(text, np.uint8)
    ends = np.flatnonzero(codes == ord("\n"))
    alike = delimiter.encode() * (width - 1) + b"\n"  # what is left of a row without its cells
    if text.translate(None, bytes(code for code in range(256) if code not in alike)) == alike * len(ends):
        odd = np.zeros(len(ends), np.bool_)
    else:
        odd = np.diff(np.searchsorted(np.flatnonzero(codes == mark), ends), prepend=0) != width - 1
    starts = np.concatenate(([0], ends[:-1] + 1))
    begin = codes[starts]
    odd |= begin == ord("#")
    blank = _BLANK.copy()
    blank[mark] = True
    if blank[begin].any():
        odd |= ~np.logical_or.reduceat(~blank[codes], starts)
    return TextLines(starts, ends, np.flatnonzero(odd).tolist())


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
