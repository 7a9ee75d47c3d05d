"""The data rows of a large file, read by pandas and counted by numpy, a chunk at a time: memory stays flat.

A column is its distinct texts and, for each row, which of them it has; columns of plain amounts are numbers at once."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import IO, Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd
from pandas.io.parsers.readers import TextFileReader

from kpiplan.exports.cells.formulas import as_written
from kpiplan.exports.files.archives import BROKEN
from kpiplan.exports.files.chunks import BELOW_ZERO, NUMBER, UNKNOWN, Amounts, Chunk, Group, Key, ReadCell, Texts
from kpiplan.exports.files.judge import RowJudge
from kpiplan.exports.files.records import Records
from kpiplan.exports.files.sheets import Sheet, Watch, open_rest
from kpiplan.exports.refusal import RefusalError
from kpiplan.exports.results import Why

CHUNK_ROWS = 400_000
CHUNK_BYTES = 16 << 20
LONGEST_RECORD = 64 << 20  # bytes read without a chunk: a line or quoted cell without end
DENSE = 1 << 22  # groups of rows that are counted in one array

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]


class Coded(NamedTuple):
    """`texts[codes[row]]` are the cells of a row."""

    codes: npt.NDArray[np.integer]
    texts: list[Texts]


class FrameChunk:
    """Rows of a frame of pandas."""

    def __init__(self, frame: pd.DataFrame) -> None:
        self.rows = len(frame)
        self._frame = frame
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
        size = int(np.prod([key.size for key in keys], dtype=object))
        wanted = places if inside is None else places[inside]
        if size <= DENSE:
            rows = np.bincount(wanted, minlength=size)
            there = np.flatnonzero(rows)
        else:
            there, wanted = np.unique(wanted, return_inverse=True)
            size = len(there)
            rows = np.bincount(wanted)
        totals: Floats = np.zeros(size)
        if values is not None:
            totals = np.bincount(wanted, weights=values if inside is None else values[inside], minlength=size)
        if size > len(there):
            rows, totals = rows[there], totals[there]
        labels = []
        for key in reversed(keys):
            there, own = np.divmod(there, key.size)
            labels.append(own.tolist())
        return map(Group, zip(*reversed(labels), strict=True), rows.tolist(), totals.tolist())

    def _places(self, keys: Sequence[Key]) -> tuple[Ints, npt.NDArray[np.bool_] | None]:
        """One label out of several, and which rows none of them leaves out (None for all)."""
        places = np.zeros(self.rows, np.int64)
        inside: npt.NDArray[np.bool_] | None = None
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
        return self._cells(int(rows[0]), columns)

    def _cells(self, row: int, columns: Sequence[int]) -> Texts:
        coded = self._coded(columns)
        return coded.texts[int(coded.codes[row])]


class FileData:
    """Rows of a large file below `skip` lines, `width` columns wide; memory stays flat.

    `digits` are the columns whose cells can be bare numbers, `judge` says which rows are no data;
    `left_out` counts those of the last time that the rows were gone through.
    """

    whole = False

    def __init__(
        self, sheet: Sheet, skip: int, width: int, digits: Collection[int], judge: RowJudge, watch: Watch
    ) -> None:
        self._sheet, self._skip, self._width, self._watch = sheet, skip, width, watch
        self._digits, self._judge = digits, judge
        self.left_out: Counter[Why] = Counter()

    def chunks(self, columns: Sequence[int], amounts: Collection[int] = ()) -> Iterator[Chunk]:
        read = 0

        def watch(size: int) -> None:
            nonlocal read
            read += size
            self._watch(size)
            if read > LONGEST_RECORD:
                raise _EndlessRecordError

        rows = int(max(1000, min(CHUNK_ROWS, CHUNK_BYTES / self._sheet.row_bytes)))
        try:
            rest = open_rest(self._sheet, self._skip, watch)
            records = Records(rest, self._sheet.delimiter, self._width, self._judge)
            self.left_out = records.left_out
            with (
                io.BufferedReader(records, buffer_size=1 << 18) as stream,
                self._reader(stream, columns, rows) as reader,
            ):
                for frame in reader:
                    read = 0
                    yield FrameChunk(frame)
        except _EndlessRecordError:
            raise _endless() from None
        except UnicodeDecodeError:
            raise RefusalError("encoding-to-end", encoding=self._sheet.encoding.label) from None
        except pd.errors.ParserError as error:
            if "EOF inside string" in str(error):
                raise _endless() from None
            raise RefusalError("unreadable-rows", error=str(error)) from None
        except BROKEN as error:
            raise RefusalError("unreadable-end", error=str(error)) from None

    def _reader(self, stream: IO[bytes], columns: Sequence[int], rows: int) -> TextFileReader:
        return pd.read_csv(
            stream,
            sep=self._sheet.delimiter,
            header=None,
            names=range(self._width),
            usecols=sorted(set(columns)),
            index_col=False,
            # pandas turns categories that all look like numbers into numbers: 007 would become 7.
            dtype={column: "str" if column in self._digits else "category" for column in columns},
            na_filter=False,
            chunksize=rows,
            engine="c",
            encoding="utf-8",
        )


class _EndlessRecordError(Exception):
    pass


def _endless() -> RefusalError:
    return RefusalError("endless-record")


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
    order = np.argsort(first, kind="stable")
    rank = np.empty(count, np.int64)
    rank[order] = np.arange(count)
    return Coded(rank[coded.codes], [coded.texts[at] for at in order.tolist()])
