"""The chance of the goal of a plan, from its targets, what it rests on and, where there are any, its actuals."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from kpiplan.analysis.goal_chance import learning
from kpiplan.analysis.goal_chance.factors import Factor, Factors, certain, factors
from kpiplan.analysis.goal_chance.model import Flow, Known, flow, known, planned
from kpiplan.analysis.goal_chance.moments import Part, Spread, all_factors, spread
from kpiplan.analysis.goal_chance.remedy import remedy
from kpiplan.analysis.goal_chance.results import (
    LUCK,
    TOGETHER,
    Chance,
    GoalChance,
    Hangs,
    Moment,
    Rests,
    Safe,
    Standing,
    Wanted,
)
from kpiplan.analysis.goal_chance.safe import safe as safe_factor
from kpiplan.analysis.goal_chance.standing import (
    MONTHS,
    Group,
    customers,
    customers_fan,
    group,
    reaches,
    revenue_at_least,
    revenue_fan,
)
from kpiplan.analysis.variance.actuals import Actuals, Seen
from kpiplan.analysis.variance.allocation import happened
from kpiplan.funnel.targets import Outcome, PlanTargets
from kpiplan.plan.model import Plan
from kpiplan.tuples import NamedTuple

MOST = 500_000  # customers a year: chances are told one by one, and more take minutes and much memory


def countable(targets: PlanTargets) -> bool:
    """Whether the plan has not more customers than can be told one by one."""
    return math.fsum(outcome.branch.year for outcome in targets.outcomes) <= MOST


class _Side(NamedTuple):
    """The funnels of the plan with every rate and volume as planned, and with what it rests on."""

    luck: tuple[Part, ...]
    risk: tuple[Part, ...]


def goal_chance(
    targets: PlanTargets,
    actuals: Actuals | None = None,
    *,
    goal: float | None = None,
    safe: float | None = None,
    by_month: bool = True,
    segment_months: bool = False,
) -> GoalChance:
    """The chances of the plan's goal: of the whole, and of each segment where there are any.

    With `actuals` the months so far are known, and rates learn from them. `goal` takes the place of the whole plan's
    customers. `safe` asks for the factor on the top that reaches the goal with this chance. `by_month`: percentiles up
    to the end of each month too, for the whole; `segment_months`: for each segment. Raises KeyError where the actuals
    have a segment that the plan does not have.
    """
    plan = targets.plan
    knowns = _known(targets, actuals)
    side = _sides(targets, knowns, learns=actuals is not None)
    wanted = [_wanted(outcome) for outcome in targets.outcomes]
    segments: tuple[Standing, ...] = ()
    if plan.segments:
        segments = tuple(
            _standing(outcome.branch.segment, want, [luck], [risk], segment_months)
            for outcome, want, luck, risk in zip(targets.outcomes, wanted, *side, strict=True)
        )
    target = _total(wanted)
    whole = _standing(None, target if goal is None else target._replace(customers=goal), *side, by_month)
    total, won = spread(side.risk), math.fsum(group(side.risk).won)
    return GoalChance(
        *((actuals.through, actuals.part) if actuals else (max(each.through for each in knowns), 1.0)),
        whole,
        segments,
        _hangs_on(side.risk, total),
        _rests_on(side.risk),
        None if safe is None else safe_factor(side.risk, won, whole.goal.customers, safe),
        remedy(side.risk, total, won, whole.goal.customers, whole.chance.customers),
    )


def safe_at(targets: PlanTargets, level: float) -> Safe:
    """The factor on the top with which the whole plan's goal is reached with this chance, and nothing else."""
    risk = _sides(targets, _known(targets, None), learns=False).risk
    goal = _total([_wanted(outcome) for outcome in targets.outcomes]).customers
    return safe_factor(risk, math.fsum(group(risk).won), goal, level)


def chance_now(targets: PlanTargets, actuals: Actuals | None = None, goal: float | None = None) -> Moment:
    """The chances of the whole plan's goal alone."""
    side = _sides(targets, _known(targets, actuals), learns=actuals is not None)
    target = _total([_wanted(outcome) for outcome in targets.outcomes])
    if goal is not None:
        target = target._replace(customers=goal)
    luck, risk = (_chance(group(parts), target) for parts in side)
    return Moment(actuals.through if actuals else 0, luck, risk)


class FromHere(NamedTuple):
    """The funnels of a plan after the months so far, every rate as planned and with what is learnt; what is won."""

    luck: tuple[Part, ...]
    learnt: tuple[Part, ...]
    won: float


def from_here(targets: PlanTargets, actuals: Actuals | None) -> FromHere:
    """What may still come (of a whole year without actuals), for other questions than that of the plan's own goal."""
    side = _sides(targets, _known(targets, actuals), learns=actuals is not None)
    return FromHere(*side, math.fsum(group(side.risk).won))


def history(targets: PlanTargets, actuals: Actuals, goal: float | None = None) -> tuple[Moment, ...]:
    """The chances as they were known at the start and at the end of each month so far (the last as far as covered).

    A re-plan starts when it was made: after the months that it knew.
    """
    made = max(each.through for each in _known(targets, None))
    months = range(min(made + 1, actuals.through), actuals.through + 1)
    return (chance_now(targets, None, goal), *(_at_end(targets, actuals, month, goal) for month in months))


def latest(targets: PlanTargets, actuals: Actuals) -> Moment:
    """The last of the history alone: the chances as they are known now."""
    return _at_end(targets, actuals, actuals.through)


def _at_end(targets: PlanTargets, actuals: Actuals, month: int, goal: float | None = None) -> Moment:
    """The chances as they were known at the end of a month, of the last as far as it is covered."""
    part = actuals.part if month == actuals.through else 1.0
    return chance_now(targets, Actuals(_up_to(actuals.seen, month), month, part), goal)


def _up_to(seen: Mapping[str | None, Seen], last: int) -> dict[str | None, Seen]:
    """What was known at the end of a month."""

    def cut(counts: Mapping[int, float]) -> dict[int, float]:
        return {month: count for month, count in counts.items() if month <= last}

    return {
        name: Seen(
            {stage: cut(counts) for stage, counts in one.arrivals.items()},
            cut(one.revenue),
            {kpi: cut(amounts) for kpi, amounts in one.spend.items()},
        )
        for name, one in seen.items()
    }


def _known(targets: PlanTargets, actuals: Actuals | None) -> list[Known]:
    if actuals is None:
        return [planned(targets.plan, outcome) for outcome in targets.outcomes]
    went = happened(targets, actuals)
    return [known(outcome, each, actuals.window) for outcome, each in zip(targets.outcomes, went, strict=True)]


def _sides(targets: PlanTargets, knowns: Sequence[Known], *, learns: bool) -> _Side:
    plan = targets.plan
    stated = [factors(plan, outcome.branch) for outcome in targets.outcomes]
    believed: Sequence[Factors] = stated
    if learns:
        believed = learning.learnt(list(zip(targets.outcomes, knowns, stated, strict=True)))
    flows = [flow(outcome, each) for outcome, each in zip(targets.outcomes, knowns, strict=True)]
    return _Side(
        tuple(
            _part(plan, each, certain(len(each.entries), one.deal_spread))
            for each, one in zip(flows, stated, strict=True)
        ),
        tuple(_part(plan, each, one) for each, one in zip(flows, believed, strict=True)),
    )


def _part(plan: Plan, each: Flow, one: Factors) -> Part:
    return Part(each, one, plan.status.dispersion)


def _wanted(outcome: Outcome) -> Wanted:
    return Wanted(outcome.branch.year, outcome.branch.money(outcome.branch.exact))


def _total(wanted: Sequence[Wanted]) -> Wanted:
    revenue = [want.revenue for want in wanted if want.revenue is not None]
    return Wanted(
        math.fsum(want.customers for want in wanted), math.fsum(revenue) if len(revenue) == len(wanted) else None
    )


def _chance(some: Group, wanted: Wanted) -> Chance:
    year = customers(some, goal=wanted.customers)[0]
    revenue = None if wanted.revenue is None else revenue_at_least(some, year, wanted.revenue)
    return Chance(reaches(some, year, wanted.customers), revenue)


def _standing(
    segment: str | None, wanted: Wanted, luck: Sequence[Part], risk: Sequence[Part], by_month: bool
) -> Standing:
    some = group(risk)
    months = customers(some, MONTHS if by_month else MONTHS[-1:], wanted.customers)
    year = months[-1]
    uncertain = bool(all_factors(risk)) or any(part.factors.deal for part in risk)
    revenue = None if wanted.revenue is None else revenue_at_least(some, year, wanted.revenue)
    chance = Chance(reaches(some, year, wanted.customers), revenue)
    total = spread(risk)
    return Standing(
        segment,
        wanted,
        _chance(group(luck), wanted) if uncertain else chance,
        chance,
        math.fsum(some.won) + total.mean,
        total.variance,
        year,
        customers_fan(months),
        revenue_fan(some, months),
    )


def _hangs_on(parts: Sequence[Part], total: Spread) -> tuple[Hangs, ...]:
    """What the variance of the whole plan's customers is made of, the largest part first but `together`."""
    if total.variance <= 0:
        return ()
    named = {factor.key: factor for factor in all_factors(parts).values()}
    shares = [Hangs(LUCK, None, total.luck / total.variance)]
    shares += [Hangs(named[key].name, key[0], value / total.variance) for key, value in total.by_factor.items()]
    shares.sort(key=lambda hangs: -hangs.share)
    rest = 1 - math.fsum(hangs.share for hangs in shares)
    return (*shares, Hangs(TOGETHER, None, max(0.0, rest))) if rest > 1e-9 else tuple(shares)


def _rests_on(parts: Sequence[Part]) -> tuple[Rests, ...]:
    """Every line once, in the order of the funnel, the mean deal last."""
    found: dict[tuple[str | None, str], Factor] = dict(all_factors(parts))
    for part in parts:
        if part.factors.deal:
            found.setdefault(part.factors.deal.key, part.factors.deal)
    return tuple(
        Rests(
            factor.owner,
            factor.name,
            factor.stated,
            factor.planned,
            factor.belief.mean,
            factor.belief.quantile(0.1),
            factor.belief.quantile(0.9),
            factor.seen,
        )
        for factor in found.values()
    )
