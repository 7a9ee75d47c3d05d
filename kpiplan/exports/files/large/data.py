"""The data rows of a large file, read a block at a time: memory stays flat."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from copy import copy
from functools import partial
from typing import NamedTuple

import numpy as np

from kpiplan.exports.files.archives import BROKEN
from kpiplan.exports.files.chunks import Chunk, Data, Met, filled
from kpiplan.exports.files.forms import Forms
from kpiplan.exports.files.judge import WITHIN, RowJudge
from kpiplan.exports.files.large.arrays import ArrayChunk, BlockPart
from kpiplan.exports.files.large.blocks import Block
from kpiplan.exports.files.large.cell_lists import CellLists, cell_lists
from kpiplan.exports.files.large.fields import Fields, fields_of
from kpiplan.exports.files.large.numbered_texts import Codes, Mask, NumberedTexts
from kpiplan.exports.files.large.table_rows import TableRows
from kpiplan.exports.files.sheets import Row, Sheet, Watch, open_rest
from kpiplan.exports.files.tables import ExportTable
from kpiplan.exports.refusal import RefusalError

BLOCKS = 4  # that are counted together


class Stretch(NamedTuple):
    """Rows of a table in a large file: from a line on, and as wide as its header. `titles`: a further table may begin
    among them, not only below a blank line.
    """

    sheet: Sheet
    line: int
    width: int
    watch: Watch = lambda size: None
    titles: bool = True

    def rows(self, judge: RowJudge) -> TableRows:
        """The rows from the first one on. Closing them closes the file."""
        stream = open_rest(self.sheet, self.line - 1, self.watch)
        return TableRows(stream, self.sheet.delimiter, self.width, self.line, judge, titles=self.titles)


class _Asked(NamedTuple):
    """The columns that rows are gone through for: those that date them, plain amounts, and those that are texts."""

    dates: Sequence[int]
    plain: frozenset[int]
    texts: Sequence[int]

    def all(self) -> tuple[int, ...]:
        return (*self.texts, *self.plain)


class FileData:
    """Rows of a large file; memory stays flat.

    `plain` are the columns that are plain amounts as far as they are known, `judge` says which rows are no data.
    `forms` are those of the first cells; the columns `always` are read on every way through, so that no form of theirs
    is missed.
    """

    whole = False

    def __init__(
        self,
        stretch: Stretch,
        plain: Collection[int],
        judge: RowJudge,
        forms: Forms | None = None,
        always: Collection[int] = (),
    ) -> None:
        self._forms, self._always = forms or Forms({}), always
        self._stretch, self._plain, self._judge = stretch, plain, judge
        self._texts: dict[int, NumberedTexts] = {}
        self._filled: frozenset[int] = frozenset()
        self._last: dict[int, str] = {}  # of the columns to be filled: the last text so far
        self.met = Met()

    @property
    def late(self) -> Mapping[int, tuple[str, ...]]:
        return self._forms.late

    def rows(self) -> Iterator[Row]:
        rows = (row for chunk in self._chunks(()) for row in chunk.rows_in_full())
        return filled(rows, self._filled) if self._filled else rows

    def chunks(self, columns: Sequence[int], amounts: Collection[int] = ()) -> Iterator[Chunk]:
        yield from self._chunks(columns, amounts)

    def filled_down(self, columns: Collection[int]) -> Data:
        other = copy(self)
        other._filled = frozenset(columns)
        return other

    def _chunks(self, columns: Sequence[int], amounts: Collection[int] = ()) -> Iterator[ArrayChunk]:
        dates = [column for column in self._judge.dates if column in columns] or self._judge.dates[:1]
        plain = frozenset(self._plain).intersection(amounts).difference((*dates, *self._judge.labels))
        asked = _Asked(dates, plain, sorted({*columns, *dates, *self._judge.labels, *self._always} - plain))
        rows = self._stretch.rows(self._judge)
        self._last = {}
        parts: list[BlockPart] = []
        try:
            with rows:
                for block in rows.blocks():
                    parts.append(self._part(block, rows, asked))
                    if len(parts) == BLOCKS or any(self._texts[column].many for column in asked.all()):
                        yield from self._together(parts, asked)
                        parts = []
        except UnicodeDecodeError:
            raise RefusalError("encoding-to-end", encoding=self._stretch.sheet.encoding.label) from None
        except BROKEN as error:
            raise RefusalError("unreadable-end", error=str(error)) from None
        yield from self._together(parts, asked)
        self.met = Met(rows.rows, rows.left_out, rows.lines, rows.cut, rows.end)

    def _together(self, parts: Sequence[BlockPart], asked: _Asked) -> Iterator[ArrayChunk]:
        """Parts as one chunk, if there are any rows in them."""
        chunk = ArrayChunk(parts, self._texts)
        if chunk.rows:
            for column in self._forms.columns().intersection(asked.all()):
                if column in asked.plain:
                    cells = chunk.telling(column, points=not self._forms.points_are_known(column))
                else:
                    cells = [text for (text,) in chunk.texts([column])]
                self._forms.look_at(column, cells)
            yield chunk
        for column, known in self._texts.items():
            if known.many:
                self._texts[column] = NumberedTexts()

    def _part(self, block: Block, rows: TableRows, asked: _Asked) -> BlockPart:
        """The rows of a block that are data, with the columns that are asked for."""
        cells: Fields | CellLists = fields_of(block, self._stretch.width) or cell_lists(block)
        for column in asked.all():
            self._texts.setdefault(column, NumberedTexts())
        codes = {each: cells.codes(each, self._texts[each]) for each in {*asked.dates, *self._judge.labels}}
        keep = self._kept(block, codes, rows, asked.dates)
        if not keep.all():
            cells = cells.only(keep)
            codes = {column: each[keep] for column, each in codes.items()}
        codes |= {each: cells.codes(each, self._texts[each]) for each in asked.texts if each not in codes}
        codes |= {column: self._fill(column, codes[column]) for column in self._filled & codes.keys()}
        amounts = {column: cells.amounts(column, self._texts[column]) for column in asked.plain}
        return BlockPart(block, cells.places, codes, amounts)

    def _fill(self, column: int, codes: Codes) -> Codes:
        """The cells of a column where empty ones are those above them."""
        if not len(codes):
            return codes
        known = self._texts[column]
        above = known.numbers([self._last.get(column, "").encode()])
        codes = np.concatenate((above, codes))
        there = ~known.marked("empty", _is_empty)[codes]
        codes = codes[np.maximum.accumulate(np.where(there, np.arange(len(codes)), 0))][1:]
        self._last[column] = known.texts[codes[-1]][0]
        return codes

    def _kept(self, block: Block, codes: Mapping[int, Codes], rows: TableRows, dates: Sequence[int]) -> Mask:
        """Which rows are data: of those without a date, or with a total, each is judged."""
        number = len(block.lines)
        sure = np.zeros(number, np.bool_)
        for column in dates:
            if not sure.all():
                sure |= self._texts[column].marked("date", partial(self._judge.is_date, column))[codes[column]]
        for column in self._judge.labels:
            sure &= ~self._texts[column].marked("total", partial(self._judge.is_total, column))[codes[column]]
            empty = self._texts[column].marked("empty", _is_empty)
            if column not in rows.lacking and empty.any() and empty[codes[column]].any():
                rows.lacking.add(column)
        open_rows = np.flatnonzero(~sure)
        keep = np.ones(number, np.bool_)
        for row, cells in zip(open_rows.tolist(), block.cells(open_rows), strict=True) if len(open_rows) else ():
            if why := self._judge.why(cells, WITHIN):
                rows.left_out[why] += 1
                keep[row] = False
        return keep


def _is_empty(text: str) -> bool:
    return not text


def end_of(table: ExportTable) -> int | None:
    """The line at which a table of a large file ends before the file does, asked where nobody went through its rows."""
    if not table.rows:
        return None
    rows = Stretch(table.sheet, table.rows[0][0], len(table.header), titles=not table.apart).rows(_NO_JUDGE)
    try:
        with rows:
            for _ in rows.blocks():
                pass
    except (RefusalError, *BROKEN):
        return None  # what is wrong with the rows was said, or is no matter
    return rows.end


_NO_JUDGE = RowJudge(
    why=lambda cells, place: None,
    dates=(),
    is_date=lambda column, text: True,
    labels=(),
    is_total=lambda column, text: False,
    is_cut=lambda cells: False,
)
