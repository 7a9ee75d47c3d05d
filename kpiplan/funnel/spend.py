"""Spend, and what the fees of a customer come to (docs/arithmetic.md, money)."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Mapping, Sequence

from kpiplan.figures import Measure
from kpiplan.funnel.stages import Targets
from kpiplan.kpis.built_in import NO_FEES, SPEND, Terms, given, quotient, with_sums
from kpiplan.months import YEAR_MONTHS, Series
from kpiplan.plan.model import Costs, Stage

ZERO: Series = (0.0,) * YEAR_MONTHS


def has_costs(stages: Sequence[Stage], costs: Costs) -> bool:
    """Whether a plan says anything of costs."""
    unit_costs = any(stage.cost or any(source.cost for source in stage.sources) for stage in stages)
    return unit_costs or costs.marketing is not None or costs.sales is not None


def spend(targets: Targets, costs: Costs) -> dict[str, Measure]:
    """Marketing spend, sales spend and what follows from them, by month: fixed costs, and cost a unit times arrivals.

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
    found = with_sums((given("marketing_spend", marketing), given("sales_spend", sales)))
    return {measure.kpi: measure for measure in found}


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


YEARLY_FEES = float(YEAR_MONTHS)  # of a customer who pays by the month, unless the plan states `purchases_per_year`


def kept_years(economics: Mapping[str, float], churns: Collection[float | None]) -> float | None:
    """How many years a customer pays: as the plan states it, else 1 / churn, where churn is the same everywhere."""
    if "years_kept" in economics:
        return economics["years_kept"]
    found = set(churns)
    churn = found.pop() if len(found) == 1 else None
    return quotient(1.0, (churn or 0.0) * YEAR_MONTHS)


def terms(economics: Mapping[str, float], churns: Collection[float | None]) -> Terms:
    """What the fees of a plan's economics come to, for funnels that lose so much of their recurring revenue a month.

    No fees where any of them has no churn, for its customers pay none.
    """
    if None in churns:
        return NO_FEES
    a_month = economics.get("purchases_per_year", YEARLY_FEES) / YEAR_MONTHS
    years = kept_years(economics, churns)
    margin = a_month * economics.get("gross_margin", 1.0)
    return Terms(margin, None if years is None else years * YEAR_MONTHS)


def fixed_costs(costs: Iterable[Costs]) -> dict[str, float]:
    """What of each kind of spend is fixed, in the year."""
    held = tuple(costs)
    marketing = math.fsum(math.fsum(each.marketing or ()) for each in held)
    sales = math.fsum(math.fsum(each.sales or ()) for each in held)
    return dict(zip(SPEND, (marketing, sales, marketing + sales), strict=True))
