"""Spend, and the ratios of money (docs/arithmetic.md, money)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from kpiplan.figures import Measure, Ratio, Unit
from kpiplan.funnel import Targets
from kpiplan.months import YEAR_MONTHS
from kpiplan.plan import Costs, Series, Stage

WON = "won"  # arrivals at the last stage, whatever it is called in each segment; a base of ratios, no result
ZERO: Series = (0.0,) * YEAR_MONTHS


def has_costs(stages: Sequence[Stage], costs: Costs) -> bool:
    """Whether a plan says anything of costs."""
    unit_costs = any(stage.cost or any(source.cost for source in stage.sources) for stage in stages)
    return unit_costs or costs.marketing is not None or costs.sales is not None


def spend(targets: Targets, costs: Costs) -> tuple[Measure, ...]:
    """Marketing spend, sales spend and both, by month: fixed costs, and cost a unit times arrivals.

    A stage's cost and that of its sources go to sales where sales owns the stage, else to marketing.
    """
    marketing, sales = costs.marketing or ZERO, costs.sales or ZERO
    for stage, arrivals in zip(targets.stages, targets.arrivals, strict=True):
        unit_costs = _unit_costs(stage)
        if unit_costs is None:
            continue
        cost = tuple(each * count for each, count in zip(unit_costs, arrivals.year, strict=True))
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


def ratio_of(part: str, whole: str) -> Ratio:
    """part / whole, None where there is nothing to divide by."""

    def ratio(base: Mapping[str, float]) -> float | None:
        return base[part] / base[whole] if base[whole] else None

    return ratio


def _marketing_roi(base: Mapping[str, float]) -> float | None:
    cost = base["marketing_spend"]
    return (base["revenue"] - cost) / cost if cost else None


def ratios(kpis: Sequence[str]) -> dict[str, tuple[Unit, Ratio]]:
    """The ratios that can be had from some measures, in the order in which results show them."""
    if "spend" not in kpis:
        return {}
    found: dict[str, tuple[Unit, Ratio]] = {}
    if "leads" in kpis:
        found["cost_per_lead"] = ("currency", ratio_of("marketing_spend", "leads"))
    found["customer_acquisition_cost"] = ("currency", ratio_of("spend", WON))
    if "revenue" in kpis:
        found["marketing_roi"] = ("ratio", _marketing_roi)
    return found
