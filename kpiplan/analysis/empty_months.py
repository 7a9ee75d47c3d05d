"""How likely a month without a single unit is, where targets are small (docs/arithmetic.md)."""

import math

from kpiplan.funnel.stages import Targets
from kpiplan.locales.digits import NOISE
from kpiplan.months import Series
from kpiplan.tuples import NamedTuple

RARE = 3.0  # below this target a month, a month without a unit is likelier than 1 in 20


class EmptyMonth(NamedTuple):
    """The mean of the months of a stage that have a target, where that is small; the chance of none in such a month."""

    mean: float
    chance: float


def empty_month(targets: Targets, stage: int, dispersion: float) -> EmptyMonth | None:
    """Of a stage (by position) of few units, how likely a month without any is; None where it is not.

    A Poisson count with mean a is zero in exp(-a) of all months.
    """
    mean = planned_month(targets.arrivals[stage].year)
    return EmptyMonth(mean, math.exp(-mean / dispersion)) if 0 < mean < RARE else None


def planned_month(months: Series) -> float:
    """The mean of the months that have a target: that of the year says nothing of a goal that lies in two of them."""
    least = NOISE * max(months)
    planned = [count for count in months if count > least]
    return math.fsum(planned) / len(planned) if planned else 0.0
