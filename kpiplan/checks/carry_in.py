"""Whether what must be under way on the first day is stated, and is enough."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from kpiplan import wording
from kpiplan.branches import Branch, stated_months
from kpiplan.carry import Cohort, carry_in, hanging
from kpiplan.chance import count_at_most
from kpiplan.funnel import down
from kpiplan.months import YEAR_MONTHS
from kpiplan.outcomes import Outcome
from kpiplan.plan import Plan
from kpiplan.problems import Path, Problem
from kpiplan.rounding import NOISE

ALIKE = 0.2  # more than last year's pace: a plan that asks for the same again
SLIGHT = 0.005  # of the year's goal: what is missing is not worth a warning


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
        less = self.stated < self.needed and wording.count(self.stated) != wording.count(self.needed)
        return less and not self.usual and math.fsum(self.missing) > SLIGHT * self.year


def covers(plan: Plan, outcome: Outcome) -> tuple[Cover, ...]:
    """Of each stage that `before` states, what is there, what is needed, and what the difference means."""
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
    status, name = plan.status, branch.stages[stage].name
    pace = branch.last_year.get(name, 0.0) * months / YEAR_MONTHS
    by_chance = count_at_most(stated, pace, status.dispersion) >= status.chance / (5 * len(branch.stages))
    return by_chance and needed <= pace * (1 + ALIKE)


def short(plan: Plan, outcomes: Sequence[Outcome]) -> Iterator[Problem]:
    """Stated, and less than needed: stage by stage, each with what it costs."""
    for outcome in outcomes:
        branch = outcome.branch
        for cover in covers(plan, outcome):
            if cover.short:
                name = branch.stages[cover.stage].name
                counts = wording.counted(cover.stated, name), wording.count(cover.needed)
                message = f"{branch.prefix}{counts[0]} stated before the plan, {counts[1]} needed"
                lost = wording.counted(math.fsum(cover.missing), branch.stages[-1].name)
                hint = f"{lost}{_worth(plan, branch, cover.missing)} of the year's goal will be missing"
                path = (*branch.path_if(name in branch.own.before), "before", name)
                yield Problem("carry-in-short", message, path, hint)


def unused(plan: Plan, outcomes: Sequence[Outcome]) -> Iterator[Problem]:
    """Stated for months that are all too early to reach the plan: what is left of last year's plan, most likely."""
    useful: dict[Path, bool] = {}
    for outcome in outcomes:
        branch = outcome.branch
        used = {cover.stage for cover in covers(plan, outcome)}
        for stage, months in enumerate(stated_months(plan, branch)):
            name = branch.stages[stage].name
            path: Path = (*branch.path_if(name in branch.own.before), "before", name)
            if months:
                useful[path] = useful.get(path, False) or stage in used
    for path, is_useful in useful.items():
        if not is_useful:
            message = f"no month stated of {path[-1]} reaches this plan, which begins in {plan.start.long}"
            yield Problem("before-unused", message, path, "state the last months before the plan, or remove it")


class _Unstated(NamedTuple):
    """What of a branch hangs on cohorts that nothing states, and those of the stage nearest to customers."""

    branch: Branch
    customers: float
    money: float | None
    cohorts: tuple[Cohort, ...]


def unstated(plan: Plan, outcomes: Sequence[Outcome]) -> Iterator[Problem]:
    """Part of the goal hangs on what nothing states; it is taken as there. Said once, of all segments together."""
    found = [each for outcome in outcomes if (each := _unstated(plan, outcome))]
    if not found:
        return
    worst = max(found, key=lambda each: each.customers / each.branch.year * each.branch.part)
    stage, first = worst.branch.stages[worst.cohorts[0].stage].name, plan.start
    message = f"{_amount(plan, outcomes, found)} on what is under way before {first.long}; nothing states it"
    months = ", ".join(f"{first.plus(c.month - 1)}: {_enough(c.needed)}" for c in worst.cohorts)
    where = f" under segments.{worst.branch.segment}" if worst.branch.segment else ""
    hint = f"state it{where}: `before: {{{stage}: {{{months}}}}}` is what the plan needs there"
    yield Problem("carry-in-unstated", message, worst.branch.stage_path(worst.cohorts[0].stage + 1), hint)


def _unstated(plan: Plan, outcome: Outcome) -> _Unstated | None:
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
    return _Unstated(branch, math.fsum(customers), branch.money(customers), nearest)


def _amount(plan: Plan, outcomes: Sequence[Outcome], found: Sequence[_Unstated]) -> str:
    """`$3M of the $12M`, in customers where deals are not known everywhere."""
    branches = [outcome.branch for outcome in outcomes]
    whole = [branch.money(branch.customers) for branch in branches]
    if all(money is not None for money in whole):
        hang = math.fsum(each.money or 0.0 for each in found)
        year = math.fsum(money or 0.0 for money in whole)
        fees = " new recurring revenue" if all(branch.churn is not None for branch in branches) else ""
        return f"{wording.money(hang, plan.currency)} of the year's {wording.money(year, plan.currency)}{fees} hangs"
    units = math.fsum(each.customers for each in found), math.fsum(branch.year for branch in branches)
    return f"{wording.count(units[0])} of the year's {wording.counted(units[1], branches[0].stages[-1].name)} hang"


def _enough(needed: float) -> str:
    """A number to write down that is not less than needed."""
    digits = 0 if needed >= 100 else 2
    return wording.trimmed(f"{math.ceil(needed * 10**digits - NOISE) / 10**digits:.{digits}f}")


def _unknown(known: Sequence[dict[int, float]]) -> Callable[[int, int], bool]:
    return lambda stage, month: month not in known[stage]


def _worth(plan: Plan, branch: Branch, customers: Sequence[float]) -> str:
    amount = branch.money(customers)
    return "" if amount is None else f" ({wording.money(amount, plan.currency)})"
