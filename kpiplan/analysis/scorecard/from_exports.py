"""Base measures that exports show, as the scorecard takes them: by segment and plan month, in the plan's terms."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from types import MappingProxyType

from kpiplan.analysis.scorecard.from_plan import ACQUIRED, WON, economics, funnels, levels, own, several
from kpiplan.analysis.scorecard.measures import Known, Months
from kpiplan.analysis.scorecard.score import Score, scores
from kpiplan.analysis.scorecard.segments import whole
from kpiplan.analysis.variance.actuals import Window
from kpiplan.exports.cutoff import Taken, taken
from kpiplan.exports.results import Exports
from kpiplan.funnel import spend
from kpiplan.funnel.targets import Outcome, PlanTargets
from kpiplan.kpis.built_in import SPEND
from kpiplan.kpis.measures import STATED_ALONE
from kpiplan.months import YEAR_MONTHS, Month

Told = Mapping[str, Mapping[Month, float]]  # what exports show of a segment, by KPI and month


def observed(targets: PlanTargets, found: Taken) -> dict[str | None, Known]:
    """What is known of the whole plan (None) and of each segment that exports tell apart."""
    plan = targets.plan
    segments = {segment.name for segment in plan.segments}
    told = {name: held for name, held in _told(found).items() if name is None or name in segments}
    known = _known(targets, told)
    parts = {name: held for name, held in known.items() if name is not None}
    measures = whole(known[None].measures, parts, funnels(plan))
    if (left := _remaining(targets.outcomes, measures)) is not None:
        measures.setdefault("remaining_goal", left)
    known[None] = known[None]._replace(measures=measures)
    return known


def scorecard(
    targets: PlanTargets,
    found: Taken,
    window: Window,
    breakdowns: Mapping[tuple[str, ...], Exports] = MappingProxyType({}),
) -> tuple[Score, ...]:
    """The plan's KPIs against exports: `breakdowns` are those read again, split by the columns that a KPI is `per`.

    What KPIs must be is judged as the plan of the targets has it: in its own timing once that is `timed`.
    """
    plan = targets.plan
    parts: dict[str, Mapping[str, Known]] = {}
    for each in plan.kpis:
        split = breakdowns.get(each.per)
        held = taken(split, found.last, plan.start) if split else None
        if isinstance(held, Taken):
            parts[each.id] = broken_down(targets, held)
    return scores(plan, observed(targets, found), window, parts)


def broken_down(targets: PlanTargets, found: Taken) -> dict[str, Known]:
    """What is known of every part of a break-down, the largest first."""
    known = _known(targets, {part: held for part, held in _told(found).items() if part is not None})

    def size(part: str) -> tuple[float, str]:
        amounts = [math.fsum(values.values()) for values in known[part].measures.values()]
        return -max(amounts, default=0.0), part

    return {part: known[part] for part in sorted((name for name in known if name is not None), key=size)}


def _told(found: Taken) -> dict[str | None, Told]:
    """The figures of each segment, and of the whole (None), which is always there."""
    told: dict[str | None, dict[str, Mapping[Month, float]]] = {None: {}}
    for (segment, kpi), values in found.figures.items():
        told.setdefault(segment, {})[kpi] = values
    return {**told}


def _known(targets: PlanTargets, told: Mapping[str | None, Told]) -> dict[str | None, Known]:
    """What is told of each segment, as the scorecard takes it."""
    plan = targets.plan
    stated, formulas, unsummed, above_all = economics(plan), own(plan), levels(plan), several(plan)
    free = spends_nothing_on_sales(targets.outcomes)
    known = {
        segment: Known(
            {**stated, **_measures(targets, segment, figures, free)},
            formulas,
            unsummed,
            _deal(targets.outcomes, segment),
            several=above_all,
        )
        for segment, figures in told.items()
    }
    every = frozenset(name for held in known.values() for name in held.measures)
    return {segment: held._replace(told=every) for segment, held in known.items()}


def _measures(targets: PlanTargets, segment: str | None, figures: Told, free: bool) -> dict[str, Months]:
    """Measures by plan month, and those that follow from them; `free`: the plan spends nothing on sales."""
    plan = targets.plan
    measures: dict[str, Months] = {kpi: _months(plan.start, values) for kpi, values in figures.items()}
    last = {outcome.branch.stages[-1].name for outcome in targets.outcomes if segment in (None, outcome.branch.segment)}
    if WON not in measures and len(last) == 1 and (won := measures.get(last.pop())):
        measures[WON] = won
    if acquired := _acquired(targets.outcomes, segment, measures):
        measures[ACQUIRED] = acquired
    if earlier := _months(plan.start.plus(-YEAR_MONTHS), figures.get("revenue", {})):
        measures.setdefault("previous_revenue", earlier)
    _carried(measures)
    if free and measures.keys() & {*SPEND}:
        measures.setdefault("sales_spend", dict.fromkeys(range(1, YEAR_MONTHS + 1), 0.0))
    return {name: _held(values) if name in STATED_ALONE else values for name, values in measures.items() if values}


def _carried(measures: dict[str, Months]) -> None:
    """Customers at the start of a month are those at the end of the month before: where it was stated, or follows."""
    start, end = dict(measures.get("customers_start", {})), measures.get("customers_end", {})
    won, lost = (measures.get(name, {}) for name in ("new_customers", "lost_customers"))
    won = won or measures.get(WON, {})
    for month in range(2, YEAR_MONTHS + 1):
        before = month - 1
        if month not in start and before in end:
            start[month] = end[before]
        elif month not in start and all(before in held for held in (start, won, lost)):
            start[month] = start[before] + won[before] - lost[before]
    if "customers_start" in measures:
        measures["customers_start"] = start


def _acquired(results: Sequence[Outcome], segment: str | None, measures: Mapping[str, Months]) -> Months:
    """Arrivals at the last stages, of the months that know them all; unknown where one stands above another."""
    funnels = [outcome.branch.stages for outcome in results if segment in (None, outcome.branch.segment)]
    last = {stages[-1].name for stages in funnels}
    if last & {stage.name for stages in funnels for stage in stages[:-1]}:
        return {}
    held = [measures.get(name, {}) for name in last]
    months = set(held[0]).intersection(*held[1:]) if held else ()
    return {month: math.fsum(values[month] for values in held) for month in sorted(months)}


def spends_nothing_on_sales(results: Sequence[Outcome]) -> bool:
    """Whether the plan says what is spent, and nothing of it on sales."""
    priced = [o for o in results if spend.has_costs(o.branch.stages, o.branch.costs)]
    return bool(priced) and not any(any(spend.spend(o.targets, o.branch.costs)["sales_spend"].months) for o in priced)


def _deal(results: Sequence[Outcome], segment: str | None) -> float | None:
    """The revenue that a customer is planned to bring; None where a deal is not stated, or no customer wanted."""
    branches = [outcome.branch for outcome in results if segment in (None, outcome.branch.segment)]
    amounts = [branch.money(branch.customers) for branch in branches]
    won = math.fsum(branch.year for branch in branches)
    known = [amount for amount in amounts if amount is not None]
    return math.fsum(known) / won if won and len(known) == len(amounts) else None


def _held(values: Months) -> Months:
    """A setting that is stated now and then holds until it changes."""
    found: dict[int, float] = {}
    for month in range(1, YEAR_MONTHS + 1):
        if month in values or month - 1 in found:
            found[month] = values[month] if month in values else found[month - 1]
    return found


def _months(start: Month, values: Mapping[Month, float]) -> dict[int, float]:
    """Values of the plan months 1 to 12 of the year that begins with `start`."""
    return {at: value for month, value in values.items() if 1 <= (at := month.since(start) + 1) <= YEAR_MONTHS}


def _remaining(results: Sequence[Outcome], measures: Mapping[str, Months]) -> dict[int, float] | None:
    """What of the year's revenue goal is still to be won at the end of each month, as long as all revenue is known."""
    goals = [outcome.branch.money(outcome.branch.customers) for outcome in results]
    revenue = measures.get("revenue", {})
    if any(goal is None for goal in goals):
        return None
    left = math.fsum(goal for goal in goals if goal is not None)
    found = {}
    for month in range(1, YEAR_MONTHS + 1):
        if month not in revenue:
            break
        left -= revenue[month]
        found[month] = max(0.0, left)
    return found or None
