"""From transforms to chances: counts by an inverse Fourier transform, on a circle within the unit circle.

Frequencies at which the transform is nothing are not asked for. How far they reach is told by a count that is Poisson
around a Gamma mean with the same mean and variances: its transform is (1 - mean (z - 1) / a)^-a, a the square of the
mean over its deviation.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from kpiplan.analysis.goal_chance.chain import Transform, deviates
from kpiplan.analysis.goal_chance.joint import joint
from kpiplan.analysis.goal_chance.moments import Part, Spread, expected, spread
from kpiplan.analysis.goal_chance.quadrature import Reals
from kpiplan.tuples import NamedTuple

NOTHING, LITTLE = 1e-10, 1e-5  # a transform so small is not computed; for percentiles
MOST = 2500  # frequencies; where the transform falls so slowly that more are above nothing, the lowest are asked for
DAMPING = 1e-2  # what a count as long as the transform itself weighs; what lies beyond comes back so much smaller
FAR = 6.5
_SEEN = 2.0  # normal deviations up to which counts are told where a tail is long
_FEW, _LEAST, _MUCH = 4, 24, 1e-10  # counts, over those told, and their damping, where the others may be wrong


def dispersed(gains: Transform, dispersion: float) -> Transform:
    """z - 1 of a unit that stands for a cluster: the variance of counts times the dispersion, above 1."""
    if dispersion <= 1:
        return gains
    more = dispersion - 1
    logarithm: Transform = np.log(1 - more * gains)
    return logarithm / -more


def predicted(parts: Sequence[Part], gains: Sequence[Transform], total: Spread) -> Transform:
    """What the transform is likely to be: exact for a Poisson count, or one around a Gamma mean."""
    row = np.sum([np.asarray(expected(part)) @ gain for part, gain in zip(parts, gains, strict=True)], axis=0)
    return of_mean(row, total)


def of_mean(row: Transform, total: Spread) -> Transform:
    """The same of an exponent, that of a Poisson count with the mean."""
    if total.mean > 0:
        row = row.real * min(1.0, total.luck / total.mean) + 1j * row.imag
    if total.known <= 1e-12 * total.mean**2:
        certain: Transform = np.exp(row)
        return certain
    shape = total.mean**2 / total.known
    found: Transform = np.exp(-shape * np.log(1 - row / shape))
    return found


def transformed(parts: Sequence[Part], gains: Sequence[Transform], asked: NDArray[np.bool_]) -> Transform:
    """The transform at the columns asked for, 0 at the others."""
    found = np.zeros(len(asked), complex)
    if asked.any():  # none is, where every count that is asked for is as good as impossible
        found[asked] = joint(parts, [gain[:, asked] for gain in gains])
    return found


def reached(mean: float, variance: float, deviations: float) -> float:
    """How far a count lies so many normal deviations above its mean."""
    return mean * deviates(mean * mean / variance if variance > 0 else math.inf, deviations)


def length(mean: float, variance: float) -> int:
    """How many counts from 0 on are possible: a product of small primes."""
    reach = reached(mean, variance, FAR) + _LEAST
    power = int(2 ** math.ceil(math.log2(reach)))
    return power * 3 // 4 if reach <= power * 3 // 4 else power


class Circle(NamedTuple):
    """The points at which a transform is asked for: so many counts around, of which the first are `told`."""

    size: int
    told: int
    radius: float

    def gains(self, month: int, dispersion: float) -> Transform:
        """What a customer of each month adds to 1, where those up to a month count."""
        turns = self.radius * np.exp(2j * np.pi * np.arange(self.size // 2 + 1) / self.size)
        found: Transform = np.outer(np.arange(1, 13) <= month, dispersed(turns - 1, dispersion))
        return found

    def chances(self, row: Transform) -> Reals:
        """The chances of 0, 1, 2, … from the transform."""
        if len(row) > MOST and row[MOST - 1]:
            row[:MOST] *= _fading(MOST)
        powers = self.radius ** -np.arange(float(self.told))
        found: Reals = np.fft.irfft(row.conj(), self.size)[: self.told] * powers
        return found


def circle(mean: float, variance: float, reach: int) -> Circle:
    """Where to ask for the counts below `reach`."""
    size = length(mean, variance)
    if _FEW * reach + _LEAST < size:
        return Circle(_FEW * reach + _LEAST, reach, _MUCH ** (1 / (_FEW * reach + _LEAST)))
    return Circle(size, size, DAMPING ** (1 / size))


def count_chances(
    parts: Sequence[Part], months: Sequence[int] = (12,), *, goal: float = 0.0, below: int | None = None
) -> list[Reals]:
    """The chances of 0, 1, 2, … customers still to come up to the end of each of some months.

    They end well above the `goal` of the year and the 90th percentile, or with `below` at that count.
    What lies beyond, a few counts or a long tail, is damped so far that it does not come back.
    """
    total = spread(parts)
    by_month = np.cumsum([sum(values) for values in zip(*map(expected, parts), strict=True)])
    cuts = []
    for month in months:
        share = by_month[month - 1] / total.mean if total.mean > 0 else 0.0
        mean, variance = by_month[month - 1], total.luck * share + total.known * share**2
        reach = below if below is not None else math.ceil(max(1.5 * goal, reached(mean, variance, _SEEN))) + _LEAST
        cuts.append(circle(mean, variance, reach))
    dispersion = max(part.dispersion for part in parts)
    rows = [one.gains(month, dispersion) for month, one in zip(months, cuts, strict=True)]
    gains = np.concatenate(rows, axis=1)
    year = NOTHING if total.known > 0 else NOTHING / 1e3
    nothing = [np.full(row.shape[1], year if month == 12 else LITTLE) for month, row in zip(months, rows, strict=True)]
    gains_of = [gains] * len(parts)
    asked = np.abs(predicted(parts, gains_of, total)) > np.concatenate(nothing)
    asked &= np.concatenate([np.arange(row.shape[1]) < MOST for row in rows])
    found = transformed(parts, gains_of, asked)
    ends = np.cumsum([row.shape[1] for row in rows])[:-1]
    return [one.chances(row) for one, row in zip(cuts, np.split(found, ends), strict=True)]


def _fading(count: int) -> Reals:
    """1, and falling to 0 over the last third: cut off at once, a transform would ring all over."""
    return np.cos(np.clip(np.linspace(-1, 0.5, count), 0, None) * np.pi) ** 2
