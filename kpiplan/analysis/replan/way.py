"""The factor on the work left at the top that brings the goal: s = (goal - base) / slope."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from typing import Literal

from kpiplan.analysis.variance.actuals import Window
from kpiplan.analysis.variance.allocation import Happened
from kpiplan.analysis.variance.expectation import Reached, reached
from kpiplan.funnel.targets import Outcome
from kpiplan.locales.digits import NOISE
from kpiplan.tuples import NamedTuple

Rates = Literal["plan", "seen"]
LARGEST = 2.0  # times the planned work: what needs more of it comes too late at the top


class FunnelLeft(NamedTuple):
    """One funnel and what happened in it; of the planned rates so many times are learnt, by stage from the top."""

    outcome: Outcome
    happened: Happened
    window: Window
    learnt: tuple[float, ...]

    def carried(self, scales: Sequence[float], rates: Rates) -> tuple[Reached, ...]:
        """What to expect at every stage, so many times what is still to come at each."""
        depth = len(scales)
        held = self.learnt if rates == "seen" else None
        return reached(self.outcome.targets, self.happened, self.window, depth, scales, rates=held)

    def at(self, factor: float, rates: Rates) -> tuple[Reached, ...]:
        """The same with so many times the work still to be done at the top."""
        return self.carried((factor, *(1.0,) * (len(self.learnt) - 1)), rates)


class WorkLine(NamedTuple):
    """Customers of the year by the factor on some work: `base` without it, `slope` for once what is planned of it."""

    base: float
    slope: float

    def factor(self, goal: float) -> float | None:
        """What brings the goal, 0 where it is there without; None where nothing does.

        Work that brings nothing this year is for the next one: where it is not missed, it stays as planned.
        """
        counts = self.slope > NOISE * goal
        if self.base >= goal * (1 - NOISE):
            return 0.0 if counts else 1.0
        return (goal - self.base) / self.slope if counts else None


def top(funnels: Sequence[FunnelLeft], rates: Rates) -> WorkLine:
    """The line of the work at the top."""
    base, once = (_customers(each.at(factor, rates) for each in funnels) for factor in (0.0, 1.0))
    return WorkLine(base, once - base)


def stage_line(funnels: Sequence[FunnelLeft], name: str, rates: Rates) -> WorkLine:
    """The line of what is still to come at the stages of a name, the work above them as planned."""

    def customers(factor: float) -> float:
        scales = ([factor if stage.name == name else 1.0 for stage in each.outcome.branch.stages] for each in funnels)
        return _customers(each.carried(scale, rates) for each, scale in zip(funnels, scales, strict=True))

    base = customers(0.0)
    return WorkLine(base, customers(1.0) - base)


def _customers(found: Iterable[Sequence[Reached]]) -> float:
    return math.fsum(count for stages in found for count in stages[-1].year)
