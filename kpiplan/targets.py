"""Plan -> Figures: the whole pipeline, branch by branch."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from kpiplan import money
from kpiplan.branches import Branch, branches
from kpiplan.carry import carry_in
from kpiplan.figures import By, CarryIn, Figure, Figures, Measure, Period, cut, periods
from kpiplan.funnel import Targets, up
from kpiplan.months import YEAR_MONTHS
from kpiplan.plan import Plan, Stage
from kpiplan.rounding import whole


@dataclass(frozen=True, slots=True)
class Outcome:
    """A branch and its targets."""

    branch: Branch
    targets: Targets


def outcomes(plan: Plan) -> tuple[Outcome, ...]:
    """Every branch of the plan with its targets."""
    return tuple(Outcome(branch, up(branch.stages, branch.customers, branch.next_year)) for branch in branches(plan))


def figures(
    plan: Plan, results: Sequence[Outcome], *, by: By = "month", segment: str | None = None, whole_numbers: bool = False
) -> Figures:
    """Figures of the plan by period: of each segment and of the whole, or of one segment.

    Raises KeyError where no segment has the name.
    """
    if segment is not None and segment not in {s.name for s in plan.segments}:
        raise KeyError(segment)
    cuts = periods(plan.start, by)
    shown = [outcome for outcome in results if segment in (None, outcome.branch.segment)]
    measured = [_measures(outcome, whole_numbers) for outcome in shown]
    found: list[Figure] = []
    for outcome, measures in zip(shown, measured, strict=True):
        found += _cut(outcome.branch.segment, measures, [outcome.branch.stages[-1].name], cuts, plan)
    if plan.segments and segment is None:
        lasts = dict.fromkeys(outcome.branch.stages[-1].name for outcome in shown)
        found += _cut(None, _summed(measured, shown, plan), list(lasts), cuts, plan)
    carried = tuple(row for outcome in shown for row in _carry_in(plan, outcome))
    return Figures("target", plan.name, plan.currency, cuts, tuple(found), carried)


def stage_measures(stage: Stage, arrivals: Sequence[float]) -> list[Measure]:
    """A stage's arrivals by month, then those of its sources."""
    return [Measure(stage.name, "count", tuple(arrivals))] + [
        Measure(f"{stage.name}.{source.name}", "count", tuple(source.share * count for count in arrivals))
        for source in stage.sources
    ]


def _measures(outcome: Outcome, whole_numbers: bool) -> list[Measure]:
    branch, targets = outcome.branch, outcome.targets
    result: list[Measure] = []
    for stage, arrivals in zip(targets.stages, targets.arrivals, strict=True):
        for measure in stage_measures(stage, arrivals.year):
            result.append(Measure(measure.kpi, "count", whole(measure.months)) if whole_numbers else measure)
    if branch.deal is not None:
        revenue = tuple(count * size for count, size in zip(branch.customers, branch.deal, strict=True))
        result.append(Measure("revenue", "currency", revenue))
    if branch.business.recurring:
        result.append(Measure("recurring_revenue", "currency", branch.business.recurring, level=True))
    if money.has_costs(branch.stages, branch.costs):
        result += money.spend(targets, branch.costs)
    return result


def _summed(measured: Sequence[Sequence[Measure]], shown: Sequence[Outcome], plan: Plan) -> list[Measure]:
    """The whole plan: measures of the same name added, stages in order of first appearance, then money."""
    parts: dict[str, list[Measure]] = {}
    for measures in measured:
        for measure in measures:
            parts.setdefault(measure.kpi, []).append(measure)
    if any(outcome.branch.deal is None for outcome in shown):
        parts.pop("revenue", None)  # of some segments nobody knows it
    if not plan.goal.recurring:
        parts.pop("recurring_revenue", None)
    summed = [
        Measure(
            kpi,
            same[0].unit,
            tuple(math.fsum(m.months[at] for m in same) for at in range(YEAR_MONTHS)),
            same[0].level,
        )
        for kpi, same in parts.items()
    ]
    return sorted(summed, key=lambda measure: _MONEY_ORDER.get(measure.kpi, 0))


_MONEY_ORDER = {"revenue": 1, "recurring_revenue": 2, "marketing_spend": 3, "sales_spend": 4, "spend": 5}


def _cut(
    segment: str | None, measures: Sequence[Measure], lasts: Sequence[str], cuts: Sequence[Period], plan: Plan
) -> tuple[Figure, ...]:
    measures = [*measures]
    revenue = next((at for at, measure in enumerate(measures) if measure.kpi == "revenue"), None)
    if segment is None and plan.existing and revenue is not None:
        kept = plan.existing.kept / YEAR_MONTHS
        total = tuple(amount + kept for amount in measures[revenue].months)
        measures[revenue + 1 : revenue + 1] = [
            Measure("existing_revenue", "currency", (kept,) * YEAR_MONTHS),
            Measure("total_revenue", "currency", total),
        ]
    return cut(segment, measures, money.ratios([measure.kpi for measure in measures], lasts), cuts)


def _carry_in(plan: Plan, outcome: Outcome) -> tuple[CarryIn, ...]:
    branch = outcome.branch
    rows = []
    for cohort in carry_in(outcome.targets):
        stage, month = branch.stages[cohort.stage].name, plan.start.plus(cohort.month - 1)
        stated = branch.before.get(stage, {}).get(month)
        rows.append(CarryIn(branch.segment, stage, month, cohort.needed, cohort.brings, stated))
    return tuple(rows)
