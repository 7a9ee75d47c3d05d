"""Whether a KPI is where it must be: on track, short by no more than chance, or off; done, open or overdue."""

from __future__ import annotations

import math
from typing import Literal, NamedTuple

from kpiplan.chance import binomial_at_most, poisson_at_most
from kpiplan.plan import Status
from kpiplan.rounding import NOISE
from kpiplan.scorecard.wanted import Wanted

_NOTHING = 1e-12  # so few units are none

Standing = Literal["on_track", "within_chance", "behind", "done", "open", "overdue"]
Side = Literal["under", "over"]


class Evidence(NamedTuple):
    """The counts behind a value, by which chance is judged.

    count: the value is a count, `part`. share: `part` of `whole` units. cost: an amount `part` for `whole` units.
    """

    kind: Literal["count", "share", "cost"]
    part: float
    whole: float = 0.0


def side_of(value: float, limits: Wanted) -> Side | None:
    """On which side a value lies outside its limits; None where it lies inside."""
    if limits.low is not None and value < limits.low - NOISE * abs(limits.low):
        return "under"
    if limits.high is not None and value > limits.high + NOISE * abs(limits.high):
        return "over"
    return None


def standing(value: float | None, limits: Wanted, settings: Status, evidence: Evidence | None) -> Standing | None:
    """The status of a value: on track inside its limits and up to the plan's tolerance beyond them.

    Farther off it is within chance where the counts behind it leave that more likely than the plan's threshold, else
    behind. None where there is no value or no limit.
    """
    if value is None or not limits.limits:
        return None
    side = side_of(value, limits)
    limit = limits.low if side == "under" else limits.high
    if side is None or limit is None or abs(value - limit) <= settings.tolerance * abs(limit) + NOISE * abs(limit):
        return "on_track"
    chance = _chance(evidence, limit, side, settings.dispersion) if evidence else None
    return "within_chance" if chance is not None and chance >= settings.chance else "behind"


def _chance(evidence: Evidence, limit: float, side: Side, spread: float) -> float | None:
    """How likely a value as far off as this is where the true one is at its limit; None where that can't be told.

    The variance is multiplied by the dispersion. A share with one other than 1 is judged by Poisson, like the rates
    of the funnel, but as no likelier than without where months jump less than chance has it, and no less where more.
    """
    kind, part, whole = evidence
    if kind == "cost":  # for the amount spent so many units were to come; fewer make each dearer
        return None if side == "under" or limit <= 0 else _poisson(whole, part / limit, "under", spread)
    if kind == "count":
        return _poisson(part, limit, side, spread)
    if not 0 <= limit <= 1 or part > whole:
        return None
    under = side == "under"
    exact = binomial_at_most(part, whole, limit) if under else binomial_at_most(whole - part, whole, 1 - limit)
    if spread == 1:
        return exact
    return (min if spread < 1 else max)(exact, _poisson(part, whole * limit, side, spread))


def _poisson(count: float, mean: float, side: Side, spread: float) -> float:
    """P(X <= count), or P(X >= count) where it is over; both divided by the dispersion (quasi-Poisson).

    Between two whole counts the chance lies in proportion, so that it rises steadily with the dispersion.
    """
    units = count / spread if side == "under" else count / spread - 1
    below = math.floor(units + NOISE)
    mean = 0.0 if mean < _NOTHING else mean / spread
    low, high = (poisson_at_most(at, mean) for at in (below, below + 1))
    chance = low + max(0.0, units - below) * (high - low)
    return chance if side == "under" else 1 - chance
