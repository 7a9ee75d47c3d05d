"""On track, within chance or behind: how far below target an actual is, how likely that was (docs/arithmetic.md)."""

from __future__ import annotations

import math
from typing import Literal

from kpiplan.chance import count_at_most, share_at_most
from kpiplan.plan import Status
from kpiplan.rounding import NOISE

Verdict = Literal["on_track", "within_chance", "behind"]


def of_count(
    actual: float | None, target: float | None, settings: Status, trials: float | None = None
) -> Verdict | None:
    """The status of a count; None where either number is missing.

    Improbable is P(X <= actual) below `settings.chance` for Poisson(target), or for Binomial(trials, target / trials)
    where the units that could have come through are known. The variance is multiplied by `settings.dispersion`.
    """
    if actual is None or target is None:
        return None
    if not below(actual, target, settings):
        return "on_track"
    return "behind" if _chance(actual, target, settings, trials) < settings.chance else "within_chance"


def of_revenue(actual: float | None, target: float | None, customers: float, settings: Status) -> Verdict | None:
    """The status of revenue, judged by the customers that it is equivalent to.

    `customers` is how many the target wants: the revenue a customer is planned to bring is target / customers.
    """
    if actual is None or target is None:
        return None
    if not below(actual, target, settings):
        return "on_track"
    equivalent = actual / target * customers if target > 0 else -math.inf
    return "behind" if _chance(equivalent, customers, settings) < settings.chance else "within_chance"


def _chance(actual: float, target: float, settings: Status, trials: float | None = None) -> float:
    """P(X <= actual)."""
    if trials:
        return share_at_most(actual, trials, min(1.0, target / trials), settings.dispersion)
    return count_at_most(actual, target, settings.dispersion)


def below(actual: float, target: float, settings: Status) -> bool:
    """Whether an actual is below its target by more than the tolerance."""
    return target - actual > settings.tolerance * target + NOISE * abs(target)
