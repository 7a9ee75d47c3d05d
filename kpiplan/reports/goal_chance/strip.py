"""The distribution of the year's customers in one line of text, with the goal marked."""

from __future__ import annotations

import math

from kpiplan.analysis.distributions.whole import Counts
from kpiplan.tuples import NamedTuple

GOAL = "|"
_WIDTH = 32  # cells
_SHADES = ".:-=+#"  # from hardly ever to most often
_RARE = 0.002  # of years that are left out at each end
_FEW = 0.02  # of the fullest cell: less is shown as hardly ever


class Strip(NamedTuple):
    """A line of cells, each of `step` counts from `low` on and as dark as it is likely; the goal begins behind GOAL."""

    low: int
    cells: str
    high: int
    step: int


def strip(counts: Counts, goal: int) -> Strip:
    """The years but for the rarest, drawn on as far as the goal; cells begin at the goal, whatever they hold."""
    low, high = min(counts.quantile(_RARE), goal), max(counts.quantile(1 - _RARE), goal)
    step = max(1, math.ceil((high - low + 1) / _WIDTH))
    first = goal - step * math.ceil((goal - low) / step)
    starts = range(first, high + 1, step)
    masses = [max(0.0, counts.at_least(start) - counts.at_least(start + step)) for start in starts]
    most = max(masses)
    shades = [_shade(mass / most) if most > 0 else _SHADES[0] for mass in masses]
    at = (goal - first) // step
    return Strip(max(0, first), "".join((*shades[:at], GOAL, *shades[at:])), starts[-1] + step - 1, step)


def _shade(part: float) -> str:
    return _SHADES[0] if part < _FEW else _SHADES[min(len(_SHADES) - 1, math.floor(part * len(_SHADES)))]
