"""What exports say of the last year: rates, time between stages, deal, seasons. Values in and out, no text."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import NamedTuple, Protocol

from kpiplan.estimates import conversion_by_age, level_chance
from kpiplan.months import YEAR_MONTHS, Month
from kpiplan.plan import Status

STANDARD_STAGES = ("visits", "leads", "mqls", "sqls", "opportunities", "customers")
UNLINKED = 0.05  # of a stage's arrivals: from here on, those that no row follows down count as direct
SMALLEST, LARGEST = 1e-6, 1e15  # totals that a plan can hold
FEWEST = 5  # a month on average; below it chi-square is no measure of chance (W. G. Cochran, 1954)
STEEPEST = 1e8  # how much larger one stage may be than the next

Counts = Mapping[Month, float]


class Cohorts(Protocol):
    """Units by the month in which they reached a stage, and how many went on 0, 1, 2 … months later."""

    @property
    def sizes(self) -> Mapping[Month, int]: ...

    @property
    def by_age(self) -> Mapping[Month, tuple[int, ...]]: ...

    @property
    def backwards(self) -> int: ...


class Year(NamedTuple):
    """The months that are measured (twelve, or as many as there are), the stages, and those left out with reasons."""

    months: tuple[Month, ...]
    stages: tuple[str, ...]
    left_out: tuple[tuple[str, str], ...] = ()


class Conversion(NamedTuple):
    """How units went on to a stage: `came` of `units` in `months` months. The rate is above 1 where several follow.

    With rows that date both stages, `ages` are the parts that go on after 0, 1, 2 … months and sum to the rate,
    `too_young` of the units have not gone on but still may, `late` went on after more months than can be measured,
    `backwards` are dated the wrong way round, `direct` came a month without the stage above, `unlinked` in all.
    """

    rate: float
    came: float
    units: float
    months: int
    ages: tuple[float, ...] = ()
    too_young: int = 0
    late: int = 0
    backwards: int = 0
    direct: float = 0.0
    unlinked: float = 0.0


class Deal(NamedTuple):
    """Revenue over the units that brought it, in the months that have both; `yearly` is the revenue of 12 months."""

    revenue: float
    units: float
    months: int
    yearly: float


class LastYear(NamedTuple):
    """Everything measured. `weights` average 1; None where months differ by no more than chance (`level`)."""

    year: Year
    totals: Mapping[str, float]
    spans: Mapping[str, int]  # months that each total is of
    conversions: tuple[Conversion, ...]  # from each stage to the next
    deal: Deal | None
    weights: tuple[float, ...] | None
    level: float | None  # the chance of months at least as different; None without twelve, or with too few units
    before: Mapping[str, Counts]

    @property
    def whole(self) -> bool:
        """Whether there are twelve months."""
        return len(self.year.months) == YEAR_MONTHS


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
    left_out: list[tuple[str, str]] = []
    for stage in reversed(stages):
        values = _within(figures.get(stage, {}), months)
        why = _unusable(values) or (_apart(values, _within(figures[kept[0]], months), kept[0]) if kept else "")
        if why:
            left_out.insert(0, (stage, why))
        else:
            kept.insert(0, stage)
    return Year(months, tuple(kept), tuple(left_out)) if len(kept) > 1 else None


def _within(values: Counts, months: Sequence[Month]) -> dict[Month, float]:
    return {month: values[month] for month in months if month in values}


def _unusable(values: Counts) -> str:
    total = math.fsum(values.values())
    if not values:
        return "no whole month"
    if min(values.values()) < 0:
        return "a month below zero"
    return "zero all year" if total <= 0 else "" if SMALLEST <= total <= LARGEST else "no number to plan with"


def _apart(upper: Counts, lower: Counts, name: str) -> str:
    came, units = _common(lower, upper)
    if not came or not units:
        return f"no month with both it and {name}"
    return "" if 1 / STEEPEST <= came / units <= STEEPEST else f"out of all proportion to {name}"


def _common(first: Counts, second: Counts) -> tuple[float, float]:
    """The sums of two over the months that both have."""
    shared = first.keys() & second.keys()
    return math.fsum(first[month] for month in shared), math.fsum(second[month] for month in shared)


def measured(
    year: Year, figures: Mapping[str, Counts], cohorts: Mapping[tuple[str, str], Sequence[Cohorts]], *, money: bool
) -> LastYear:
    """What the year was. `cohorts` are those of each pair of stages that rows date; `money`: revenue is of the last."""
    within = {stage: _within(figures[stage], year.months) for stage in year.stages}
    pairs = list(zip(year.stages, year.stages[1:], strict=False))
    conversions = tuple(_conversion(year, within, pair, cohorts.get(pair, ())) for pair in pairs)
    last = within[year.stages[-1]]
    weights, level = _seasons(list(last.values())) if len(last) == YEAR_MONTHS else (None, None)
    before: dict[str, Counts] = {}
    for (upper, _), found in zip(pairs, conversions, strict=True):
        reached = [year.months[-1].plus(-age) for age in range(len(found.ages) - 1)]
        if known := {m: figures[upper][m] for m in reversed(reached) if figures[upper].get(m, -1) >= 0}:
            before[upper] = known
    return LastYear(
        year,
        {stage: math.fsum(values.values()) for stage, values in within.items()},
        {stage: len(values) for stage, values in within.items()},
        conversions,
        _deal(_within(figures.get("revenue", {}), year.months), last) if money else None,
        weights,
        level,
        before,
    )


def _deal(revenue: Counts, units: Counts) -> Deal | None:
    amount, count = _common(revenue, units)
    if count < SMALLEST or not SMALLEST <= amount / count <= LARGEST:
        return None
    yearly = math.fsum(revenue.values()) * YEAR_MONTHS / len(revenue)
    return Deal(amount, count, len(revenue.keys() & units.keys()), yearly) if SMALLEST <= yearly <= LARGEST else None


def _seasons(counts: Sequence[float]) -> tuple[tuple[float, ...] | None, float | None]:
    """The months' weights, where counts so different are improbable in a level year, and how probable they are."""
    status = Status()
    mean = math.fsum(counts) / len(counts)
    if mean < FEWEST:
        return None, None
    chance = level_chance(counts, status.dispersion)
    return (tuple(count / mean for count in counts) if chance < status.watch else None), chance


def _conversion(
    year: Year, within: Mapping[str, Counts], pair: tuple[str, str], cohorts: Sequence[Cohorts]
) -> Conversion:
    upper, lower = within[pair[0]], within[pair[1]]
    if cohorts and (found := _followed(year, lower, cohorts)):
        return found
    came, units = _common(lower, upper)
    return Conversion(came / units, came, units, len(lower.keys() & upper.keys()))


def _followed(year: Year, lower: Counts, cohorts: Sequence[Cohorts]) -> Conversion | None:
    """Conversion by age from rows; None where none of the year's units went on."""
    first, last = year.months[0], year.months[-1]
    sizes: dict[Month, int] = {}
    gone: dict[tuple[Month, int], int] = {}
    for one in cohorts:
        for month, size in one.sizes.items():
            if month <= last:
                sizes[month] = sizes.get(month, 0) + size
        for month, counts in one.by_age.items():
            for age, count in enumerate(counts):
                if count and month.plus(age) <= last:
                    gone[month, age] = gone.get((month, age), 0) + count
    ages = conversion_by_age(sizes, gone, year.months)
    units = sum(size for month, size in sizes.items() if month >= first)
    if not ages or not units:
        return None
    came = sum(count for (month, _), count in gone.items() if month >= first)
    young = last.plus(2 - len(ages))  # the first month too young to have lived through every age
    waiting = sum(size for month, size in sizes.items() if month >= max(young, first))
    landed = sum(count for (month, age), count in gone.items() if month.plus(age) >= first)
    unlinked = max(0.0, math.fsum(lower.values()) - landed)
    direct = unlinked / len(lower) if unlinked >= UNLINKED * math.fsum(lower.values()) else 0.0
    return Conversion(
        math.fsum(ages),
        came,
        units,
        len(year.months),
        ages,
        waiting - sum(count for (month, _), count in gone.items() if month >= max(young, first)),
        sum(count for (month, age), count in gone.items() if age >= len(ages) and month >= first),
        sum(one.backwards for one in cohorts),
        direct,
        unlinked,
    )
