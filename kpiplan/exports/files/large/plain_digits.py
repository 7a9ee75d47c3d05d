"""Plain digits to numbers, eight at a time: each word of eight bytes is worked on as one integer.

A number of up to 16 digits is whole digits and a power of ten. Both are exact as floats while the digits are no more
than 2 ** 53, and so their quotient is the float nearest to what is written: what `float` of the text is.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

Words = npt.NDArray[np.uint64]
Mask = npt.NDArray[np.bool_]

_U = np.uint64
_EXACT = _U(1 << 53)
_BYTES = 0x0101010101010101
_NOUGHT = _U(ord("0"))
_NOUGHTS, _POINTS, _LOW, _HIGH = (_U(code * _BYTES) for code in (ord("0"), ord("."), 0x7F, 0x80))
_BEYOND_NINE = _U(0x76 * _BYTES)
_BEHIND = _U(0x0706050403020100)  # in place of a byte: how many are behind it
_NONE: Words = np.array([_NOUGHTS])  # in place of words that nobody has
_TENS = np.array([float(10**power) for power in range(16)])
_LAST: Words = np.array([(1 << 64) - (1 << 64 - 8 * size) for size in range(9)], np.uint64)  # of a word: its last bytes


class Numbers(NamedTuple):
    """What the digits of cells come to, and which cells are such `plain` digits.

    `sure` are those of them that show a point to be the decimal mark, `undecided` those whose point may stand between
    thousands, such as 1.234.
    """

    values: npt.NDArray[np.float64]
    plain: Mask
    sure: Mask
    undecided: Mask


class _Digits(NamedTuple):
    """Sixteen digits in two words, how many of them are `behind` a point, and how many points there are."""

    upper: Words
    lower: Words
    behind: npt.NDArray[np.intp]
    points: npt.NDArray[np.intp]


def numbers_of(upper: Words, lower: Words, sizes: npt.NDArray[np.int64]) -> Numbers:
    """Cells as numbers. The last eight bytes of each are in `lower`, and the eight before them in `upper`."""
    minus = (_first(upper, lower, sizes) == _U(ord("-"))) & (sizes > 0) & (sizes <= 16)
    length = sizes - minus
    upper = _filled(upper, np.clip(length - 8, 0, 8)) if int(length.max(initial=0)) > 8 else _NONE
    digits = _without_point(upper, _filled(lower, np.clip(length, 0, 8)))
    whole = _value(digits.upper) * _U(10**8) + _value(digits.lower)
    plain = (length <= 16) & (length > digits.points) & (digits.points <= 1) & (whole <= _EXACT)
    plain &= _are_digits(digits.upper) & _are_digits(digits.lower)
    values = whole.astype(np.float64) / _TENS[np.where(plain, digits.behind, 0)]

    before = length - digits.behind - 1
    fraction = plain & (digits.points > 0)
    no_thousands = (before == 0) | ((before == 1) & (values < 1))
    undecided = fraction & (digits.behind == 3) & (before <= 3) & ~no_thousands
    sure = fraction & ((digits.behind != 3) | no_thousands)
    return Numbers(np.where(minus, -values, values), plain, sure, undecided)


def _first(upper: Words, lower: Words, sizes: npt.NDArray[np.int64]) -> Words:
    """The first byte of cells of up to sixteen."""
    above = _U(8) * (_U(0) - sizes.astype(np.uint64)) & _U(63)
    first: Words = np.where(sizes > 8, upper, lower) >> above & _U(255)
    return first


def _without_point(upper: Words, lower: Words) -> _Digits:
    """Digits from which a point is taken out: what stands before it moves to its place."""
    above, below = _points(upper), _points(lower)
    points = (_count(above) + _count(below)).astype(np.intp)
    in_upper, in_lower = above != 0, below != 0
    behind = np.where(in_upper, (above * _BEHIND >> _U(56)) + _U(8), _U(0))
    behind = np.where(in_lower, below * _BEHIND >> _U(56), behind).astype(np.intp)
    carried = upper >> _U(56)
    upper = np.where(in_upper, _closed(upper, above) | _NOUGHT, np.where(in_lower, upper << _U(8) | _NOUGHT, upper))
    lower = np.where(in_lower, _closed(lower, below) | carried, lower)
    return _Digits(upper, lower, behind, points)


def _filled(words: Words, sizes: npt.NDArray[np.int64]) -> Words:
    """Words of which so many last bytes are kept, with noughts before them."""
    kept = _LAST[sizes]
    filled: Words = (words & kept) | (_NOUGHTS & ~kept)
    return filled


def _points(words: Words) -> Words:
    """A one in the lowest bit of each byte that is a point."""
    other = words ^ _POINTS
    found: Words = ~(((other & _LOW) + _LOW) | other | _LOW) >> _U(7)
    return found


def _count(points: Words) -> Words:
    """How many bytes have a one in their lowest bit."""
    count: Words = points * _U(_BYTES) >> _U(56)
    return count


def _closed(words: Words, points: Words) -> Words:
    """Words without the byte of their point: what is before it moves up, and the first byte is free."""
    before = points - _U(1)
    closed: Words = (words & ~(before | points * _U(255))) | ((words & before) << _U(8))
    return closed


def _are_digits(words: Words) -> Mask:
    other = words ^ _NOUGHTS
    found: Mask = (((other + _BEYOND_NINE) | other) & _HIGH) == 0
    return found


def _value(words: Words) -> Words:
    """Eight digits as a number: first pairs of them, then fours, then all."""
    pairs = (words & _U(0x0F0F0F0F0F0F0F0F)) * _U(2561) >> _U(8)
    fours = (pairs & _U(0x00FF00FF00FF00FF)) * _U(6553601) >> _U(16)
    value: Words = (fours & _U(0x0000FFFF0000FFFF)) * _U(42949672960001) >> _U(32)
    return value
