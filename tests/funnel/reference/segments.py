"""Parts: the plan without segments, or each of its segments."""

from .funnel import Part, Stage, stage_of
from .goal import Business, business_of, customers_of, is_timed, kept_revenue, next_year_of, weights_of, year_in
from .parsing import (
    YEAR,
    Data,
    Months,
    before_of,
    first_month,
    number,
    percentage_of_time,
    scaled,
    scaled_to_one,
    series,
)


def settings(plan: Data, segment: Data) -> tuple[Data, list[Stage], Months | None]:
    """Goal, funnel and average deal: what a segment leaves out it takes from the plan."""
    start = first_month(plan)
    inherited = {
        key: value
        for key, value in plan["goal"].items()
        if key in ("average_deal", "round_customers", "from_elsewhere")
    }
    goal = inherited | segment.get("goal", {})
    stages = [stage_of(entry, start) for entry in (segment if "funnel" in segment else plan)["funnel"]]
    return goal, stages, series(goal["average_deal"], start) if "average_deal" in goal else None


def plan_business(plan: Data) -> Business:
    """The new business of the whole plan, before from_elsewhere."""
    goal, stages, _ = settings(plan, plan)
    kept = kept_revenue(plan["existing"]) if "existing" in plan else 0.0
    return business_of(goal, stages[-1].name, weights_of(goal, first_month(plan)), kept)


def own_business(plan: Data, segment: Data) -> Business:
    """The business of a segment with a goal of its own, timed by itself or by the plan's weights."""
    goal, stages, _ = settings(plan, segment)
    timed = is_timed(goal, stages[-1].name)
    weights = weights_of(goal, first_month(plan)) if timed else plan_business(plan).weights
    return business_of(goal, stages[-1].name, weights)


def shared_business(plan: Data, segment: Data) -> Business:
    """A `share` of the (new-business) revenue or units that segments with their own goals leave."""
    whole, (goal, stages, _) = plan_business(plan), settings(plan, segment)
    owners = [other for other in plan["segments"].values() if "share" not in other]
    taken = [year_in(whole.measure, own_business(plan, other), settings(plan, other)[2]) for other in owners]
    year = number(segment["share"]) * (sum(whole.months.values()) - sum(taken))
    timed = is_timed(goal, stages[-1].name)
    weights = weights_of(goal, first_month(plan)) if timed else scaled_to_one(whole.months)
    return Business(whole.measure, scaled(weights, year), weights, shared_recurring(plan, segment))


def shared_recurring(plan: Data, segment: Data) -> Months | None:
    """A share of the recurring revenue that segments with recurring goals of their own leave: they add up to M[m]."""
    levels = plan_business(plan).recurring
    if levels is None:
        return None
    owners = [other for other in plan["segments"].values() if "share" not in other]
    own = [business.recurring for business in (own_business(plan, other) for other in owners) if business.recurring]
    return {m: number(segment["share"]) * (levels[m] - sum(other[m] for other in own)) for m in YEAR}


def segment_business(plan: Data, segment: Data) -> Business:
    """A segment has a goal of its own, or a `share`."""
    return shared_business(plan, segment) if "share" in segment else own_business(plan, segment)


def churn_of(plan: Data, segment: Data) -> float | None:
    """Of recurring revenue, a month; in a plan with a recurring goal all that is won is monthly fees."""
    recurring = segment.get("goal", {}).get("recurring") or plan["goal"].get("recurring")
    return percentage_of_time(recurring.get("churn", 0), "month", bare="month", sign=-1) if recurring else None


def part_of(plan: Data, name: str | None, segment: Data, business: Business) -> Part:
    """The plan or a segment; of direct arrivals, opening, fixed costs and before its part of the goal."""
    start, (goal, stages, deal), whole = first_month(plan), settings(plan, segment), plan_business(plan)
    portion = year_in(whole.measure, business, deal) / sum(whole.months.values())
    for stage in stages if "funnel" not in segment else []:
        stage.arrivals = scaled(stage.arrivals, portion)
        stage.referrals = stage.referrals[0], stage.referrals[1] * portion
    costs = {side: scaled(series(cost, start), portion) for side, cost in plan.get("costs", {}).items()}
    costs |= {side: series(cost, start) for side, cost in segment.get("costs", {}).items()}
    stated = {stage: before_of(values, start) for stage, values in plan.get("before", {}).items()}
    before = {stage: scaled(values, portion) for stage, values in stated.items()}
    before |= {stage: before_of(values, start) for stage, values in segment.get("before", {}).items()}
    return Part(
        name,
        start,
        customers_of(business, goal, deal),
        next_year_of(goal, plan["goal"], is_timed(goal, stages[-1].name)),
        deal,
        business.recurring,
        churn_of(plan, segment),
        stages,
        costs,
        before,
    )


def parts_of(plan: Data) -> list[Part]:
    """The plan itself, or its segments."""
    if not plan.get("segments"):
        return [part_of(plan, None, plan, plan_business(plan))]
    return [part_of(plan, name, segment, segment_business(plan, segment)) for name, segment in plan["segments"].items()]
