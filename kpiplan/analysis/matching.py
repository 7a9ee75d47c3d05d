"""What exports show, as the comparison with a plan takes it: plan months, the stages and segments of the plan."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from kpiplan.analysis.scorecard.names import own_measures, wanted_names
from kpiplan.analysis.variance.actuals import Actuals, Seen
from kpiplan.analysis.variance.compare import Comparison
from kpiplan.exports import read_breakdown, read_exports
from kpiplan.exports.cutoff import Figures, Taken, days, none_whole, taken
from kpiplan.exports.plan_names import PlanNames
from kpiplan.exports.results import Exports, Note, Progress, Refusal
from kpiplan.funnel.targets import Outcome, PlanTargets
from kpiplan.kpis.built_in import EXPORTED, RESERVED_NAMES, SPEND
from kpiplan.locales.digits import NOISE
from kpiplan.months import YEAR_MONTHS, Month
from kpiplan.plan.export_rules import FileRules
from kpiplan.plan.model import Plan
from kpiplan.problems import Problem, nearest
from kpiplan.tuples import NamedTuple

if TYPE_CHECKING:
    from kpiplan.exports.files.parquet import Named


TELLING = 3  # small whole numbers that are equal before chance can't have done it


class Matched(NamedTuple):
    """`actuals` for the comparison; the `last` month taken, up to its `day` (the month's last where it is whole).

    `found` is all that the exports show of those months; `notes` say what of it was left out.
    """

    actuals: Actuals
    last: Month
    day: int
    found: Taken
    notes: tuple[Note, ...] = ()


def stage_names(plan: Plan) -> dict[str, str]:
    """Every stage of every funnel of the plan, with its label."""
    stages = [*plan.funnel, *(stage for segment in plan.segments for stage in segment.funnel)]
    return {stage.name: stage.label for stage in reversed(stages)}


def compared_names(plan: Plan) -> list[str]:
    """What of an export can be compared with the plan."""
    return [*reversed(stage_names(plan)), *EXPORTED]


def compared_of_segments(plan: Plan) -> dict[str, tuple[str, str]]:
    """What of an export can be compared with each segment: `inbound.sqls` as segment and KPI."""
    funnels = {segment.name: segment.funnel or plan.funnel for segment in plan.segments}
    kpis = ((name, kpi) for name, funnel in funnels.items() for kpi in (*(s.name for s in funnel), *EXPORTED))
    return {f"{segment}.{kpi}": (segment, kpi) for segment, kpi in kpis}


def read_for(
    plan: Plan,
    inputs: Iterable[Named],
    rules: Iterable[FileRules],
    through: Month | None,
    progress: Progress | None = None,
) -> Exports:
    """The exports read for a plan: its stages and segments, its KPIs and what they are made of (`read_exports`)."""
    return read_exports(inputs, rules=rules, names=plan_names(plan), through=through, progress=progress)


def plan_names(plan: Plan) -> PlanNames:
    """What exports must know of a plan to be read for it."""
    segments = tuple(segment.name for segment in plan.segments)
    return PlanNames(stage_names(plan), segments, wanted_names(plan), own_measures(plan), plan.timezone)


def breakdowns(
    plan: Plan, inputs: Iterable[Named], rules: Iterable[FileRules], through: Month | None
) -> dict[tuple[str, ...], Exports]:
    """The exports read again for the KPIs that are broken down, by the columns that each of them is `per`."""
    files, told = tuple(inputs), tuple(rules)
    names = plan_names(plan)._replace(segments=())  # what a column holds are the segments here
    return {
        columns: read_breakdown(files, columns, rules=told, names=names, through=through)
        for columns in dict.fromkeys(each.per for each in plan.kpis if each.per)
    }


def match(targets: PlanTargets, exports: Exports, through: Month | None) -> Matched | Refusal:
    """What of the exports is compared with the plan; why there is nothing to compare."""
    plan = targets.plan
    found = taken(exports, through, plan.start)
    if isinstance(found, Refusal):
        return found
    notes = [*found.notes, *_foreign(plan, exports)]
    end = plan.start.plus(YEAR_MONTHS - 1)
    segments = {segment.name for segment in plan.segments}
    names = set(compared_names(plan))
    figures = {
        (segment, kpi): values
        for (segment, kpi), values in found.figures.items()
        if kpi in names and (segment is None or segment in segments)
    }
    chosen = wanted_names(plan)
    wanted = [*figures.values(), *(values for (_, kpi), values in found.figures.items() if kpi in chosen)]
    if not any(plan.start <= month <= end for values in wanted for month in values):
        return _outside(plan, exports, figures or found.figures, found.last)
    last, day = (found.last, found.day) if found.last <= end else (end, days(end))
    notes += _elsewhen(targets, figures)
    seen = {segment: _seen(plan, values) for segment, values in _by_segment(figures).items()}
    if segments:
        seen = _told(_owned(plan, seen))
    actuals = Actuals(seen, last.since(plan.start) + 1, day / days(last))
    if found.begin:
        actuals = actuals._replace(begin=found.begin.since(plan.start) + 1, missed=found.missed)
    return Matched(actuals, last, day, found, tuple(notes))


def _outside(plan: Plan, exports: Exports, figures: Figures, last: Month) -> Refusal:
    names = compared_names(plan)
    if not any(measure.kpi in names for measure in exports.measures):
        return Refusal("no-kpi-of-plan", {"kpis": tuple(sorted({measure.kpi for measure in exports.measures}))})
    months = sorted({month for values in figures.values() for month in values}) or [last]
    if months[-1] < plan.start and exports.partial and exports.partial.month == plan.start:
        return none_whole(exports)
    year = (plan.start, plan.start.plus(YEAR_MONTHS - 1))
    return Refusal("another-year", {"year": year, "months": (months[0], months[-1])})


def _by_segment(figures: Figures) -> dict[str | None, dict[str, Mapping[Month, float]]]:
    found: dict[str | None, dict[str, Mapping[Month, float]]] = {}
    for (segment, kpi), values in figures.items():
        found.setdefault(segment, {})[kpi] = values
    return found


def _seen(plan: Plan, kpis: Mapping[str, Mapping[Month, float]]) -> Seen:
    counts = {
        kpi: {at: value for month, value in values.items() if (at := month.since(plan.start) + 1) <= YEAR_MONTHS}
        for kpi, values in kpis.items()
    }
    revenue = counts.pop("revenue", {})
    return Seen(
        {kpi: values for kpi, values in counts.items() if kpi not in SPEND},
        revenue,
        {kpi: values for kpi, values in counts.items() if kpi in SPEND},
    )


def _owned(plan: Plan, seen: Mapping[str | None, Seen]) -> dict[str | None, Seen]:
    """With the whole plan's arrivals at a stage that one segment alone has as that segment's, where it says nothing."""
    found = dict(seen)
    for name, values in list(found.get(None, Seen()).arrivals.items()):
        funnels = {segment.name: segment.funnel or plan.funnel for segment in plan.segments}
        owners = [segment for segment, funnel in funnels.items() if any(stage.name == name for stage in funnel)]
        own = found.get(owners[0], Seen()) if len(owners) == 1 else None
        if own is not None and name not in own.arrivals:
            whole = found[None]
            rest = {stage: counts for stage, counts in whole.arrivals.items() if stage != name}
            found[owners[0]] = own._replace(arrivals={**own.arrivals, name: values})
            found[None] = whole._replace(arrivals=rest)
    return {segment: each for segment, each in found.items() if segment is not None or any(each)}


def _told(seen: Mapping[str | None, Seen]) -> dict[str | None, Seen]:
    """Without the whole plan's where it is but the sum of segments: those that say nothing did not have nothing."""
    found = dict(seen)
    whole, parts = found.pop(None, Seen()), [part for name, part in seen.items() if name is not None]
    arrivals = {
        kpi: values
        for kpi, values in whole.arrivals.items()
        if not _is_sum(values, [part.arrivals.get(kpi, {}) for part in parts])
    }
    spend = {
        kpi: values
        for kpi, values in whole.spend.items()
        if not _is_sum(values, [part.spend.get(kpi, {}) for part in parts])
    }
    revenue = {} if _is_sum(whole.revenue, [part.revenue for part in parts]) else whole.revenue
    if arrivals or spend or revenue:
        found[None] = Seen(arrivals, revenue, spend)
    return found


def _is_sum(whole: Mapping[int, float], parts: Sequence[Mapping[int, float]]) -> bool:
    if not any(parts):
        return False
    sums = {month: math.fsum(part.get(month, 0.0) for part in parts) for month in whole}
    return all(abs(whole[month] - total) <= NOISE * max(1.0, abs(total)) for month, total in sums.items())


def _foreign(plan: Plan, exports: Exports) -> Iterator[Note]:
    """KPIs and segments of the exports that the plan does not have."""
    names = compared_names(plan)
    unknown = dict.fromkeys(m.kpi for m in exports.measures if m.kpi not in names)
    funnels = (plan.funnel, *(segment.funnel for segment in plan.segments))
    sources = {f"{stage.name}.{source.name}" for funnel in funnels for stage in funnel for source in stage.sources}
    wanted = {*RESERVED_NAMES, *sources, *wanted_names(plan)}
    strange = [kpi for kpi in unknown if kpi not in wanted]
    if strange:
        yield Note("not-in-plan", {"strange": tuple((kpi, nearest(kpi, names)) for kpi in strange)})
    segments = list(dict.fromkeys(m.segment for m in exports.measures if m.segment is not None))
    if segments and not plan.segments:
        yield Note("no-segments", {"segments": tuple(segments)})


def _elsewhen(targets: PlanTargets, figures: Figures) -> Iterator[Note]:
    """Months that lie outside the plan's year."""
    plan = targets.plan
    end = plan.start.plus(YEAR_MONTHS - 1)
    months = sorted({month for values in figures.values() for month in values})
    after = [month for month in months if month > end]
    if after:
        yield Note("after-the-year", {"months": (after[0], after[-1])})
    before = [month for month in months if month < plan.start]
    if before:
        reach = plan.start.plus(-_longest(targets.outcomes))
        used = [month for month in before if month >= reach]
        idle = [month for month in before if month < reach]
        if idle:
            yield Note("before-the-year", {"months": (idle[0], idle[-1])})
        if used:
            yield Note("under-way", {"months": (used[0], used[-1])})


def _longest(results: Iterable[Outcome]) -> int:
    """How many months before the plan its targets reach."""
    return max(1 - run.first for outcome in results for run in outcome.targets.arrivals)


def _telling(target: float) -> int:
    """How much it tells that an actual equals a target: two months of the one customer that was planned are nothing."""
    return 1 if target < 20 and target == round(target) else TELLING


def template_problems(comparison: Comparison, file: str) -> tuple[Problem, ...]:
    """The question whether this is the template, where every count and amount equals its target to the last digit."""
    pairs = [
        (actual, target)
        for figure in comparison.figures
        for actual, target in zip(figure.actual, figure.target, strict=True)
        if actual is not None and target is not None
    ]
    equal = all(abs(actual - target) <= NOISE * max(1.0, abs(target)) for actual, target in pairs)
    if not equal or sum(_telling(target) for _, target in pairs) < TELLING:
        return ()
    hint = "if so, put what really happened into it"
    message = "every actual equals its target to the last digit: is this the template?"
    return (Problem("looks-like-template", message, hint=hint, file=file),)
