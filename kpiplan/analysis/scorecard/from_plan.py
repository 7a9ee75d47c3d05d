"""What the plan itself gives of each KPI: base measures of its targets, and what follows from them."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence

from kpiplan.analysis.scorecard.measures import Known, KpiValue, Months, value
from kpiplan.analysis.scorecard.segments import comparable
from kpiplan.funnel import spend
from kpiplan.funnel.branches import recurring_churns
from kpiplan.funnel.targets import Outcome, PlanTargets, figures
from kpiplan.kpis import find, formula_of
from kpiplan.kpis.built_in import BUILT_IN, RATIOS
from kpiplan.kpis.formulas import Formula, is_name
from kpiplan.kpis.lookup import parsed
from kpiplan.kpis.measures import MEASURES, adds_up
from kpiplan.kpis.record import REVIEW_MONTHS, Kpi
from kpiplan.months import YEAR_MONTHS, Series
from kpiplan.plan.model import Plan, Stage

YEAR = tuple(range(1, YEAR_MONTHS + 1))
WON = "customers"  # what formulas call arrivals at the last stage, whatever a plan calls it
ACQUIRED = "acquired"  # arrivals at the last stages, where no one name holds them all and nothing else
_DAYS = 365.25 / 12  # of a month


def own(plan: Plan) -> dict[str, Formula]:
    """The formulas of the KPIs that are the plan's own, of its stages chosen as KPIs, and what the goal changes.

    What a customer costs is spend over the last stage's arrivals. With a recurring goal a customer's revenue is a fee a
    month: it pays back month by month, and what it comes to is that of all the months in which it is paid.
    """
    won = _last_stage(plan)
    figures = BUILT_IN.values()
    found = {} if won == WON else {each.id: each.scorecard.format(won=won) for each in figures if each.scorecard}
    if recurring_churns(plan):
        margin = " * gross_margin" if "gross_margin" in plan.economics else ""
        value = "customer_profit" if margin else "customer_lifetime_value"
        found["average_purchase"] = f"revenue / {won}"
        found |= {e.id: e.scorecard_fees.format(margin=margin, value=value) for e in figures if e.scorecard_fees}
    return {**{name: parsed(text) for name, text in found.items()}, **{k.id: formula_of(k) for k in _own_kpis(plan)}}


def _last_stage(plan: Plan) -> str:
    """What formulas call arrivals at the last stage: its name, where all funnels end in it and none goes on below it.

    The catalogue says new customers, which are `customers` unless a plan has both.
    """
    funnels = [segment.funnel or plan.funnel for segment in plan.segments] or [plan.funnel]
    above = {stage.name for funnel in funnels for stage in funnel[:-1]}
    last = {funnel[-1].name for funnel in funnels}
    if len(last) > 1 or last & above:
        return ACQUIRED
    name = last.pop()
    if name == WON and "new_customers" in above:
        return ACQUIRED
    return name if is_name(name) else ACQUIRED


def levels(plan: Plan) -> frozenset[str]:
    """The KPIs that are the plan's own and don't add up over the months: ratios, scores, averages."""
    return frozenset(kpi.id for kpi in _own_kpis(plan) if not adds_up(kpi))


def _own_kpis(plan: Plan) -> Iterator[Kpi]:
    return (each.kpi for each in plan.kpis if each.kpi and find(each.id) is None)


def planned(targets: PlanTargets) -> Known:
    """The base measures that the targets of the whole plan give by month, and what the plan states of its economics."""
    return _whole(targets, _by_segment(targets)[None])


def _whole(targets: PlanTargets, given: Mapping[str, Months]) -> Known:
    plan = targets.plan
    measures = dict(given)
    last = plan.last_year.get("revenue")
    if last is not None:
        measures["previous_revenue"] = dict.fromkeys(YEAR, last / YEAR_MONTHS)
    cycle = {_cycle(outcome.branch.stages) for outcome in targets.outcomes}
    if len(cycle) == 1 and (days := cycle.pop()) is not None:
        measures["sales_cycle"] = dict.fromkeys(YEAR, days)
    return Known({**measures, **economics(plan)}, own(plan), levels(plan), several=several(plan))


def _by_segment(targets: PlanTargets) -> dict[str | None, dict[str, Months]]:
    """By segment, and for the whole plan (None): stages, sources, money, and what the last stage brings, by month."""
    found: dict[str | None, dict[str, Months]] = {None: {}}
    for figure in figures(targets, by="month").figures:
        if figure.kpi not in RATIOS:  # which are KPIs, no base measures
            values = {month: each for month, each in zip(YEAR, figure.values, strict=True) if each is not None}
            stage, _, source = figure.kpi.partition(".")
            # a source as the catalogue calls it
            found.setdefault(figure.segment, {})[f"{source}_traffic" if source else stage] = values
    for outcome in targets.outcomes:
        found[outcome.branch.segment][ACQUIRED] = _summed([outcome.branch.customers])
    found[None][ACQUIRED] = _summed([outcome.branch.customers for outcome in targets.outcomes])
    for measures in found.values():
        measures.setdefault(WON, measures[ACQUIRED])
    return found


def funnels(plan: Plan) -> dict[str, tuple[str, ...]]:
    """The stages of every segment, by what formulas call them."""
    return {
        segment.name: (*(stage.name for stage in segment.funnel or plan.funnel), WON, ACQUIRED)
        for segment in plan.segments
    }


def stated_economics(plan: Plan) -> dict[str, float]:
    """What the plan states because no export knows it, and what follows from its recurring goal."""
    churns = recurring_churns(plan)
    if not churns:
        return {**plan.economics}
    years = spend.kept_years(plan.economics, churns)
    derived = {"purchases_per_year": spend.YEARLY_FEES} | ({} if years is None else {"years_kept": years})
    return {**derived, **plan.economics}


def economics(plan: Plan) -> dict[str, Months]:
    """The plan's economics, the same in every month."""
    return {name: dict.fromkeys(YEAR, stated) for name, stated in stated_economics(plan).items()}


def given_by_plan(targets: PlanTargets) -> dict[str, KpiValue]:
    """What the plan itself gives for each chosen KPI over the year, by identifier."""
    plan = targets.plan
    found = _by_segment(targets)
    whole, stages = _whole(targets, found[None]), funnels(plan)
    segments = {name: Known(measures) for name, measures in found.items() if name is not None}
    return {
        each.id: value(
            each.kpi, comparable(each.kpi, whole, segments, stages), YEAR, REVIEW_MONTHS[each.cadence or "monthly"]
        )
        for each in plan.kpis
        if each.kpi
    }


def _summed(parts: Sequence[Series]) -> Mapping[int, float]:
    return {month: math.fsum(part[month - 1] for part in parts) for month in YEAR}


def _cycle(stages: Sequence[Stage]) -> float | None:
    """Days from opportunity to customer, where the funnel has opportunities and states every lag below them."""
    names = [stage.name for stage in stages]
    below = stages[names.index("opportunities") + 1 :] if "opportunities" in names else ()
    if not below or not all(stage.lag_stated for stage in below):
        return None
    return _DAYS * math.fsum(age * share for stage in below for age, share in enumerate(stage.lag.shares))


def rates(formula: Formula, results: Sequence[Outcome]) -> Iterator[Series]:
    """What a share of one stage in another is in the plan, month by month, for every funnel that has both stages.

    Only for formulas that divide arrivals at a stage by those at one above it: there the funnel states the same rate.
    """
    for outcome in results:
        if between := _between(formula, outcome.branch.stages):
            yield tuple(math.prod(stage.rate[month] for stage in between) for month in range(YEAR_MONTHS))


def several(plan: Plan) -> frozenset[str]:
    """The chosen KPIs that divide stages where the plan lets several units come of one (`each`): no shares of all."""
    funnels = [funnel for funnel in (plan.funnel, *(segment.funnel for segment in plan.segments)) if funnel]
    return frozenset(
        each.id
        for each in plan.kpis
        if each.kpi
        for funnel in funnels
        if any(stage.each for stage in _between(formula_of(each.kpi), funnel))
    )


def _between(formula: Formula, stages: Sequence[Stage]) -> Sequence[Stage]:
    """The stages from one to another below it where a formula divides arrivals at them; none where it does not."""
    parts = formula.fraction
    if parts is None or any(len(part.names) != 1 or part.text != part.names[0] for part in parts):
        return ()
    below, above = (_stage_at(part.names[0], stages) for part in parts)
    return stages[above + 1 : below + 1] if below is not None and above is not None and above < below else ()


def _stage_at(name: str, stages: Sequence[Stage]) -> int | None:
    """Where in a funnel the stage stands that a formula means."""
    names = [stage.name for stage in stages]
    for _ in range(len(MEASURES)):  # `won` is customers, which a plan may call orders
        if name in names:
            return names.index(name)
        if name == WON:
            return len(names) - 1
        base = MEASURES.get(name)
        if base is None or not base.otherwise or base.otherwise[0] not in MEASURES:
            return None
        name = base.otherwise[0]
    return None
