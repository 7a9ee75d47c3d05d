"""Beta and Gamma distributions in the standard library: moments, chances, percentiles."""

from __future__ import annotations

import math
from collections.abc import Callable
from statistics import NormalDist

from kpiplan.tuples import NamedTuple

_TINY = 1e-300
_PRECISION = 1e-16
_STEPS = 100_000  # a continued fraction takes about the square root of its parameters
_CLOSE = 1e-14


class Beta(NamedTuple):
    """A share of units between 0 and 1, known as well as `alpha` successes and `beta` failures make it."""

    alpha: float
    beta: float

    @property
    def mean(self) -> float:
        """The expected share."""
        return self.alpha / (self.alpha + self.beta)

    @property
    def variance(self) -> float:
        """The variance of the share."""
        return self.mean * self.beta / (self.alpha + self.beta) / (self.alpha + self.beta + 1)

    def at_most(self, share: float) -> float:
        """P(X <= share): the regularised incomplete beta function (DLMF 8.17.22)."""
        if not 0 < share < 1:
            return float(share >= 1)
        if share > self.mean:
            return 1 - Beta(self.beta, self.alpha).at_most(1 - share)
        a, b = self.alpha, self.beta
        front = a * math.log(share) + b * math.log1p(-share) - math.log(a) - log_beta(a, b)
        return math.exp(front) * _fraction(lambda n: _beta_term(n, a, b, share))

    def quantile(self, chance: float) -> float:
        """The share that is not exceeded with this chance."""
        a, b = self.alpha, self.beta
        scale = log_beta(a, b)

        def density(share: float) -> float:
            return math.exp((a - 1) * math.log(share) + (b - 1) * math.log1p(-share) - scale)

        start = self.mean + NormalDist().inv_cdf(chance) * math.sqrt(self.variance)
        return _inverse(self.at_most, density, chance, start, (0.0, 1.0))


class Gamma(NamedTuple):
    """An amount above 0 with this shape (the square of mean over deviation) and mean."""

    shape: float
    mean: float

    @property
    def variance(self) -> float:
        """The variance of the amount."""
        return self.mean * self.mean / self.shape

    def at_most(self, amount: float) -> float:
        """P(X <= amount)."""
        return 1 - self.above(amount)

    def above(self, amount: float) -> float:
        """P(X > amount): the regularised upper incomplete gamma function (DLMF 8.9.2, 8.11.4)."""
        if amount <= 0:
            return 1.0
        return gamma_above(self.shape, amount * self.shape / self.mean)

    def quantile(self, chance: float) -> float:
        """The amount that is not exceeded with this chance."""
        high = 2 * self.mean
        while self.at_most(high) < chance:
            high *= 2
        shape, rate = self.shape, self.shape / self.mean
        scale = shape * math.log(rate) - math.lgamma(shape)

        def density(amount: float) -> float:
            return math.exp((shape - 1) * math.log(amount) - rate * amount + scale)

        start = self.mean + NormalDist().inv_cdf(chance) * math.sqrt(self.variance)
        return _inverse(self.at_most, density, chance, start, (0.0, high))


def log_beta(a: float, b: float) -> float:
    """log B(a, b), without cancellation where one of the two is large: Stirling's formula in differences."""
    small, large = min(a, b), max(a, b)
    if large < 1e4:
        return math.lgamma(a) + math.lgamma(b) - math.lgamma(a + b)
    ratio = (large - 0.5) * math.log1p(small / large) + small * math.log(large + small) - small
    errors = (1 / large - 1 / (large + small)) / 12 - (1 / large**3 - 1 / (large + small) ** 3) / 360
    return math.lgamma(small) - ratio + errors


def gamma_above(shape: float, amount: float) -> float:
    """Q(shape, amount) of a Gamma with scale 1."""
    if amount <= 0:
        return 1.0
    front = math.exp(shape * math.log(amount) - amount - math.lgamma(shape))
    if amount < shape + 1:
        term = total = 1 / shape
        for step in range(1, _STEPS):
            term *= amount / (shape + step)
            total += term
            if term < total * _PRECISION:
                break
        return 1 - front * total
    return front / (amount + 1 - shape) * _fraction(lambda n: _gamma_term(n, shape, amount))


def _beta_term(n: int, a: float, b: float, x: float) -> float:
    m = n // 2
    if n % 2:
        return -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
    return m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))


def _gamma_term(n: int, shape: float, amount: float) -> float:
    """The terms of the fraction 1/(1 + t1/(1 + t2/(1 + …))) that the even part of DLMF 8.9.2 comes to."""
    here, above = (amount + 2 * at + 1 - shape for at in (n, n - 1))
    return n * (shape - n) / (here * above)


def _fraction(term: Callable[[int], float]) -> float:
    """1/(1 + t1/(1 + t2/(1 + …))) by Lentz's method."""
    value = c = 1.0
    d = 0.0
    for n in range(1, _STEPS):
        part = term(n)
        d = 1 / ((1 + part * d) or _TINY)
        c = (1 + part / c) or _TINY
        step = c * d
        value *= step
        if abs(step - 1) < _PRECISION * 4:
            break
    return 1 / value


def _inverse(
    at_most: Callable[[float], float],
    density: Callable[[float], float],
    chance: float,
    start: float,
    ends: tuple[float, float],
) -> float:
    """Where a chance is reached: Newton's method, between ends that close in, halving where it leads out of them."""
    low, high = ends
    at = start if low < start < high else (low + high) / 2
    for _ in range(_STEPS):
        here = at_most(at) - chance
        if here == 0 or high - low <= _CLOSE * high:
            break
        low, high = (low, at) if here > 0 else (at, high)
        slope = density(at)
        after = at - here / slope if slope > 0 else math.inf
        if abs(after - at) <= _CLOSE * at:
            return after
        at = after if low < after < high else (low + high) / 2
    return at
