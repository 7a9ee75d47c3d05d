"""A chunk of rows as a frame of pandas, counted by numpy.

A column is its distinct texts and, for each row, which of them it has; columns of plain amounts are numbers at once."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from kpiplan.exports.cells.formulas import as_written
from kpiplan.exports.files.blocks import Block
from kpiplan.exports.files.chunks import BELOW_ZERO, NUMBER, UNKNOWN, Amounts, ReadCell, RowGroup, RowKey, Texts
from kpiplan.exports.files.sheets import Row

CACHED_TEXTS = 50_000
DENSE = 1 << 22  # groups of rows that are counted in one array

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

    def key(self, columns: Sequence[int], labels: Sequence[int] | None = None) -> RowKey:
        coded = self._coded(columns)
        if labels is None:
            return RowKey(coded.codes, len(coded.texts))
        return RowKey(np.array(labels, np.int64)[coded.codes], max(labels, default=0) + 1)

    def amounts(self, column: int, read: ReadCell) -> Amounts:
        series = self._frame[column]
        if pd.api.types.is_float_dtype(series.dtype):
            values = series.to_numpy()
            unknown = np.isnan(values)
            labels = np.where(unknown, UNKNOWN, np.where(values < 0, BELOW_ZERO, NUMBER))
            return Amounts(RowKey(labels, UNKNOWN + 1), np.where(unknown, 0.0, values))
        coded = self._coded([column])
        read_texts = [read(text) for (text,) in coded.texts]
        kinds = self.key([column], [kind for kind, _ in read_texts])
        return Amounts(kinds, np.array([value for _, value in read_texts])[coded.codes])

    def groups(self, keys: Sequence[RowKey], values: Any = None) -> Iterable[RowGroup]:
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
        return map(RowGroup, zip(*reversed(labels), strict=True), rows.tolist(), totals.tolist())

    def _places(self, keys: Sequence[RowKey]) -> tuple[Ints, Mask | None]:
        """One label out of several, and which rows none of them leaves out (None for all)."""
        places = np.zeros(self.rows, np.int64)
        inside: Mask | None = None
        for labels, size in keys:
            if size <= 0 or (len(labels) and int(labels.min()) < 0):
                inside = labels >= 0 if inside is None else inside & (labels >= 0)
            places = places * size + labels
        return places, inside

    def first(self, keys: Sequence[RowKey], wanted: RowKey, label: int, columns: Sequence[int]) -> Texts | None:
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

    def rows_in_full(self) -> Iterator[Row]:
        """All rows with all their cells, and their lines."""
        lines = self._block.lines[self._frame.index.to_numpy()].tolist()
        yield from zip(lines, self.cells(np.arange(self.rows)), strict=True)

    def marked(self, column: int, test: Callable[[str], bool]) -> Mask:
        """The rows whose cell meets a test."""
        coded = self._coded([column])
        marks: Mask = np.fromiter((test(text) for (text,) in coded.texts), np.bool_, len(coded.texts))[coded.codes]
        return marks

    def only(self, rows: Mask) -> FrameChunk:
        """The same with some of its rows."""
        return FrameChunk(self._frame[rows], self._block)


def _column(series: pd.Series[Any]) -> Coded:
    if isinstance(series.dtype, pd.CategoricalDtype):
        codes, found = series.cat.codes.to_numpy(), series.cat.categories
    else:
        codes, found = pd.factorize(series)
    texts = map(str, found.tolist())
    return Coded(codes, [((as_written(text) if text[:1] == "'" else text).strip(),) for text in texts])


def _in_order(coded: Coded) -> Coded:
    """The same with its texts in order of appearance."""
    count, rows = len(coded.texts), len(coded.codes)
    first = np.full(count, rows, np.int64)
    first[coded.codes[::-1]] = np.arange(rows - 1, -1, -1)
    order = np.argsort(first, kind="stable")[: int((first < rows).sum())]  # of texts that are there at all
    rank = np.empty(count, np.int64)
    rank[order] = np.arange(len(order))
    return Coded(rank[coded.codes], [coded.texts[at] for at in order.tolist()])
