"""What a KPI must be over some months of the plan, and how far a value has come towards it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Literal

from kpiplan.analysis.variance.actuals import Window
from kpiplan.kpis.measures import adds_up, over
from kpiplan.kpis.record import Kpi
from kpiplan.months import YEAR_MONTHS, Month, Series
from kpiplan.plan.kpi_goals import Aim, Band, Chosen, Path, Tasks
from kpiplan.tuples import NamedTuple

FULL_YEAR = Window(YEAR_MONTHS)
Side = Literal["under", "over"]


class Wanted(NamedTuple):
    """The least and the most that is right; None where there is no such limit."""

    low: float | None = None
    high: float | None = None

    @property
    def limits(self) -> tuple[float, ...]:
        """The limits that there are."""
        return tuple(limit for limit in self if limit is not None)

    def beyond(self, side: Side | None) -> float | None:
        """The limit that a value on this side of them is beyond; None for a value inside."""
        return {"under": self.low, "over": self.high, None: None}[side]


def sums(chosen: Chosen) -> bool:
    """Whether what a KPI must be adds up over the months: an amount of the year, no level, no ratio, no path."""
    return isinstance(chosen.aim, Band) and chosen.kpi is not None and adds_up(chosen.kpi)


def is_level(kpi: Kpi | None) -> bool:
    """Whether a KPI is what stands at the end of a month, such as followers."""
    return kpi is not None and not adds_up(kpi) and (kpi.given or over(kpi.formula.strip()) == "last")


def wanted(chosen: Chosen, start: Month, months: Sequence[int], window: Window = FULL_YEAR) -> Wanted:
    """What a KPI must be over some plan months (1..12), as far as the `window` covers them.

    Amounts that add up are summed. Of a limit that changes, a level has the last month's, anything else their mean. A
    path is where it should be at the end of the last month, or at the part of it. Deeds and tasks want nothing that can
    be measured.
    """
    aim = chosen.aim
    if isinstance(aim, Band):
        together = _sum if sums(chosen) else _last if is_level(chosen.kpi) else _mean
        sides = (None if side is None else side.months for side in (aim.low, aim.high))
        return Wanted(*(None if series is None else together(series, months, window) for series in sides))
    if isinstance(aim, Path):
        upto = window.part if months[-1] == window.through else 1.0
        at = path_value(aim, start, months[-1] - 1 + upto)
        return Wanted(low=at) if aim.end >= aim.start else Wanted(high=at)
    return Wanted()


def path_value(path: Path, start: Month, months: float) -> float:
    """Where a path should be so many months after the plan's start: equal steps up to the end of `by`."""
    length = path.by.since(start) + 1
    return path.end if months >= length else path.start + (path.end - path.start) * months / length


def _last(series: Series, months: Sequence[int], _window: Window) -> float:
    return series[months[-1] - 1]


def _sum(series: Series, months: Sequence[int], window: Window) -> float:
    return math.fsum(series[month - 1] * window.share(month) for month in months)


def _mean(series: Series, months: Sequence[int], _window: Window) -> float:
    values = {series[month - 1] for month in months}
    return values.pop() if len(values) == 1 else math.fsum(series[month - 1] for month in months) / len(months)


def progress(aim: Aim, value: float | None, goal: Wanted) -> float | None:
    """How far a value has come, 1 for all the way: of a path its part, of a limit how much of it is met.

    A value within its limits is 1, one below the least is their ratio, one above the most the ratio of the most to it.
    """
    if isinstance(aim, Tasks):
        return len(aim.done) / len(aim.tasks)
    if isinstance(aim, Path):
        if value is None or aim.end == aim.start:
            return None
        return (value - aim.start) / (aim.end - aim.start)
    if isinstance(aim, Band):
        return None if value is None else _met(value, goal)
    return 1.0 if aim.done else 0.0


def _met(value: float, goal: Wanted) -> float | None:
    if goal.low is not None and value < goal.low:
        return value / goal.low if goal.low > 0 else None
    if goal.high is not None and value > goal.high:
        return goal.high / value if value > 0 and goal.high >= 0 else None
    return 1.0
