"""Poisson and binomial probabilities against direct summation, known values, and each other."""

import math
from decimal import Decimal, localcontext
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpiplan.analysis.distributions.counts import (
    binomial_at_most,
    count_at_least,
    count_at_most,
    poisson_at_most,
    share_at_least,
    share_at_most,
)
from tests.funnel.generated import STABLE

CLOSE = 1e-12  # well within the 1e-10 that is promised


def summed_binomial(count: int, trials: int, chance: Fraction) -> float:
    """P(X <= count), exactly."""
    terms = (math.comb(trials, k) * chance**k * (1 - chance) ** (trials - k) for k in range(count + 1))
    return float(sum(terms, Fraction(0)))


def summed_poisson(counts: list[int], mean: float) -> dict[int, float]:
    """P(X <= count) for some counts, in 60 digits."""
    with localcontext() as context:
        context.prec, context.Emin = 60, -999_999_999
        exact = Decimal(mean)
        term = total = (-exact).exp()
        found = {0: float(total)}
        for k in range(1, max(counts) + 1):
            term *= exact / k
            total += term
            if k in counts:
                found[k] = float(total)
    return found


@pytest.mark.parametrize("trials", [1, 2, 7, 40, 150])
@pytest.mark.parametrize("chance", [Fraction(1, 1024), Fraction(1, 8), Fraction(1, 2), Fraction(13, 16)])
def test_a_binomial_is_the_sum_of_its_terms(trials: int, chance: Fraction) -> None:
    for count in range(0, trials + 1, max(1, trials // 20)):
        found = binomial_at_most(count, trials, float(chance))
        assert found == pytest.approx(summed_binomial(count, trials, chance), rel=1e-11, abs=CLOSE), count


@pytest.mark.parametrize("mean", [0.01, 0.75, 1.0, 9.0, 37.5, 400.0, 2500.25])
def test_a_poisson_is_the_sum_of_its_terms(mean: float) -> None:
    spread = math.sqrt(mean)
    counts = sorted({max(0, round(mean + step * spread / 2)) for step in range(-12, 13)})
    for count, wanted in summed_poisson(counts, mean).items():
        assert poisson_at_most(count, mean) == pytest.approx(wanted, rel=1e-11, abs=CLOSE), count


def test_a_poisson_of_a_hundred_thousand_is_the_sum_of_its_terms() -> None:
    counts = [98_500, 99_700, 99_999, 100_000, 100_001, 100_400, 101_500]
    for count, wanted in summed_poisson(counts, 1e5).items():
        assert poisson_at_most(count, 1e5) == pytest.approx(wanted, abs=CLOSE), count


def test_zero_in_47_months_of_100() -> None:
    """exp(-0.75) = 0.47237."""
    assert poisson_at_most(0, 0.75) == pytest.approx(math.exp(-0.75), rel=1e-14)
    assert f"{poisson_at_most(0, 0.75):.2f}" == "0.47"


@pytest.mark.parametrize("mean", [1_000, 100_000, 1_000_000, 10_000_000, 10**12])
def test_a_poisson_at_its_mean_is_as_ramanujan_says(mean: int) -> None:
    """P(X <= n) = 1/2 + (1 - theta) P(X = n), theta = 1/3 + 4/(135 n) - 8/(2835 n^2) - …, at a mean of n."""
    theta = 1 / 3 + 4 / (135 * mean) - 8 / (2835 * mean * mean)
    at_mean = math.exp(-1 / (12 * mean) + 1 / (360 * mean**3)) / math.sqrt(2 * math.pi * mean)
    assert poisson_at_most(mean, mean) == pytest.approx(0.5 + (1 - theta) * at_mean, abs=1e-11)


@pytest.mark.parametrize("trials", [1_000, 100_000, 1_000_000, 10_000_000, 10**12])
def test_a_fair_coin_is_at_its_middle_as_stirling_says(trials: int) -> None:
    """P(X <= n/2) = 1/2 + P(X = n/2) / 2; P(X = n/2) = sqrt(2 / (pi n)) exp(-1/(4n) + 1/(24 n^3) - …)."""
    at_middle = math.sqrt(2 / (math.pi * trials)) * math.exp(-1 / (4 * trials) + 1 / (24 * trials**3))
    assert binomial_at_most(trials // 2, trials, 0.5) == pytest.approx(0.5 + at_middle / 2, abs=1e-11)


@pytest.mark.parametrize(("trials", "chance"), [(1000, 0.3), (1_000_000, 0.5), (1_000_000, 0.015), (10**11, 0.25)])
def test_few_of_one_are_many_of_the_other(trials: int, chance: float) -> None:
    """P(X <= k) = 1 - P(Y <= n - k - 1) where Y counts the failures."""
    spread = math.sqrt(trials * chance * (1 - chance))
    for step in (-6, -2.5, -1, -0.1, 0, 0.4, 1, 3, 6):
        count = math.floor(trials * chance + step * spread)
        other = binomial_at_most(trials - count - 1, trials, 1 - chance)
        assert binomial_at_most(count, trials, chance) == pytest.approx(1 - other, abs=1e-11), step


def test_rare_of_many_is_poisson() -> None:
    """Of a million with a chance of 3 in a million each: within 1.5e-6 of Poisson(3) by Le Cam, n p^2 = 9e-6."""
    for count in range(12):
        assert binomial_at_most(count, 1_000_000, 3e-6) == pytest.approx(poisson_at_most(count, 3), abs=9e-6)
    assert binomial_at_most(0, 1_000_000, 1e-12) == pytest.approx(math.exp(-1e-6), abs=1e-14)


@pytest.mark.parametrize(
    ("count", "mean", "wanted"),
    [(-1, 5, 0.0), (-0.5, 5, 0.0), (0, 0, 1.0), (3, 0, 1.0), (0, 1e6, 0.0), (10**7, 1e6, 1.0), (0, 1e15, 0.0),
     (2e15, 1e15, 1.0), (2.9, 2, 5 * math.exp(-2))],
)  # fmt: skip
def test_the_edges_of_a_poisson(count: float, mean: float, wanted: float) -> None:
    assert poisson_at_most(count, mean) == pytest.approx(wanted, abs=1e-15)


@pytest.mark.parametrize(
    ("count", "trials", "chance", "wanted"),
    [(-1, 5, 0.5, 0.0), (5, 5, 0.5, 1.0), (9, 5, 0.5, 1.0), (0, 5, 0.0, 1.0), (4, 5, 1.0, 0.0), (5, 5, 1.0, 1.0),
     (0, 0, 0.5, 1.0), (4, 5, 0.5, 31 / 32), (0, 5, 0.5, 1 / 32), (0, 10**9, 0.5, 0.0), (10**9 - 1, 10**9, 0.5, 1.0),
     (1.9, 2, 0.5, 0.75)],
)  # fmt: skip
def test_the_edges_of_a_binomial(count: float, trials: float, chance: float, wanted: float) -> None:
    assert binomial_at_most(count, trials, chance) == pytest.approx(wanted, abs=1e-15)


def test_a_count_divided_by_a_dispersion_is_the_whole_number_that_it_stands_for() -> None:
    """33 / 1.1 is 29.999999999999996 in floating point."""
    assert 33 / 1.1 < 30
    assert poisson_at_most(33 / 1.1, 28) == poisson_at_most(30, 28)
    assert binomial_at_most(33 / 1.1, 50, 0.5) == binomial_at_most(30, 50, 0.5)


@STABLE
@given(st.floats(0.01, 1e7), st.floats(-8, 8), st.floats(1e-6, 2.0))
def test_more_is_likelier_and_a_higher_mean_less_so(mean: float, deviations: float, more: float) -> None:
    count = max(0, math.floor(mean + deviations * math.sqrt(mean)))
    chance = poisson_at_most(count, mean)
    assert 0 <= chance <= 1
    assert poisson_at_most(count + 1, mean) >= chance - CLOSE
    assert poisson_at_most(count, mean * (1 + more)) <= chance + CLOSE


@STABLE
@given(st.integers(1, 10**7), st.floats(1e-6, 1 - 1e-6), st.floats(-8, 8))
def test_a_higher_rate_makes_few_less_likely(trials: int, chance: float, deviations: float) -> None:
    spread = math.sqrt(trials * chance * (1 - chance))
    count = min(trials, max(0, math.floor(trials * chance + deviations * spread)))
    found = [binomial_at_most(count, trials, rate) for rate in (chance / 2, chance, (1 + chance) / 2)]
    assert all(0 <= value <= 1 for value in found)
    assert all(after <= before + CLOSE for before, after in pairwise(found))
    assert binomial_at_most(count + 1, trials, chance) >= found[1] - CLOSE


@pytest.mark.parametrize("deviations", [-5, -1, 0, 1, 5])
def test_the_widest_that_is_summed_agrees_with_the_first_that_is_not(deviations: float) -> None:
    """A Poisson moves smoothly with its mean: where summation ends there is no step."""
    below, above = 9_999_999_999.0, 10_000_000_001.0
    spread = math.sqrt(below)
    counts = [math.floor(mean + deviations * spread) for mean in (below, above)]
    density = math.exp(-deviations * deviations / 2) / math.sqrt(2 * math.pi) / spread
    one, two = poisson_at_most(counts[0], below), poisson_at_most(counts[1], above)
    assert one == pytest.approx(two, abs=1e-11 + density * 1e-4)


@pytest.mark.parametrize("mean", [1e-320, 1e-300, 1e-6, 0.5, 1e12])
@pytest.mark.parametrize("count", [0.0, 1.0, 40.0, 1e6, 1e12, 1e18, 1e300])
def test_counts_far_from_their_mean(count: float, mean: float) -> None:
    chance = poisson_at_most(count, mean)
    assert 0 <= chance <= 1
    assert chance == pytest.approx(1.0 if count >= mean else 0.0) or abs(count - mean) < 1
    for trials in (1e-6, 1.0, 1e12, 1e300):
        for share in (1e-320, 1e-18, 0.5, 1 - 2**-53, 1.0):
            assert 0 <= binomial_at_most(count, trials, share) <= 1


def test_counts_are_poissons_and_shares_binomials_unless_they_jump() -> None:
    assert count_at_most(3, 4.5) == poisson_at_most(3, 4.5)
    assert count_at_least(3, 4.5) == pytest.approx(1 - poisson_at_most(2, 4.5), rel=1e-14)
    assert share_at_most(6, 20, 0.4) == binomial_at_most(6, 20, 0.4)
    assert share_at_least(6, 20, 0.4) == pytest.approx(1 - binomial_at_most(5, 20, 0.4), rel=1e-13)
    assert (count_at_most(-1, 4.5), count_at_least(0, 4.5), count_at_most(0, 0), count_at_least(1, 0)) == (0, 1, 1, 0)


def test_a_count_that_jumps_is_divided_by_its_dispersion() -> None:
    """10 of 20 at 2 are 5 of 10; 33 at 1.1 are 30, though floating point makes it less; 3 at 2 lie amid 1 and 2."""
    assert count_at_most(10, 20, 2) == poisson_at_most(5, 10)
    assert count_at_most(33, 44, 1.1) == pytest.approx(poisson_at_most(30, 40), rel=1e-12)
    assert count_at_most(3, 4, 2) == pytest.approx((poisson_at_most(1, 2) + poisson_at_most(2, 2)) / 2, rel=1e-14)
    assert count_at_least(12, 20, 2) == pytest.approx(1 - poisson_at_most(5, 10), rel=1e-14)
    assert count_at_least(11, 4, 2) == pytest.approx(1 - (poisson_at_most(4, 2) + poisson_at_most(5, 2)) / 2, rel=1e-12)


def test_a_share_that_jumps_is_a_count_that_does() -> None:
    """3 of 20 at 40%: 1.6% by Binomial; where the variance is twice Poisson's 1.5 of 4, 16%; where half of it 6 of 16,
    0.4%."""
    exact = binomial_at_most(3, 20, 0.4)
    assert share_at_most(3, 20, 0.4, 2) == count_at_most(3, 8, 2) > exact
    assert share_at_most(3, 20, 0.4, 0.5) == count_at_most(3, 8, 0.5) < exact
    assert share_at_most(3, 20, 0.4, 1.01) == max(exact, count_at_most(3, 8, 1.01))
    above = 1 - binomial_at_most(12, 20, 0.4)
    assert share_at_least(13, 20, 0.4, 2) == count_at_least(13, 8, 2) > above
    assert share_at_least(13, 20, 0.4, 0.5) == pytest.approx(min(above, count_at_least(13, 8, 0.5)), rel=1e-12)
