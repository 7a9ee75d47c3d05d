"""Spend, and the ratios of money (docs/arithmetic.md, money)."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple

from kpiplan.figures import Measure, Ratio, Unit
from kpiplan.funnel import Targets
from kpiplan.months import YEAR_MONTHS, Series
from kpiplan.plan import Costs, Stage

WON = "won"  # arrivals at the last stage, whatever it is called in each segment; a base of ratios, no result
ZERO: Series = (0.0,) * YEAR_MONTHS


def has_costs(stages: Sequence[Stage], costs: Costs) -> bool:
    """Whether a plan says anything of costs."""
    unit_costs = any(stage.cost or any(source.cost for source in stage.sources) for stage in stages)
    return unit_costs or costs.marketing is not None or costs.sales is not None


def spend(targets: Targets, costs: Costs) -> tuple[Measure, ...]:
    """Marketing spend, sales spend and both, by month: fixed costs, and cost a unit times arrivals.

    A stage's cost and that of its sources go to sales where sales owns the stage, else to marketing. Whoever arrives
    directly costs what anybody costs, also beyond the need.
    """
    marketing, sales = costs.marketing or ZERO, costs.sales or ZERO
    for stage, arrivals, direct in zip(targets.stages, targets.arrivals, targets.direct, strict=True):
        unit_costs = _unit_costs(stage)
        if unit_costs is None:
            continue
        come = arrivals.year if stage.direct is None else tuple(map(max, arrivals.year, direct.year))
        cost = tuple(each * count for each, count in zip(unit_costs, come, strict=True))
        if stage.owner.strip().lower() == "sales":
            sales = _sum(sales, cost)
        else:
            marketing = _sum(marketing, cost)
    return (
        Measure("marketing_spend", "currency", marketing),
        Measure("sales_spend", "currency", sales),
        Measure("spend", "currency", _sum(marketing, sales)),
    )


def _unit_costs(stage: Stage) -> Series | None:
    """Cost of one arrival by month: the stage's own and, by their shares, its sources'."""
    priced = [(1.0, stage.cost)] + [(source.share, source.cost) for source in stage.sources]
    total: Series | None = None
    for share, cost in priced:
        if cost is not None:
            part = tuple(share * value for value in cost)
            total = part if total is None else _sum(total, part)
    return total


def _sum(one: Series, two: Series) -> Series:
    return tuple(a + b for a, b in zip(one, two, strict=True))


def quotient(part: float, whole: float) -> float | None:
    """part / whole; None where there is nothing to divide by, or so little that no number holds the result."""
    if not whole:
        return None
    found = part / whole
    return found if math.isfinite(found) else None


def ratio_of(part: str, whole: str) -> Ratio:
    """The ratio of two measures."""
    return lambda base: quotient(base[part], base[whole])


def _marketing_roi(base: Mapping[str, float]) -> float | None:
    return quotient(base["revenue"] - base["marketing_spend"], base["marketing_spend"])


class Fee(NamedTuple):
    """What a customer who pays by the month is worth, as parts of the monthly fee.

    `margin` is what of a fee counts a month: its gross profit where the plan states `gross_margin`, else all of it.
    `months` is how many of them a customer pays, 1 / churn; None where nobody leaves, or it is not the same everywhere.
    """

    margin: float
    months: float | None

    def payback(self, base: Mapping[str, float]) -> float | None:
        """Months of fees that pay back the acquisition cost: spend / won over revenue / won * margin."""
        return quotient(base["spend"], base["revenue"] * self.margin) if base[WON] else None

    def worth(self, base: Mapping[str, float]) -> float | None:
        """Lifetime value over acquisition cost: revenue / won * margin * months over spend / won."""
        return quotient(base["revenue"] * self.margin * (self.months or 0.0), base["spend"]) if base[WON] else None


YEARLY_FEES = float(YEAR_MONTHS)  # of a customer who pays by the month, unless the plan states `purchases_per_year`


def kept_years(economics: Mapping[str, float], churns: Collection[float | None]) -> float | None:
    """How many years a customer pays: as the plan states it, else 1 / churn, where churn is the same everywhere."""
    if "years_kept" in economics:
        return economics["years_kept"]
    found = set(churns)
    churn = found.pop() if len(found) == 1 else None
    return quotient(1.0, (churn or 0.0) * YEAR_MONTHS)


def fee_of(economics: Mapping[str, float], churns: Collection[float | None]) -> Fee | None:
    """The fee of a plan's economics, for funnels that lose so much of their recurring revenue a month.

    None where any of them has no churn, for its customers pay no fee.
    """
    if None in churns:
        return None
    a_month = economics.get("purchases_per_year", YEARLY_FEES) / YEAR_MONTHS
    years = kept_years(economics, churns)
    margin = a_month * economics.get("gross_margin", 1.0)
    return Fee(margin, None if years is None else years * YEAR_MONTHS)


def ratios(kpis: Collection[str], fee: Fee | None = None) -> dict[str, tuple[Unit, Ratio]]:
    """The ratios that can be had from some measures, in the order in which results show them.

    With a recurring goal (`fee`) revenue is a month's, and what a customer costs is held against months of it.
    """
    if "spend" not in kpis:
        return {}
    found: dict[str, tuple[Unit, Ratio]] = {}
    if "leads" in kpis:
        found["cost_per_lead"] = ("currency", ratio_of("marketing_spend", "leads"))
    found["customer_acquisition_cost"] = ("currency", ratio_of("spend", WON))
    if "revenue" in kpis and fee is None:
        found["marketing_roi"] = ("ratio", _marketing_roi)
    if "revenue" in kpis and fee:
        found["cac_payback"] = ("duration", fee.payback)
        if fee.months:
            found["ltv_to_cac"] = ("ratio", fee.worth)
    return found
