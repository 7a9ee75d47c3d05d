"""Figures and carry-in, as `--format json` names them."""

from collections.abc import Iterable
from dataclasses import dataclass

from .funnel import Part, carry_in, targets
from .goal import kept_revenue
from .parsing import YEAR, Data, Months, scaled
from .segments import parts_of, plan_business


@dataclass
class Sheet:
    """Amounts by month of a part or of the whole; `customers`: the last stage's, whatever its name."""

    customers: Months
    counts: dict[str, Months]
    money: dict[str, Months]
    recurring: Months | None = None


def times(values: Months, factor: Months) -> Months:
    """Month by month."""
    return {m: values[m] * factor[m] for m in YEAR}


def added(*many: Months) -> Months:
    """Month by month."""
    return {m: sum(values[m] for values in many) for m in YEAR}


def spends(part: Part, counts: dict[str, Months]) -> dict[str, Months]:
    """Fixed, and cost (per unit, also of a source) * arrivals: to marketing, or sales if its owner."""
    bills = list(part.costs.items())
    for stage in part.stages:
        side = "sales" if stage.owner == "sales" else "marketing"
        bills += [(side, times(counts[key], cost)) for key, cost in stage.costs.items()]
    return {
        f"{side}_spend": added(*(bill for payer, bill in bills if payer == side))
        for side in ("marketing", "sales")
        if bills
    }


def sheet_of(part: Part) -> Sheet:
    """Every stage, a stage's sources after it, then revenue (C[m] * average_deal[m]) and spend."""
    counts: dict[str, Months] = {}
    for stage, a in zip(part.stages, targets(part), strict=True):
        counts[stage.name] = {m: a.get(m, 0.0) for m in YEAR}
        counts |= {key: scaled(counts[stage.name], share) for key, share in stage.sources.items()}
    revenue = {"revenue": times(part.customers, part.deal)} if part.deal else {}
    return Sheet(part.customers, counts, revenue | spends(part, counts), part.recurring)


def total(sheets: Iterable[Sheet]) -> Sheet:
    """Totals add stages of the same name, in order of first appearance."""
    whole = Sheet(dict.fromkeys(YEAR, 0.0), {}, {})
    for sheet in sheets:
        whole.customers = added(whole.customers, sheet.customers)
        for into, amounts_of in ((whole.counts, sheet.counts), (whole.money, sheet.money)):
            for key, values in amounts_of.items():
                into[key] = added(into[key], values) if key in into else values
    return whole


def figure(values: Months, unit: str) -> Data:
    """A figure whose year is the sum of its months."""
    return {"values": [values[m] for m in YEAR], "total": sum(values.values()), "unit": unit}


def quotient(above: Months, below: Months, unit: str) -> Data:
    """Of the month and of the year; the year's ratio is that of the year's sums; no denominator: null."""
    pairs = [(above[m], below[m]) for m in YEAR] + [(sum(above.values()), sum(below.values()))]
    ratios = [x / y if y else None for x, y in pairs]
    return {"values": ratios[:12], "total": ratios[12], "unit": unit}


def figures_of(sheet: Sheet) -> dict[str, Data]:
    """A stage's counts, revenue, spend, and the ratios of Money."""
    result = {key: figure(values, "count") for key, values in sheet.counts.items()}
    result |= {key: figure(values, "currency") for key, values in sheet.money.items()}
    if sheet.recurring:  # the total of a level is its last value
        result["recurring_revenue"] = figure(sheet.recurring, "currency") | {"total": sheet.recurring[12]}
    if "marketing_spend" in sheet.money:
        marketing = sheet.money["marketing_spend"]
        spend = added(marketing, sheet.money["sales_spend"])
        result["spend"] = figure(spend, "currency")
        result["customer_acquisition_cost"] = quotient(spend, sheet.customers, "currency")
        if "leads" in sheet.counts:
            result["cost_per_lead"] = quotient(marketing, sheet.counts["leads"], "currency")
        if "revenue" in sheet.money:
            gain = {m: sheet.money["revenue"][m] - marketing[m] for m in YEAR}
            result["marketing_roi"] = quotient(gain, marketing, "ratio")
    return result


def reference(plan: Data) -> Data:
    """Every figure and every carry-in row of a plan, as `--format json` names them."""
    parts = parts_of(plan)
    sheets = {part.name: sheet_of(part) for part in parts}
    if None not in sheets:
        sheets[None] = total(sheets.values())
        sheets[None].recurring = plan_business(plan).recurring
    if "existing" in plan:
        money, kept = sheets[None].money, kept_revenue(plan["existing"])
        money["existing_revenue"] = dict.fromkeys(YEAR, kept / 12)
        money["total_revenue"] = added(money["existing_revenue"], money["revenue"])
    figures = {(name, kpi): one for name, sheet in sheets.items() for kpi, one in figures_of(sheet).items()}
    return {"figures": figures, "carry_in": [row for part in parts for row in carry_in(part)]}
