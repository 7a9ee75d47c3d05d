"""Estimators for counts that time cuts short or chance scatters. Values in, values out."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from kpiplan.months import Month

LONGEST_AGE = 60  # months; no plan can use a longer lag
OLD_ENOUGH = 0.1  # of the units: an age that fewer are old enough for is not measured


def conversion_by_age(
    sizes: Mapping[Month, int], gone: Mapping[tuple[Month, int], int], months: Sequence[Month]
) -> tuple[float, ...]:
    """The part of a cohort that goes on after 0, 1, 2 … months, trailing zeros left out.

    The product-limit estimator (E. L. Kaplan and P. Meier, Nonparametric estimation from incomplete observations, 1958)
    over calendar months: h[k] = those that went on at age k / those still waiting at it, both summed over the cohorts
    that reached age k in one of `months`; part[k] = h[k] * prod_{j<k} (1 - h[j]). A cohort too young for an age has no
    say in it, so it is no failure. Ages end where the cohorts old enough hold under a tenth of the units at age 0.
    """
    waiting = dict(sizes)
    parts: list[float] = []
    left, reference = 1.0, None
    for age in range(LONGEST_AGE + 1):
        cohorts = [month for month in (at.plus(-age) for at in months) if month in sizes]
        held = sum(sizes[month] for month in cohorts)
        reference = held if reference is None else reference
        if not held or held < OLD_ENOUGH * reference:
            break
        there = sum(waiting[month] for month in cohorts)
        hazard = sum(gone.get((month, age), 0) for month in cohorts) / there if there else 0.0
        parts.append(left * hazard)
        left *= 1 - hazard
        for month in sizes:
            waiting[month] -= gone.get((month, age), 0)
    while parts and parts[-1] <= 0:
        parts.pop()
    return tuple(parts)


def level_chance(counts: Sequence[float], dispersion: float = 1.0) -> float:
    """The chance that counts of one mean, each Poisson, scatter at least as much as these; their number is even.

    Fisher's index of dispersion (R. A. Fisher, Statistical Methods for Research Workers): sum (x - mean)^2 / mean is
    chi-square with one degree of freedom fewer than counts; `dispersion` multiplies the variance.
    """
    mean = math.fsum(counts) / len(counts)
    return _chi_square_above(math.fsum((x - mean) ** 2 for x in counts) / mean / dispersion, len(counts) - 1)


def _chi_square_above(value: float, degrees: int) -> float:
    """P(X >= value) for an odd number of degrees of freedom (Abramowitz and Stegun 26.4.4)."""
    term, total = math.sqrt(value), 0.0
    for odd in range(1, degrees - 1, 2):
        total += term
        term *= value / (odd + 2)
    return math.erfc(math.sqrt(value / 2)) + math.sqrt(2 / math.pi) * math.exp(-value / 2) * total
