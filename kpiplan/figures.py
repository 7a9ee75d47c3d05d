"""The one shape of results: period x segment x KPI, for targets and actuals alike."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from typing import Literal, NamedTuple

from kpiplan.months import Month, plan_months
from kpiplan.problems import Problem

Unit = Literal["count", "currency", "ratio", "score", "duration"]
By = Literal["month", "quarter", "year"]

# names of results, and of keys beside which a stage may stand: no stage can have them
_RESULTS = (
    "period segment revenue existing_revenue total_revenue recurring_revenue marketing_spend sales_spend spend "
    "cost_per_lead customer_acquisition_cost marketing_roi cac_payback ltv_to_cac"
)
_GOAL_KEYS = "recurring average_deal round_customers from_elsewhere by_month by_quarter in_quarter growth next_year"
_RISK_KEYS = "market deal_spread"
RESERVED_NAMES = frozenset(f"{_RESULTS} {_GOAL_KEYS} {_RISK_KEYS}".split())


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
    """Units that must have reached a stage before the plan (see `carry.Cohort`), and what `before` states."""

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


Ratio = Callable[[Mapping[str, float]], float | None]


class Measure(NamedTuple):
    """A KPI by month before it is cut into periods: an amount that adds up, or a level (the last value holds)."""

    kpi: str
    unit: Unit
    months: tuple[float, ...]
    level: bool = False

    def over(self, months: Sequence[int]) -> float:
        """Its value over some months, given by position."""
        return self.months[months[-1]] if self.level else math.fsum(self.months[at] for at in months)


def cut(
    segment: str | None,
    measures: Sequence[Measure],
    bases: Sequence[Measure],
    ratios: Mapping[str, tuple[Unit, Ratio]],
    by: Sequence[Period],
) -> tuple[Figure, ...]:
    """Figures of one segment: measures cut into periods, then ratios of what the `bases` of each period sum to."""
    year = tuple(range(12))
    figures = [
        Figure(segment, m.kpi, m.unit, tuple(m.over(period.months) for period in by), m.over(year)) for m in measures
    ]
    sums = [{m.kpi: m.over(months) for m in bases} for months in (*(period.months for period in by), year)]
    for kpi, (unit, ratio) in ratios.items():
        *values, total = (ratio(base) for base in sums)
        figures.append(Figure(segment, kpi, unit, tuple(values), total))
    return tuple(figures)
