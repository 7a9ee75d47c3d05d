"""Units that count once, however many rows they have: of each the row of its first day, of those with a value.

Exact, and so memory grows with the number of units, not of rows. The order of rows matters for nothing but rows of the
same unit and day: of these the first counts.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from kpiplan.exports.files.chunks import Chunk
from kpiplan.exports.months.tallies import EMPTY, NEVER, UNREAD, Dates, Floats, Groups, Ints, Mask, Tally, add_up, book
from kpiplan.kpis.measures import Over

_NO_DATE, _NO_VALUE, _WHOLE = 0, 1, 2  # what a row has; more goes first


class Cells(NamedTuple):
    """The numbers of the rows of a chunk, NaN where unknown (None: rows are counted), and whose cell is no number."""

    values: Floats | None = None
    unread: Mask | None = None


class Units:
    """The units of one reading, by the texts of its column `distinct`."""

    def __init__(self, column: int) -> None:
        self.column = column
        self.nameless = 0  # rows that meet the condition and name no unit
        self.repeated = 0  # rows of units that count by another row
        self._at: dict[str, int] = {}
        self._names: dict[str | None, int] = {}
        size = 0
        self._rank: Ints = np.zeros(size, np.int64)
        self._held: Ints = np.zeros((size, 5), np.int64)  # month, start, end, segment, row
        self._value: Floats = np.zeros(size)
        self._least: Floats = np.zeros(size)
        self._most: Floats = np.zeros(size)
        self._missed: Mask = np.zeros(size, np.bool_)
        self._rows: Ints = np.zeros(size, np.int64)

    def take(self, chunk: Chunk, before: int, dates: Dates, groups: Groups, chosen: Mask | None, cells: Cells) -> None:
        """The chosen rows of a chunk, before which `before` rows were gone through."""
        coded = chunk.columns[self.column]
        ids = np.array([self._number(text) for text in coded.texts], np.int64).reshape(-1)[coded.codes]
        rows = np.arange(chunk.rows) if chosen is None else np.flatnonzero(chosen)
        self.nameless += int((ids[rows] < 0).sum())
        rows = rows[ids[rows] >= 0]
        units = ids[rows]
        self._grow()
        self._rows += np.bincount(units, minlength=len(self._rows))
        values = cells.values[rows] if cells.values is not None else np.ones(len(rows))
        known = ~np.isnan(values)
        np.minimum.at(self._least, units[known], values[known])
        np.maximum.at(self._most, units[known], values[known])
        if cells.unread is not None:
            self._missed[units[cells.unread[rows]]] = True
        self._choose(units, rows, before, dates, self._segments(groups, rows), values)

    def _number(self, text: str) -> int:
        return self._at.setdefault(text.casefold(), len(self._at)) if text else -1

    def _segments(self, groups: Groups, rows: npt.NDArray[np.intp]) -> Ints:
        numbers = np.array([self._names.setdefault(name, len(self._names)) for name in groups.names], np.int64)
        return np.zeros(len(rows), np.int64) + numbers[0] if groups.codes is None else numbers[groups.codes[rows]]

    def _grow(self) -> None:
        more = len(self._at) - len(self._rank)
        if more > 0:
            none = np.full((more, 5), NEVER)
            none[:, 0] = EMPTY
            self._rank = np.concatenate([self._rank, np.full(more, -1)])
            self._held = np.concatenate([self._held, none])
            self._value = np.concatenate([self._value, np.full(more, np.nan)])
            self._least = np.concatenate([self._least, np.full(more, np.inf)])
            self._most = np.concatenate([self._most, np.full(more, -np.inf)])
            self._missed = np.concatenate([self._missed, np.zeros(more, np.bool_)])
            self._rows = np.concatenate([self._rows, np.zeros(more, np.int64)])

    def _choose(
        self, units: Ints, rows: npt.NDArray[np.intp], before: int, dates: Dates, segments: Ints, values: Floats
    ) -> None:
        """Of the rows of each unit the best, where it is better than the one held."""
        if not len(units):
            return
        codes = dates.codes[rows]
        month, start = dates.month[codes], dates.start[codes]
        dated = (month != EMPTY) & (month != UNREAD)
        rank = np.where(dated, np.where(np.isnan(values), _NO_VALUE, _WHOLE), _NO_DATE)
        order = np.lexsort((rows, np.where(month == EMPTY, 1, 0), start, -rank, units))
        first = order[np.r_[True, units[order][1:] != units[order][:-1]]]
        of = units[first]
        held_rank, held_start = self._rank[of], self._held[of, 1]
        better = (rank[first] > held_rank) | ((rank[first] == held_rank) & dated[first] & (start[first] < held_start))
        first, of = first[better], of[better]
        self._rank[of] = rank[first]
        self._value[of] = values[first]
        codes = codes[first]
        self._held[of] = np.stack(
            [dates.month[codes], dates.start[codes], dates.end[codes], segments[first], rows[first] + before], axis=1
        )

    @property
    def dated(self) -> Mask:
        """Which units have a date."""
        found: Mask = self._rank > _NO_DATE
        return found

    @property
    def rows(self) -> Ints:
        """The numbers of the rows that count."""
        rows: Ints = self._held[self.dated, 4]
        return rows

    @property
    def differing(self) -> int:
        """Units whose rows have different values, of which one counts."""
        return int((self._least < self._most).sum())

    def months(self) -> dict[str, tuple[int, int]]:
        """Of each unit the month and first day that it is dated by; of those without a date none."""
        held = self._held[:, :2].tolist()
        return {text: (held[at][0], held[at][1]) for text, at in self._at.items() if self._rank[at] > _NO_DATE}

    def finish(self, tally: Tally, over: Over, *, spread: bool) -> None:
        """Books each unit once, and counts units where rows were counted."""
        dated = self.dated
        there = self._rank >= 0
        month, start, end, segment, _ = self._held[dated].T
        days, codes = np.unique(np.stack([month, start, end], axis=1), axis=0, return_inverse=True)
        dates = Dates(codes.reshape(-1), [()] * len(days), days[:, 0], days[:, 1], days[:, 2])
        groups = Groups(list(self._names) or [None], segment)
        values = self._value[dated]
        book(tally, groups.names, add_up(values, dates, groups, None), dates, over, spread)
        lacking = self._held[there & ~dated, 0]
        tally.matched = int(there.sum())
        tally.undated, tally.unread = int((lacking == EMPTY).sum()), int((lacking == UNREAD).sum())
        missed = dates.month[dates.codes][self._missed[dated] & np.isnan(values)]
        tally.unread_months[missed[missed >= 0]] = True
        self.repeated = int(self._rows[dated].sum()) - int(dated.sum())
