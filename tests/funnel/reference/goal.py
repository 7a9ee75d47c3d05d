"""From the goal down to customers."""

import math
from dataclasses import dataclass

from .parsing import YEAR, Data, Months, named_months, number, percentage_of_time, scaled_to_one

TIMING = {"by_month", "by_quarter", "in_quarter", "growth"}
ROUNDING_SLACK = 1e-9


@dataclass
class Business:
    """The new business of a goal by month, before from_elsewhere, in revenue or in units."""

    measure: str
    months: Months
    weights: Months
    recurring: Months | None = None


def weights_of(goal: Data, start: int) -> Months:
    """Weight: even, or by_month, by_quarter, in_quarter, growth; scaled to sum to 1."""
    by_month = goal.get("by_month", {})
    if isinstance(by_month, list):
        return scaled_to_one({m: number(by_month[m - 1]) for m in YEAR})
    if by_month:
        return scaled_to_one(named_months(by_month, start, 1))
    growth = percentage_of_time(goal.get("growth", 0), "month", bare="month")
    quarters, inside = goal.get("by_quarter", [1] * 4), goal.get("in_quarter", [1] * 3)
    return scaled_to_one(
        {m: number(quarters[(m - 1) // 3]) * number(inside[(m - 1) % 3]) * (1 + growth) ** m for m in YEAR}
    )


def amounts(stated: object, goal: Data, weights: Months) -> Months:
    """R[m]: goal.revenue * weight[m]; or the 12 values given; or 4 quarters, each spread over its months."""
    if not isinstance(stated, list):
        return {m: number(stated) * weights[m] for m in YEAR}
    if len(stated) == 12:
        return {m: number(stated[m - 1]) for m in YEAR}
    inside = [number(part) for part in goal.get("in_quarter", [1] * 3)]
    return {m: number(stated[(m - 1) // 3]) * inside[(m - 1) % 3] / sum(inside) for m in YEAR}


def kept_revenue(existing: Data) -> float:
    """kept = existing.revenue * (1 - churn + expansion), churn and expansion for the year."""
    churn = percentage_of_time(existing.get("churn", 0), "year", bare="year", sign=-1)
    expansion = percentage_of_time(existing.get("expansion", 0), "year", bare="year")
    return number(existing["revenue"]) * (1 - churn + expansion)


def recurring_business(recurring: Data) -> Business:
    """M[m] = F * (T/F)^(m/12); new[m] = M[m] - M[m-1] * (1 - churn + expansion), both a month."""
    first, last = number(recurring["from"]), number(recurring["to"])
    churn = percentage_of_time(recurring.get("churn", 0), "month", bare="month", sign=-1)
    expansion = percentage_of_time(recurring.get("expansion", 0), "month", bare="month")
    level = {m: first * (last / first) ** (m / 12) for m in range(13)}
    new = {m: max(0.0, level[m] - level[m - 1] * (1 - churn + expansion)) for m in YEAR}
    return Business("revenue", new, scaled_to_one(new), {m: level[m] for m in YEAR})


def business_of(goal: Data, unit: str, weights: Months, kept: float = 0.0) -> Business:
    """R[m] - kept/12, 0 where existing business exceeds the goal; or units: then it starts at C."""
    if "recurring" in goal:
        return recurring_business(goal["recurring"])
    wanted = amounts(goal["revenue"] if "revenue" in goal else goal[unit], goal, weights)
    new = {m: max(0.0, wanted[m] - kept / 12) for m in YEAR}
    return Business("revenue" if "revenue" in goal else "units", new, scaled_to_one(wanted))


def is_timed(goal: Data, unit: str) -> bool:
    """Any key that times the goal (by_month, by_quarter, in_quarter, growth, a list); recurring does too."""
    stated = goal.get("revenue", goal.get(unit))
    return bool(TIMING & goal.keys()) or isinstance(stated, list) or "recurring" in goal


def priced(deal: Months | None) -> Months:
    """The average deal where a goal needs one."""
    assert deal is not None
    return deal


def year_in(measure: str, business: Business, deal: Months | None) -> float:
    """The year's amount of a goal in the plan's measure, before from_elsewhere."""
    if business.measure == measure:
        return sum(business.months.values())
    price = {m: priced(deal)[m] if measure == "revenue" else 1 / priced(deal)[m] for m in YEAR}
    return sum(business.months[m] * price[m] for m in YEAR)


def rounded_year(exact: Months, how: str | None) -> Months:
    """nearest (halves up) | up | down: Cyear = sum C; C scaled so that the year is the whole number."""
    year = sum(exact.values())
    whole = {
        None: year,
        "nearest": math.floor(year + 0.5 + ROUNDING_SLACK),
        "up": math.ceil(year - ROUNDING_SLACK),
        "down": math.floor(year + ROUNDING_SLACK),
    }[how]
    return {m: exact[m] * whole / year for m in YEAR}


def customers_of(business: Business, goal: Data, deal: Months | None) -> Months:
    """R'[m] = (R[m] - kept/12) * (1 - from_elsewhere); C[m] = R'[m] / average_deal[m]."""
    own = 1 - number(goal.get("from_elsewhere", 0))
    exact = {m: business.months[m] * own / (1 if business.measure == "units" else priced(deal)[m]) for m in YEAR}
    return rounded_year(exact, goal.get("round_customers"))


def implied_next_year(goal: Data) -> float:
    """What the plan's own growth implies (`(1+growth)^12 - 1`, or T/F - 1 for recurring), else 0%."""
    if "recurring" in goal:
        return number(goal["recurring"]["to"]) / number(goal["recurring"]["from"]) - 1
    return percentage_of_time(goal.get("growth", 0), "year", bare="month")


def next_year_of(goal: Data, plan_goal: Data, timed: bool) -> float | None:
    """Own timing replaces the plan's, with the next_year it implies; a stated next_year is inherited."""
    stated = goal.get("next_year", plan_goal.get("next_year"))
    if stated is None:
        return implied_next_year(goal if timed else plan_goal)
    return None if stated == "none" else percentage_of_time(stated, "year", bare="year")
