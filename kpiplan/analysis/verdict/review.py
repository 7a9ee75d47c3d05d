"""Where a year under way stands: on course, at risk or off course, what is to be watched, what would close the gap."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from kpiplan.analysis.verdict import SLIGHT
from kpiplan.analysis.verdict.plan import Word, shortfall
from kpiplan.tuples import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kpiplan.analysis.goal_chance.results import Moment
    from kpiplan.analysis.variance.actuals import Actuals
    from kpiplan.analysis.variance.attainment import Compared
    from kpiplan.analysis.variance.compare import Comparison
    from kpiplan.analysis.variance.outlook import Outlook
    from kpiplan.analysis.verdict.closing_lever import ClosingLever
    from kpiplan.funnel.new_business import Amount
    from kpiplan.funnel.targets import PlanTargets

UNLIKELY = 0.2  # a goal with a smaller chance is missed in four of five years: as sure as anything that is relied on
_ALARMS = ("behind", "watch")  # statuses that chance hardly explains, the worst first


class ReviewVerdict(NamedTuple):
    """The year from here, and the word for it.

    `at_plan` is the year if the rest goes to plan, `at_rates` if it goes on like it went; both are `so_far` where the
    year is `over`. `chance` is that of the goal's customers from here, None where it is not known. `watch` is the
    figure to date that is to be watched first, `closing` the lever that brings the goal after all (of a goal that the
    rest of the plan brings: None).
    """

    word: Word
    goal: Amount
    so_far: Amount
    at_plan: Amount
    at_rates: Amount
    over: bool
    chance: float | None
    watch: Compared | None
    closing: ClosingLever | None


def review_verdict(
    targets: PlanTargets, actuals: Actuals, comparison: Comparison, now: Moment | None = None
) -> ReviewVerdict:
    """The verdict on what happened; `now` has the chance of the goal from here, as it is known."""
    outlook = comparison.outlooks[-1]
    over = outlook.needed is None
    at_plan, at_rates = (outlook.so_far,) * 2 if over else (outlook.at_plan.year, outlook.at_rates.year)
    watch = next(_alarms(comparison), None)
    short = shortfall(outlook.goal, at_plan) > SLIGHT
    return ReviewVerdict(
        _word(outlook, targets.plan.status.tolerance, watch, now),
        outlook.goal,
        outlook.so_far,
        at_plan,
        at_rates,
        over,
        now.chance.customers if now else None,
        watch,
        _closing(targets, actuals, comparison.outlooks) if short and not over else None,
    )


def _closing(targets: PlanTargets, actuals: Actuals, outlooks: Sequence[Outlook]) -> ClosingLever | None:
    """The least that closes the gap. What tries the levers is loaded where there is one."""
    from kpiplan.analysis.verdict.closing_lever import cheapest_from_here

    return cheapest_from_here(targets, actuals, outlooks)


def _word(outlook: Outlook, tolerance: float, watch: Compared | None, now: Moment | None) -> Word:
    """On course where the rest of the plan brings the goal, and going on like this would, or nothing is to be watched.

    Off course where the rest of the plan misses it by more than is tolerated, and not by chance: something is proven
    behind, and the goal unlikely (where its chance is known, and not revenue alone is short); or it is unlikely even at
    the plan's own rates. A rate learnt from a few cases condemns nobody. At risk is all between (docs/arithmetic.md).
    """
    most = max(SLIGHT, tolerance)
    if outlook.needed is None:
        short = shortfall(outlook.goal, outlook.so_far)
        return "on_course" if short <= SLIGHT else "at_risk" if short <= most else "off_course"
    short = shortfall(outlook.goal, outlook.at_plan.year)
    if short <= SLIGHT:
        holds = watch is None or shortfall(outlook.goal, outlook.at_rates.year) <= most
        return "on_course" if holds else "at_risk"
    proven = watch is not None and watch.to_date.status == "behind"
    of_customers = shortfall(outlook.goal._replace(revenue=None), outlook.at_plan.year) > most
    if now is None or not of_customers:
        sure = proven
    else:
        sure = now.chance.customers < UNLIKELY and (proven or now.luck.customers < UNLIKELY)
    return "off_course" if short > most and sure else "at_risk"


def _alarms(comparison: Comparison) -> Iterator[Compared]:
    """What chance hardly explains, the worst first: those behind, then those to be watched, each by what is missing.

    Segments come before the whole plan, which has their figures together.
    """
    for status in _ALARMS:
        found = [each for each in comparison.figures if each.to_date.status == status]
        yield from sorted(found, key=lambda each: (each.segment is None, each.to_date.attainment or 0.0))
