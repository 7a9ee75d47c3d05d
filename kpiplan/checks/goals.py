"""Whether the goal can be computed, and what rounding and existing business do to it."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from kpiplan import wording
from kpiplan.branches import Branch, branches
from kpiplan.funnel import up
from kpiplan.goals import LEVEL, business_of
from kpiplan.months import YEAR_MONTHS
from kpiplan.outcomes import Outcome
from kpiplan.plan import Plan
from kpiplan.problems import Problem
from kpiplan.rounding import NOISE, round_year

MOST_UNITS = 1e300


def existing_above_goal(plan: Plan) -> Iterator[Problem]:
    """Existing business above the year's goal leaves nothing to plan."""
    goal, existing = plan.goal.revenue, plan.existing
    if existing and goal is not None and existing.kept > goal * (1 + NOISE):
        kept, wanted = wording.money(existing.kept, plan.currency), wording.money(goal, plan.currency)
        message = f"existing business brings {kept}, more than the year's goal of {wanted}"
        hint = "goal.revenue includes existing business: raise it, or remove existing"
        yield Problem("existing-above-goal", message, ("existing", "revenue"), hint)


def segments_fill_goal(plan: Plan) -> Iterator[Problem]:
    """Segments' own goals stay within the plan's, and are all of it where nobody shares the rest."""
    own = [branch for branch in branches(plan) if branch.segment and branch.own.share is None]
    if not plan.segments or not plan.goal.stated:
        return
    total = business_of(plan.goal, plan.goal.timing or LEVEL, plan.existing)
    taken = math.fsum(branch.part for branch in own)
    shown = wording.count if total.in_units else lambda amount: wording.money(amount, plan.currency)
    amounts = f"{shown(taken * total.year)} of {shown(total.year)}"
    if taken > 1 + NOISE:
        message = f"segments' own goals take {amounts}"
        yield Problem("segments-above-goal", message, ("segments",), "lower them, or raise the plan's goal")
    elif len(own) == len(plan.segments) and taken < 1 - NOISE:
        message = f"segments' own goals take only {amounts}"
        hint = "raise them, or leave the rest to a segment with `share: 100%`"
        yield Problem("segments-below-goal", message, ("segments",), hint)
    elif len(own) < len(plan.segments) and taken > 1 - NOISE:
        message = f"segments' own goals take {amounts} and leave nothing to share"
        yield Problem("segments-above-goal", message, ("segments",), "lower them, or raise the plan's goal")


def rounded_to_zero(plan: Plan) -> Iterator[Problem]:
    """A year rounded to no customer has no targets."""
    for branch in branches(plan):
        exact = math.fsum(branch.exact)
        if branch.rounding and round_year(exact, branch.rounding) == 0:
            unit = branch.stages[-1].name if branch.stages else "customers"
            message = f"{branch.prefix}{wording.count(exact)} {unit} round to 0"
            path = (*branch.path_if(branch.own.goal.rounding), "goal", "round_customers")
            hint = "leave it out" if branch.rounding == "up" else "write `round_customers: up`, or leave it out"
            yield Problem("rounded-to-zero", message, path, hint)


def countable(plan: Plan) -> Iterator[Problem]:
    """Rates that multiply to next to nothing ask for more units than a number can hold."""
    for branch in branches(plan):
        units = math.fsum(branch.exact)
        for at in range(len(branch.stages) - 1, 0, -1):
            units /= min(branch.stages[at].rate)
            if units > MOST_UNITS:
                message = f"{branch.prefix}from here up the rates ask for more than {MOST_UNITS:.0e} units"
                yield Problem("out-of-range", message, branch.stage_path(at), "raise the rates")
                break


class ErrorRule(NamedTuple):
    """A rule, and the top-level keys that it reads: it has to wait until they are whole."""

    find: Callable[[Plan], Iterator[Problem]]
    needs: tuple[str, ...]


ERRORS = (
    ErrorRule(existing_above_goal, ("goal", "existing")),
    ErrorRule(segments_fill_goal, ("goal", "existing", "segments")),
    ErrorRule(rounded_to_zero, ("goal", "existing", "segments")),
    ErrorRule(countable, ("goal", "existing", "funnel", "segments")),
)


def rounding_short(plan: Plan, outcomes: Sequence[Outcome]) -> Iterator[Problem]:
    """What rounding leaves of the goal, and what the next whole customer would need."""
    for outcome in outcomes:
        branch = outcome.branch
        short = math.fsum(branch.exact) - branch.year
        if branch.rounding is None or short <= NOISE * branch.year:
            continue
        more = round(branch.year) + 1
        unit, top = branch.stages[-1].name, branch.stages[0].name
        scaled = tuple(count * more / branch.year for count in branch.customers)
        needed = math.fsum(up(branch.stages, scaled, branch.next_year).arrivals[0].year) / YEAR_MONTHS
        won = f"{branch.prefix}{wording.counted(branch.year, unit)}"
        bring, gap, next_bring = branch.money(branch.customers), _gap(branch), branch.money(scaled)
        message = f"{won} {wording.verb(branch.year, 'leave')} the goal {wording.count(short)} short"
        then = ""
        if bring is not None and gap is not None and next_bring is not None:
            amounts = [wording.money(amount, plan.currency) for amount in (bring, gap, next_bring)]
            message = f"{won} {wording.verb(branch.year, 'bring')} {amounts[0]}, {amounts[1]} short of the goal"
            then = f"bring {amounts[2]} and "
        hint = f"{more:,} {then}{wording.verb(more, 'need')} {wording.counted(needed, top)} a month"
        path = (*branch.path_if(branch.own.goal.rounding), "goal", "round_customers")
        yield Problem("rounding-short", message, path, hint)


def _gap(branch: Branch) -> float | None:
    return branch.money(tuple(exact - count for exact, count in zip(branch.exact, branch.customers, strict=True)))


def nothing_needed(plan: Plan, outcomes: Sequence[Outcome]) -> Iterator[Problem]:
    """Existing or recurring business that reaches the goal by itself leaves targets of 0 all year."""
    for outcome in outcomes:
        branch = outcome.branch
        if branch.year <= 0:
            own = branch.path_if(branch.own.goal.stated)
            message = f"{branch.prefix}the goal is reached without a single new customer: every target is 0"
            yield Problem("nothing-needed", message, (*own, "goal"), "raise the goal, or check existing and expansion")


def existing_covers_month(plan: Plan, outcomes: Sequence[Outcome]) -> Iterator[Problem]:
    """A month that existing business covers needs no new customers."""
    if plan.existing is None or plan.goal.revenue is None:
        return
    weights = (plan.goal.timing or LEVEL).weights
    kept = plan.existing.kept / YEAR_MONTHS
    goals = [plan.goal.revenue * weight for weight in weights]
    covered = [plan.start.plus(at).long for at, goal in enumerate(goals) if goal < kept * (1 - NOISE)]
    if covered:
        over = wording.money(math.fsum(max(0.0, kept - goal) for goal in goals), plan.currency)
        message = f"existing business covers {wording.listed(covered)}, {over} more than the goal of the time"
        hint = "these months need no new customers; the other months are not lowered for it"
        yield Problem("existing-covers-month", message, ("existing",), hint)
