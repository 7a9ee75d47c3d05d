"""Estimators for counts that time cuts short or chance scatters. Values in, values out."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from kpiplan.months import Month
from kpiplan.tuples import NamedTuple

LONGEST_AGE = 60  # months; no plan can use a longer lag
OLD_ENOUGH = 0.1  # of the units: an age that fewer are old enough for is not measured
STILL_COMING = 0.08  # of a rate, in the last third of the ages measured: it has not come to rest
NORMAL_95 = 1.959963984540054  # the 97.5% quantile of the normal distribution


class ByAge(NamedTuple):
    """The `parts` of a cohort that go on after 0, 1, 2 … months, trailing zeros left out; they sum to the rate.

    `ages` are how many could be measured, `late` the part that went on in the last third of them and `late_units` how
    many units that were. `spread` is Greenwood's sum over the ages, of d / (n (n - d)): d of n waiting units went on.
    """

    parts: tuple[float, ...]
    ages: int
    late: float = 0.0
    late_units: int = 0
    spread: float = 0.0

    @property
    def rate(self) -> float:
        """The part that went on at all, as far as ages are measured."""
        return math.fsum(self.parts)

    @property
    def rising(self) -> bool:
        """Whether the rate still rises where its ages end, so that it is the least that the true one can be.

        More than 8% of it came in the last third of the ages: where waiting times die away evenly, 4% or more is then
        still to come. A single unit is no evidence.
        """
        return self.late > STILL_COMING * self.rate and self.late_units > 1

    @property
    def interval(self) -> tuple[float, float] | None:
        """Covers the rate in 95 samples of 100; None where nobody, or everybody, went on.

        Greenwood's variance of the part S that stays (M. Greenwood, 1926), on the scale log(-log S), which keeps the
        ends between 0 and 1 (J. D. Kalbfleisch and R. L. Prentice, The Statistical Analysis of Failure Time Data,
        1980): S^exp(+-z sqrt(spread) / log S).
        """
        stays = 1 - self.rate
        if not self.parts or stays <= 0 or self.rate <= 0:
            return None
        reach = math.exp(NORMAL_95 * math.sqrt(self.spread) / -math.log(stays))
        return 1 - stays ** (1 / reach), 1 - stays**reach


def conversion_by_age(
    sizes: Mapping[Month, int], gone: Mapping[tuple[Month, int], int], months: Sequence[Month]
) -> tuple[float, ...]:
    """The parts of a cohort that go on after 0, 1, 2 … months (`by_age`)."""
    return by_age(sizes, gone, months).parts


def by_age(sizes: Mapping[Month, int], gone: Mapping[tuple[Month, int], int], months: Sequence[Month]) -> ByAge:
    """How a cohort goes on, by its age in months.

    The product-limit estimator (E. L. Kaplan and P. Meier, Nonparametric estimation from incomplete observations, 1958)
    over calendar months: h[k] = those that went on at age k / those still waiting at it, both summed over the cohorts
    that reached age k in one of `months`; part[k] = h[k] * prod_{j<k} (1 - h[j]). A cohort too young for an age has no
    say in it, so it is no failure. Ages end where the cohorts old enough hold under a tenth of the units at age 0.
    """
    waiting = dict(sizes)
    parts: list[float] = []
    units: list[int] = []
    left, spread, reference = 1.0, 0.0, None
    for age in range(LONGEST_AGE + 1):
        cohorts = [month for month in (at.plus(-age) for at in months) if month in sizes]
        held = sum(sizes[month] for month in cohorts)
        reference = held if reference is None else reference
        if not held or held < OLD_ENOUGH * reference:
            break
        there = sum(waiting[month] for month in cohorts)
        went = sum(gone.get((month, age), 0) for month in cohorts)
        hazard = went / there if there else 0.0
        spread += went / (there * (there - went)) if there > went else 0.0
        parts.append(left * hazard)
        units.append(went)
        left *= 1 - hazard
        for month in sizes:
            waiting[month] -= gone.get((month, age), 0)
    ages, last = len(parts), -(-len(parts) // 3)
    late, late_units = math.fsum(parts[ages - last :]), sum(units[ages - last :])
    while parts and parts[-1] <= 0:
        parts.pop()
    return ByAge(tuple(parts), ages, late, late_units, spread)


def level_chance(counts: Sequence[float], dispersion: float = 1.0) -> float:
    """The chance that counts of one mean, each Poisson, scatter at least as much as these; their number is even.

    Fisher's index of dispersion (R. A. Fisher, Statistical Methods for Research Workers): sum (x - mean)^2 / mean is
    chi-square with one degree of freedom fewer than counts; `dispersion` multiplies the variance.
    """
    return _chi_square_above(unevenness(counts, dispersion), len(counts) - 1)


def unevenness(counts: Sequence[float], dispersion: float = 1.0) -> float:
    """Chi-square of counts against level ones."""
    mean = math.fsum(counts) / len(counts)
    return math.fsum((x - mean) ** 2 for x in counts) / mean / dispersion


def shrunk_weights(counts: Sequence[float], dispersion: float = 1.0) -> tuple[float, ...]:
    """The weights of months, 1 on average, drawn towards level by what of their differences chance explains.

    1 + (1 - B) (w - 1), B the degrees of freedom over chi-square, 1 at most: what differs no more than by chance is
    level (C. N. Morris, Parametric Empirical Bayes Inference, 1983).
    """
    mean, chi_square = math.fsum(counts) / len(counts), unevenness(counts, dispersion)
    by_chance = min(1.0, (len(counts) - 1) / chi_square) if chi_square > 0 else 1.0
    return tuple(1 + (1 - by_chance) * (count / mean - 1) for count in counts)


def _chi_square_above(value: float, degrees: int) -> float:
    """P(X >= value) for an odd number of degrees of freedom (Abramowitz and Stegun 26.4.4)."""
    term, total = math.sqrt(value), 0.0
    for odd in range(1, degrees - 1, 2):
        total += term
        term *= value / (odd + 2)
    return math.erfc(math.sqrt(value / 2)) + math.sqrt(2 / math.pi) * math.exp(-value / 2) * total
