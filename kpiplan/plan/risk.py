"""What the rates and volumes of a plan rest on, as its author states it under `risk`: frozen values, no arithmetic."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from kpiplan.tuples import NamedTuple

MARKET = "market"  # the line on all that comes from outside after the first day
DEAL = "average_deal"  # the line on the mean deal; every other line has the name of a stage
SPREAD = "deal_spread"  # how much deals differ, which is no line


class Seen(NamedTuple):
    """So many of so many came through."""

    came: float
    units: float


class Between(NamedTuple):
    """Between these in 80 of 100 years like this one. `percent`: written in percent, not as plain numbers."""

    low: float
    high: float
    percent: bool = True


class LastYear(NamedTuple):
    """What `last_year` says: so many of the stage above it came through."""


Belief = Seen | Between | LastYear


class Line(NamedTuple):
    """One line of `risk`: what is believed, and how it was written."""

    belief: Belief
    text: str


class Risk(NamedTuple):
    """What the plan, or a segment, says under `risk`.

    `deal_spread` is the standard deviation of one deal over the mean; None where nothing is said of it.
    """

    lines: Mapping[str, Line] = MappingProxyType({})
    deal_spread: float | None = None
