"""What enters a funnel and what becomes of it: every cohort with its planned chances to arrive at the bottom.

`Known` is what is known of one funnel, `Flow` what follows of it: at every stage what enters there, as customers of the
twelve plan months, all factors 1 (docs/chance.md).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence

from kpiplan.analysis.variance.actuals import UNKNOWN, Counts, Window
from kpiplan.analysis.variance.allocation import Happened
from kpiplan.analysis.variance.expectation import Course, course
from kpiplan.funnel.branches import stated_months
from kpiplan.funnel.stages import Targets, chance
from kpiplan.funnel.targets import Outcome
from kpiplan.months import YEAR_MONTHS, Series
from kpiplan.plan.model import Plan
from kpiplan.tuples import NamedTuple

MONTHS = range(1, YEAR_MONTHS + 1)
NOTHING: Series = (0.0,) * YEAR_MONTHS
Passing = Callable[[Targets, int, int, int], float]  # p(m | c) of a stage, m and c: `funnel.stages.chance`, or another


class Known(NamedTuple):
    """What is known of one funnel: arrivals by stage from the top, before the plan and in the months 1..`through`.

    Of the last of these months the `part` is covered. `expected` are arrivals of the covered time, a stage each: actual
    ones where they are known. `arrivals` are the actual ones alone. With `through` 0 nothing of the plan is known. Of
    the month `begin`, if any, the share `missed` is in no export.
    """

    before: tuple[Counts, ...]
    arrivals: tuple[Counts, ...]
    expected: tuple[Series, ...]
    revenue: Counts = UNKNOWN
    through: int = 0
    part: float = 1.0
    begin: int = 0
    missed: float = 0.0

    def share(self, month: int) -> float:
        """How much of a plan month is known."""
        return Window(self.through, self.part, self.begin, self.missed).share(month)

    def takes(self, targets: Targets, stage: int, cohort: int, month: int, passing: Passing = chance) -> float:
        """The chance that a unit of a cohort that had reached the stage above arrives at `stage` later, in a month.

        A unit that arrived in time that is known is counted there: only what is still to come is left.
        """
        if month < self.through or (month == self.through and cohort == month):
            return 0.0
        left = 1 - self.part if month == self.through else 1.0
        return left * passing(targets, stage, month, cohort)


def planned(plan: Plan, outcome: Outcome) -> Known:
    """What the plan itself knows: what `before` states, and a re-plan what had happened at the stages counted."""
    under = outcome.targets.under
    if under and under.known:
        return known(outcome, _went(plan, outcome, under.known), Window(under.known))
    stages = len(outcome.branch.stages)
    return Known(tuple(stated_months(plan, outcome.branch)), (UNKNOWN,) * stages, ((),) * stages)


def _went(plan: Plan, outcome: Outcome, last: int) -> Happened:
    """The months that a re-plan knew."""
    counted = outcome.branch.elapsed.seen
    months = range(1, last + 1)
    arrivals = tuple(
        {month: run.at(month) for month in months} if stage.name in counted else UNKNOWN
        for stage, run in zip(outcome.branch.stages, outcome.targets.arrivals, strict=True)
    )
    return Happened(tuple(stated_months(plan, outcome.branch)), arrivals)


def known(outcome: Outcome, happened: Happened, window: Window) -> Known:
    """What exports show of a funnel beside that. A stage that they do not know is taken at its expectation."""
    went: Course = course(outcome, happened, window)
    return Known(
        happened.before,
        happened.arrivals,
        tuple(reached.to_date for reached in went.actual),
        happened.revenue,
        *window,
    )


class Cohort(NamedTuple):
    """A known number of units, and the chances of each to arrive at the bottom in the plan months."""

    units: float
    arrives: Series


class Entries(NamedTuple):
    """What enters at one stage: customers expected of it by plan month, and the cohorts whose size is known.

    `aimed` is what the plan wants of the top, `direct` what arrives by itself, both still to come; `under_way` are
    cohorts that nobody counted, Poisson around their target.
    """

    aimed: Series = NOTHING
    direct: Series = NOTHING
    under_way: Series = NOTHING
    cohorts: tuple[Cohort, ...] = ()


class Flow(NamedTuple):
    """One funnel from here: what enters at each stage, from the top, and what it has brought.

    `won` and `revenue` are known amounts by plan month, 0 in months that are not known; at the bottom stage itself
    cohorts are customers.
    """

    entries: tuple[Entries, ...]
    won: Series
    revenue: Series
    deal: Series | None
    each: tuple[bool, ...]


def flow(outcome: Outcome, known: Known, passing: Passing = chance) -> Flow:
    """The entries of a funnel, units passing from stage to stage as the plan has it or in another way."""
    targets = outcome.targets
    last = len(targets.stages) - 1
    below: tuple[Series, ...] = tuple(_one(month) for month in MONTHS)  # by month of arrival at the stage below
    found = [_bottom(targets, known, below)]
    for stage in range(last - 1, -1, -1):
        here = tuple(_passed(targets, stage + 1, month, below, passing) for month in MONTHS)
        each = any(below_stage.each for below_stage in targets.stages[stage + 1 :])
        older = _older(targets, known, stage, below, passing)
        found.append(_entries(targets, known, stage, here, older, each))
        below = here
    won = tuple(known.arrivals[last].get(month, 0.0) for month in MONTHS)
    deal = outcome.branch.deal
    return Flow(
        tuple(reversed(found)),
        won,
        NOTHING if deal is None else tuple(known.revenue.get(m, won[m - 1] * deal[m - 1]) for m in MONTHS),
        deal,
        tuple(stage.each for stage in targets.stages),
    )


def _one(month: int) -> Series:
    return tuple(float(month == other) for other in MONTHS)


def _passed(targets: Targets, stage: int, cohort: int, below: Sequence[Series], passing: Passing) -> Series:
    """The chances to arrive at the bottom of a unit that reaches the stage above `stage` in a month to come."""
    ages = range(len(targets.stages[stage].lag.shares))
    steps = [(passing(targets, stage, cohort + age, cohort), cohort + age) for age in ages if cohort + age in MONTHS]
    return _mixed([(share, below[month - 1]) for share, month in steps if share > 0])


def _mixed(parts: Sequence[tuple[float, Series]]) -> Series:
    if not parts:
        return NOTHING
    if len(parts) == 1:
        share, series = parts[0]
        return tuple(share * value for value in series)
    return tuple(math.fsum(share * series[at] for share, series in parts) for at in range(YEAR_MONTHS))


def _older(targets: Targets, known: Known, stage: int, below: Sequence[Series], passing: Passing) -> dict[int, Series]:
    """Of cohorts that had reached a stage before now, the chances of one unit from now on, by cohort."""
    lag = targets.stages[stage + 1].lag
    found = {}
    for cohort in range(min(1, known.through + 1) - lag.longest, known.through + 1):
        ages = range(len(lag.shares))
        steps = [(known.takes(targets, stage + 1, cohort, cohort + age, passing), cohort + age) for age in ages]
        parts = [(share, below[month - 1]) for share, month in steps if month in MONTHS and share > 0]
        if parts:
            found[cohort] = _mixed(parts)
    return found


def _bottom(targets: Targets, known: Known, arriving: Sequence[Series]) -> Entries:
    """At the last stage: what arrives there directly, and months that nobody counted."""
    last = len(targets.stages) - 1
    uncounted = [month for month in MONTHS[: known.through] if month not in known.arrivals[last]]
    under_way = tuple(known.expected[last][m - 1] if m in uncounted else 0.0 for m in MONTHS)
    return Entries(direct=_coming(targets.direct[last].at, known), under_way=under_way)


def _coming(at: Callable[[int], float], known: Known) -> Series:
    """The amounts of the plan months that are still to come."""
    left = {known.through: 1 - known.part}
    return tuple(at(m) * left.get(m, 1.0) if m >= known.through else 0.0 for m in MONTHS)


def _entries(
    targets: Targets, known: Known, stage: int, here: Sequence[Series], older: Mapping[int, Series], each: bool
) -> Entries:
    new = _coming(targets.arrivals[0].at if stage == 0 else targets.direct[stage].at, known)
    arriving = _mixed([(count, here[at]) for at, count in enumerate(new) if count > 0])
    cohorts: list[Cohort] = []
    uncounted: list[tuple[float, Series]] = []
    for month, arrives in older.items():
        counts = known.before[stage] if month < 1 else known.arrivals[stage]
        if month in counts and not each:  # what `each` brings is no share of a unit
            cohorts.append(Cohort(counts[month], arrives))
        elif month in counts:
            uncounted.append((counts[month], arrives))
        elif month < 1:
            uncounted.append((targets.arrivals[stage].at(month), arrives))
        else:
            uncounted.append((known.expected[stage][month - 1], arrives))
    kept = tuple(cohort for cohort in cohorts if cohort.units > 0)
    aimed, direct = (arriving, NOTHING) if stage == 0 else (NOTHING, arriving)
    return Entries(aimed, direct, _mixed(uncounted), kept)
