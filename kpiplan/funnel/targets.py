"""Plan -> Figures: the whole pipeline, branch by branch."""

import math
from collections.abc import Sequence

from kpiplan.figures import By, CarryIn, Figure, Figures, Measure, Period, cut, periods
from kpiplan.funnel import spend
from kpiplan.funnel.branches import Branch, branches
from kpiplan.funnel.rounding import whole_parts
from kpiplan.funnel.stages import Targets, up
from kpiplan.kpis.built_in import FIGURES, LAST, given, place, ratios, with_sums
from kpiplan.months import YEAR_MONTHS
from kpiplan.plan.model import Plan
from kpiplan.tuples import NamedTuple


class Outcome(NamedTuple):
    """A branch and its targets."""

    branch: Branch
    targets: Targets


class PlanTargets(NamedTuple):
    """A plan, and its branches (those that are looked at) with their targets: whatever reads both takes this.

    The amounts that KPIs of the plan must reach are as the plan states them, or in its own timing
    (`analysis.scorecard.timing`); targets are the same either way.
    """

    plan: Plan
    outcomes: tuple[Outcome, ...]


Known = dict[tuple[object, ...], Targets]  # targets by all that they follow from, of plans that are much alike


def plan_targets(plan: Plan, known: Known | None = None) -> PlanTargets:
    """The plan with the targets of all its branches; those `known` are not computed again, and new ones are kept."""
    return PlanTargets(plan, tuple(_outcome(plan, branch, known) for branch in branches(plan)))


def _outcome(plan: Plan, branch: Branch, known: Known | None) -> Outcome:
    key = (branch.stages, branch.customers, branch.next_year)
    targets = known.get(key) if known is not None else None
    if targets is None:
        targets = up(*key)
        if known is not None:
            known[key] = targets
    if not branch.replan:
        return Outcome(branch, targets)
    from kpiplan.funnel.replan import replanned  # few plans are

    return Outcome(*replanned(plan, branch, targets))


def figures(
    targets: PlanTargets, *, by: By = "month", segment: str | None = None, whole_numbers: bool = False
) -> Figures:
    """Figures of the plan by period: of each segment and of the whole, or of one segment.

    Whole numbers of a segment are the same beside the others and alone: they are those that add up to the whole's.
    Raises KeyError where no segment has the name.
    """
    plan = targets.plan
    if segment is not None and segment not in {s.name for s in plan.segments}:
        raise KeyError(segment)
    cuts = periods(plan.start, by)
    shown = [outcome for outcome in targets.outcomes if segment in (None, outcome.branch.segment)]
    sheets = [_measures(outcome) for outcome in (targets.outcomes if whole_numbers else shown)]
    if whole_numbers:
        rounded = zip(targets.outcomes, _in_whole_numbers(sheets), strict=True)
        sheets = [sheet for outcome, sheet in rounded if segment in (None, outcome.branch.segment)]
    found: list[Figure] = []
    for outcome, measures in zip(shown, sheets, strict=True):
        found += _cut(plan, [outcome], [measures], cuts, outcome.branch.segment)
    if plan.segments and segment is None:
        found += _cut(plan, shown, sheets, cuts, None)
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
    if (revenue := branch.revenue()) is not None:
        result.append(given("revenue", revenue))
    if branch.business.recurring:
        result.append(given("recurring_revenue", branch.business.recurring))
    if spend.has_costs(branch.stages, branch.costs):
        result += spend.spend(targets, branch.costs).values()
    return with_sums(result)


def whole_arrivals(results: Sequence[Outcome]) -> tuple[dict[str, tuple[int, ...]], ...]:
    """Whole arrivals at every stage of each funnel by plan month, as `--whole` shows them."""
    sheets = _in_whole_numbers([_measures(outcome) for outcome in results])
    return tuple(
        {m.kpi: tuple(map(int, m.months)) for m in sheet if m.unit == "count" and "." not in m.kpi} for sheet in sheets
    )


def _in_whole_numbers(sheets: Sequence[Sequence[Measure]]) -> list[list[Measure]]:
    """Counts in whole numbers that add up over segments to those of the whole (`whole_parts`); money as it is."""
    found = [list(sheet) for sheet in sheets]
    same: dict[str, list[tuple[int, int]]] = {}
    for row, sheet in enumerate(found):
        for at, measure in enumerate(sheet):
            if measure.unit == "count":
                same.setdefault(measure.kpi, []).append((row, at))
    for places in same.values():
        counts = whole_parts([found[row][at].months for row, at in places])
        for (row, at), months in zip(places, counts, strict=True):
            found[row][at] = found[row][at]._replace(months=months)
    return found


def _cut(
    plan: Plan,
    shown: Sequence[Outcome],
    sheets: Sequence[Sequence[Measure]],
    cuts: Sequence[Period],
    segment: str | None,
) -> tuple[Figure, ...]:
    """Figures of a branch, or of the whole plan (no segment) where several are given; ratios of what is shown."""
    measures = _summed(plan, shown, sheets)
    lasts = [_named(sheet, outcome.branch.stages[-1].name) for outcome, sheet in zip(shown, sheets, strict=True)]
    won = Measure(LAST, "count", _sum(lasts))
    terms = spend.terms(plan.economics, [outcome.branch.churn for outcome in shown])
    full = _with_existing(plan, measures) if segment is None else measures
    return cut(segment, full, [won], ratios([measure.kpi for measure in full], terms), cuts)


def _named(sheet: Sequence[Measure], kpi: str) -> Sequence[float]:
    return next(measure.months for measure in sheet if measure.kpi == kpi)


def _summed(plan: Plan, shown: Sequence[Outcome], branches: Sequence[Sequence[Measure]]) -> list[Measure]:
    """Measures of the same name added, in order of first appearance; sources stay behind their stage, money last."""
    if len(branches) == 1:
        return list(branches[0])
    parts: dict[str, list[Measure]] = {}
    for measures in branches:
        for measure in measures:
            parts.setdefault(measure.kpi, []).append(measure)
    mixed = len({outcome.branch.churn is None for outcome in shown}) > 1
    for each in FIGURES:
        # of some segments nobody may know it; a recurring goal of the plan is all with the segments that share it
        every = each.segments == "all" or (each.segments == "goal" and not plan.goal.recurring)
        # fees a month of some and whole deals of others are no sum
        if (every and len(parts.get(each.id, ())) < len(branches)) or (mixed and each.fees_label):
            parts.pop(each.id, None)
    order = {kpi: at for at, kpi in enumerate(parts)}

    def where(kpi: str) -> tuple[int, int, int]:
        return place(kpi), order[kpi.partition(".")[0]], order[kpi]

    return [
        same[0]._replace(months=_sum([measure.months for measure in same]))
        for same in (parts[kpi] for kpi in sorted(parts, key=where))
    ]


def _sum(runs: Sequence[Sequence[float]]) -> tuple[float, ...]:
    return tuple(math.fsum(values) for values in zip(*runs, strict=True))


def _with_existing(plan: Plan, measures: list[Measure]) -> list[Measure]:
    """The whole plan's measures with what existing business brings beside its revenue, and what follows from it."""
    if plan.existing is not None and any(measure.kpi == "revenue" for measure in measures):
        kept = plan.existing.kept / YEAR_MONTHS
        measures = [*measures, given("existing_revenue", (kept,) * YEAR_MONTHS)]
    return with_sums(measures, whole=True)


def _carry_in(plan: Plan, outcome: Outcome) -> tuple[CarryIn, ...]:
    if not outcome.targets.lagged:
        return ()
    from kpiplan.funnel.carry_in import carry_in  # plans without lags have none

    branch = outcome.branch
    rows = []
    for cohort in carry_in(outcome.targets):
        stage, month = branch.stages[cohort.stage].name, plan.start.plus(cohort.month - 1)
        stated = branch.before.get(stage, {}).get(month)
        rows.append(CarryIn(branch.segment, stage, month, cohort.needed, cohort.brings, stated))
    return tuple(rows)
