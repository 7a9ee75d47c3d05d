"""The one shape of results: period x segment x KPI, for targets and actuals alike."""

import math
from collections.abc import Callable, Sequence
from typing import Literal

from kpiplan.months import Month, plan_months
from kpiplan.problems import Problem
from kpiplan.tuples import NamedTuple

Unit = Literal["count", "currency", "ratio", "score", "duration"]
By = Literal["month", "quarter", "year"]


class Period(NamedTuple):
    """A month, quarter or year of the plan: an identifier for data, a short label, and the plan months it holds."""

    id: str
    label: str
    first: Month
    months: tuple[int, ...]  # positions 0..11


class Figure(NamedTuple):
    """One KPI of one segment (None: the whole plan), a value a period and the year's; None where there is none."""

    segment: str | None
    kpi: str
    unit: Unit
    values: tuple[float | None, ...]
    total: float | None


class CarryIn(NamedTuple):
    """Units that must have reached a stage before the plan (see `carry_in.Cohort`), and what `before` states."""

    segment: str | None
    stage: str
    month: Month
    needed: float
    brings: float
    stated: float | None


class Figures(NamedTuple):
    """Results of a plan: figures in funnel order, segment by segment, the whole plan last."""

    kind: str
    plan: str
    currency: str | None
    periods: tuple[Period, ...]
    figures: tuple[Figure, ...]
    carry_in: tuple[CarryIn, ...] = ()
    problems: tuple[Problem, ...] = ()

    def get(self, kpi: str, segment: str | None = None) -> Figure:
        """The figure of a KPI. Raises KeyError where there is none."""
        for figure in self.figures:
            if figure.kpi == kpi and figure.segment == segment:
                return figure
        raise KeyError(kpi)


def periods(start: Month, by: By) -> tuple[Period, ...]:
    """The plan year cut into months, plan quarters or the one year.

    In a calendar year a quarter is `2020-Q1`, the year `2020`; in a fiscal year both name their first and last month.
    """
    months = plan_months(start)
    if by == "month":
        return tuple(Period(str(month), month.short, month, (at,)) for at, month in enumerate(months))
    size = 3 if by == "quarter" else 12
    result = []
    for number, at in enumerate(range(0, 12, size), start=1):
        first, last = months[at], months[at + size - 1]
        label = f"Q{number}" if by == "quarter" else "the year"
        calendar = f"{first.year}-Q{number}" if by == "quarter" else str(first.year)
        name = calendar if start.month == 1 else f"{first}/{last}"
        result.append(Period(name, label, first, tuple(range(at, at + size))))
    return tuple(result)


class Measure(NamedTuple):
    """A KPI by month before it is cut into periods: an amount that adds up, or a level (the last value holds)."""

    kpi: str
    unit: Unit
    months: tuple[float, ...]
    level: bool = False

    def over(self, months: Sequence[int]) -> float:
        """Its value over some months, given by position."""
        return self.months[months[-1]] if self.level else math.fsum(self.months[at] for at in months)


class Ratio(NamedTuple):
    """A KPI that is computed of what the measures `of` these names come to over some months."""

    kpi: str
    unit: Unit
    of: tuple[str, ...]
    computed: Callable[..., float | None]


def cut(
    segment: str | None,
    measures: Sequence[Measure],
    bases: Sequence[Measure],
    ratios: Sequence[Ratio],
    by: Sequence[Period],
) -> tuple[Figure, ...]:
    """Figures of one segment: measures cut into periods, then ratios of what these and the `bases` come to in each."""
    year = tuple(range(12))
    figures = [
        Figure(segment, m.kpi, m.unit, tuple(m.over(period.months) for period in by), m.over(year)) for m in measures
    ]
    sums = {figure.kpi: (*figure.values, m.over(year)) for figure, m in zip(figures, measures, strict=True)}
    sums |= {m.kpi: (*(m.over(period.months) for period in by), m.over(year)) for m in bases}
    for ratio in ratios:
        *values, total = map(ratio.computed, *(sums[name] for name in ratio.of))
        figures.append(Figure(segment, ratio.kpi, ratio.unit, tuple(values), total))
    return tuple(figures)
