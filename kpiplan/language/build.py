"""Values as read -> the plan. Something harmless stands in for what could not be read, so that checks can go on."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

from kpiplan.language import numerals
from kpiplan.language.keys.funnel import StageDraft
from kpiplan.language.keys.goal import GOAL
from kpiplan.language.values.amounts import YearAmount
from kpiplan.language.values.series import monthly
from kpiplan.months import YEAR_MONTHS, Month
from kpiplan.plan.model import (
    Costs,
    Elapsed,
    Existing,
    Goal,
    Lag,
    NextYear,
    Plan,
    Recurring,
    Referral,
    Segment,
    Source,
    Stage,
    Status,
    Timing,
    lag_words,
)

Values = Mapping[str, Any]


def build_plan(values: Values, start: Month) -> Plan:
    """The plan of valid values; whatever is missing is left at its default."""
    existing = values.get("existing")
    status = values.get("status", {})
    segments = values.get("segments", {})
    return Plan(
        name=values.get("name", ""),
        start=start,
        goal=_goal(values.get("goal", {})),
        funnel=_funnel(values.get("funnel", ())),
        currency=values.get("currency"),
        timezone=values.get("timezone"),
        why=values.get("why", ""),
        existing=_existing(existing) if existing and "revenue" in existing else None,
        before=values.get("before", {}),
        costs=_costs(values),
        budget=values.get("budget"),
        last_year=values.get("last_year", {}),
        stated=values.get("stated", {}),
        accepted=values.get("accept", {}),
        status=Status(**status),
        segments=tuple(_segment(name, segment) for name, segment in segments.items()),
        actuals=tuple(values.get("actuals", ())),
        economics=values.get("economics", {}),
        kpis=tuple(values.get("kpis", ())),
        risk=values.get("risk"),
        exchange=values.get("exchange", {}),
        scenarios=tuple(values.get("scenarios", ())),
        replan=values.get("replan", {}),
        elapsed=values.get("so_far", Elapsed()),
    )


def _segment(name: str, values: Values) -> Segment:
    return Segment(
        name=name,
        share=values.get("share"),
        goal=_goal(values.get("goal", {})),
        funnel=_funnel(values.get("funnel", ())),
        label=values.get("label", ""),
        owner=values.get("owner", ""),
        before=values.get("before", {}),
        costs=_costs(values),
        budget=values.get("budget"),
        last_year=values.get("last_year", {}),
        stated=values.get("stated", {}),
        risk=values.get("risk"),
        replan=values.get("replan", {}),
        elapsed=values.get("so_far", Elapsed()),
    )


def _costs(values: Values) -> Costs:
    costs = values.get("costs", {})
    return Costs(costs.get("marketing"), costs.get("sales"))


def _existing(values: Values) -> Existing:
    none = numerals.Timed(0.0, None)
    return Existing(
        values["revenue"],
        numerals.yearly_churn(values.get("churn", none), "year"),
        numerals.yearly_growth(values.get("expansion", none), "year"),
    )


def _goal(values: Values) -> Goal:
    unit = next((name for name in values if name not in GOAL.keys), None)
    amount: YearAmount | None = values.get("revenue") or (values[unit] if unit else None)
    recurring = values.get("recurring")
    return Goal(
        revenue=values["revenue"].year if "revenue" in values else None,
        units=values[unit].year if unit else None,
        recurring=_recurring(recurring) if recurring and {"from", "to"} <= recurring.keys() else None,
        average_deal=values.get("average_deal"),
        rounding=values.get("round_customers"),
        from_elsewhere=values.get("from_elsewhere"),
        timing=_timing(values, amount),
        next_year=_next_year(values.get("next_year")),
    )


def _recurring(values: Values) -> Recurring:
    none = numerals.Timed(0.0, None)
    return Recurring(
        values["from"],
        values["to"],
        numerals.monthly_churn(values.get("churn", none), "month"),
        numerals.monthly_growth(values.get("expansion", none), "month"),
    )


def _next_year(value: Any) -> NextYear | None:
    if value is None:
        return None
    return NextYear(None) if value == "none" else NextYear(numerals.yearly_growth(value, "year"))


def _timing(values: Values, amount: YearAmount | None) -> Timing | None:
    """The weights that a goal states in one of its ways; None where it states none."""
    if "growth" in values:
        growth = numerals.monthly_growth(values["growth"], "month")
        return _weights([(1 + growth) ** month for month in range(YEAR_MONTHS)], (1 + growth) ** YEAR_MONTHS - 1)
    if "by_month" in values:
        return _weights(values["by_month"])
    if amount and amount.months:
        return _weights(amount.months)
    quarters = (amount.quarters if amount else None) or values.get("by_quarter")
    if quarters is None and "in_quarter" not in values:
        return None
    inside = values.get("in_quarter", (1 / 3,) * 3)
    by_quarter = monthly(quarters or (1.0,) * 4)
    return _weights([share * inside[month % 3] for month, share in enumerate(by_quarter)])


def _weights(weights: Sequence[float], next_year: float = 0.0) -> Timing:
    total = math.fsum(weights)
    return Timing(tuple(w / total for w in weights), next_year)


def _funnel(drafts: Sequence[StageDraft]) -> tuple[Stage, ...]:
    return tuple(_stage(draft.name, draft.values) for draft in drafts)


def _stage(name: str, values: Values) -> Stage:
    rate = values.get("rate") or values.get("each") or (1.0,) * YEAR_MONTHS
    lag: Lag = values.get("lag", Lag())
    if ages := values.get("by_age"):
        total = math.fsum(ages)
        rate = (min(1.0, total),) * YEAR_MONTHS
        shares = tuple(age / total for age in ages)
        lag = Lag(shares, lag_words(shares))
    direct = values.get("direct")
    if isinstance(direct, dict):
        direct = Referral(direct.get("per_customer", 0.0), direct.get("opening", 0.0))
    return Stage(
        name=name,
        rate=rate,
        lag=lag,
        each="each" in values,
        lag_stated="lag" in values or "by_age" in values,
        direct=direct,
        label=values.get("label", ""),
        owner=values.get("owner", ""),
        cost=values.get("cost"),
        sources=tuple(_source(name, source) for name, source in values.get("sources", {}).items()),
    )


def _source(name: str, value: float | Values) -> Source:
    if isinstance(value, float):
        return Source(name, value)
    return Source(name, value.get("share", 0.0), value.get("label", ""), value.get("cost"))
