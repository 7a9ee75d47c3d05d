"""Plan -> Figures: the whole pipeline, branch by branch."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

from kpiplan import money
from kpiplan.branches import Branch, branches
from kpiplan.carry import carry_in
from kpiplan.figures import By, CarryIn, Figure, Figures, Measure, Period, cut, periods
from kpiplan.funnel import Targets, up
from kpiplan.months import YEAR_MONTHS
from kpiplan.plan import Plan
from kpiplan.rounding import whole


class Outcome(NamedTuple):
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
    exact = [_measures(outcome) for outcome in shown]
    found: list[Figure] = []
    for outcome, measures in zip(shown, exact, strict=True):
        won = Measure(money.WON, "count", outcome.branch.customers)
        found += _cut(plan, outcome.branch.segment, [measures], [won], cuts, whole_numbers)
    if plan.segments and segment is None:
        lasts = [Measure(money.WON, "count", outcome.branch.customers) for outcome in shown]
        found += _cut(plan, None, exact, lasts, cuts, whole_numbers)
    carried = tuple(row for outcome in shown for row in _carry_in(plan, outcome))
    return Figures("target", plan.name, plan.currency, cuts, tuple(found), carried)


def _measures(outcome: Outcome) -> list[Measure]:
    """What a branch adds up by month: stages, each followed by its sources, then money."""
    branch, targets = outcome.branch, outcome.targets
    result: list[Measure] = []
    for stage, arrivals in zip(targets.stages, targets.arrivals, strict=True):
        result.append(Measure(stage.name, "count", arrivals.year))
        for source in stage.sources:
            counts = tuple(source.share * count for count in arrivals.year)
            result.append(Measure(f"{stage.name}.{source.name}", "count", counts))
    if branch.deal is not None:
        revenue = tuple(count * size for count, size in zip(branch.customers, branch.deal, strict=True))
        result.append(Measure("revenue", "currency", revenue))
    if branch.business.recurring:
        result.append(Measure("recurring_revenue", "currency", branch.business.recurring, level=True))
    if money.has_costs(branch.stages, branch.costs):
        result += money.spend(targets, branch.costs)
    return result


def _cut(
    plan: Plan,
    segment: str | None,
    exact: Sequence[Sequence[Measure]],
    won: Sequence[Measure],
    cuts: Sequence[Period],
    whole_numbers: bool,
) -> tuple[Figure, ...]:
    """Figures of a branch, or of the whole plan where several are given. Ratios stay exact beside whole numbers."""
    bases = _summed(plan, exact)
    shown = _summed(plan, [[_whole(m) for m in measures] for measures in exact]) if whole_numbers else bases
    if segment is None:
        shown = _with_existing(plan, shown)
    total = Measure(money.WON, "count", _sum([measure.months for measure in won]))
    return cut(segment, shown, [*bases, total], money.ratios([measure.kpi for measure in bases]), cuts)


def _whole(measure: Measure) -> Measure:
    return measure._replace(months=whole(measure.months)) if measure.unit == "count" else measure


def _summed(plan: Plan, branches: Sequence[Sequence[Measure]]) -> list[Measure]:
    """Measures of the same name added, in order of first appearance; sources stay behind their stage, money last."""
    if len(branches) == 1:
        return list(branches[0])
    parts: dict[str, list[Measure]] = {}
    for measures in branches:
        for measure in measures:
            parts.setdefault(measure.kpi, []).append(measure)
    # of some segments nobody may know it; a recurring goal of the plan is all with the segments that share it
    for kpi in ("revenue",) if plan.goal.recurring else ("revenue", "recurring_revenue"):
        if len(parts.get(kpi, ())) < len(branches):
            parts.pop(kpi, None)
    order = {kpi: at for at, kpi in enumerate(parts)}

    def place(kpi: str) -> tuple[int, int, int]:
        return _MONEY_ORDER.get(kpi, 0), order[kpi.partition(".")[0]], order[kpi]

    return [
        same[0]._replace(months=_sum([measure.months for measure in same]))
        for same in (parts[kpi] for kpi in sorted(parts, key=place))
    ]


_MONEY_ORDER = {"revenue": 1, "recurring_revenue": 2, "marketing_spend": 3, "sales_spend": 4, "spend": 5}


def _sum(runs: Sequence[Sequence[float]]) -> tuple[float, ...]:
    return tuple(math.fsum(values) for values in zip(*runs, strict=True))


def _with_existing(plan: Plan, measures: list[Measure]) -> list[Measure]:
    """The whole plan's revenue, followed by what existing business brings and by both."""
    at = next((at for at, measure in enumerate(measures) if measure.kpi == "revenue"), None)
    if plan.existing is None or at is None:
        return measures
    kept = plan.existing.kept / YEAR_MONTHS
    total = tuple(amount + kept for amount in measures[at].months)
    existing = Measure("existing_revenue", "currency", (kept,) * YEAR_MONTHS)
    return [*measures[: at + 1], existing, Measure("total_revenue", "currency", total), *measures[at + 1 :]]


def _carry_in(plan: Plan, outcome: Outcome) -> tuple[CarryIn, ...]:
    branch = outcome.branch
    rows = []
    for cohort in carry_in(outcome.targets):
        stage, month = branch.stages[cohort.stage].name, plan.start.plus(cohort.month - 1)
        stated = branch.before.get(stage, {}).get(month)
        rows.append(CarryIn(branch.segment, stage, month, cohort.needed, cohort.brings, stated))
    return tuple(rows)
