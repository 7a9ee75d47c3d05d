"""What a plan comes to if every target is met: on course, at risk or off course, why, and what would close the gap."""

import math
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Literal

from kpiplan.analysis.verdict import SLIGHT
from kpiplan.funnel.branches import stated_months
from kpiplan.funnel.new_business import Amount
from kpiplan.funnel.stages import down
from kpiplan.funnel.targets import Outcome, PlanTargets
from kpiplan.months import YEAR_MONTHS, Series
from kpiplan.plan.model import Plan
from kpiplan.tuples import NamedTuple

if TYPE_CHECKING:  # lags, and goals that are not reached, are of some plans only
    from kpiplan.analysis.cover import Unstated
    from kpiplan.analysis.verdict.closing_lever import ClosingLever
    from kpiplan.funnel.carry_in import Smoothed

Word = Literal["on_course", "at_risk", "off_course"]

_DIGITS = 9  # of a part of the goal: so that 5% is 5%, whatever sums it comes of


class WeakMonth(NamedTuple):
    """A plan month (1..12) that brings only this part of its own goal, even if every target is met."""

    segment: str | None
    month: int
    part: float


class PlanVerdict(NamedTuple):
    """What the year brings if every target is met and what is stated to be open on the first day comes, and the word.

    `open` is the part of the goal that hangs on what is open on the first day, `unstated` what of it no `before` says.
    `weak` is the weakest month of a goal that jumps faster than a spread lag lets arrivals follow. `published`: the
    plan states volumes of its own, and the year is what those bring. `closing` is the lever that closes the gap.
    """

    word: Word
    goal: Amount
    year: Amount
    open: Amount
    unstated: Amount
    weak: WeakMonth | None
    published: bool
    closing: "ClosingLever | None"


def plan_verdict(targets: PlanTargets) -> PlanVerdict:
    """The verdict on the branches of a plan that are looked at."""
    outcomes = targets.outcomes
    goal = _sum(_worth(outcome, outcome.branch.customers) for outcome in outcomes)
    reach = [_reach(targets.plan, outcome) for outcome in outcomes]
    year = _sum(_worth(outcome, months) for outcome, months in zip(outcomes, reach, strict=True))
    stated = _stated(outcomes)
    if stated is not None and stated.customers < year.customers:
        year = stated
    unstated = _unstated(targets)
    return PlanVerdict(
        _word(goal, year, unstated, targets.plan.status.tolerance),
        goal,
        year,
        _sum(_worth(outcome, _open(outcome)) for outcome in outcomes),
        unstated,
        _weakest(outcomes),
        year is stated,
        _closing(targets, reach, published=year is stated) if shortfall(goal, year) > SLIGHT else None,
    )


def shortfall(goal: Amount, year: Amount) -> float:
    """The part of the goal that is missing, of its customers or of its revenue, whichever is more; 0 where none is."""
    pairs = [(goal.customers, year.customers), (goal.revenue, year.revenue)]
    return round(max([0.0, *(1 - came / aim for aim, came in pairs if aim and came is not None)]), _DIGITS)


def _word(goal: Amount, year: Amount, unstated: Amount, tolerance: float) -> Word:
    """Off course: short by more than the plan tolerates. At risk: short, or so much of it hangs on what nobody states.

    `docs/arithmetic.md` has the rule.
    """
    short = shortfall(goal, year)
    if short > max(SLIGHT, tolerance):
        return "off_course"
    loose = goal.customers > 0 and unstated.customers > tolerance * goal.customers
    return "at_risk" if short > SLIGHT or loose else "on_course"


def _reach(plan: Plan, outcome: Outcome) -> Series:
    """Customers a plan month: as the targets bring them, what is stated before the plan in place of what is needed.

    What a spread lag smooths away is missing from it (docs/arithmetic.md, spread lags smooth a goal).
    """
    branch, found = outcome.branch, outcome.targets
    known = stated_months(plan, branch)
    reach = branch.customers
    if any(known):
        fed, stated = down(found, [{} for _ in known])[-1], down(found, known)[-1]
        reach = tuple(count + came - all_there for count, came, all_there in zip(reach, stated, fed, strict=True))
    smooth = _smooth(outcome)
    if smooth is None:
        return reach
    lost = (wanted - came for wanted, came in zip(found.arrivals[-1].year, smooth.reach, strict=True))
    return tuple(count - less for count, less in zip(reach, lost, strict=True))


def _stated(outcomes: Sequence[Outcome]) -> Amount | None:
    """What the topmost volumes that the plan states itself bring, at its rates; None where none fall short."""
    if not any(outcome.branch.stated for outcome in outcomes):
        return None
    from kpiplan.funnel.stated_numbers import chain  # few plans state any

    chains = [chain(outcome) for outcome in outcomes]
    if not any(found and found.short > 0 for found in chains):
        return None
    years = []
    for outcome, found in zip(outcomes, chains, strict=True):
        if found is None or found.short <= 0:
            years.append(_worth(outcome, outcome.branch.customers))
        else:
            years.append(Amount(found.customers * YEAR_MONTHS, found.revenue))
    return _sum(years)


def _open(outcome: Outcome) -> Series:
    """Customers a plan month that come of what must be open on the first day."""
    if not outcome.targets.lagged:
        return (0.0,) * YEAR_MONTHS
    from kpiplan.funnel.carry_in import hanging

    return tuple(part * count for part, count in zip(hanging(outcome.targets), outcome.branch.customers, strict=True))


def _smooth(outcome: Outcome) -> "Smoothed | None":
    """How a spread lag smooths the goal, if it does."""
    if outcome.branch.replan or not outcome.targets.lagged:
        return None
    from kpiplan.funnel.carry_in import smoothed

    return smoothed(outcome.targets)


def _unstated(targets: PlanTargets) -> Amount:
    found = [_unstated_part(targets.plan, outcome) for outcome in targets.outcomes]
    priced = all(outcome.branch.deal is not None for outcome in targets.outcomes)
    known = [part for part in found if part]
    money = math.fsum(part.money or 0.0 for part in known) if priced else None
    return Amount(math.fsum(part.customers for part in known), money)


def _unstated_part(plan: Plan, outcome: Outcome) -> "Unstated | None":
    if not outcome.targets.lagged:
        return None
    from kpiplan.analysis.cover import unstated_part

    return unstated_part(plan, outcome)


def _weakest(outcomes: Sequence[Outcome]) -> WeakMonth | None:
    """The month of a branch that brings the least of its goal where targets are smoothed, if it falls short by much."""
    found = []
    for outcome in outcomes:
        smooth = _smooth(outcome)
        if smooth is not None:
            part = min(smooth.parts)
            found.append(WeakMonth(outcome.branch.segment, smooth.parts.index(part) + 1, part))
    weakest = min(found, key=lambda each: each.part, default=None)
    if weakest is None:
        return None
    from kpiplan.funnel.carry_in import OFF

    return weakest if weakest.part < 1 - OFF else None


def _worth(outcome: Outcome, customers: Series) -> Amount:
    return Amount(math.fsum(customers), outcome.branch.money(customers))


def _sum(amounts: Iterable[Amount]) -> Amount:
    customers, revenue = zip(*amounts, strict=True)
    known = [amount for amount in revenue if amount is not None]
    return Amount(math.fsum(customers), math.fsum(known) if len(known) == len(revenue) else None)


def _closing(targets: PlanTargets, reach: Sequence[Series], *, published: bool) -> "ClosingLever | None":
    from kpiplan.analysis.verdict.closing_lever import cheapest_of_plan, published_volume

    if published:
        return published_volume(targets)
    years = zip(targets.outcomes, reach, strict=True)
    return cheapest_of_plan(targets, [outcome.branch.year - math.fsum(months) for outcome, months in years])
