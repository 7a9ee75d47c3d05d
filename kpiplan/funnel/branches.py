"""The plan as funnels with goals: one branch for the whole plan, or one a segment, everything inherited filled in."""

import math
from collections.abc import Mapping, Sequence

from kpiplan.funnel.new_business import LEVEL, Business, business_of, customers_of, revenue_of, rounded
from kpiplan.months import Month, Series
from kpiplan.plan.model import EMPTY, Costs, Elapsed, Plan, Referral, Rounding, Segment, Stage, Stated
from kpiplan.problems import Path
from kpiplan.tuples import NamedTuple


class Branch(NamedTuple):
    """One funnel with its goal. `part` is its part of the plan's goal (1 for the whole plan).

    `churn` is the part of recurring revenue lost a month; None where what a customer brings is no monthly fee.
    `own` is the segment as its author wrote it, before anything was inherited (nameless for the whole plan).
    """

    segment: str | None
    stages: tuple[Stage, ...]
    business: Business
    from_elsewhere: float
    rounding: Rounding | None
    exact: Series  # C[m] before rounding
    customers: Series  # C[m]
    next_year: float | None
    deal: Series | None
    churn: float | None
    costs: Costs
    budget: float | None
    before: Mapping[str, Mapping[Month, float]]
    stated: Mapping[str, Stated]
    last_year: Mapping[str, float]
    part: float = 1.0
    own: Segment = Segment("")
    replan: Mapping[str, Series] = EMPTY
    elapsed: Elapsed = Elapsed()

    @property
    def path(self) -> Path:
        """Where in the plan file the branch stands."""
        return () if self.segment is None else ("segments", self.segment)

    def stage_path(self, stage: int) -> Path:
        """Where in the plan file a stage of its funnel stands, by position."""
        return (*self.path_if(self.own.funnel), "funnel", stage, self.stages[stage].name)

    def path_if(self, stated: object) -> Path:
        """The path to what the segment states itself; to what it takes from the plan where it does not."""
        return self.path if self.segment and stated else ()

    @property
    def prefix(self) -> str:
        """What a message about it begins with: the segment's name, nothing for the whole plan."""
        return f"{self.segment}: " if self.segment else ""

    @property
    def label(self) -> str:
        """What tables call it, where it is a segment."""
        return self.own.label or self.own.name

    @property
    def year(self) -> float:
        """The year's customers."""
        return math.fsum(self.customers)

    def revenue(self) -> Series | None:
        """What its customers bring by plan month; None where an average deal is not stated."""
        return None if self.deal is None else revenue_of(self.customers, self.deal)

    def money(self, customers: Sequence[float]) -> float | None:
        """What some customers a plan month bring at that month's average deal; None where that is not stated."""
        return None if self.deal is None else math.fsum(revenue_of(customers, self.deal))


def branches(plan: Plan) -> tuple[Branch, ...]:
    """The plan's branches, in the order of its segments."""
    whole = business_of(plan.goal, plan.goal.timing or LEVEL, plan.existing) if plan.goal.stated else None
    if not plan.segments:
        return (_branch(plan, Segment("", funnel=plan.funnel), whole or business_of(plan.goal, LEVEL), 1.0),)
    own = {segment.name: _own_business(plan, segment, whole) for segment in plan.segments if segment.share is None}
    in_units = whole.in_units if whole else _counts_units(plan, own)
    amounts = {s.name: _measured(plan, s, own[s.name], in_units) for s in plan.segments if s.name in own}
    total = whole.year if whole else math.fsum(amounts.values())
    left = max(0.0, total - math.fsum(amounts.values()))
    result = []
    for segment in plan.segments:
        business = own.get(segment.name)
        amount = amounts.get(segment.name, left * (segment.share or 0.0))
        if business is None and whole:
            business = _shared_business(segment, whole, amount, own)
        if business:
            result.append(_branch(plan, segment, business, amount / total if total > 0 else 0.0))
    return tuple(result)


def _own_business(plan: Plan, segment: Segment, whole: Business | None) -> Business:
    """A goal of its own, timed by itself or as the plan times its goal."""
    inherited = whole.timing() if whole and plan.goal.recurring else plan.goal.timing
    return business_of(segment.goal, segment.goal.timing or inherited or LEVEL)


def _shared_business(segment: Segment, whole: Business, amount: float, own: Mapping[str, Business]) -> Business:
    """A share of what segments with goals of their own leave, timed by itself or like the plan's new business."""
    timing = segment.goal.timing or whole.timing()
    recurring = None
    if whole.recurring:
        levels = [business.recurring for business in own.values() if business.recurring]
        share = segment.share or 0.0
        recurring = tuple(
            share * (level - math.fsum(other[month] for other in levels)) for month, level in enumerate(whole.recurring)
        )
    months = tuple(amount * weight for weight in timing.weights)
    return Business(months, whole.in_units, timing.next_year, recurring)


def _deal(plan: Plan, segment: Segment) -> Series | None:
    return segment.goal.average_deal or plan.goal.average_deal


def _counts_units(plan: Plan, own: Mapping[str, Business]) -> bool:
    """The measure of a plan without an amount of its own: money, unless a segment's goal can't be put in money."""
    return any(own[s.name].in_units and _deal(plan, s) is None for s in plan.segments if s.name in own)


def _measured(plan: Plan, segment: Segment, business: Business, in_units: bool) -> float:
    """A segment's year in the plan's measure."""
    deal = _deal(plan, segment)
    if business.in_units == in_units or deal is None:
        return business.year
    return math.fsum(customers_of(business, deal, 0.0) if in_units else revenue_of(business.months, deal))


def _branch(plan: Plan, segment: Segment, business: Business, part: float) -> Branch:
    goal = segment.goal
    elsewhere = goal.from_elsewhere if goal.from_elsewhere is not None else plan.goal.from_elsewhere or 0.0
    rounding = goal.rounding or plan.goal.rounding
    next_year = goal.next_year or plan.goal.next_year
    deal = _deal(plan, segment)
    exact = customers_of(business, deal, elsewhere)
    stages = segment.funnel or tuple(_scaled_stage(stage, part) for stage in plan.funnel)
    names = {stage.name for stage in stages}
    stated = {name: s._replace(value=s.value * part, digit=s.digit * part) for name, s in plan.stated.items()}
    before = {name: {m: count * part for m, count in months.items()} for name, months in plan.before.items()}
    replan = {name: tuple(count * part for count in months) for name, months in plan.replan.items()}
    return Branch(
        segment=segment.name or None,
        stages=stages,
        business=business,
        from_elsewhere=elsewhere,
        rounding=rounding,
        exact=exact,
        customers=rounded(exact, rounding),
        next_year=next_year.growth if next_year else business.implied_next_year,
        deal=deal,
        churn=churn_of(plan, segment),
        costs=Costs(
            segment.costs.marketing or _scaled(plan.costs.marketing, part),
            segment.costs.sales or _scaled(plan.costs.sales, part),
        ),
        budget=segment.budget if segment.budget or plan.budget is None else plan.budget * part,
        before={name: months for name, months in {**before, **segment.before}.items() if name in names},
        stated={name: number for name, number in {**stated, **segment.stated}.items() if name in names},
        last_year=segment.last_year if segment.name else plan.last_year,
        part=part,
        own=segment,
        replan={name: months for name, months in {**replan, **segment.replan}.items() if name in names},
        elapsed=_elapsed(plan, segment),
    )


def _elapsed(plan: Plan, segment: Segment) -> Elapsed:
    """What the re-plan of a segment knew: the month is the plan's, and all else where the segment says nothing."""
    told, own = plan.elapsed, segment.elapsed
    return Elapsed(told.after, own.seen or told.seen, own.rates or told.rates)


def churn_of(plan: Plan, segment: Segment) -> float | None:
    """The part of recurring revenue that a segment loses a month; None where its customers pay no fee a month.

    In a plan with a recurring goal all segments' do: their goals are measured by it.
    """
    recurring = segment.goal.recurring or plan.goal.recurring
    return recurring.churn if recurring else None


def recurring_churns(plan: Plan) -> tuple[float, ...]:
    """The churn of every segment, or of the plan; none where any customers pay no fee a month."""
    churns = [churn_of(plan, segment) for segment in plan.segments or (Segment(""),)]
    return tuple(churn for churn in churns if churn is not None) if None not in churns else ()


def recurs(plan: Plan, segment: str | None = None) -> bool:
    """Whether what the customers of a segment, or of the whole plan, bring is new recurring revenue."""
    if segment is None:
        return bool(recurring_churns(plan))
    return any(each.name == segment and churn_of(plan, each) is not None for each in plan.segments)


def _scaled(series: Series | None, part: float) -> Series | None:
    return None if series is None else tuple(value * part for value in series)


def _scaled_stage(stage: Stage, part: float) -> Stage:
    """An inherited stage: what arrives directly is an absolute amount, of which a segment has its part of the goal."""
    if isinstance(stage.direct, Referral):
        return stage._replace(direct=stage.direct._replace(opening=stage.direct.opening * part))
    return stage._replace(direct=_scaled(stage.direct, part)) if stage.direct and part != 1 else stage


def stated_months(plan: Plan, branch: Branch) -> list[dict[int, float]]:
    """What `before` states, a stage from the top: plan month (below 1) -> arrivals."""
    return [
        {month.since(plan.start) + 1: count for month, count in branch.before.get(stage.name, {}).items()}
        for stage in branch.stages
    ]
