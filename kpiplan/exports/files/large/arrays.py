"""A chunk of rows whose columns are arrays, counted by numpy.

A column is its distinct texts and, for each row, which of them it has; columns of amounts alone are numbers at once."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from kpiplan.exports.files.chunks import BELOW_ZERO, Amounts, ReadCell, RowGroup, RowKey, Texts
from kpiplan.exports.files.large.blocks import Block
from kpiplan.exports.files.large.numbered_texts import Codes, Ints, Mask, NumberedTexts
from kpiplan.exports.files.sheets import Row

DENSE = 1 << 22  # groups of rows that are counted in one array

Floats = npt.NDArray[np.float64]


class Coded(NamedTuple):
    """`texts[codes[row]]` are the cells of a row, in order of appearance."""

    codes: npt.NDArray[np.integer]
    texts: list[Texts]


class PlainAmounts(NamedTuple):
    """A column as numbers: the `values` of plain digits, and in which rows there are other cells (0 there), and their
    numbers among the texts of the column.

    `points` are plain cells, with their rows, that tell of the decimal mark: the first whose point can be nothing else,
    and the first whose point may stand between thousands.
    """

    values: Floats
    odd: Ints
    codes: Codes
    points: tuple[tuple[int, str], ...] = ()


class BlockPart(NamedTuple):
    """Some rows of a block: the places that they have in it, the numbers of the cells of columns, and their amounts."""

    block: Block
    places: Ints
    codes: dict[int, Codes]
    amounts: dict[int, PlainAmounts]


class ArrayChunk:
    """Rows of some blocks, one below the other; `known` are the texts of their columns by number."""

    def __init__(self, parts: Sequence[BlockPart], known: Mapping[int, NumberedTexts]) -> None:
        self.rows = sum(len(part.places) for part in parts)
        self._parts, self._texts = parts, known
        self._known: dict[tuple[int, ...], Coded] = {}
        self._amounts: dict[int, tuple[PlainAmounts, Coded]] = {}

    def _coded(self, columns: Sequence[int]) -> Coded:
        known = self._known.get(tuple(columns))
        if known is None and len(columns) == 1:
            codes = np.concatenate([part.codes[columns[0]] for part in self._parts])
            known = in_order(codes, self._texts[columns[0]].texts)
        elif known is None:
            known = self._joined(columns)
        self._known[tuple(columns)] = known
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
        return in_order(codes, texts)

    def texts(self, columns: Sequence[int]) -> Sequence[Texts]:
        return self._coded(columns).texts

    def key(self, columns: Sequence[int], labels: Sequence[int] | None = None) -> RowKey:
        coded = self._coded(columns)
        if labels is None:
            return RowKey(coded.codes, len(coded.texts))
        return RowKey(np.array(labels, np.int64)[coded.codes], max(labels, default=0) + 1)

    def telling(self, column: int, *, points: bool) -> list[str]:
        """The cells of a column of amounts that tell how it is read, in order of appearance."""
        found, cells = self._plain(column)
        odd = [text for (text,) in cells.texts]
        if not (points and found.points):
            return odd
        rows = found.odd[np.unique(cells.codes, return_index=True)[1]].tolist()
        return [text for _, text in sorted([*zip(rows, odd, strict=True), *found.points])]

    def amounts(self, column: int, read: ReadCell) -> Amounts:
        if column in self._parts[0].codes:
            coded = self._coded([column])
            read_texts = [read(text) for (text,) in coded.texts]
            kinds = self.key([column], [kind for kind, _ in read_texts])
            return Amounts(kinds, np.array([value for _, value in read_texts])[coded.codes])
        found, cells = self._plain(column)
        labels = (found.values < 0).astype(np.int64)  # NUMBER, or BELOW_ZERO
        values, size = found.values, BELOW_ZERO + 1
        if len(found.odd):
            read_texts = [read(text) for (text,) in cells.texts]
            kinds_read = np.array([kind for kind, _ in read_texts], np.int64)
            labels[found.odd] = kinds_read[cells.codes]
            values = values.copy()
            values[found.odd] = np.array([value for _, value in read_texts])[cells.codes]
            size = max(size, int(kinds_read.max()) + 1)
        return Amounts(RowKey(labels, size), values)

    def _plain(self, column: int) -> tuple[PlainAmounts, Coded]:
        """A column of amounts as far as they are plain digits, and the other cells of it."""
        known = self._amounts.get(column)
        if known is None:
            begin, odd, points = 0, [], []
            for part in self._parts:
                found = part.amounts[column]
                odd.append(found.odd + begin)
                points += [(row + begin, text) for row, text in found.points]
                begin += len(part.places)
            values, codes = ([part.amounts[column][at] for part in self._parts] for at in (0, 2))
            together = PlainAmounts(np.concatenate(values), np.concatenate(odd), np.concatenate(codes), tuple(points))
            known = self._amounts[column] = together, in_order(together.codes, self._texts[column].texts)
        return known

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
        row = int(rows[0])
        for part in self._parts:
            if row < len(part.places):
                cells = next(part.block.cells(part.places[row : row + 1]))
                return tuple(cells[column].strip() for column in columns)
            row -= len(part.places)
        return None

    def rows_in_full(self) -> Iterator[Row]:
        """All rows with all their cells, and their lines."""
        for block, places, *_ in self._parts:
            yield from zip(block.lines[places].tolist(), block.cells(places), strict=True)


def in_order(codes: npt.NDArray[np.integer], texts: Sequence[Texts]) -> Coded:
    """Rows whose cells are `texts[code]`, numbered in order of appearance; what is not there is left out."""
    order = _in_order(codes, len(texts))
    found = [texts[at] for at in order.tolist()]
    known = {text: at for at, text in enumerate(dict.fromkeys(found))}
    rank = np.zeros(len(texts), np.int32)
    # Some differ in the blanks around them alone.
    rank[order] = np.arange(len(found)) if len(known) == len(found) else [known[text] for text in found]
    return Coded(rank[codes], list(known))


def _in_order(codes: npt.NDArray[np.integer], size: int) -> Ints:
    """The codes that are there, all below `size`, in order of appearance."""
    rows = len(codes)
    first = np.full(size, rows, np.int32)
    first[codes[::-1]] = np.arange(rows - 1, -1, -1, dtype=np.int32)  # of rows with one code the first is written last
    there = np.flatnonzero(first < rows)
    return there[np.argsort(first[there], kind="stable")]
