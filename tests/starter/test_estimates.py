"""The estimators by hand, and against what is known of them."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kpiplan.analysis.baseline.estimators import conversion_by_age, level_chance
from kpiplan.months import Month

JANUARY = Month(2025, 1)
YEAR = [JANUARY.plus(at) for at in range(12)]


def cohorts(sizes: list[int], parts: list[float], last: int) -> tuple[dict[Month, int], dict[tuple[Month, int], int]]:
    """Cohorts from January on that go on exactly as `parts` say, seen up to the month number `last` (0: January)."""
    months = [JANUARY.plus(at) for at in range(len(sizes))]
    gone = {
        (month, age): round(size * part)
        for at, (month, size) in enumerate(zip(months, sizes, strict=True))
        for age, part in enumerate(parts)
        if at + age <= last
    }
    return dict(zip(months, sizes, strict=True)), gone


def test_by_hand() -> None:
    # January: 10, of whom 2 at once and 4 a month later; February: 10, of whom 4 at once, seen no longer
    sizes = {JANUARY: 10, JANUARY.plus(1): 10}
    gone = {(JANUARY, 0): 2, (JANUARY, 1): 4, (JANUARY.plus(1), 0): 4}
    # h0 = 6/20, h1 = 4/8 of the 70% that wait
    assert conversion_by_age(sizes, gone, YEAR[:2]) == pytest.approx((0.3, 0.35))


def test_nobody_went_on() -> None:
    assert conversion_by_age({JANUARY: 5}, {}, YEAR[:1]) == ()
    assert conversion_by_age({}, {}, YEAR[:1]) == ()


def test_ages_that_few_are_old_enough_for_are_not_measured() -> None:
    # one old lead, won after 11 months, is no reason to expect every lead to be won
    sizes = {JANUARY: 1, **dict.fromkeys(YEAR[8:], 100)}
    gone = {(JANUARY, 11): 1, **{(month, 0): 20 for month in YEAR[8:]}}
    assert conversion_by_age(sizes, gone, YEAR) == pytest.approx((80 / 401,))


@settings(derandomize=True, deadline=None, max_examples=100)
@given(
    st.lists(st.integers(1, 50).map(lambda n: n * 100), min_size=12, max_size=30),
    st.lists(st.integers(0, 19).map(lambda n: n / 100), min_size=1, max_size=5).filter(any),
)
def test_too_young_cohorts_do_not_pull_the_rate_down(sizes: list[int], parts: list[float]) -> None:
    last = len(sizes) - 1
    months = [JANUARY.plus(last - 11 + at) for at in range(12)]
    found = conversion_by_age(*cohorts(sizes, parts, last), months)
    true = parts[: max(age for age, part in enumerate(parts) if part) + 1]
    assert found == pytest.approx(tuple(true)[: len(found)], abs=1e-9)
    # ages are missing only where the cohorts old enough are under a tenth of the year's
    old = sum(sizes[max(0, last - 11 - len(found)) : last + 1 - len(found)])
    assert len(found) == len(true) or old < 0.1 * sum(sizes[-12:])


@settings(derandomize=True, deadline=None, max_examples=100)
@given(st.lists(st.lists(st.integers(0, 9), min_size=4, max_size=4), min_size=1, max_size=20))
def test_parts_are_parts(rows: list[list[int]]) -> None:
    sizes = {JANUARY.plus(at): sum(row) for at, row in enumerate(rows)}
    gone = {
        (JANUARY.plus(at), age): count
        for at, row in enumerate(rows)
        for age, count in enumerate(row[:3])
        if at + age < len(rows)
    }
    found = conversion_by_age(sizes, gone, [JANUARY.plus(at) for at in range(len(rows))])
    assert all(part >= 0 for part in found)
    assert sum(found) <= 1 + 1e-12
    assert not found or found[-1] > 0


@pytest.mark.parametrize(
    ("counts", "chance"),
    [
        ([100] * 12, 1.0),
        ([100 - 10 * 2**0.5, 100 + 10 * 2**0.5], 0.0455003),  # chi-square 4, one degree
        (
            [100 + d for d in (20, -20, 20, -20, 15, -15, 5, -5, 2, -2, 1, -1)],
            0.0323497,
        ),  # 21.1, eleven degrees, integrated numerically
    ],
)
def test_chance_of_level_months(counts: list[float], chance: float) -> None:
    assert level_chance(counts) == pytest.approx(chance, rel=1e-4)


def test_dispersion_widens_chance() -> None:
    assert level_chance([80, 120] * 6, 4) == pytest.approx(level_chance([90, 110] * 6), rel=1e-9)
