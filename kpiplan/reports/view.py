"""What of a plan a report of targets shows: which segment, and how the year is cut."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from kpiplan.branches import Branch
from kpiplan.figures import By, Figures
from kpiplan.outcomes import Outcome, figures
from kpiplan.plan import Plan
from kpiplan.rounding import NOISE


class View(NamedTuple):
    """Results to be shown. `level`: every month is the same and one is shown for all; figures are then by month."""

    plan: Plan
    outcomes: tuple[Outcome, ...]
    figures: Figures
    by: By
    level: bool
    segment: str | None
    whole: bool

    @property
    def branches(self) -> tuple[Branch, ...]:
        """The branches shown."""
        return tuple(outcome.branch for outcome in self.outcomes)

    @property
    def unit(self) -> str:
        """What the last stages are called; customers where they differ."""
        names = {branch.stages[-1].name for branch in self.branches}
        return names.pop() if len(names) == 1 else "customers"


def view_of(
    plan: Plan, outcomes: Sequence[Outcome], by: By | None, segment: str | None = None, whole: bool = False
) -> View:
    """The view that was asked for; where `by` is None, a level year as one month, any other by quarter.

    Raises KeyError where no segment has the name.
    """
    shown = tuple(outcome for outcome in outcomes if segment in (None, outcome.branch.segment))
    found = figures(plan, outcomes, by=by or "month", segment=segment, whole_numbers=whole)
    level = by is None and is_level(found)
    if by is None and not level:
        found = figures(plan, outcomes, by="quarter", segment=segment, whole_numbers=whole)
    return View(plan, shown, found, by or ("month" if level else "quarter"), level, segment, whole)


def is_level(results: Figures) -> bool:
    """Whether every month of every figure is the same; recurring revenue, a level that grows, aside."""
    return all(_is_flat(figure.values) for figure in results.figures if figure.kpi != "recurring_revenue")


def _is_flat(values: Sequence[float | None]) -> bool:
    known = [value for value in values if value is not None]
    if len(known) < len(values):
        return not known
    return max(known) - min(known) <= NOISE * max(1.0, *map(abs, known))
