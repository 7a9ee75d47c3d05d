"""Revenue where deals differ from month to month or funnel to funnel: by transforms.

Deals without spread lie on a lattice: that of their common divisor, else one so fine that it does not matter, each deal
between two of its points in proportion. Spread deals are Gamma; their sum, the atom at 0 taken out, is summed as a
Fourier series.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from fractions import Fraction
from itertools import product

import numpy as np
from numpy.typing import NDArray

from kpiplan.analysis.goal_chance.chain import Transform, deviates
from kpiplan.analysis.goal_chance.deals import common_factor
from kpiplan.analysis.goal_chance.invert import DAMPING, FAR, LITTLE, dispersed, length, predicted, transformed
from kpiplan.analysis.goal_chance.model import NOTHING
from kpiplan.analysis.goal_chance.moments import Part, expected, spread
from kpiplan.analysis.goal_chance.quadrature import Reals, nodes
from kpiplan.analysis.goal_chance.tails import COARSE, FEW_WAVES, MOST_WAVES, Tail, Waves, characteristic
from kpiplan.months import Series
from kpiplan.tuples import NamedTuple

# steps of a lattice, and of one whose transform is no integral; where the common divisor needs more, it is an even one
MOST_STEPS, MANY_STEPS = 12_000, 250_000
FINE, FINEST = 6_000, 16_000
_GONE = 1e-5
_SEVERAL = 15
_SMALL = 1e-8  # a transform so small is not computed
MOST_EACH, MOST_MEANS, FEW_MEANS = 16, 144, 8  # combinations of mean deals that differ from funnel to funnel


def tail_of(parts: Sequence[Part], months: int = 12, exact: bool = True) -> Tail | Waves:
    """How likely revenue still to come, up to the end of a month, is to be at least an amount.

    A factor on the mean deal that all funnels have in common is left out, see `tails.with_factor`.
    """
    spreads = any(part.factors.deal_spread > 0 for part in parts)
    return _waves(parts, months, exact) if spreads else _lattice(parts, months, exact)


class _Amount(NamedTuple):
    """Mean and variance of the revenue still to come, at the mean of everything."""

    mean: float
    variance: float


def _means(parts: Sequence[Part], exact: bool) -> list[tuple[float, list[float]]]:
    """Combinations of factors on the mean deal where they differ: the weight of each, and the factor of each funnel."""
    if common_factor(parts)[0]:
        return [(1.0, [1.0] * len(parts))]
    own = {part.factors.deal.key: part.factors.deal for part in parts if part.factors.deal}
    each = MOST_EACH if spread(parts).mean > _SEVERAL else 3 * MOST_EACH  # few deals are no smooth sum
    most = max(3, min(each, round((MOST_MEANS if exact else FEW_MEANS) ** (1 / len(own)))))
    taken = {key: nodes(factor.belief, factor.planned, 0.0, most) for key, factor in own.items()}
    found = []
    for at in product(*(range(len(one.values)) for one in taken.values())):
        values = {key: one.values[place] for (key, one), place in zip(taken.items(), at, strict=True)}
        weight = math.prod(one.weights[place] for one, place in zip(taken.values(), at, strict=True))
        if weight > 1e-12:
            found.append((weight, [values[p.factors.deal.key] if p.factors.deal else 1.0 for p in parts]))
    return found


def _until(deal: Series | None, months: int) -> Series:
    return tuple(amount if at < months else 0.0 for at, amount in enumerate(deal or NOTHING))


def _amount(parts: Sequence[Part], months: int) -> _Amount:
    total = spread(parts)
    mean = variance = count = 0.0
    for part in parts:
        for amount, customers in zip(_until(part.flow.deal, months), expected(part), strict=True):
            mean += amount * customers
            square = (part.factors.deal_spread**2 + part.dispersion) * amount**2
            variance += square * customers
            count += customers
    known = total.known / total.mean**2 if total.mean > 0 else 0.0
    deals = max((p.factors.deal.variance / p.factors.deal.mean**2 for p in parts if p.factors.deal), default=0.0)
    return _Amount(mean, variance + (known + deals) * mean**2)


def _unit(parts: Sequence[Part], months: int) -> Fraction | None:
    """The common divisor of all deals over the first, None where they have none with small numbers."""
    deals = [amount for part in parts for amount in _until(part.flow.deal, months) if amount > 0]
    shares = [Fraction(amount / deals[0]).limit_denominator(5000) for amount in deals]
    if any(abs(float(share) * deals[0] / amount - 1) > 1e-12 for share, amount in zip(shares, deals, strict=True)):
        return None
    scale = math.lcm(*(share.denominator for share in shares))
    return Fraction(math.gcd(*(int(share * scale) for share in shares)), scale)


def _lattice(parts: Sequence[Part], months: int, exact: bool) -> Tail:
    amount = _amount(parts, months)
    if amount.mean <= 0:
        return Tail(1.0, np.array([1.0, 0.0]), True)
    reach = amount.mean * deviates(amount.mean**2 / amount.variance, FAR)
    first = next(value for part in parts for value in _until(part.flow.deal, months) if value > 0)
    common = common_factor(parts)[0]
    divisor = _unit(parts, months) if exact and common else None
    step = first * float(divisor) if divisor else 0.0
    certain = spread(parts).known == 0
    steps = step > 0 and reach / step <= (MANY_STEPS if certain else MOST_STEPS)
    if not steps:
        step = reach / ((FINE if common and not certain else FINEST) if exact else COARSE)
    size = length(amount.mean / step, amount.variance / step**2)
    turns = DAMPING ** (1 / size) * np.exp(2j * np.pi * np.arange(size // 2 + 1) / size)
    total = spread(parts)
    small = (_SMALL if total.known > 0 else _SMALL / 1e4) if exact else LITTLE
    found = np.zeros(len(turns), complex)
    for weight, factors in _means(parts, exact):
        gains = [_on_lattice(part, months, step / factor, turns) for part, factor in zip(parts, factors, strict=True)]
        guess = np.abs(predicted(parts, gains, total))
        asked = guess > small
        if weight < 1:
            asked &= _below_returns(parts, months, step, size, guess)
        found += weight * transformed(parts, gains, asked)
    chances = np.maximum(np.fft.irfft(found.conj(), size) * DAMPING ** (-np.arange(size) / size), 0.0)
    return Tail(step, np.append(chances[::-1].cumsum()[::-1], 0.0), steps, 0.0 if steps else -step / 2)


def _below_returns(parts: Sequence[Part], months: int, step: float, size: int, guess: Reals) -> NDArray[np.bool_]:
    """The frequencies below those at which deals on a lattice bring the transform back.

    Where deals have means that are uncertain each by itself, what returns averages out, if it was gone before.
    """
    largest = max(value for part in parts for value in _until(part.flow.deal, months)) / step
    last = min(len(guess) - 1, int(size / (2 * largest)))
    return np.arange(len(guess)) <= (last if guess[last] < _GONE else len(guess))


def _on_lattice(part: Part, months: int, step: float, turns: Transform) -> Transform:
    rows = []
    for amount in _until(part.flow.deal, months):
        whole = math.floor(amount / step + 1e-9)
        rest = max(0.0, amount / step - whole)
        low = turns**whole
        row = low if rest < 1e-9 else low * (1 - rest + rest * turns)
        rows.append(dispersed(row - 1, part.dispersion))
    return np.array(rows)


def _waves(parts: Sequence[Part], months: int, exact: bool) -> Waves:
    amount = _amount(parts, months)
    total = spread(parts)
    if amount.mean <= 0:
        return Waves(1.0, 0.0, 0.0, 1.0, np.zeros(1, complex))
    single = max(value for part in parts for value in _until(part.flow.deal, months))
    period = amount.mean * deviates(amount.mean**2 / amount.variance, FAR) + 2 * single
    count = MOST_WAVES if exact else FEW_WAVES
    waves = np.arange(1, count + 2)
    turns = np.append(2 * np.pi * waves[:-1] / period, np.inf)  # the last: no deal at all
    found = np.zeros(len(turns), complex)
    for weight, factors in _means(parts, exact):
        gains = [_spread(part, months, factor, turns) for part, factor in zip(parts, factors, strict=True)]
        guess = predicted(parts, gains, total)
        asked = np.abs(guess - guess[-1]) > (_SMALL if exact else LITTLE) * waves / 10
        asked[-1] = True
        some = transformed(parts, gains, asked)
        some[~asked] = some[-1]
        found += weight * some
    none = found[-1].real
    deviation = math.sqrt(amount.variance) / amount.mean
    return Waves(period, amount.mean, 1 - none, deviation, (found[:-1] - none) / (1j * turns[:-1] * period))


def _spread(part: Part, months: int, factor: float, turns: Reals) -> Transform:
    """One deal's characteristic function less 1, by month; deals without spread beside spread ones are nearly one."""
    spread = max(part.factors.deal_spread, 1e-2)
    rows = [
        characteristic(amount * factor, spread, turns) if amount else np.ones(len(turns), complex)
        for amount in _until(part.flow.deal, months)
    ]
    return dispersed(np.array(rows) - 1, part.dispersion)
