"""Law 3: rates and goals.

"Raise a rate, lag shares fixed: no target above it rises. Scale the goal up: no target falls."
"""

from hypothesis import assume, given
from hypothesis import strategies as st

from kpiplan.funnel.stages import Targets, up
from kpiplan.funnel.targets import plan_targets
from kpiplan.plan.model import Goal, Plan, Recurring, Referral, Stage

from ..generated import STABLE, Data, outcomes_of, plans, read

SLACK = 1e-9


def assert_no_higher(low: Targets, high: Targets, stages: range) -> None:
    """No target of some stages is higher in the one than in the other, in any month that either covers."""
    for stage in stages:
        run = high.arrivals[stage]
        for month in range(run.first, run.last + 1):
            assert low.arrivals[stage].at(month) <= run.at(month) * (1 + SLACK) + SLACK, (stage, month)


@STABLE
@given(plans(), st.integers(1, 5), st.floats(0.0, 1.0))
def test_a_higher_rate_raises_no_target_above_it(data: Data, position: int, part: float) -> None:
    for outcome in outcomes_of(data):
        stages, branch = [*outcome.branch.stages], outcome.branch
        at = min(position, len(stages) - 1)
        ceiling = 5.0 if stages[at].each else 1.0
        rates = tuple(rate + part * max(0.0, ceiling - rate) for rate in stages[at].rate)
        stages[at] = stages[at]._replace(rate=rates)
        raised = up(stages, branch.customers, branch.next_year)
        assert_no_higher(raised, outcome.targets, range(at))
        assert raised.arrivals[at:] == outcome.targets.arrivals[at:]


def scaled_goal(goal: Goal, factor: float) -> Goal:
    """A goal so many times as high."""
    recurring = goal.recurring
    return goal._replace(
        revenue=goal.revenue * factor if goal.revenue is not None else None,
        units=goal.units * factor if goal.units is not None else None,
        recurring=Recurring(recurring.start * factor, recurring.end * factor, recurring.churn, recurring.expansion)
        if recurring
        else None,
    )


def has_referrals(stages: tuple[Stage, ...]) -> bool:
    """Whether customers won bring direct arrivals."""
    return any(isinstance(stage.direct, Referral) for stage in stages)


@STABLE
@given(plans(), st.floats(1.0, 20.0))
def test_a_goal_scaled_up_lowers_no_target(data: Data, factor: float) -> None:
    plan: Plan = read(data)
    # existing business is no part of the scaling: the early months may grow by more than the late ones, and so
    # may the referrals of their customers
    assume(
        plan.existing is None
        or not any(has_referrals(outcome.branch.stages) for outcome in plan_targets(plan).outcomes)
    )
    segments = tuple(segment._replace(goal=scaled_goal(segment.goal, factor)) for segment in plan.segments)
    if plan.existing is not None:
        assume(not any(segment.goal.stated for segment in segments))
    higher = plan._replace(goal=scaled_goal(plan.goal, factor), segments=segments)
    for before, after in zip(outcomes_of(data), plan_targets(higher).outcomes, strict=True):
        assert_no_higher(before.targets, after.targets, range(len(before.targets.stages)))
