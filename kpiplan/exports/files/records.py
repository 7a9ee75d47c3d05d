"""Rows of a large file on their way to the reader of columns: too short ones filled up, too long ones left out."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Callable
from typing import IO, NamedTuple

import numpy as np

from kpiplan.exports.files.streams import Blocks
from kpiplan.exports.results import Why

BLOCK_BYTES = 1 << 18
LONGEST_OPEN = 4 << 20  # bytes of one row: beyond, the reader of columns says what is wrong
_MARK = "\x01end\x01"


class RowJudge(NamedTuple):
    """Why a row is no data, None where it is; asked of rows as wide as others only where one of `hints` is in them."""

    why: Callable[[list[str]], Why | None]
    hints: tuple[bytes, ...]  # without capitals

    def hinted(self, text: bytes) -> bool:
        """Whether there may be such a row in a text."""
        lower = text.lower()
        return any(hint in lower for hint in self.hints)

    def places(self, text: bytes) -> list[int]:
        """Where in a text the hints are."""
        lower = text.lower()
        there = [re.escape(hint) for hint in self.hints if hint in lower]
        return [found.start() for found in re.finditer(b"|".join(there), lower)] if there else []


class Records(Blocks):
    """A stream of rows in UTF-8 that have `width` cells each, out of one whose rows may have more or fewer.

    The reader of columns drops cells beyond the last column without a word, and refuses a file whose rows all lack one.
    `left_out` counts the rows that `judge` is against, as a small file's are left out.
    """

    def __init__(self, stream: IO[bytes], delimiter: str, width: int, judge: RowJudge) -> None:
        super().__init__(stream)
        self._delimiter, self._width, self._judge = delimiter, width, judge
        self._rest = b""  # the beginning of a row that goes on in the next block
        self._plain = len(delimiter.encode()) > 1  # whether rows are passed on as they are
        self.left_out: Counter[Why] = Counter()

    def block(self, size: int) -> bytes | None:
        data = self._stream.read(BLOCK_BYTES)
        return self._rows(data) if data or self._rest else None

    def _rows(self, data: bytes) -> bytes:
        """The whole rows of what was left and a new block (all that there is, at the end), as wide as they must be."""
        block, self._rest = self._rest + data, b""
        self._plain = self._plain or len(block) > LONGEST_OPEN
        if self._plain:
            return block
        if data:
            end = block.rfind(b"\n") + 1
            block, self._rest = block[:end], block[end:]
        elif not block.endswith(b"\n"):
            block += b"\n"
        return self._quoted(block, last=not data) if b'"' in block else self._unquoted(block)

    def _unquoted(self, block: bytes) -> bytes:
        """Rows without quotation marks: a line each."""
        codes = np.frombuffer(block, np.uint8)
        ends = np.flatnonzero(codes == ord("\n"))
        marks = np.diff(np.searchsorted(np.flatnonzero(codes == ord(self._delimiter)), ends), prepend=0)
        hinted = np.searchsorted(ends, self._judge.places(block))
        odd = np.union1d(np.flatnonzero(marks != self._width - 1), hinted)
        parts, done = [], 0
        for row in odd.tolist():
            begin, end = int(ends[row - 1]) + 1 if row else 0, int(ends[row])
            parts += [block[done:begin], self._fitted(block[begin:end].decode("utf-8").split(self._delimiter))]
            done = end + 1
        return b"".join([*parts, block[done:]]) if parts else block

    def _quoted(self, block: bytes, *, last: bool) -> bytes:
        """Rows some of which hold quotation marks, and perhaps lines: read as rows are."""
        lines = block.decode("utf-8").split("\n")[:-1]
        reader = csv.reader([*(f"{line}\n" for line in lines), _MARK], delimiter=self._delimiter)
        parts: list[bytes] = []
        begin = 0
        hinted = self._judge.hinted(block)
        try:
            for cells in reader:
                end = reader.line_num
                if end > len(lines):  # the mark, alone or inside of a quotation that goes on
                    break
                row = "\n".join([*lines[begin:end], ""]).encode()
                odd = len(cells) != self._width or (hinted and self._judge.hinted(row))
                parts.append(self._fitted(cells) if odd else row)
                begin = end
        except csv.Error:  # a cell longer than any: the reader of columns says so
            self._plain = True
        left = "\n".join([*lines[begin:], ""]).encode() if begin < len(lines) else b""
        if last or self._plain:
            return b"".join([*parts, left])
        self._rest = left + self._rest
        return b"".join(parts)

    def _fitted(self, cells: list[str]) -> bytes:
        """A row of as many cells as there are columns; nothing for one that is none."""
        if not any(cell.strip() for cell in cells):
            return b""
        if why := self._judge.why(cells):
            self.left_out[why] += 1
            return b""
        wanted = [*cells[: self._width], *[""] * (self._width - len(cells))]
        out = io.StringIO()
        csv.writer(out, delimiter=self._delimiter, lineterminator="\n").writerow(wanted)
        return out.getvalue().encode()
