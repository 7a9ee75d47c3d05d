"""Arrivals to expect at every stage from what is known (docs/arithmetic.md), an incomplete month included.

In the last month compared, what is known covers a part of the month. Of that month a stage is expected to have seen all
that its covered arrivals above bring at once, and the covered part of everything else; the rest is still to come. In a
month whose first days are in no export the rest has come already, nobody knows how much: it stays at its expectation.
"""

import math
from collections.abc import Callable, Iterable, Mapping, Sequence

from kpiplan.analysis.variance.actuals import Counts, Window
from kpiplan.analysis.variance.allocation import Happened
from kpiplan.funnel.stages import Run, Targets, as_it_went, at_planned_rates, chance, expected
from kpiplan.funnel.targets import Outcome
from kpiplan.months import Series
from kpiplan.tuples import NamedTuple


class Reached(NamedTuple):
    """Arrivals at a stage: in the twelve plan months, and in those compared, the last as far as it is covered."""

    year: Series
    to_date: Series

    def over(self, months: Iterable[int]) -> float:
        """Arrivals in some of the months compared."""
        return math.fsum(self.to_date[month - 1] for month in months)


class Course(NamedTuple):
    """One funnel, planned and as it went.

    `given[j]` are the arrivals at every stage given what is known down to stage j-1 and the plan below: `given[0]`
    knows only the months before the plan, `given[j][j]` is what to expect at stage j, the last knows all.
    """

    outcome: Outcome
    happened: Happened
    window: Window
    planned: tuple[Reached, ...]
    given: tuple[tuple[Reached, ...], ...]

    @property
    def actual(self) -> tuple[Reached, ...]:
        """Actual arrivals where they are known, expectations given those elsewhere."""
        return self.given[-1]

    def at_rates(self, stage: int) -> Reached:
        """What planned rates bring to a stage of what is known above: in months that a re-plan knew, not what came."""
        if stage == 0 or not self.outcome.targets.under:
            return self.given[stage][stage]
        return reached(at_planned_rates(self.outcome.targets), self.happened, self.window, stage)[stage]

    def known(self, stage: int) -> tuple[int, ...]:
        """The months compared whose arrivals at a stage are known."""
        return tuple(self.happened.arrivals[stage])


def course(outcome: Outcome, happened: Happened, window: Window) -> Course:
    """The funnel's plan, and what to expect of it for every depth of knowledge."""
    targets = outcome.targets
    years = [run.year for run in targets.arrivals]
    planned = tuple(Reached(year, window.covered(year)[: window.through]) for year in years)
    given = tuple(reached(targets, happened, window, depth) for depth in range(len(years) + 1))
    return Course(outcome, happened, window, planned, given)


def reached(
    targets: Targets,
    happened: Happened,
    window: Window,
    depth: int,
    scales: Sequence[float] | None = None,
    top: Series | None = None,
    rates: Sequence[float] | None = None,
) -> tuple[Reached, ...]:
    """Arrivals at every stage given what is known at the first `depth` stages, the plan below.

    What is still to come at a stage is multiplied by its scale, what of it comes from the stage above by its rate;
    `top` takes the place of the top's targets.
    """
    found: list[Reached] = []
    for stage in range(len(targets.stages)):
        if stage == 0:
            year = top or targets.arrivals[0].year
            rest = {month: (1 - window.share(month)) * year[month - 1] for month in _incomplete(window)}
        else:
            year, rest = _expected(targets, stage, window, found[-1], happened.before[stage - 1])
            if rates and rates[stage] != 1:
                year, rest = _at_rate(year, rest, targets.direct[stage], window, rates[stage])
        known = happened.arrivals[stage] if stage < depth else {}
        found.append(_with(year, rest, known, window, scales[stage] if scales else 1.0))
    return tuple(found)


def _incomplete(window: Window) -> tuple[int, ...]:
    return tuple(month for month in window.months if window.share(month) < 1)


def _expected(
    targets: Targets, stage: int, window: Window, above: Reached, before: Counts
) -> tuple[Series, dict[int, float]]:
    """What to expect at a stage by month, and what of incomplete months is beyond the days compared."""
    looks_up = _looks_up(targets, stage - 1, above, before)
    year = expected(targets, stage, looks_up)
    rest = {}
    for month in _incomplete(window):
        at_once = chance(targets, stage, month, month) * as_it_went(targets, stage, month, looks_up)
        older = year[month - 1] - at_once * above.year[month - 1]
        beyond = above.year[month - 1] - above.to_date[month - 1]
        rest[month] = (1 - window.share(month)) * older + at_once * beyond
    return year, rest


def _at_rate(
    year: Series, rest: Mapping[int, float], direct: Run, window: Window, rate: float
) -> tuple[Series, dict[int, float]]:
    """The same where so many times as planned come through from above; what arrives directly, or has come, stays."""
    last, rest = window.through, dict(rest)
    after = tuple(
        direct.at(month) + rate * (value - direct.at(month)) if month > last else value
        for month, value in enumerate(year, start=1)
    )
    if last in rest:
        from_above = rest[last] - (1 - window.share(last)) * direct.at(last)
        rest[last] += from_above * _to_come(window) * (rate - 1)
    return after, rest


def _to_come(window: Window) -> float:
    """Of what lies beyond the days compared of the last month the part that is behind them, and not before them."""
    return (1 - window.part) / (1 - window.share(window.through))


def _looks_up(targets: Targets, stage: int, reached: Reached, before: Counts) -> Callable[[int], float]:
    def arrivals(month: int) -> float:
        return reached.year[month - 1] if month >= 1 else before.get(month, targets.arrivals[stage].at(month))

    return arrivals


def _with(year: Series, rest: Mapping[int, float], known: Counts, window: Window, scale: float) -> Reached:
    """Expectations with what is known in their place, and what is to come scaled."""
    last = window.through
    expected_to_date = (year[month - 1] - rest.get(month, 0.0) for month in window.months)
    to_date = tuple(known.get(month, value) for month, value in enumerate(expected_to_date, start=1))
    whole = [value + rest.get(month, 0.0) for month, value in enumerate(to_date, start=1)]
    if last in rest:
        whole[-1] += rest[last] * _to_come(window) * (scale - 1)
    return Reached((*whole, *(value * scale for value in year[last:])), to_date)
