"""Target, actual, attainment and status of every KPI, by month and to date."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from kpiplan import money
from kpiplan.comparison import verdict
from kpiplan.comparison.seen import UNKNOWN, Counts, Window
from kpiplan.comparison.verdict import Verdict
from kpiplan.figures import Unit
from kpiplan.months import YEAR_MONTHS
from kpiplan.outcomes import Outcome
from kpiplan.plan import EMPTY, Series, Status

SPEND = ("marketing_spend", "sales_spend", "spend")
_Judge = Callable[[float | None, float | None, Sequence[int]], Verdict | None]


class Value(NamedTuple):
    """A target and what came of it; attainment is actual / target, None where that can't be told."""

    target: float | None
    actual: float | None
    attainment: float | None
    status: Verdict | None


class Compared(NamedTuple):
    """One KPI of one segment (None: the whole plan), a value a plan month.

    Targets stand for all months; that of an incomplete last month is the covered part of it. The rest is None after the
    months compared and where nothing is known. `to_date` sums the `months` that have an actual; where none has one its
    target is that of all months compared.
    """

    segment: str | None
    kpi: str
    unit: Unit
    target: tuple[float | None, ...]
    actual: tuple[float | None, ...]
    attainment: tuple[float | None, ...]
    status: tuple[Verdict | None, ...]
    to_date: Value
    months: tuple[int, ...]


class Known(NamedTuple):
    """What is known of a segment or the whole: by stage and spend measure; the months compared alone."""

    arrivals: Mapping[str, Counts]
    revenue: Counts = UNKNOWN
    spend: Mapping[str, Counts] = EMPTY


def compared(
    segment: str | None, results: Sequence[Outcome], known: Known, window: Window, settings: Status
) -> tuple[Compared, ...]:
    """Every stage, revenue where it is planned or seen, spend where it was seen; of one funnel or several together."""
    found = []
    for name in dict.fromkeys(stage.name for outcome in results for stage in outcome.branch.stages):
        judge = _judge_count(settings)
        actual = known.arrivals.get(name, UNKNOWN)
        found.append(_compared(segment, name, "count", stage_target(results, name), actual, window, judge))
    planned = _revenue_target(results)
    if planned is not None or known.revenue:
        customers = _sum([outcome.targets.arrivals[-1].year for outcome in results])
        judge = _judge_revenue(window.covered(customers), settings)
        found.append(_compared(segment, "revenue", "currency", planned, known.revenue, window, judge))
    wanted = _spend_targets(results)
    for kpi in SPEND:
        if known.spend.get(kpi):
            found.append(_compared(segment, kpi, "currency", wanted.get(kpi), known.spend[kpi], window, _no_status))
    return tuple(found)


def stage_target(results: Sequence[Outcome], name: str) -> Series:
    """The targets of a stage by plan month, of all funnels that have it."""
    runs = [
        run.year
        for outcome in results
        for stage, run in zip(outcome.targets.stages, outcome.targets.arrivals, strict=True)
        if stage.name == name
    ]
    return _sum(runs)


def _revenue_target(results: Sequence[Outcome]) -> Series | None:
    """Planned revenue by month; None where the deal of a segment is not stated."""
    found = []
    for outcome in results:
        deal = outcome.branch.deal
        if deal is None:
            return None
        found.append(tuple(count * size for count, size in zip(outcome.branch.customers, deal, strict=True)))
    return _sum(found)


def _spend_targets(results: Sequence[Outcome]) -> dict[str, Series]:
    found: dict[str, list[Series]] = {}
    for outcome in results:
        if money.has_costs(outcome.branch.stages, outcome.branch.costs):
            for measure in money.spend(outcome.targets, outcome.branch.costs):
                found.setdefault(measure.kpi, []).append(measure.months)
    return {kpi: _sum(parts) for kpi, parts in found.items()}


def _sum(parts: Sequence[Series]) -> Series:
    return tuple(math.fsum(part[at] for part in parts) for at in range(YEAR_MONTHS))


def _judge_count(settings: Status) -> _Judge:
    return lambda actual, target, _months: verdict.of_count(actual, target, settings)


def _judge_revenue(customers: Series, settings: Status) -> _Judge:
    def judge(actual: float | None, target: float | None, months: Sequence[int]) -> Verdict | None:
        wanted = math.fsum(customers[month - 1] for month in months)
        return verdict.of_revenue(actual, target, wanted, settings)

    return judge


def _no_status(_actual: float | None, _target: float | None, _months: Sequence[int]) -> None:
    """Of spend more is not better, nor less."""


def _compared(
    segment: str | None, kpi: str, unit: Unit, target: Series | None, actual: Counts, window: Window, judge: _Judge
) -> Compared:
    wanted = None if target is None else window.covered(target)
    values = [
        _value(None if wanted is None else wanted[month - 1], actual.get(month), (month,), judge)
        for month in range(1, YEAR_MONTHS + 1)
    ]
    months = tuple(sorted(actual))
    over = months or window.months
    to_date = _value(
        None if wanted is None else math.fsum(wanted[month - 1] for month in over),
        math.fsum(actual[month] for month in months) if months else None,
        over,
        judge,
    )
    return Compared(
        segment,
        kpi,
        unit,
        tuple(value.target for value in values),
        tuple(value.actual for value in values),
        tuple(value.attainment for value in values),
        tuple(value.status for value in values),
        to_date,
        months,
    )


def _value(target: float | None, actual: float | None, months: Sequence[int], judge: _Judge) -> Value:
    attainment = actual / target if target and actual is not None else None
    return Value(target, actual, attainment, judge(actual, target, months))
