"""Figures and carry-in, as `--format json` names them."""

from collections.abc import Iterable
from dataclasses import dataclass

from .funnel import Part, carry_in, direct, targets
from .goal import kept_revenue
from .parsing import YEAR, Data, Months, number, scaled
from .segments import parts_of, plan_business


@dataclass
class Sheet:
    """Amounts by month of a part or of the whole; `customers`: the last stage's, whatever its name.

    `churns`: of its parts that win monthly fees, the share lost a month; `others`: whether any part wins whole deals.
    """

    customers: Months
    counts: dict[str, Months]
    money: dict[str, Months]
    recurring: Months | None = None
    churns: frozenset[float] = frozenset()
    others: bool = False


def times(values: Months, factor: Months) -> Months:
    """Month by month."""
    return {m: values[m] * factor[m] for m in YEAR}


def added(*many: Months) -> Months:
    """Month by month."""
    return {m: sum(values[m] for values in many) for m in YEAR}


def spends(part: Part, counts: dict[str, Months]) -> dict[str, Months]:
    """Fixed, and cost (per unit, also of a source) * arrivals: to marketing, or sales if its owner.

    Costs are of max(a, d): what arrives directly beyond the need is paid for too.
    """
    bills = list(part.costs.items())
    for i, stage in enumerate(part.stages):
        side = "sales" if stage.owner == "sales" else "marketing"
        a = counts[stage.name]
        come = {m: max(a[m], direct(part, i, m)) if i else a[m] for m in YEAR}
        for key, cost in stage.costs.items():
            bills.append((side, times(scaled(come, stage.sources.get(key, 1.0)), cost)))
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
    churns = frozenset[float]() if part.churn is None else frozenset([part.churn])
    money = revenue | spends(part, counts)
    return Sheet(part.customers, counts, money, part.recurring, churns, others=part.churn is None)


def total(sheets: Iterable[Sheet]) -> Sheet:
    """Totals add stages of the same name, in order of first appearance."""
    whole = Sheet(dict.fromkeys(YEAR, 0.0), {}, {})
    for sheet in sheets:
        whole.customers = added(whole.customers, sheet.customers)
        whole.churns, whole.others = whole.churns | sheet.churns, whole.others or sheet.others
        for into, amounts_of in ((whole.counts, sheet.counts), (whole.money, sheet.money)):
            for key, values in amounts_of.items():
                into[key] = added(into[key], values) if key in into else values
    if whole.churns and whole.others:  # fees a month and whole deals are no sum
        whole.money.pop("revenue", None)
    return whole


def figure(values: Months, unit: str) -> Data:
    """A figure whose year is the sum of its months."""
    return {"values": [values[m] for m in YEAR], "total": sum(values.values()), "unit": unit}


def quotient(above: Months, below: Months, unit: str) -> Data:
    """Of the month and of the year; the year's ratio is that of the year's sums; no denominator: null."""
    pairs = [(above[m], below[m]) for m in YEAR] + [(sum(above.values()), sum(below.values()))]
    ratios = [x / y if y else None for x, y in pairs]
    return {"values": ratios[:12], "total": ratios[12], "unit": unit}


def worths(sheet: Sheet, spend: Months, economics: Data) -> dict[str, Data]:
    """Recurring revenue: months of fees that pay back what a customer costs, and what their fees come to over it.

    A customer pays revenue / customers a month, of which the gross margin counts, for 1 / churn months.
    """
    margin = number(economics.get("gross_margin", 1))
    earned = scaled(sheet.money["revenue"], margin * number(economics.get("purchases_per_year", 12)) / 12)
    found = {"cac_payback": quotient(spend, earned, "duration")}
    stay = [1 / churn for churn in sheet.churns if churn > 0] if len(sheet.churns) == 1 else []
    if "years_kept" in economics:
        stay = [12 * number(economics["years_kept"])]
    if stay:
        cost = {m: spend[m] if sheet.customers[m] else 0.0 for m in YEAR}  # of nobody won there is no ratio
        found["ltv_to_cac"] = quotient(scaled(earned, stay[0]), cost, "ratio")
        found["ltv_to_cac"]["total"] = quotient(scaled(earned, stay[0]), spend, "ratio")["total"]
    return found


def figures_of(sheet: Sheet, economics: Data) -> dict[str, Data]:
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
        if "revenue" in sheet.money and sheet.churns:
            result |= worths(sheet, spend, economics)
        elif "revenue" in sheet.money:
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
    figures = {
        (name, kpi): one
        for name, sheet in sheets.items()
        for kpi, one in figures_of(sheet, plan.get("economics", {})).items()
    }
    return {"figures": figures, "carry_in": [row for part in parts for row in carry_in(part)]}
