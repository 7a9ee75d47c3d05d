"""The data rows of a large file, read by pandas and counted by numpy, a chunk at a time: memory stays flat.

A column is its distinct texts and, for each row, which of them it has; columns of plain amounts are numbers at once."""

from __future__ import annotations

import io
import math
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from kpiplan.exports.cells.formulas import as_written
from kpiplan.exports.cells.numbers import UNKNOWN as UNKNOWN_TEXTS
from kpiplan.exports.files.archives import BROKEN
from kpiplan.exports.files.chunks import BELOW_ZERO, NUMBER, UNKNOWN, Amounts, Chunk, Group, Key, Met, ReadCell, Texts
from kpiplan.exports.files.judge import WITHIN, RowJudge
from kpiplan.exports.files.records import Block, TableRows
from kpiplan.exports.files.sheets import Sheet, Watch, open_rest
from kpiplan.exports.files.tables import ExportTable
from kpiplan.exports.refusal import RefusalError
from kpiplan.locales.digits import LARGEST

CACHED_TEXTS = 50_000
DENSE = 1 << 22  # groups of rows that are counted in one array

# The nearest float to what is written: since 3.1 pandas reads so anyway, and minds being told.
_EXACT = {"float_precision": "round_trip"} if tuple(map(int, pd.__version__.split(".")[:2])) < (3, 1) else {}
Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Mask = npt.NDArray[np.bool_]


class Coded(NamedTuple):
    """`texts[codes[row]]` are the cells of a row."""

    codes: npt.NDArray[np.integer]
    texts: list[Texts]


class FrameChunk:
    """Rows of a frame of pandas, whose index says which rows of a block they are."""

    def __init__(self, frame: pd.DataFrame, block: Block) -> None:
        self.rows = len(frame)
        self._frame, self._block = frame, block
        self._known: dict[tuple[int, ...], Coded] = {}

    def _coded(self, columns: Sequence[int]) -> Coded:
        known = self._known.get(tuple(columns))
        if known is None:
            known = _column(self._frame[columns[0]]) if len(columns) == 1 else self._joined(columns)
            known = self._known[tuple(columns)] = _in_order(known)
        return known

    def _joined(self, columns: Sequence[int]) -> Coded:
        """Codes of several columns together, and the texts that each code stands for."""
        parts = [self._coded([column]) for column in columns]
        pairs = np.zeros(self.rows, np.int64)
        for part in parts:
            pairs = pairs * len(part.texts) + part.codes
        kept, codes = np.unique(pairs, return_inverse=True)
        texts: list[Texts] = []
        for pair in kept.tolist():
            cells: Texts = ()
            for part in reversed(parts):
                pair, code = divmod(pair, len(part.texts))
                cells = (*part.texts[code], *cells)
            texts.append(cells)
        return Coded(codes, texts)

    def texts(self, columns: Sequence[int]) -> Sequence[Texts]:
        return self._coded(columns).texts

    def key(self, columns: Sequence[int], labels: Sequence[int] | None = None) -> Key:
        coded = self._coded(columns)
        if labels is None:
            return Key(coded.codes, len(coded.texts))
        return Key(np.array(labels, np.int64)[coded.codes], max(labels, default=0) + 1)

    def amounts(self, column: int, read: ReadCell) -> Amounts:
        series = self._frame[column]
        if pd.api.types.is_float_dtype(series.dtype):
            values = series.to_numpy()
            unknown = np.isnan(values)
            labels = np.where(unknown, UNKNOWN, np.where(values < 0, BELOW_ZERO, NUMBER))
            return Amounts(Key(labels, UNKNOWN + 1), np.where(unknown, 0.0, values))
        coded = self._coded([column])
        read_texts = [read(text) for (text,) in coded.texts]
        kinds = self.key([column], [kind for kind, _ in read_texts])
        return Amounts(kinds, np.array([value for _, value in read_texts])[coded.codes])

    def groups(self, keys: Sequence[Key], values: Any = None) -> Iterable[Group]:
        places, inside = self._places(keys)
        size = math.prod(key.size for key in keys)
        there: Ints | None = None
        if inside is not None:
            places = places[inside]
        if size > DENSE:
            there, places = np.unique(places, return_inverse=True)
            size = len(there)
        rows = np.bincount(places, minlength=size)
        totals: Floats = np.zeros(size)
        if values is not None:
            totals[:] = np.bincount(places, weights=values if inside is None else values[inside], minlength=size)
        if there is None:
            there = np.flatnonzero(rows)
            rows, totals = rows[there], totals[there]
        labels = []
        for key in reversed(keys):
            there, own = np.divmod(there, key.size)
            labels.append(own.tolist())
        return map(Group, zip(*reversed(labels), strict=True), rows.tolist(), totals.tolist())

    def _places(self, keys: Sequence[Key]) -> tuple[Ints, Mask | None]:
        """One label out of several, and which rows none of them leaves out (None for all)."""
        places = np.zeros(self.rows, np.int64)
        inside: Mask | None = None
        for labels, size in keys:
            if size <= 0 or (len(labels) and int(labels.min()) < 0):
                inside = labels >= 0 if inside is None else inside & (labels >= 0)
            places = places * size + labels
        return places, inside

    def first(self, keys: Sequence[Key], wanted: Key, label: int, columns: Sequence[int]) -> Texts | None:
        there = wanted.labels == label
        for key in keys:
            there &= key.labels >= 0
        rows = np.flatnonzero(there)
        if not len(rows):
            return None
        cells = next(self.cells(rows[:1]))
        return tuple(cells[column].strip() for column in columns)

    def cells(self, rows: Ints) -> Iterator[list[str]]:
        """All cells of some rows, in order, those of columns too that nobody asked for."""
        return self._block.cells(self._frame.index.to_numpy()[rows])

    def marked(self, column: int, test: Callable[[str], bool]) -> Mask:
        """The rows whose cell meets a test."""
        coded = self._coded([column])
        marks: Mask = np.fromiter((test(text) for (text,) in coded.texts), np.bool_, len(coded.texts))[coded.codes]
        return marks

    def only(self, rows: Mask) -> FrameChunk:
        """The same with some of its rows."""
        return FrameChunk(self._frame[rows], self._block)


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
    known, `judge` says which rows are no data.
    """

    whole = False

    def __init__(self, stretch: Stretch, digits: Collection[int], plain: Collection[int], judge: RowJudge) -> None:
        self._stretch, self._digits, self._plain, self._judge = stretch, digits, plain, judge
        self._is_date: dict[int, dict[str, bool]] = {}
        self.met = Met()

    def chunks(self, columns: Sequence[int], amounts: Collection[int] = ()) -> Iterator[Chunk]:
        dates = [column for column in self._judge.dates if column in columns] or self._judge.dates[:1]
        asked = sorted({*columns, *dates, *self._judge.labels})
        plain = {column for column in amounts if column in self._plain and column not in (*dates, *self._judge.labels)}
        rows = self._stretch.rows(self._judge)
        try:
            with rows:
                for block in rows.blocks():
                    frame = self._frame(block, asked, plain)
                    chunk = self._kept(FrameChunk(frame, block), rows, dates)
                    if chunk.rows:
                        yield chunk
        except UnicodeDecodeError:
            raise RefusalError("encoding-to-end", encoding=self._stretch.sheet.encoding.label) from None
        except pd.errors.ParserError as error:
            raise RefusalError("unreadable-rows", error=str(error)) from None
        except BROKEN as error:
            raise RefusalError("unreadable-end", error=str(error)) from None
        self.met = Met(rows.rows, rows.left_out, rows.cut, rows.end)

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
            na_values={column: list(UNKNOWN_TEXTS) for column in plain},
            keep_default_na=False,
            na_filter=bool(plain),
            **_EXACT,
            skip_blank_lines=False,
            low_memory=False,
            engine="c",
            encoding="utf-8",
        )

    def _kept(self, chunk: FrameChunk, rows: TableRows, dates: Sequence[int]) -> Chunk:
        """The rows that are data: of those without a date, or with a total, each is judged."""
        sure = np.zeros(chunk.rows, np.bool_)
        for column in dates:
            if not sure.all():
                sure |= chunk.marked(column, self._date_test(column))
        for column in self._judge.labels:
            sure &= ~chunk.marked(column, self._judge.is_total)
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


def end_of(sheet: Sheet, table: ExportTable) -> int | None:
    """The line at which a table of a large file ends before the file does, asked where nobody went through its rows."""
    if not table.rows:
        return None
    rows = Stretch(sheet, table.rows[0][0], len(table.header)).rows(_NO_JUDGE)
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
    is_total=lambda text: False,
    is_cut=lambda cells: False,
)


def _plain_amounts(series: pd.Series[Any]) -> bool:
    """Whether what pandas read as numbers is what the reader of cells says: no words for numbers, nothing too large."""
    values = series.to_numpy()
    return bool((np.isnan(values) | (np.abs(values) <= LARGEST)).all() and not np.isin(values, (0.0, 1.0)).all())


def _column(series: pd.Series[Any]) -> Coded:
    if isinstance(series.dtype, pd.CategoricalDtype):
        codes, found = series.cat.codes.to_numpy(), series.cat.categories
    else:
        codes, found = pd.factorize(series)
    return Coded(codes, [(as_written(str(text)).strip(),) for text in found.tolist()])


def _in_order(coded: Coded) -> Coded:
    """The same with its texts in order of appearance."""
    count, rows = len(coded.texts), len(coded.codes)
    first = np.full(count, rows, np.int64)
    first[coded.codes[::-1]] = np.arange(rows - 1, -1, -1)
    order = np.argsort(first, kind="stable")[: int((first < rows).sum())]  # of texts that are there at all
    rank = np.empty(count, np.int64)
    rank[order] = np.arange(len(order))
    return Coded(rank[coded.codes], [coded.texts[at] for at in order.tolist()])
