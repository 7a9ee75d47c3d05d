"""The data rows of a large file, read by pandas a block at a time: memory stays flat."""

from __future__ import annotations

import io
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from functools import partial
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from kpiplan.exports.cells.numbers import UNKNOWN
from kpiplan.exports.files.archives import BROKEN
from kpiplan.exports.files.blocks import Block
from kpiplan.exports.files.chunks import Chunk, Met
from kpiplan.exports.files.forms import Forms
from kpiplan.exports.files.frames import FrameChunk
from kpiplan.exports.files.judge import WITHIN, RowJudge
from kpiplan.exports.files.records import TableRows
from kpiplan.exports.files.sheets import Row, Sheet, Watch, open_rest
from kpiplan.exports.files.tables import ExportTable
from kpiplan.exports.refusal import RefusalError
from kpiplan.locales.digits import LARGEST

CACHED_TEXTS = 50_000
# The nearest float to what is written: since 3.1 pandas reads so anyway, and minds being told.
_EXACT = {"float_precision": "round_trip"} if tuple(map(int, pd.__version__.split(".")[:2])) < (3, 1) else {}


class Stretch(NamedTuple):
    """Rows of a table in a large file: from a line on, and as wide as its header."""

    sheet: Sheet
    line: int
    width: int
    watch: Watch = lambda size: None

    def rows(self, judge: RowJudge) -> TableRows:
        """The rows from the first one on. Closing them closes the file."""
        stream = open_rest(self.sheet, self.line - 1, self.watch)
        return TableRows(stream, self.sheet.delimiter, self.width, self.line, judge)


class FileData:
    """Rows of a large file; memory stays flat.

    `digits` are the columns whose cells can be bare numbers, `plain` those that are plain amounts as far as they are
    known, `judge` says which rows are no data. `forms` are those of the first cells; the columns `always` are read on
    every way through, so that no form of theirs is missed.
    """

    whole = False

    def __init__(
        self,
        stretch: Stretch,
        digits: Collection[int],
        plain: Collection[int],
        judge: RowJudge,
        forms: Forms | None = None,
        always: Collection[int] = (),
    ) -> None:
        self._forms, self._always = forms or Forms({}), always
        self._stretch, self._digits, self._plain, self._judge = stretch, digits, plain, judge
        self._is_date: dict[int, dict[str, bool]] = {}
        self.met = Met()

    @property
    def late(self) -> Mapping[int, tuple[str, ...]]:
        return self._forms.late

    def rows(self) -> Iterator[Row]:
        for chunk in self._chunks(range(self._stretch.width)):
            yield from chunk.rows_in_full()

    def chunks(self, columns: Sequence[int], amounts: Collection[int] = ()) -> Iterator[Chunk]:
        yield from self._chunks(columns, amounts)

    def _chunks(self, columns: Sequence[int], amounts: Collection[int] = ()) -> Iterator[FrameChunk]:
        dates = [column for column in self._judge.dates if column in columns] or self._judge.dates[:1]
        asked = sorted({*columns, *dates, *self._judge.labels, *self._always})
        plain = {column for column in amounts if column in self._plain and column not in (*dates, *self._judge.labels)}
        rows = self._stretch.rows(self._judge)
        try:
            with rows:
                for block in rows.blocks():
                    frame = self._frame(block, asked, plain)
                    chunk = self._kept(FrameChunk(frame, block), rows, dates)
                    if chunk.rows:
                        self._look_at(chunk, self._forms.columns().intersection({*columns, *self._always} - plain))
                        yield chunk
        except UnicodeDecodeError:
            raise RefusalError("encoding-to-end", encoding=self._stretch.sheet.encoding.label) from None
        except pd.errors.ParserError as error:
            raise RefusalError("unreadable-rows", error=str(error)) from None
        except BROKEN as error:
            raise RefusalError("unreadable-end", error=str(error)) from None
        self.met = Met(rows.rows, rows.left_out, rows.lines, rows.cut, rows.end)

    def _look_at(self, chunk: FrameChunk, columns: Collection[int]) -> None:
        for column in columns:
            self._forms.look_at(column, (text for (text,) in chunk.texts([column])))

    def _frame(self, block: Block, columns: Sequence[int], plain: set[int]) -> pd.DataFrame:
        """A block as a frame. Columns in `plain` that turn out not to be plain amounts are taken out of it."""
        if plain:
            try:
                frame = self._read(block, columns, plain)
            except ValueError:  # of pandas, for a cell that is no number
                plain.clear()
            else:
                odd = {column for column in plain if not _plain_amounts(frame[column])}
                if not odd:
                    return frame
                plain -= odd
        return self._read(block, columns, plain)

    def _read(self, block: Block, columns: Sequence[int], plain: set[int]) -> pd.DataFrame:
        # pandas turns categories that all look like numbers into numbers: 007 would become 7.
        texts = {column: "str" if column in self._digits else "category" for column in columns if column not in plain}
        return pd.read_csv(  # type: ignore[call-overload, no-any-return]  # of columns by number the stubs know nothing
            io.BytesIO(block.data),
            sep=block.delimiter,
            header=None,
            names=range(self._stretch.width),
            usecols=columns,
            index_col=False,
            dtype={**texts, **dict.fromkeys(plain, "float64")},
            na_values={column: list(UNKNOWN) for column in plain},
            keep_default_na=False,
            na_filter=bool(plain),
            **_EXACT,
            skip_blank_lines=False,
            low_memory=False,
            engine="c",
            encoding="utf-8",
        )

    def _kept(self, chunk: FrameChunk, rows: TableRows, dates: Sequence[int]) -> FrameChunk:
        """The rows that are data: of those without a date, or with a total, each is judged."""
        sure = np.zeros(chunk.rows, np.bool_)
        for column in dates:
            if not sure.all():
                sure |= chunk.marked(column, self._date_test(column))
        for column in self._judge.labels:
            sure &= ~chunk.marked(column, partial(self._judge.is_total, column))
            if column not in rows.lacking and chunk.marked(column, _is_empty).any():
                rows.lacking.add(column)
        open_rows = np.flatnonzero(~sure)
        if not len(open_rows):
            return chunk
        keep = np.ones(chunk.rows, np.bool_)
        for row, cells in zip(open_rows.tolist(), chunk.cells(open_rows), strict=True):
            if why := self._judge.why(cells, WITHIN):
                rows.left_out[why] += 1
                keep[row] = False
        return chunk if keep.all() else chunk.only(keep)

    def _date_test(self, column: int) -> Callable[[str], bool]:
        """Whether a cell of a column is a date; of cells seen before it is known."""
        known = self._is_date.setdefault(column, {})
        if len(known) > CACHED_TEXTS:
            known.clear()

        def is_date(text: str) -> bool:
            found = known.get(text)
            if found is None:
                found = known[text] = self._judge.is_date(column, text)
            return found

        return is_date


def _is_empty(text: str) -> bool:
    return not text


def end_of(table: ExportTable) -> int | None:
    """The line at which a table of a large file ends before the file does, asked where nobody went through its rows."""
    if not table.rows:
        return None
    rows = Stretch(table.sheet, table.rows[0][0], len(table.header)).rows(_NO_JUDGE)
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


def _plain_amounts(series: pd.Series[Any]) -> bool:
    """Whether what pandas read as numbers is what the reader of cells says: nothing too large, and not `True` alone."""
    values = series.to_numpy()
    unknown = np.isnan(values)
    return bool((unknown | (np.abs(values) <= LARGEST)).all() and not (unknown | np.isin(values, (0.0, 1.0))).all())
