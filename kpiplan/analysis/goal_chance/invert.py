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

NOTHING, LITTLE = 1e-10, 1e-5  # a transform so small is not computed; for percentiles
FASTEST = 90.0  # frequencies, over the deviation of the mean, beyond which none is asked for
DAMPING = 1e-2  # what a count as long as the transform itself weighs; what lies beyond comes back so much smaller
FAR = 6.5
_FEW, _LEAST, _MUCH = 4, 24, 1e-10  # counts, over those asked for, and their damping, where the others may be wrong


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
    if total.mean > 0:
        row = row.real * min(1.0, total.luck / total.mean) + 1j * row.imag
    if total.known <= 1e-12 * total.mean**2:
        certain: Transform = np.exp(row)
        return certain
    shape = total.mean**2 / total.known
    found: Transform = np.exp(-shape * np.log(1 - row / shape))
    found[np.abs(row) > FASTEST * math.sqrt(shape)] = 0.0
    return found


def transformed(parts: Sequence[Part], gains: Sequence[Transform], asked: NDArray[np.bool_]) -> Transform:
    """The transform at the columns asked for, 0 at the others."""
    found = np.zeros(len(asked), complex)
    found[asked] = joint(parts, [gain[:, asked] for gain in gains])
    return found


def length(mean: float, variance: float) -> int:
    """How many counts from 0 on are possible: a product of small primes."""
    shape = mean * mean / variance if variance > 0 else math.inf
    reach = mean * deviates(shape, FAR) + 24
    power = int(2 ** math.ceil(math.log2(reach)))
    return power * 3 // 4 if reach <= power * 3 // 4 else power


def count_chances(parts: Sequence[Part], months: Sequence[int] = (12,), below: int | None = None) -> list[Reals]:
    """The chances of 0, 1, 2, … customers still to come up to the end of each of some months.

    Where only counts `below` a number are asked for, no more than these are right: that takes fewer frequencies.
    """
    total = spread(parts)
    dispersion = max(part.dispersion for part in parts)
    by_month = np.cumsum([sum(values) for values in zip(*map(expected, parts), strict=True)])
    cuts = []
    for month in months:
        share = by_month[month - 1] / total.mean if total.mean > 0 else 0.0
        size = length(by_month[month - 1], total.luck * share + total.known * share**2)
        damping = DAMPING
        if below is not None and _FEW * below + _LEAST < size:
            size, damping = _FEW * below + _LEAST, _MUCH
        radius = damping ** (1 / size)
        turns = radius * np.exp(2j * np.pi * np.arange(size // 2 + 1) / size)
        cuts.append((size, radius, np.outer(np.arange(1, 13) <= month, dispersed(turns - 1, dispersion))))
    gains = np.concatenate([gain for _, _, gain in cuts], axis=1)
    year = NOTHING if total.known > 0 else NOTHING / 1e3
    nothing = [
        np.full(gain.shape[1], year if month == 12 else LITTLE) for month, (*_, gain) in zip(months, cuts, strict=True)
    ]
    gains_of = [gains] * len(parts)
    found = transformed(parts, gains_of, np.abs(predicted(parts, gains_of, total)) > np.concatenate(nothing))
    chances, start = [], 0
    for size, radius, gain in cuts:
        row = found[start : start + gain.shape[1]]
        start += gain.shape[1]
        raw = np.fft.irfft(row.conj(), size) * radius ** -np.arange(float(size))
        chances.append(np.maximum(raw, 0.0))
    return chances
