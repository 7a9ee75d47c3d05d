"""What exports say of the last year: rates, time between stages, deal, seasons. Values in and out, no text."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from kpiplan.analysis.baseline.conversions import CohortTable, Counts, Passage, Ramp, common, conversion, ramp
from kpiplan.analysis.baseline.estimators import level_chance, shrunk_weights
from kpiplan.months import YEAR_MONTHS, Month
from kpiplan.plan.model import Status
from kpiplan.tuples import NamedTuple

STANDARD_STAGES = ("visits", "leads", "mqls", "sqls", "opportunities", "customers")
SMALLEST, LARGEST = 1e-6, 1e15  # totals that a plan can hold
FEWEST = 5  # a month on average; below it chi-square is no measure of chance (W. G. Cochran, 1954)
STEEPEST = 1e8  # how much larger one stage may be than the next


class Absent(NamedTuple):
    """A stage that a plan can't be made from, and the code of why; `beside` the stage below, where it is for that."""

    stage: str
    code: str
    beside: str = ""


class Year(NamedTuple):
    """The months that are measured (twelve, or as many as there are), the stages, and those left out with reasons."""

    months: tuple[Month, ...]
    stages: tuple[str, ...]
    left_out: tuple[Absent, ...] = ()


class Deal(NamedTuple):
    """Revenue over the units that brought it, in the months that have both; `yearly` is the revenue of 12 months."""

    revenue: float
    units: float
    months: int
    yearly: float


class MeasuredYear(NamedTuple):
    """Everything measured. `weights` average 1; None where months differ by no more than chance (`level`)."""

    year: Year
    totals: Mapping[str, float]
    spans: Mapping[str, int]  # months that each total is of
    conversions: tuple[Passage, ...]  # from each stage to the next
    deal: Deal | None
    weights: tuple[float, ...] | None
    level: float | None  # the chance of months at least as different; None without twelve, or with too few units
    before: Mapping[str, Counts]
    ramp: Ramp | None = None
    smoothed: bool = False  # the weights jump about more than the lags let targets follow
    proven_by: str = ""  # the stage whose months show the seasons, where it is not the last

    @property
    def whole(self) -> bool:
        """Whether there are twelve months."""
        return len(self.year.months) == YEAR_MONTHS

    @property
    def complete(self) -> tuple[str, ...]:
        """The stages whose numbers are those of all that came."""
        below = self.year.stages.index(self.ramp.lower) if self.ramp else len(self.year.stages)
        return self.year.stages[:below]

    @property
    def expected(self) -> float:
        """The units that come to the last stage in a year that is like this one above it, at the measured rates."""
        top = self.year.stages[0]
        units = self.totals[top] * YEAR_MONTHS / self.spans[top]
        for found in self.conversions:
            units = units * found.rate + found.direct * YEAR_MONTHS
        return units

    @property
    def needed(self) -> float:
        """The units at the first stage that as many as came to the last one need in a year, at the measured rates."""
        last = self.year.stages[-1]
        units = self.totals[last] * YEAR_MONTHS / self.spans[last]
        for found in reversed(self.conversions):
            units = max(0.0, units - found.direct * YEAR_MONTHS) / found.rate
        return units


def stage_order(found: Sequence[str], own: Sequence[str] = ()) -> tuple[str, ...]:
    """The stages among the KPIs found, top to bottom: in the order of `own`, a funnel's own file, standard ones else.

    Standard stages that the own file lacks stand above the first of it that the standard order puts below them.
    """
    rank = {name: at for at, name in enumerate(STANDARD_STAGES)}
    order = [name for name in own if name in found]
    if all(name in rank for name in order):
        return tuple(name for name in STANDARD_STAGES if name in found)
    for name in STANDARD_STAGES:
        if name in found and name not in order:
            below = (at for at, other in enumerate(order) if rank.get(other, -1) > rank[name])
            order.insert(next(below, len(order)), name)
    return tuple(order)


def year_of(figures: Mapping[str, Counts], stages: Sequence[str], last: Month) -> Year | None:
    """The last twelve months up to `last` (fewer where the stages begin later), and the stages that have numbers.

    None where fewer than two have. A stage is kept where it has a month in common with the one kept below it.
    """
    begins = [month for stage in stages for month in figures.get(stage, {}) if month <= last]
    if not begins:
        return None
    first = max(min(begins), last.plus(1 - YEAR_MONTHS))
    months = tuple(first.plus(at) for at in range(last.since(first) + 1))
    kept: list[str] = []
    left_out: list[Absent] = []
    for stage in reversed(stages):
        values = _within(figures.get(stage, {}), months)
        if code := _unusable(values):
            left_out.insert(0, Absent(stage, code))
        elif kept and (code := _apart(values, _within(figures[kept[0]], months))):
            left_out.insert(0, Absent(stage, code, kept[0]))
        else:
            kept.insert(0, stage)
    return Year(months, tuple(kept), tuple(left_out)) if len(kept) > 1 else None


def _within(values: Counts, months: Sequence[Month]) -> dict[Month, float]:
    return {month: values[month] for month in months if month in values}


def _unusable(values: Counts) -> str:
    """The code of why a stage is no part of a plan, empty where it is one."""
    total = math.fsum(values.values())
    if not values:
        return "no-month"
    if min(values.values()) < 0:
        return "below-zero"
    return "zero" if total <= 0 else "" if SMALLEST <= total <= LARGEST else "no-number"


def _apart(upper: Counts, lower: Counts) -> str:
    """The code of why a stage does not go with the one below it, empty where it does."""
    came, units = common(lower, upper)
    if not came or not units:
        return "no-common-month"
    return "" if 1 / STEEPEST <= came / units <= STEEPEST else "out-of-proportion"


def measured(
    year: Year, figures: Mapping[str, Counts], cohorts: Mapping[tuple[str, str], Sequence[CohortTable]], *, money: bool
) -> MeasuredYear:
    """What the year was. `cohorts` are those of each pair of stages that rows date; `money`: revenue is of the last."""
    within = {stage: _within(figures[stage], year.months) for stage in year.stages}
    pairs = list(zip(year.stages, year.stages[1:], strict=False))
    conversions = tuple(conversion(year.months, within, pair, cohorts.get(pair, ())) for pair in pairs)
    last = within[year.stages[-1]]
    ramped = ramp(year.months, year.stages, conversions)
    seasonal = len(last) == YEAR_MONTHS and not ramped
    weights, level = _seasons(list(last.values())) if seasonal else (None, None)
    proven_by = ""
    if seasonal and level is None:
        weights, proven_by = _seasons_above(within, year.stages, conversions)
    deal = _deal(_within(figures.get("revenue", {}), year.months), last) if money else None
    before: dict[str, Counts] = {}
    for (upper, _), rate in zip(pairs, conversions, strict=True):
        reached = [year.months[-1].plus(-age) for age in range(len(rate.ages) - 1)]
        if known := {m: figures[upper][m] for m in reversed(reached) if figures[upper].get(m, -1) >= 0}:
            before[upper] = known
    found = MeasuredYear(
        year,
        {stage: math.fsum(values.values()) for stage, values in within.items()},
        {stage: len(values) for stage, values in within.items()},
        conversions,
        deal,
        weights,
        level,
        before,
        ramped,
        proven_by=proven_by,
    )
    each = deal.revenue / deal.units if deal else 1.0
    usable = all(SMALLEST <= size <= LARGEST for size in (found.expected, found.expected * each))
    return found if usable else found._replace(ramp=None)


def _deal(revenue: Counts, units: Counts) -> Deal | None:
    amount, count = common(revenue, units)
    if count < SMALLEST or not SMALLEST <= amount / count <= LARGEST:
        return None
    yearly = math.fsum(revenue.values()) * YEAR_MONTHS / len(revenue)
    return Deal(amount, count, len(revenue.keys() & units.keys()), yearly) if SMALLEST <= yearly <= LARGEST else None


def _seasons_above(
    within: Mapping[str, Counts], stages: Sequence[str], conversions: Sequence[Passage]
) -> tuple[tuple[float, ...] | None, str]:
    """The seasons of the last stage as the lowest stage above it shows that has enough numbers, which come to it after
    the measured lags; the year is taken to follow one like it.
    """
    ages: tuple[float, ...] = (1.0,)
    for stage, passage in zip(reversed(stages[:-1]), reversed(conversions), strict=True):
        ages = _after(ages, passage.ages or (1.0,))
        months = list(within[stage].values())
        weights, _ = _seasons(months) if len(months) == YEAR_MONTHS else (None, None)
        if weights is not None:
            arriving = [
                math.fsum(part * weights[month - age] for age, part in enumerate(ages)) for month in range(YEAR_MONTHS)
            ]
            mean = math.fsum(arriving) / YEAR_MONTHS
            return tuple(each / mean for each in arriving), stage
    return None, ""


def _after(first: Sequence[float], then: Sequence[float]) -> tuple[float, ...]:
    """The shares by age of two lags, one after the other; ages beyond a year turn round with it."""
    found = [0.0] * YEAR_MONTHS
    for at, one in enumerate(first):
        for more, other in enumerate(then):
            found[(at + more) % YEAR_MONTHS] += one * other
    return tuple(found)


def _seasons(counts: Sequence[float]) -> tuple[tuple[float, ...] | None, float | None]:
    """The months' weights, where counts so different are improbable in a level year, and how probable they are.

    They are drawn towards level by what of the differences is chance (`estimators.shrunk_weights`).
    """
    status = Status()
    mean = math.fsum(counts) / len(counts)
    if mean < FEWEST:
        return None, None
    chance = level_chance(counts, status.dispersion)
    return (shrunk_weights(counts, status.dispersion) if chance < status.watch else None), chance
