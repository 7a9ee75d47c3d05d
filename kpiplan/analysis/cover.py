"""What `before` states to be under way on the first day against what the goal needs of it, and what nobody states."""

import math
from collections.abc import Callable, Sequence

from kpiplan.funnel.branches import Branch, stated_months
from kpiplan.funnel.carry_in import Cohort, carry_in, hanging
from kpiplan.funnel.stages import down
from kpiplan.funnel.targets import Outcome
from kpiplan.locales.digits import NOISE
from kpiplan.locales.numbers import shown_count
from kpiplan.months import YEAR_MONTHS
from kpiplan.plan.model import Plan
from kpiplan.tuples import NamedTuple

ALIKE = 0.2  # more than last year's pace: a plan that asks for the same again
SLIGHT = 0.005  # of the year's goal: what is missing or there beyond it is not worth a word


class Cover(NamedTuple):
    """What `before` states of a stage (by position) in the months that reach the plan, against what they need.

    `missing` is what the difference means in customers a plan month, each month weighed by what it brings: negative
    where more is there than needed. `year` are the customers of the year's goal. `usual`: last year brought as many a
    month as are needed, and what is stated differs from that by no more than chance.
    """

    stage: int
    stated: float
    needed: float
    missing: tuple[float, ...]
    year: float
    usual: bool = False

    @property
    def short(self) -> bool:
        """Whether less is there, by more than the digits that people write and by what matters to the goal.

        More units than needed, but later ones, are a matter of weeks and no warning.
        """
        less = self.stated < self.needed and shown_count(self.stated) != shown_count(self.needed)
        return less and not self.usual and math.fsum(self.missing) > SLIGHT * self.year

    @property
    def beyond(self) -> bool:
        """Whether what is there brings more than what is needed, by what matters to the goal."""
        return math.fsum(self.missing) < -SLIGHT * self.year


def covers(plan: Plan, outcome: Outcome) -> tuple[Cover, ...]:
    """Of each stage that `before` states, what is there, what is needed, and what the difference means.

    Nothing of a re-plan, which plans with what is there.
    """
    if outcome.targets.under and outcome.targets.under.known:
        return ()
    known = stated_months(plan, outcome.branch)
    rows = carry_in(outcome.targets)
    # not the goal: direct arrivals beyond the need must not hide what is missing above them
    expected = down(outcome.targets, [{} for _ in known])[-1] if any(known) else ()
    found = []
    for stage, months in enumerate(known):
        mine = [row for row in rows if row.stage == stage and row.month in months]
        if mine:
            alone = [months if at == stage else {} for at in range(len(known))]
            reached = down(outcome.targets, alone)[-1]
            missing = tuple(all_there - came for all_there, came in zip(expected, reached, strict=True))
            stated, needed = (
                math.fsum(each) for each in ((months[row.month] for row in mine), (row.needed for row in mine))
            )
            usual = _usual(plan, outcome.branch, stage, len(mine), stated, needed)
            found.append(Cover(stage, stated, needed, missing, outcome.branch.year, usual))
    return tuple(found)


def _usual(plan: Plan, branch: Branch, stage: int, months: int, stated: float, needed: float) -> bool:
    """Whether a plan that asks for about last year's pace states what chance makes of that pace.

    Several counts are looked at in one plan, so that only what is improbable among all of them is none of chance's.
    """
    from kpiplan.analysis.distributions.counts import count_at_most  # few plans state any

    status, name = plan.status, branch.stages[stage].name
    pace = branch.last_year.get(name, 0.0) * months / YEAR_MONTHS
    by_chance = count_at_most(stated, pace, status.dispersion) >= status.chance / (5 * len(branch.stages))
    return by_chance and needed <= pace * (1 + ALIKE)


class Unstated(NamedTuple):
    """What of a branch hangs on cohorts that nothing states, and those of the stage nearest to customers."""

    branch: Branch
    customers: float
    money: float | None
    cohorts: tuple[Cohort, ...]


def unstated_part(plan: Plan, outcome: Outcome) -> Unstated | None:
    """The part of a branch's goal that hangs on cohorts which nothing states; None where there is none."""
    branch, known = outcome.branch, stated_months(plan, outcome.branch)
    cohorts = [c for c in carry_in(outcome.targets) if c.brings > 0 and c.month not in known[c.stage]]
    if not cohorts:
        return None
    parts = hanging(outcome.targets, _unknown(known))
    customers = tuple(count * part for count, part in zip(branch.customers, parts, strict=True))
    if math.fsum(customers) <= NOISE * branch.year:
        return None
    lowest = max(cohort.stage for cohort in cohorts)
    nearest = tuple(cohort for cohort in cohorts if cohort.stage == lowest)
    return Unstated(branch, math.fsum(customers), branch.money(customers), nearest)


def _unknown(known: Sequence[dict[int, float]]) -> Callable[[int, int], bool]:
    return lambda stage, month: month not in known[stage]
