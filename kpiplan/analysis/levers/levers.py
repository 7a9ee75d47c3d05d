"""The levers of a plan, the strongest first: what a little more of each input brings and saves, what it rests on."""

from __future__ import annotations

import math
from collections.abc import Sequence

from kpiplan.analysis.goal_chance.apart import ManyChances
from kpiplan.analysis.goal_chance.engine import countable
from kpiplan.analysis.goal_chance.factors import last_year_counts
from kpiplan.analysis.goal_chance.standing import customers, group, revenue_at_least
from kpiplan.analysis.levers.closing import Close, on_average, reliably
from kpiplan.analysis.levers.goal import Needs, changed_needs, needs_of, together
from kpiplan.analysis.levers.inputs import LeverStep, PlanInput, inputs, step_of, stepped, times
from kpiplan.analysis.levers.work import Funnel, expected_customers, expected_revenue, funnels, under
from kpiplan.funnel.targets import PlanTargets
from kpiplan.months import YEAR_MONTHS
from kpiplan.tuples import NamedTuple


class Expected(NamedTuple):
    """What the plan is expected to bring, every rate as planned, what its goal is, and what that takes."""

    customers: float
    revenue: float | None
    chance: float | None
    chance_of_revenue: float | None
    goal: float
    goal_revenue: float | None
    needs: Needs


class Gain(NamedTuple):
    """What a change brings at the same work, in the year, beside what the plan brings.

    `chance` is that of the goal's customers; that of its revenue is told where only deals differ.
    """

    customers: float
    revenue: float | None
    chance: float | None
    chance_of_revenue: float | None = None


class RateBasis(NamedTuple):
    """What a rate rests on: last year's, what `risk` states, and how likely it is to be as much as the lever says."""

    last_year: float | None
    stated: str = ""
    mean: float | None = None
    p10: float | None = None
    p90: float | None = None
    as_much: float | None = None


class Lever(NamedTuple):
    """An input before and after a change. None: the change has no such view, nothing is known of it."""

    old: PlanInput
    new: PlanInput
    step: LeverStep
    gain: Gain
    saving: Needs | None
    average: Close | None
    reliable: Close | None
    rests: RateBasis | None


class Levers(NamedTuple):
    """The levers of a plan, those that bring most customers first."""

    base: Expected
    levers: tuple[Lever, ...]


def levers(targets: PlanTargets, *, point: bool = False, chance: bool = True) -> Levers:
    """What a tenth more of each input is worth, or with `point` one percentage point of each rate."""
    now = _Now(targets, chance=chance)
    found = []
    for old in inputs(targets):
        step = step_of(old, point=point) if old.mean > 0 else None
        if step is not None:
            found.append(_lever(now, old, stepped(old, step), step))
    return Levers(now.base, tuple(sorted(found, key=_strength)))


def _strength(lever: Lever) -> tuple[float, bool, float, float]:
    """The most customers first, rates before volumes, then the most revenue, then the most spend saved."""
    gain, saving = lever.gain, lever.saving
    saved = saving.spend or 0.0 if saving else 0.0
    return -round(gain.customers, 9), saving is None, -round(gain.revenue or 0.0, 6), round(saved, 6)


class _Now:
    """The plan at work as it stands."""

    def __init__(self, targets: PlanTargets, *, chance: bool) -> None:
        self.targets = targets
        self.running: tuple[Funnel, ...] = funnels(targets)
        self.parts = [needs_of(outcome) for outcome in targets.outcomes]
        goal = math.fsum(outcome.branch.year for outcome in targets.outcomes)
        money = [outcome.branch.money(outcome.branch.exact) for outcome in targets.outcomes]
        known = [amount for amount in money if amount is not None]
        self.goal_revenue = math.fsum(known) if len(known) == len(money) else None
        self.apart = ManyChances([each.part for each in self.running], goal) if chance and countable(targets) else None
        self.base = Expected(
            expected_customers(self.running),
            expected_revenue(self.running),
            self.apart.chance({}) if self.apart else None,
            self.chance_of_revenue(self.running),
            goal,
            self.goal_revenue,
            together(self.parts),
        )

    def chance_of_revenue(self, running: Sequence[Funnel]) -> float | None:
        """The chance that some funnels bring the goal's revenue."""
        if self.apart is None or self.goal_revenue is None:
            return None
        some = group([each.part for each in running])
        goal = math.fsum(each.outcome.branch.year for each in running)
        return revenue_at_least(some, customers(some, goal=goal)[0], self.goal_revenue)


def _lever(now: _Now, old: PlanInput, new: PlanInput, step: LeverStep) -> Lever:
    then = changed_needs(now.targets, now.parts, old, new)
    saving = then.less(now.base.needs) if then else None
    moved = {at: each for at, each in enumerate(now.running) if old.moves(each.outcome.branch)}
    after = {at: under(now.targets, each, old, new) for at, each in moved.items()}
    gain = _gain(now, old, new, moved, after)
    average = reliable = None
    if old.kind in ("rate", "volume", "direct"):
        average, reliable = _closing(now, old, moved, (new.mean / old.mean, gain.chance))
    elif old.kind == "deal" and now.base.revenue and now.goal_revenue:
        mine = expected_revenue(tuple(moved.values())) or 0.0
        average = on_average(old, now.goal_revenue - now.base.revenue, mine)
    return Lever(old, new, step, gain, saving, average, reliable, _rests(moved, old, new))


def _gain(now: _Now, old: PlanInput, new: PlanInput, moved: dict[int, Funnel], after: dict[int, Funnel]) -> Gain:
    if old.kind == "cost":
        return Gain(0.0, 0.0 if now.base.revenue is not None else None, None if now.apart is None else 0.0)
    if old.kind in ("churn", "expansion"):
        return Gain(0.0, _kept(now, old, new), None if now.apart is None else 0.0)
    before, then = tuple(moved.values()), tuple(after.values())
    was, becomes = expected_revenue(before), expected_revenue(then)
    # of a plan in which some deals are not known the whole has no revenue
    revenue = None if was is None or becomes is None or now.base.revenue is None else becomes - was
    if old.kind == "deal":
        running = [after.get(at, each) for at, each in enumerate(now.running)]
        rich = now.chance_of_revenue(running)
        more = None if rich is None or now.base.chance_of_revenue is None else rich - now.base.chance_of_revenue
        return Gain(0.0, revenue, None if now.apart is None else 0.0, more)
    chance = None
    if now.apart is not None and now.base.chance is not None:
        chance = now.apart.chance({at: each.part for at, each in after.items()}) - now.base.chance
    return Gain(expected_customers(then) - expected_customers(before), revenue, chance)


def _kept(now: _Now, old: PlanInput, new: PlanInput) -> float:
    """What is kept or grows of existing business in the year; of a recurring goal, at its end, a month."""
    sign = -1.0 if old.kind == "churn" else 1.0
    more = sign * (new.values[0] - old.values[0])
    existing = now.targets.plan.existing
    if old.path.startswith("existing.") and existing:
        return existing.revenue * more
    found = 0.0
    for each in now.running:
        branch = each.outcome.branch
        takes = branch.segment == old.segment if old.segment else branch.own.goal.recurring is None
        goal = branch.own.goal.recurring or now.targets.plan.goal.recurring
        if branch.business.recurring and takes and goal:
            path, grown = branch.business.recurring, (1 + branch.business.implied_next_year) ** (1 / YEAR_MONTHS)
            keeps, off = 1 - goal.churn + goal.expansion + more, 0.0
            for level in (path[0] / grown, *path[:-1]):
                off = off * keeps + level * more
            found += off
    return found


def _closing(
    now: _Now, old: PlanInput, moved: dict[int, Funnel], stepped: tuple[float, float | None]
) -> tuple[Close, Close | None]:
    def becomes(factor: float) -> dict[int, Funnel]:
        return {at: under(now.targets, each, old, times(old, factor)) for at, each in moved.items()}

    before = expected_customers(tuple(moved.values()))
    brings = before - expected_customers(tuple(becomes(0.0).values()))
    average = on_average(old, now.base.goal - now.base.customers, brings)
    apart = now.apart
    if apart is None or now.base.chance is None or stepped[1] is None:
        return average, None
    if brings <= 0:
        return average, Close(None, "late")

    def chance(factor: float) -> float:
        return apart.chance({at: each.part for at, each in becomes(factor).items()})

    return average, reliably(old, chance, now.base.chance, (stepped[0], now.base.chance + stepped[1]))


def _rests(moved: dict[int, Funnel], old: PlanInput, new: PlanInput) -> RateBasis | None:
    if old.kind not in ("rate", "volume"):
        return None
    each = next(iter(moved.values()), None)
    if each is None:
        return None
    branch = each.outcome.branch
    at = [stage.name for stage in branch.stages].index(old.stage)
    counts = last_year_counts(branch.stages, at, branch.last_year) if at else None
    last_year = counts.came / counts.units if counts else None
    factor = each.part.factors.stages[at]
    if factor is None:
        return None if last_year is None else RateBasis(last_year)
    as_much = 1 - factor.belief.at_most(factor.planned * new.mean / old.mean)
    belief = factor.belief
    return RateBasis(last_year, factor.stated, belief.mean, belief.quantile(0.1), belief.quantile(0.9), as_much)
