"""The rows of one table of a large file, as blocks of rows that are as wide as the table, up to where it ends."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterator
from contextlib import AbstractContextManager
from typing import IO

import numpy as np

from kpiplan.exports.cells.formulas import as_written
from kpiplan.exports.files.judge import WITHIN, RowJudge, RowPlace
from kpiplan.exports.files.large.blocks import Block, Piece, TextLines, fitted, joined, lines_of, read_row, split_row
from kpiplan.exports.files.sections import section_title
from kpiplan.exports.files.sheets import HEAD_ROWS, MAX_COLUMNS, swallows_rows
from kpiplan.exports.files.tables import are_footers, continues, is_blank, is_comment, is_title, names_columns
from kpiplan.exports.refusal import RefusalError
from kpiplan.exports.results import Why
from kpiplan.tuples import NamedTuple

BLOCK_BYTES = 2 << 20  # what is made of it stays near the processor
READ_BYTES = 1 << 18  # at a time
LONGEST_OPEN = 4 << 20  # bytes of a line or quoted cell without end
_MARK = "\x01end\x01"


class _Held(NamedTuple):
    """The last row so far: what it is depends on whether it is the last one. `raw` is its text, without newline."""

    line: int
    raw: bytes
    cells: list[str] | None  # where it is to be judged by itself


class TableRows(AbstractContextManager["TableRows"]):
    """Goes through the rows of a table from its first one on (line `line`), of `width` cells.

    Rows as wide as the header are passed on as they are, shorter ones filled up, those that are no data counted in
    `left_out`. `titles`: whether a title may end it. `end`: the line at which it ended before the file did; `cut`: the
    one where the file ends in the middle of a row.
    """

    def __init__(
        self, stream: IO[bytes], delimiter: str, width: int, line: int, judge: RowJudge, *, titles: bool = True
    ) -> None:
        self._stream, self._delimiter, self._width, self._judge = stream, delimiter, width, judge
        self._line = line
        self._foreign = len(delimiter.encode()) > 1  # the ends of cells are looked for byte by byte
        self.delimiter = "," if self._foreign else delimiter  # of what is passed on
        self._held: _Held | None = None
        self._waiting: _Held | None = None  # the row above it, where that may be the title of a further table
        self._out: list[Piece] = []
        self._gap: int | None = None  # the line of blank rows or comments that may end the table
        self._commented = False
        self._titles, self._look = titles, True  # whether the next row is to be looked at, whatever it is
        self._aside: list[list[str]] = []  # rows below a gap
        self._untitled = False  # whether there were such rows that are no table
        self._footers: Counter[Why] = Counter()
        self._short = 0
        self.lacking: set[int] = set()  # the columns of labels that some row lacks, of those passed on told by others
        self.rows = 0
        self.left_out: Counter[Why] = Counter()
        self.lines: dict[Why, int] = {}  # of the first row left out for each reason, where it was judged alone
        self.end: int | None = None
        self.cut: int | None = None

    def __exit__(self, *error: object) -> None:
        self._stream.close()

    def blocks(self) -> Iterator[Block]:
        """All rows, some megabytes at a time. Raises RefusalError for what small files are refused for."""
        rest, last, whole = b"", False, True
        while not last and self.end is None:
            text = self._read(rest)
            last = len(text) - len(rest) < BLOCK_BYTES
            if last and text and not text.endswith(b"\n"):
                text, whole = text + b"\n", False
            used = self._take(text, last=last)
            rest = text[used:]
            if last or self.end is not None:
                self._pass_waiting()
            if not used and len(rest) > LONGEST_OPEN:
                raise RefusalError("endless-record")
            del text
            if not last or self._judge.labels:  # of the last row it must be known which labels others lack
                yield from self._passed()
        self._finish(whole=whole or self.end is not None or self._gap is not None)
        yield from self._passed()

    def _read(self, rest: bytes) -> bytes:
        """What was left, and some more."""
        parts, size = [rest], 0
        while size < BLOCK_BYTES and (data := self._stream.read(min(READ_BYTES, BLOCK_BYTES))):
            parts.append(data)
            size += len(data)
        return b"".join(parts)

    def _passed(self) -> Iterator[Block]:
        if self._out:
            out, self._out = self._out, []
            yield joined(out, self.delimiter, self._width)

    def _finish(self, *, whole: bool) -> None:
        """The last row, and whether it was cut; rows below it that are no data are for others to look at."""
        self._settle()
        self.end = self._gap if self._untitled else self.end
        held = self._held
        if held and not whole and self.rows and not self._short and self._judge.is_cut(self._above()):
            self.cut = held.line
        self._release(last=True)

    def _take(self, text: bytes, *, last: bool) -> int:
        """Takes the whole rows of a text; how many bytes they are."""
        if b'"' in text or self._foreign:
            return self._quoted(text, last=last)
        size = text.rfind(b"\n") + 1
        if size:
            self._unquoted(text if size == len(text) else text[:size])
        return size

    def _unquoted(self, whole: bytes) -> None:
        """Rows without quotation marks: a line each."""
        text = memoryview(whole)
        found = lines_of(whole, self._delimiter, self._width)
        starts, ends, odd, _ = found
        first, done, at = self._line, 0, 0
        while self.end is None:
            while at < len(odd) and odd[at] < done:
                at += 1
            if self._look and done < len(ends):
                row = done
            elif at < len(odd):
                row = odd[at]
            else:
                break
            self._plain(text, found, (done, row))
            raw = bytes(text[int(starts[row]) : int(ends[row])])
            self._looked(first + row, raw, split_row(raw, self._delimiter))
            done = row + 1
        if self.end is None:
            self._plain(text, found, (done, len(ends)))
        self._line += len(ends)

    def _plain(self, text: memoryview, found: TextLines, rows: tuple[int, int]) -> None:
        """Passes on lines that are rows like most."""
        begin, end = rows
        if begin < end:
            first, last = int(found.starts[begin]), int(found.starts[end - 1])
            cells = None if found.cells is None else found.cells[begin : end - 1]
            piece = Piece(text[first:last], np.arange(self._line + begin, self._line + end - 1), cells, first)
            self._pass_on(piece, _Held(self._line + end - 1, bytes(text[last : int(found.ends[end - 1])]), None))

    def _pass_on(self, piece: Piece, last: _Held) -> None:
        """Passes on rows that are like most; the last of them is held."""
        self._release()
        if len(piece.lines):
            self._out.append(piece)
            self.rows += len(piece.lines)
        self._held = last

    def _quoted(self, text: bytes, *, last: bool) -> int:
        """Rows some of which hold quotation marks, and perhaps lines: read as rows are."""
        size = text.rfind(b"\n") + 1
        lines = text[:size].decode("utf-8").split("\n")[:-1]
        reader = csv.reader([*(f"{line}\n" for line in lines), _MARK], delimiter=self._delimiter)
        begin = 0
        run: list[int] = []
        try:
            for cells in reader:
                end = reader.line_num
                if end > len(lines):  # the mark, alone or inside of a quotation that goes on
                    break
                if end - begin > 3 and swallows_rows(cells, self._width, self._delimiter):
                    raise RefusalError("unclosed-quote", self._line + begin)
                if self._usual(cells):
                    run.append(begin)
                else:
                    self._run(lines, begin, run)
                    run.clear()
                    self._looked(self._line + begin, "\n".join(lines[begin:end]).encode(), cells)
                begin = end
                if self.end is not None:
                    break
        except csv.Error:  # a cell longer than any
            raise RefusalError("unclosed-quote", self._line + begin) from None
        if self.end is None:
            self._run(lines, begin, run)
        if last and begin < len(lines) and self.end is None:
            raise RefusalError("unclosed-quote", self._line + begin)
        self._line += begin
        return size - len("".join(f"{line}\n" for line in lines[begin:]).encode())

    def _usual(self, cells: list[str]) -> bool:
        """Whether a row that was taken apart is like most."""
        if len(cells) != self._width or self._look or self._foreign or cells[0].startswith("#"):
            return False
        return bool(cells[0].strip()) or not is_blank(cells)

    def _run(self, lines: list[str], end: int, begins: list[int]) -> None:
        """Passes on rows like most, which begin on some of the lines and reach to where the next one begins."""
        if begins:
            data = "".join(f"{line}\n" for line in lines[begins[0] : begins[-1]]).encode()
            last = _Held(self._line + begins[-1], "\n".join(lines[begins[-1] : end]).encode(), None)
            self._pass_on(Piece(data, np.array(begins[:-1], np.int64) + self._line, None), last)

    def _looked(self, line: int, raw: bytes, cells: list[str]) -> None:
        """A row that may end the table, or be no data."""
        if len(cells) > MAX_COLUMNS:
            raise RefusalError("too-many-columns", line, number=len(cells), most=MAX_COLUMNS)
        cells = [as_written(cell) for cell in cells] if b"'" in raw else cells
        if is_blank(cells) or is_comment(cells):
            self._below_gap(line, comment=not is_blank(cells))
            return
        if self._gap is not None:
            title = section_title(self._aside, cells, self._above())
            if self._commented or not (title if self._aside else continues(cells, self._width)):
                self._set_aside(cells)
                return
            self.left_out.update([*self._footers.elements(), *([Why("section", title)] if title else [])])
            self._footers.clear()
            self._gap, self._titles, self._untitled, self._aside = None, False, False, []
        elif self._titles and (self.rows or self._waiting) and self._below_title(cells):
            return
        self._look = sum(bool(cell.strip()) for cell in cells) == 1
        if self._look:  # if it is a title, the row above it is the last one
            self._pass_waiting()
            self._waiting = self._held
        else:
            self._release()
        self._held = _Held(line, raw, cells)

    def _below_title(self, cells: list[str]) -> bool:
        """Whether the row above is the title of a further table, where this one ends."""
        if self._held is None or not is_title(above := self._above(), cells):
            return False
        self._titles = not continues(above, self._width)
        if self._titles:
            self.end, self._held, self._waiting = self._held.line, self._waiting, None
        return self._titles

    def _below_gap(self, line: int, *, comment: bool) -> None:
        """A row that ends a block of rows, and the table unless the next block goes on with it."""
        self._gap = line if self._gap is None else self._gap
        self._commented |= comment
        self._look = True
        self._settle()

    def _set_aside(self, cells: list[str]) -> None:
        """A row of a block that does not go on with the table: the next one may, unless this one is a table."""
        self._aside.append(cells)
        self._look = True
        if len(self._aside) == HEAD_ROWS:
            self._settle()
            self._untitled = True

    def _settle(self) -> None:
        """What the rows set aside are: another table, or the footers of this one as far as it goes on below them."""
        if self._aside and (self._commented or names_columns(self._aside)):
            self.end = self._gap
        elif self._aside:
            if are_footers(self._aside):
                self._footers[Why("footer")] += len(self._aside)
            self._untitled = True
        self._aside = []

    def _above(self) -> list[str]:
        held = self._held
        return (held.cells or read_row(held.raw, self._delimiter)) if held else []

    def _release(self, *, last: bool = False) -> None:
        """Passes on the row that was held, or counts why not."""
        self._pass_waiting()
        held, self._held = self._held, None
        if held is not None:
            self._judged(held, last=last)

    def _pass_waiting(self) -> None:
        waiting, self._waiting = self._waiting, None
        if waiting is not None:
            self._judged(waiting, last=False)

    def _judged(self, held: _Held, *, last: bool) -> None:
        first, raw = self.rows == 0, held.raw
        self.rows += 1
        if held.cells is not None or first or last:
            cells = held.cells or read_row(raw, self._delimiter)
            self._short += len(cells) < self._width
            labels = frozenset(self._judge.labels) - self.lacking if last else frozenset()
            if why := self._judge.why(cells, RowPlace(first, last, labels) if first or last else WITHIN):
                self.left_out[why] += 1
                self.lines.setdefault(why, held.line)
                self.lacking.update(i for i in self._judge.labels if i >= len(cells) or not cells[i].strip())
                return
            fits = len(cells) == self._width and not self._foreign
        else:
            fits = not self._foreign
        raw = raw if fits else fitted(split_row(raw, self._delimiter), self._width, self.delimiter)
        self._out.append(Piece(raw + b"\n", np.array([held.line]), None))
