"""How likely a count is: Poisson and binomial distributions in the standard library."""

from __future__ import annotations

import math

_STEPS = 10_000
_TINY = 1e-300
_PRECISION = 1e-14


def poisson_at_most(count: float, mean: float) -> float:
    """P(X <= count) of a Poisson count: the regularised incomplete gamma Q(count+1, mean) (DLMF 8.4.8, 8.9.2)."""
    if count < 0:
        return 0.0
    if mean <= 0:
        return 1.0
    a = math.floor(count) + 1.0
    front = math.exp(a * math.log(mean) - mean - math.lgamma(a))
    return 1 - front * _gamma_series(a, mean) if mean < a + 1 else front * _gamma_fraction(a, mean)


def _gamma_series(a: float, x: float) -> float:
    term = total = 1 / a
    for step in range(1, _STEPS * 100):
        term *= x / (a + step)
        total += term
        if term < total * _PRECISION:
            break
    return total


def _gamma_fraction(a: float, x: float) -> float:
    b = x + 1 - a
    c, d = 1 / _TINY, 1 / b
    value = d
    for step in range(1, _STEPS * 100):
        an = -step * (step - a)
        b += 2
        d = 1 / _kept(an * d + b)
        c = _kept(b + an / c)
        value *= c * d
        if abs(c * d - 1) < _PRECISION:
            break
    return value


def binomial_at_most(count: float, trials: float, probability: float) -> float:
    """P(X <= count) of `trials` tries; the regularised incomplete beta I_{1-p}(n-k, k+1) (DLMF 8.17.5, 8.17.22)."""
    k, n = math.floor(count), round(trials)
    if k < 0:
        return 0.0
    if k >= n or probability <= 0:
        return 1.0
    if probability >= 1:
        return 0.0
    return _beta(n - k, k + 1.0, 1 - probability)


def _beta(a: float, b: float, x: float) -> float:
    front = math.exp(math.lgamma(a + b) - math.lgamma(a) - math.lgamma(b) + a * math.log(x) + b * math.log1p(-x))
    if x < (a + 1) / (a + b + 2):
        return front * _beta_fraction(a, b, x) / a
    return 1 - front * _beta_fraction(b, a, 1 - x) / b


def _beta_fraction(a: float, b: float, x: float) -> float:
    c, d = 1.0, 1 / _kept(1 - (a + b) * x / (a + 1))
    value = d
    for m in range(1, _STEPS):
        for part in (
            m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m)),
            -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1)),
        ):
            d = 1 / _kept(1 + part * d)
            c = _kept(1 + part / c)
            value *= c * d
        if abs(c * d - 1) < _PRECISION:
            break
    return value


def _kept(value: float) -> float:
    """Not zero, so that a continued fraction can go on (Lentz)."""
    return value if abs(value) > _TINY else _TINY
