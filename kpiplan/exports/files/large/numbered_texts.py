"""The distinct cells of one column of a large file, numbered as they come up and known from block to block.

A cell is as many words of eight bytes as it is long. Its number is looked up in a table by a hash of its words, for
thousands of cells at once, and the words known under that number are compared to its own. What is not there, the first
of its kind or one whose place another has, is looked up one by one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from kpiplan.exports.cells.formulas import as_written
from kpiplan.exports.files.chunks import Texts
from kpiplan.exports.files.large.blocks import LONGEST, WORD

Ints = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]
Words = npt.NDArray[np.uint64]
Codes = npt.NDArray[np.int32]

MOST = 1 << 17  # texts that are kept
_FIRST, _AT_ONCE = 1 << 10, 1 << 15  # cells that are looked up at once: few before any is known
_BITS = 19  # of places in the table
_SPREAD = np.uint64(0x9E3779B97F4A7C15)  # odd: brings the bits of a word to its upper ones
_FOLD, _PLACE = np.uint64(32), np.uint64(64 - _BITS)
# What stands behind the first bytes of a word: no byte of UTF-8.
_FILL: Words = np.array([(1 << 64) - (1 << 8 * size) for size in range(WORD + 1)], np.uint64)
_NOTHING = _FILL[0]
_NO_MARKS: Mask = np.zeros(0, np.bool_)


class CellSpans(NamedTuple):
    """Cells of a text: where each begins and how many bytes it has.

    `words` are those that begin at each byte of the text, which goes on for LONGEST bytes and a word below its last
    cell. Where some cells are `quoted`, marks of quotation stand in pairs.
    """

    text: bytes
    words: Words
    begins: Ints
    sizes: Ints
    quoted: bool

    def only(self, rows: Ints | slice) -> CellSpans:
        """Some of them."""
        return self._replace(begins=self.begins[rows], sizes=self.sizes[rows])

    def split(self, number: int) -> list[Words]:
        """So many words of each cell, filled up behind its end."""
        ats = range(0, number * WORD, WORD)
        return [self.words[self.begins + at] | _FILL.take(self.sizes - at, mode="clip") for at in ats]


class NumberedTexts:
    """`texts` by number, without the blanks around them."""

    def __init__(self) -> None:
        self.texts: list[Texts] = []
        self._known: dict[bytes, int] = {}
        self._words: list[Words] = []  # the first words of texts, by number
        self._marks: dict[str, Mask] = {}
        self._table: Codes = np.full(1 << _BITS, -1, np.int32)

    @property
    def many(self) -> bool:
        """Whether there are more than are to be kept."""
        return len(self.texts) > MOST

    def codes(self, cells: CellSpans) -> Codes:
        """The number of each cell."""
        filled = np.flatnonzero(cells.sizes)
        if 2 * len(filled) >= len(cells.sizes):
            return self._in_parts(cells)
        empty = int((cells.sizes == 0).argmax())  # one for all of them
        codes: Codes = np.full(len(cells.sizes), self._look_up(cells.only(slice(empty, empty + 1)))[0])
        codes[filled] = self._in_parts(cells.only(filled))
        return codes

    def _in_parts(self, cells: CellSpans) -> Codes:
        codes = np.empty(len(cells.sizes), np.int32)
        begin = 0
        while begin < len(codes):
            end = begin + (_AT_ONCE if begin or self.texts else _FIRST)
            codes[begin:end] = self._look_up(cells.only(slice(begin, end)))
            begin = end
        return codes

    def _look_up(self, cells: CellSpans) -> Codes:
        if self.many:
            return self._one_by_one(cells)
        number = -(-min(int(cells.sizes.max()), LONGEST) // WORD)
        while len(self._words) < max(number, 1):
            self._words.append(np.full(MOST + _AT_ONCE, _NOTHING, np.uint64))
        words = cells.split(len(self._words))
        places = _places(words)
        codes = self._table[places]
        same: Mask = (codes >= 0) & (cells.sizes <= LONGEST)
        for known, word in zip(self._words, words, strict=True):
            same &= known[codes] == word
        if not same.all():
            rows = np.flatnonzero(~same)
            codes[rows] = self._one_by_one(cells.only(rows))
            self._place(rows[cells.sizes[rows] <= LONGEST], codes, places, words)
        return codes

    def _place(self, rows: Ints, codes: Codes, places: Ints, words: list[Words]) -> None:
        """Gives the texts of some cells places in the table, where these are free."""
        for known, word in zip(self._words, words, strict=True):
            known[codes[rows]] = word[rows]
        free = rows[self._table[places[rows]] < 0]
        self._table[places[free]] = codes[free]

    def _one_by_one(self, cells: CellSpans) -> Codes:
        ends = cells.begins + cells.sizes
        raws = (cells.text[begin:end] for begin, end in zip(cells.begins.tolist(), ends.tolist(), strict=True))
        return self.numbers(raw.replace(b'""', b'"') for raw in raws) if cells.quoted else self.numbers(raws)

    def numbers(self, raws: Iterable[bytes]) -> Codes:
        """The number of each of some cells, looked up one by one."""
        known, found = self._known, []
        for raw in raws:
            number = known.get(raw)
            if number is None:
                number = known[raw] = len(self.texts)
                text = raw.decode("utf-8")
                self.texts.append(((as_written(text) if text[:1] == "'" else text).strip(),))
            found.append(number)
        return np.array(found, np.int32)

    def marked(self, kind: str, test: Callable[[str], bool]) -> Mask:
        """By number, which texts meet a test that is known as `kind`."""
        marks = self._marks.get(kind, _NO_MARKS)
        if len(marks) < len(self.texts):
            new = [test(text) for (text,) in self.texts[len(marks) :]]
            marks = self._marks[kind] = np.concatenate((marks, np.array(new, np.bool_)))
        return marks


def _places(words: list[Words]) -> Ints:
    """Where in the table cells have their places."""
    mixed = words[0] * _SPREAD
    for word in words[1:]:
        mixed ^= mixed >> _FOLD
        mixed ^= word
        mixed *= _SPREAD
    return (mixed >> _PLACE).view(np.int64)
