"""How likely a count is: Poisson and binomial distributions in the standard library."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterable

_PRECISION = 1e-18  # relative; below it a further term of a tail changes nothing
_WIDE = 1e10  # a variance from which the normal distribution is exact to 1e-10
_FAR = 40.0  # deviations; beyond them less is left than a number can hold
_NOTHING = 1e-12  # so few units are none
_NOISE = 1e-9  # what a count divided by a dispersion may be off by: 33 / 1.1 is 30


def poisson_at_most(count: float, mean: float) -> float:
    """P(X <= count) of a Poisson count, exact to 1e-10: the shorter tail, term by term."""
    k = math.floor(count + _NOISE)
    if k < 0:
        return 0.0
    if mean <= 0:
        return 1.0
    if mean > _WIDE:
        return _wide_at_most(k, mean, mean, 1.0)
    if k < mean:
        return _tail(_poisson(k, mean), (j / mean for j in range(k, 0, -1)))
    return 1 - _tail(_poisson(k + 1, mean), (mean / j for j in itertools.count(k + 2)))


def binomial_at_most(count: float, trials: float, probability: float) -> float:
    """P(X <= count) of `trials` tries (a whole number of them), exact to 1e-10: the shorter tail, term by term."""
    k, n, p = math.floor(count + _NOISE), round(trials), probability
    if k < 0:
        return 0.0
    if k >= n or p <= 0:
        return 1.0
    if p >= 1:
        return 0.0
    q = 1 - p
    if n * p * q > _WIDE:
        return _wide_at_most(k, n * p, n * p * q, q - p)
    if k < n * p:
        return _tail(_binomial(k, n, p), (j * q / ((n - j + 1) * p) for j in range(k, 0, -1)))
    return 1 - _tail(_binomial(k + 1, n, p), ((n - j) * p / ((j + 1) * q) for j in range(k + 1, n)))


def count_at_most(count: float, mean: float, dispersion: float = 1.0) -> float:
    """P(X <= count) of a count whose variance is that of Poisson times the dispersion: both divided by it.

    Between two whole counts the chance lies in proportion, so that it rises steadily with the dispersion.
    """
    return _between(math.floor(count + _NOISE) / dispersion, mean, dispersion) if count >= 0 else 0.0


def count_at_least(count: float, mean: float, dispersion: float = 1.0) -> float:
    """P(X >= count) of the same."""
    return 1 - _between(math.ceil(count - _NOISE) / dispersion - 1, mean, dispersion)


def _between(units: float, mean: float, dispersion: float) -> float:
    below = math.floor(units + _NOISE)
    mean = 0.0 if mean < _NOTHING else mean / dispersion
    low, high = (poisson_at_most(at, mean) for at in (below, below + 1))
    return low + max(0.0, units - below) * (high - low)


def share_at_most(part: float, whole: float, share: float, dispersion: float = 1.0) -> float:
    """P(X <= part) of `whole` tries of which a `share` comes through.

    With a dispersion other than 1 it is judged by Poisson too: no likelier than without one where counts jump less than
    chance has it, no less likely where more.
    """
    exact = binomial_at_most(part, whole, share)
    return exact if dispersion == 1 else _dispersed(exact, count_at_most(part, whole * share, dispersion), dispersion)


def share_at_least(part: float, whole: float, share: float, dispersion: float = 1.0) -> float:
    """P(X >= part) of the same."""
    exact = binomial_at_most(whole - part, whole, 1 - share)
    return exact if dispersion == 1 else _dispersed(exact, count_at_least(part, whole * share, dispersion), dispersion)


def _dispersed(exact: float, spread: float, dispersion: float) -> float:
    return (min if dispersion < 1 else max)(exact, spread)


def _tail(first: float, ratios: Iterable[float]) -> float:
    """The sum of falling terms, each the one before times the next ratio."""
    term = total = first
    for ratio in ratios:
        term *= ratio
        total += term
        if term <= total * _PRECISION:
            break
    return total


def _poisson(k: int, mean: float) -> float:
    """P(X = k) by C. Loader, Fast and accurate computation of binomial probabilities (2000)."""
    if k == 0:
        return math.exp(-mean)
    return math.exp(-_stirling_error(k) - _deviance(k, mean - k, mean)) / math.sqrt(2 * math.pi * k)


def _binomial(k: int, n: int, p: float) -> float:
    """P(X = k) by the same, where 0 < p < 1."""
    if k == 0:
        return math.exp(n * math.log1p(-p))
    if k == n:
        return math.exp(n * math.log(p))
    above = n * p - k
    errors = _stirling_error(n) - _stirling_error(k) - _stirling_error(n - k)
    return math.exp(errors - _deviance(k, above, n * p) - _deviance(n - k, -above, n * (1 - p))) * math.sqrt(
        n / (2 * math.pi * k * (n - k))
    )


def _stirling_error(n: int) -> float:
    """log n! less Stirling's formula for it, log(sqrt(2 pi n) (n/e)^n) (DLMF 5.11.1)."""
    if n < 16:
        return math.lgamma(n + 1) - (n + 0.5) * math.log(n) + n - 0.5 * math.log(2 * math.pi)
    square = float(n) * float(n)
    return (1 / 12 - (1 / 360 - (1 / 1260 - (1 / 1680 - 1 / (1188 * square)) / square) / square) / square) / n


def _deviance(count: int, above: float, mean: float) -> float:
    """count * log(count / mean) + mean - count, of a mean that lies `above` the count, without cancellation."""
    part = above / count
    if abs(part) < 0.5:
        return count * (part - math.log1p(part))
    return above - count * (math.log(mean) - math.log(count))  # their ratio may be too small for a number


def _wide_at_most(k: int, mean: float, variance: float, skew: float) -> float:
    """P(X <= k) by the normal distribution, corrected for steps and skewness (`skew` over the deviation: Edgeworth)."""
    deviation = math.sqrt(variance)
    z = (k + 0.5 - mean) / deviation
    if abs(z) > _FAR:
        return 0.0 if z < 0 else 1.0
    density = math.exp(-z * z / 2) / math.sqrt(2 * math.pi)
    return math.erfc(-z / math.sqrt(2)) / 2 - skew / deviation / 6 * (z * z - 1) * density
