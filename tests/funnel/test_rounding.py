"""Whole numbers: halves up, what floating point is off by, running totals."""

import math
from itertools import accumulate

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpiplan.funnel.rounding import round_year, whole, whole_parts
from kpiplan.locales.digits import half_up
from kpiplan.plan.model import Rounding

from .generated import STABLE


@pytest.mark.parametrize(
    ("value", "wanted"),
    [(0, 0), (0.4, 0), (0.5, 1), (1.5, 2), (2.5, 3), (2.4999, 2), (9.0909, 9), (0.1 + 0.2, 0), (1e6 + 0.5, 1_000_001),
     (-0.4, 0), (-0.5, 0), (-0.6, -1), (-1.5, -1)],
)  # fmt: skip
def test_the_nearest_whole_number_halves_up(value: float, wanted: int) -> None:
    assert half_up(value) == wanted


def test_a_half_that_floating_point_fell_short_of_is_a_half() -> None:
    almost = math.nextafter(10.5, 0)
    assert half_up(almost) == 11
    assert half_up(sum([0.35] * 30)) == 11  # 10.499999999999996


@pytest.mark.parametrize(
    ("total", "how", "wanted"),
    [
        (9.0909, "nearest", 9), (9.0909, "up", 10), (9.0909, "down", 9),
        (9.5, "nearest", 10), (8.5, "nearest", 9), (9.5, "up", 10), (9.5, "down", 9),
        (10.0, "nearest", 10), (10.0, "up", 10), (10.0, "down", 10),
        (10.000000000000002, "up", 10), (9.999999999999998, "down", 10), (10.001, "up", 11), (9.999, "down", 9),
        (0.2, "nearest", 0), (0.2, "up", 1), (0.9, "down", 0),
    ],
)  # fmt: skip
def test_a_year_as_a_whole_number(total: float, how: Rounding, wanted: int) -> None:
    assert round_year(total, how) == wanted


@pytest.mark.parametrize(
    ("values", "wanted"),
    [
        ([0.75] * 12, [1, 1, 0, 1] * 3),
        ([1 / 3] * 12, [0, 1, 0] * 4),
        ([0.5] * 12, [1, 0] * 6),
        ([0.1] * 12, [0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0]),
        ([93.75] * 4, [94, 94, 93, 94]),
        ([6250.0] * 3, [6250] * 3),
        ([0.0] * 12, [0] * 12),
        ([0.4], [0]),
        ([], []),
    ],
)
def test_the_running_total_is_rounded(values: list[float], wanted: list[int]) -> None:
    assert whole(values) == tuple(wanted)


@STABLE
@given(st.lists(st.floats(0, 1e4), max_size=12))
def test_no_running_total_is_off_by_more_than_a_half(values: list[float]) -> None:
    found = whole(values)
    assert all(count >= 0 for count in found)
    assert sum(found) == half_up(math.fsum(values))
    assert all(abs(a - b) <= 0.5 + 2e-4 for a, b in zip(accumulate(found), accumulate(values), strict=True))


def test_of_several_parts_that_which_is_whole_the_soonest_has_the_unit() -> None:
    """Of 0.5 + 0.6 one unit is given: to the first, which is whole a month later, though the other is further."""
    assert whole_parts([[0.5, 0.5, 0.0], [0.6, 0.0, 0.0]]) == [(1, 0, 0), (0, 1, 0)]
    assert whole_parts([[0.6, 0.0, 0.0], [0.5, 0.5, 0.0]]) == [(0, 1, 0), (1, 0, 0)]


def test_of_parts_that_are_whole_together_the_furthest_has_the_unit() -> None:
    assert whole_parts([[0.3, 0.7], [0.4, 0.6], [0.3, 0.7]]) == [(0, 1), (1, 0), (0, 1)]


def test_a_part_that_is_whole_but_for_floating_point_has_its_unit() -> None:
    """Ten tenths add up to 0.9999999999999999; the other part, 0.4 until it is 1 in the eleventh month, waits."""
    assert [sum(part[:10]) for part in whole_parts([[0.1] * 10 + [0.0], [0.4, *[0.0] * 9, 0.6]])] == [1, 0]
