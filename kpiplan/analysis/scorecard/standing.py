"""Whether a KPI is where it must be: on track, short by chance, to be watched, or off; done, open or overdue."""

from __future__ import annotations

from typing import Literal

from kpiplan.analysis.distributions.counts import count_at_least, count_at_most, share_at_least, share_at_most
from kpiplan.analysis.scorecard.limits import Side, Wanted
from kpiplan.analysis.variance.status import Judge
from kpiplan.locales.digits import NOISE
from kpiplan.tuples import NamedTuple

Standing = Literal["on_track", "within_chance", "watch", "behind", "done", "open", "overdue"]


class Stood(NamedTuple):
    """A status, and how likely by chance a value is so far off; None where that was not weighed."""

    standing: Standing | None = None
    chance: float | None = None


class Evidence(NamedTuple):
    """The counts behind a value, by which chance is judged.

    count: the value is a count, `part`. share: `part` of `whole` units. cost: an amount `part` for `whole` units.
    amount: an amount `part`, of which a customer is planned to bring `whole`.
    """

    kind: Literal["count", "share", "cost", "amount"]
    part: float
    whole: float = 0.0


def side_of(value: float, limits: Wanted) -> Side | None:
    """On which side a value lies outside its limits; None where it lies inside."""
    if limits.low is not None and value < limits.low - NOISE * abs(limits.low):
        return "under"
    if limits.high is not None and value > limits.high + NOISE * abs(limits.high):
        return "over"
    return None


def standing(
    value: float | None, limits: Wanted, judge: Judge, evidence: Evidence | None, *, share: bool = False
) -> Stood:
    """The status of a value: on track inside its limits and up to the plan's tolerance beyond them.

    Farther off it is what the counts behind it make of it: within chance, to be watched, or, proven, behind; without
    counts it is behind. Near 100% the tolerance of a `share` is that of the part that is missing: 92% where 96% must be
    kept is twice as much lost. No status where there is no value or no limit.
    """
    if value is None or not limits.limits:
        return Stood()
    side = side_of(value, limits)
    limit = limits.beyond(side)
    if side is None or limit is None:
        return Stood("on_track")
    part = min(limit, 1 - limit) if share and 0 <= limit <= 1 else abs(limit)
    if abs(value - limit) <= judge.settings.tolerance * part + NOISE * abs(limit):
        return Stood("on_track")
    chance = _chance(evidence, limit, side, judge.settings.dispersion) if evidence else None
    return Stood("behind" if chance is None else judge.weighed(chance), chance)


def _chance(evidence: Evidence, limit: float, side: Side, spread: float) -> float | None:
    """How likely a value as far off as this is where the true one is at its limit; None where that can't be told."""
    kind, part, whole = evidence
    if kind == "cost":  # for the amount spent so many units were to come; fewer make each dearer
        return None if side == "under" or limit <= 0 else count_at_most(whole, part / limit, spread)
    if kind == "amount":  # judged by the customers that it is equivalent to
        part, limit = part / whole, limit / whole
    if kind in ("count", "amount"):
        return count_at_most(part, limit, spread) if side == "under" else count_at_least(part, limit, spread)
    if not 0 <= limit <= 1 or part > whole:
        return None
    return share_at_most(part, whole, limit, spread) if side == "under" else share_at_least(part, whole, limit, spread)
