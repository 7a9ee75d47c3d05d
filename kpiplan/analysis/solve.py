"""Which value of one input makes one figure of the plan what it is to be."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import TYPE_CHECKING, Literal

from kpiplan.analysis.crossing import crossing
from kpiplan.figures import Unit
from kpiplan.funnel.targets import PlanTargets, figures
from kpiplan.kpis.built_in import built_in
from kpiplan.months import YEAR_MONTHS
from kpiplan.plan.model import Plan
from kpiplan.tuples import NamedTuple

if TYPE_CHECKING:
    from kpiplan.language.overlay.quantity import Quantity

Span = Literal["month", "quarter", "year"]
Why = Literal["beyond", "still"]  # no value that is possible is enough; the figure does not depend on it

CHANCE = "chance"  # of the goal: no figure of targets
TIMES: dict[Span, int] = {"month": YEAR_MONTHS, "quarter": 4, "year": 1}

_STRIDES = (1.02, 1.1, 1.3, 2.0, 4.0, 16.0, 256.0, 65536.0)  # outwards from what is there
_SAME, _CLOSE, _LEAST = 1e-9, 1e-13, 1e-12
_HALVINGS = 40  # to find where a value can no longer be read


class Given(NamedTuple):
    """A figure and what it is to be: `stated`, of a month or quarter on average, of the year, or (None) as it is."""

    kpi: str
    segment: str | None
    unit: Unit
    stated: float
    span: Span | None = None

    @property
    def year(self) -> float:
        """What it is to be in the year."""
        return self.stated * TIMES[self.span] if self.span else self.stated


class Bounds(NamedTuple):
    """Where a value is looked for: around `start`, within `low` and `high`."""

    start: float
    low: float
    high: float


class End(NamedTuple):
    """The last value to a side that is possible, and what the figure is there."""

    value: float
    figure: float


class Root(NamedTuple):
    """The value that was found, or (None) why there is none, and both ends of where it was looked for."""

    value: float | None
    why: Why | None
    ends: tuple[End, End] | None


class Brought(NamedTuple):
    """What given work brings in the year together with what is under way: customers, and their revenue if known."""

    customers: float
    revenue: float | None


class SolvedFor(NamedTuple):
    """What an unknown would have to be: its `value` (None: why there is none), beside the planned and last year's.

    `ends` are the last values to both sides, and the figure there. `line` puts the value into the plan, which then is
    `after`; with the plan's own work (`same_work`) it stays as it is. `now` is the figure as planned. `most`: customers
    that the given figure can bring at the end that brings most. `brought`: what given work brings with what is under
    way in the plan as it stands; a goal that is the answer is that of a plan which begins with as much as it needs.
    """

    given: Given
    name: str
    asked: Quantity | None
    planned: float | None
    last_year: float | None
    value: float | None
    why: Why | None
    ends: tuple[tuple[float, float], ...]
    line: str
    before: PlanTargets
    after: PlanTargets | None
    now: float | None
    same_work: bool = False
    most: float | None = None
    brought: Brought | None = None

    @property
    def under(self) -> str:
        """The key of the plan that `line` goes under; empty where it stands by itself."""
        return ".".join(self.asked.target.steps[:-1]) if self.line and self.asked else ""


def year_figure(targets: PlanTargets, kpi: str, segment: str | None = None) -> float | None:
    """A figure of the year; None where the plan has none of the name, or a ratio has nothing to divide by."""
    found = figures(targets, by="year", segment=segment).figures
    return next((each.total for each in found if (each.kpi, each.segment) == (kpi, segment)), None)


def unrounded(plan: Plan) -> Plan:
    """The plan, its customers left as its goal has them."""
    segments = tuple(each._replace(goal=each.goal._replace(rounding=None)) for each in plan.segments)
    return plan._replace(goal=plan.goal._replace(rounding=None), segments=segments)


class KnownFigure(NamedTuple):
    """A figure that can be given, and whether its months add up, so that one can speak of a month on average."""

    kpi: str
    segment: str | None
    unit: Unit
    adds_up: bool


def known_figures(targets: PlanTargets) -> dict[str, KnownFigure]:
    """What can be given of a plan, by what it is called: `visits`, `spend`, `outbound.meetings`, `chance`."""
    found: dict[str, KnownFigure] = {}
    for each in figures(targets, by="year").figures:
        name = each.kpi if each.segment is None else f"{each.segment}.{each.kpi}"
        found.setdefault(name, KnownFigure(each.kpi, each.segment, each.unit, built_in(each.kpi).adds_up == "sum"))
    found.setdefault(CHANCE, KnownFigure(CHANCE, None, "ratio", False))
    return found


def solve(figure: Callable[[float], float | None], wanted: float, bounds: Bounds) -> Root:
    """The value nearest to the start at which a figure is as wanted; the figure is None where a value can't be read.

    Values are tried outwards by growing strides; between one of too little and one of too much it is narrowed.
    """

    def off(place: float) -> float | None:
        found = figure(math.exp(place))
        return None if found is None or not math.isfinite(found) else found - wanted

    nothing = _CLOSE * max(abs(wanted), _LEAST)
    begin = math.log(bounds.start)
    first = off(begin)
    if first is None:
        return Root(None, "beyond", None)
    if abs(first) <= nothing:
        return Root(bounds.start, None, None)
    sides = _Way(begin, first, math.log(bounds.high)), _Way(begin, first, math.log(bounds.low))
    for stride in (*map(math.log, _STRIDES), math.inf):
        for side in sides:
            before = side.place, side.value
            side.go(off, begin, stride)
            if (side.value > 0) != (before[1] > 0):
                place = crossing(lambda at: off(at) or 0.0, before, (side.place, side.value), nothing=nothing)
                return Root(math.exp(place), None, None)
    high, low = (End(math.exp(side.place), side.value + wanted) for side in sides)
    still = all(side.still for side in sides)
    return Root(None, "still" if still else "beyond", (low, high))


class _Way:
    """The way from the start to one of the bounds, and how far it has been gone."""

    def __init__(self, place: float, value: float, edge: float) -> None:
        self.place, self.value, self.still = place, value, True
        self._edge, self._first, self._ended = edge, value, False

    def go(self, off: Callable[[float], float | None], begin: float, stride: float) -> None:
        """Go on to a stride from the beginning, to the bound, or to the last value that can be read."""
        if self._ended:
            return
        here = min(self._edge, begin + stride) if self._edge >= begin else max(self._edge, begin - stride)
        found = off(here)
        self._ended = found is None or here == self._edge
        good = (self.place, self.value) if found is None else (here, found)
        for _ in range(_HALVINGS if found is None else 0):
            middle = (good[0] + here) / 2
            value = off(middle)
            good, here = (good, middle) if value is None else ((middle, value), here)
        self.place, self.value = good
        self.still &= abs(self.value - self._first) <= _SAME * max(abs(self._first), _LEAST)
