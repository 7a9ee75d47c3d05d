"""Actuals against targets: plan, outcomes and what was seen -> Comparison."""

from collections.abc import Iterable, Mapping, Sequence

from kpiplan.analysis.variance.actuals import UNKNOWN, Actuals, Counts, Seen, Window
from kpiplan.analysis.variance.allocation import Happened, happened
from kpiplan.analysis.variance.attainment import Compared, KnownCounts, compared
from kpiplan.analysis.variance.conversion import Conversion, conversions
from kpiplan.analysis.variance.expectation import Course, course
from kpiplan.analysis.variance.outlook import Outlook, outlook
from kpiplan.analysis.variance.status import Judge, Verdict
from kpiplan.analysis.variance.walk import Walk, walk
from kpiplan.figures import Period, periods
from kpiplan.funnel.targets import Outcome, PlanTargets
from kpiplan.kpis.built_in import SPEND
from kpiplan.tuples import NamedTuple


class Comparison(NamedTuple):
    """Everything that actuals tell about a plan: of each segment that has actuals of its own, then of the whole plan.

    `window` says which plan months are compared, and how much of them is covered. `allocated`: actuals of the whole
    plan were shared out to segments, in proportion to targets, for the walk, the outlook and conversions. `judge` is
    whose statuses they are.
    """

    plan: str
    currency: str | None
    periods: tuple[Period, ...]
    window: Window
    figures: tuple[Compared, ...]
    conversions: tuple[Conversion, ...]
    walks: tuple[Walk, ...]
    outlooks: tuple[Outlook, ...]
    allocated: bool
    judge: Judge

    @property
    def through(self) -> int:
        """The last plan month compared (1..12)."""
        return self.window.through

    @property
    def part(self) -> float:
        """How much of the last month compared is covered, up to its last day."""
        return self.window.part

    def get(self, kpi: str, segment: str | None = None) -> Compared:
        """The figure of a KPI. Raises KeyError where there is none."""
        for figure in self.figures:
            if (figure.kpi, figure.segment) == (kpi, segment):
                return figure
        raise KeyError(kpi)


def compare(targets: PlanTargets, actuals: Actuals) -> Comparison:
    """Compare what was seen with the targets of a plan.

    Arrivals at stages that no funnel of the plan has are left out. Raises KeyError for a segment that the plan does not
    have, ValueError where the months compared are no part of the plan year.
    """
    plan = targets.plan
    window = actuals.window
    went = happened(targets, actuals)
    courses = [course(outcome, each, window) for outcome, each in zip(targets.outcomes, went, strict=True)]
    groups: list[tuple[str | None, Sequence[Course], KnownCounts]] = []
    if plan.segments:
        for each in courses:
            segment = each.outcome.branch.segment
            if each.happened.own:
                groups.append((segment, [each], _own(actuals.seen[segment], actuals)))
    groups.append((None, courses, _whole(targets.outcomes, went, actuals)))
    judge = Judge(plan.status, _rows(known for _, _, known in groups))
    figures = tuple(
        figure for segment, group, known in groups for figure in compared(segment, group, known, window, judge)
    )
    statuses: dict[str | None, dict[str, Verdict | None]] = {}
    for figure in figures:
        statuses.setdefault(figure.segment, {})[figure.kpi] = figure.to_date.status
    return Comparison(
        plan.name,
        plan.currency,
        periods(plan.start, "month"),
        window,
        figures,
        tuple(found for segment, group, _ in groups for found in conversions(segment, group, statuses[segment])),
        tuple(walk(segment, group) for segment, group, _ in groups),
        tuple(outlook(segment, group) for segment, group, _ in groups),
        any(each.allocated for each in went),
        judge,
    )


def _rows(groups: Iterable[KnownCounts]) -> int:
    """How many rows are judged together: stages and revenue that were seen, of every segment and of the whole."""
    return sum(bool(counts) for known in groups for counts in (*known.arrivals.values(), known.revenue))


def _own(seen: Seen, actuals: Actuals) -> KnownCounts:
    known = actuals.window.known
    return KnownCounts(
        {name: known(counts) for name, counts in seen.arrivals.items()},
        known(seen.revenue),
        {kpi: known(amounts) for kpi, amounts in seen.spend.items()},
    )


def _whole(results: Sequence[Outcome], went: Sequence[Happened], actuals: Actuals) -> KnownCounts:
    """What is known of the whole: in the months that every funnel which has a stage knows."""
    stages: dict[str, list[Counts]] = {}
    for outcome, each in zip(results, went, strict=True):
        for stage, counts in zip(outcome.branch.stages, each.arrivals, strict=True):
            stages.setdefault(stage.name, []).append(counts)
    return KnownCounts(
        {name: _added(parts) for name, parts in stages.items()},
        _added([each.revenue for each in went]),
        {kpi: actuals.window.known(_spend(kpi, results, actuals.seen)) for kpi in SPEND},
    )


def _spend(kpi: str, results: Sequence[Outcome], seen: Mapping[str | None, Seen]) -> Counts:
    """Spend of the whole where that is told, else the sum of what all segments tell."""
    parts = [seen.get(outcome.branch.segment, Seen()).spend.get(kpi, UNKNOWN) for outcome in results]
    return {**_added(parts), **seen.get(None, Seen()).spend.get(kpi, UNKNOWN)}


def _added(parts: Sequence[Counts]) -> dict[int, float]:
    first, *others = parts
    months = [month for month in sorted(first) if all(month in other for other in others)]
    return {month: sum(part[month] for part in parts) for month in months}
