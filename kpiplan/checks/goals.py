"""Whether the goal can be computed, and what rounding and existing business do to it."""

import math
from collections.abc import Callable, Iterator, Sequence

from kpiplan.analysis.rounding_choice import left_short, rounding_choice
from kpiplan.funnel.branches import Branch
from kpiplan.funnel.new_business import LEVEL, business_of
from kpiplan.funnel.rounding import round_year
from kpiplan.funnel.targets import PlanTargets
from kpiplan.locales import numbers
from kpiplan.locales.digits import NOISE
from kpiplan.months import YEAR_MONTHS
from kpiplan.plan.model import Plan, Referral, Stage
from kpiplan.problems import Problem
from kpiplan.tuples import NamedTuple

MOST_UNITS = 300  # in a month, as a power of ten
_STATED = 25  # the powers of ten that a stated number, and the months that it is summed over, can come to


Branched = Callable[[], Sequence[Branch]]  # the branches of the plan that is looked at, found when they are needed


def existing_above_goal(plan: Plan, _: Branched) -> Iterator[Problem]:
    """Existing business above the year's goal leaves nothing to plan."""
    goal, existing = plan.goal.revenue, plan.existing
    if existing and goal is not None and existing.kept > goal * (1 + NOISE):
        kept, wanted = numbers.money(existing.kept, plan.currency), numbers.money(goal, plan.currency)
        message = f"existing business brings {kept}, more than the year's goal of {wanted}"
        hint = "goal.revenue includes existing business: raise it, or remove existing"
        yield Problem("existing-above-goal", message, ("existing", "revenue"), hint)


def segments_fill_goal(plan: Plan, branched: Branched) -> Iterator[Problem]:
    """Segments' own goals stay within the plan's, and are all of it where nobody shares the rest."""
    if not plan.segments or not plan.goal.stated:
        return
    own = [branch for branch in branched() if branch.segment and branch.own.share is None]
    total = business_of(plan.goal, plan.goal.timing or LEVEL, plan.existing)
    taken = math.fsum(branch.part for branch in own)
    shown = numbers.count if total.in_units else lambda amount: numbers.money(amount, plan.currency)
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


def rounded_to_zero(_: Plan, branched: Branched) -> Iterator[Problem]:
    """A year rounded to no customer has no targets."""
    for branch in branched():
        exact = math.fsum(branch.exact)
        if branch.rounding and round_year(exact, branch.rounding) == 0:
            unit = branch.stages[-1].name if branch.stages else "customers"
            message = f"{branch.prefix}{numbers.count(exact)} {unit} round to 0"
            path = (*branch.path_if(branch.own.goal.rounding), "goal", "round_customers")
            hint = "leave it out" if branch.rounding == "up" else "write `round_customers: up`, or leave it out"
            yield Problem("rounded-to-zero", message, path, hint)


def countable(_: Plan, branched: Branched) -> Iterator[Problem]:
    """Rates, growth and costs that come to more than a number can hold, or let one unit become so many.

    Stated numbers lie between 1e-9 and 1e18: within these bounds whatever is made of them is a finite number. Reckoned
    in powers of ten, which can't overflow themselves.
    """
    for branch in branched():
        yield from _too_many_above(branch)
        each = float(_STATED)
        for at, stage in enumerate(branch.stages):
            each += math.log10(max(stage.rate))
            if each > MOST_UNITS:
                message = f"{branch.prefix}what units at the top become is too large a number to plan with"
                yield Problem("out-of-range", message, branch.stage_path(at), "lower the rates")
                break


def _too_many_above(branch: Branch) -> Iterator[Problem]:
    """Units to the stages above, those of the months after the plan included as far as lags look ahead."""
    most = max(branch.customers, default=0.0)
    if most <= 0:
        return
    units, ahead, stages = math.log10(most), 0, branch.stages
    referred = any(isinstance(stage.direct, Referral) for stage in stages)
    ends = branch.next_year is None
    yearly = math.log10(1 + max(0.0, branch.next_year or 0.0))
    for at in range(len(stages) - 1, 0, -1):
        units -= math.log10(min(stages[at].rate))
        ahead += 0 if ends else stages[at].lag.longest
        grown = yearly * ((YEAR_MONTHS - 1 + ahead) // YEAR_MONTHS)
        most_here = MOST_UNITS - (_STATED if referred or _costs(stages[at - 1]) else 0)
        if units + grown > most_here:
            why, hint = "the rates ask", "raise the rates"
            if units <= most_here:
                growth = numbers.percent(branch.next_year or 0.0)
                why = f"the rates, with growth of {growth} in each year after the plan that the lags reach, ask"
                hint = "shorten the lags, or state `next_year`"
            message = f"{branch.prefix}from here up {why} for more than 1e+{most_here} units"
            yield Problem("out-of-range", message, branch.stage_path(at), hint)
            return


def _costs(stage: Stage) -> bool:
    return bool(stage.cost) or any(source.cost for source in stage.sources)


class ErrorRule(NamedTuple):
    """A rule, and the top-level keys that it reads: it has to wait until they are whole."""

    find: Callable[[Plan, Branched], Iterator[Problem]]
    needs: tuple[str, ...]


ERRORS = (
    ErrorRule(existing_above_goal, ("goal", "existing")),
    ErrorRule(segments_fill_goal, ("goal", "existing", "segments")),
    ErrorRule(rounded_to_zero, ("goal", "existing", "segments")),
    ErrorRule(countable, ("goal", "existing", "funnel", "segments")),
)


def rounding_short(targets: PlanTargets) -> Iterator[Problem]:
    """What rounding leaves of the goal, and what the next whole customer would need."""
    for outcome in targets.outcomes:
        branch = outcome.branch
        choice = rounding_choice(branch) if left_short(branch) > 0 else None
        if choice is None:
            continue
        unit, top = branch.stages[-1].name, branch.stages[0].name
        won = f"{branch.prefix}{numbers.counted(branch.year, unit)}"
        message = f"{won} {numbers.verb(branch.year, 'leave')} the goal {numbers.count(choice.short)} short"
        then = ""
        if choice.money:
            bring, gap, next_bring = (numbers.money(amount, targets.plan.currency) for amount in choice.money)
            fee = "" if branch.churn is None else " a month"
            message = f"{won} {numbers.verb(branch.year, 'bring')} {bring}{fee}, {gap} short of the goal"
            then = f"bring {next_bring}{fee} and "
        needs = f"{numbers.verb(choice.other, 'need')} {numbers.counted(choice.top, top)} a month"
        path = (*branch.path_if(branch.own.goal.rounding), "goal", "round_customers")
        yield Problem("rounding-short", message, path, f"{choice.other:,} {then}{needs}")


def rounding_apart(targets: PlanTargets) -> Iterator[Problem]:
    """Rounding is each segment's: together they may come to another year than the rounded whole."""
    branches_shown = [outcome.branch for outcome in targets.outcomes]
    how = targets.plan.goal.rounding
    if how is None or len(branches_shown) < 2 or any(branch.rounding != how for branch in branches_shown):
        return
    exact = math.fsum(math.fsum(branch.exact) for branch in branches_shown)
    whole, given = round_year(exact, how), math.fsum(branch.year for branch in branches_shown)
    if round(given) != whole:
        names = {branch.stages[-1].name for branch in branches_shown}
        unit = names.pop() if len(names) == 1 else "customers"
        message = f"every segment rounded by itself makes {numbers.count(given)} {unit}, the whole rounded {whole:,}"
        hint = "leave `round_customers` out, and use --whole, which rounds segments and whole together"
        yield Problem("rounding-apart", message, ("goal", "round_customers"), hint)


def nothing_needed(targets: PlanTargets) -> Iterator[Problem]:
    """Existing or recurring business that reaches the goal by itself leaves targets of 0 all year."""
    for outcome in targets.outcomes:
        branch = outcome.branch
        if branch.year <= 0:
            own = branch.path_if(branch.own.goal.stated)
            message = f"{branch.prefix}the goal is reached without a single new customer: every target is 0"
            yield Problem("nothing-needed", message, (*own, "goal"), "raise the goal, or check existing and expansion")


def existing_covers_month(targets: PlanTargets) -> Iterator[Problem]:
    """A month that existing business covers needs no new customers."""
    plan = targets.plan
    if plan.existing is None or plan.goal.revenue is None:
        return
    weights = (plan.goal.timing or LEVEL).weights
    kept = plan.existing.kept / YEAR_MONTHS
    goals = [plan.goal.revenue * weight for weight in weights]
    covered = [plan.start.plus(at).long for at, goal in enumerate(goals) if goal < kept * (1 - NOISE)]
    if covered:
        over = numbers.money(math.fsum(max(0.0, kept - goal) for goal in goals), plan.currency)
        message = f"existing business covers {numbers.listed(covered)}, {over} more than the goal of the time"
        hint = "these months need no new customers; the other months are not lowered for it"
        yield Problem("existing-covers-month", message, ("existing",), hint)
