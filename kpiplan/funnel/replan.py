"""Targets with other arrivals in the plan months than follow from the goal: those of a re-plan, those that are safe."""

from kpiplan.funnel.branches import Branch
from kpiplan.funnel.stages import PlanUnder, Run, Targets
from kpiplan.months import YEAR_MONTHS, Series
from kpiplan.plan.model import Plan, Stage


def in_plan(run: Run, year: Series) -> Run:
    """A run with other values in the plan months."""
    months = range(min(run.first, 1), max(run.last, YEAR_MONTHS) + 1)
    return Run(months.start, tuple(year[m - 1] if 1 <= m <= YEAR_MONTHS else run.at(m) for m in months))


def winning(plan: Plan, branch: Branch, customers: Series) -> Branch:
    """A branch that wins other customers, and with them another path of recurring revenue."""
    recurring = branch.own.goal.recurring or plan.goal.recurring
    business = branch.business
    if business.recurring and recurring and branch.deal:
        kept, more, path = 1 - recurring.churn + recurring.expansion, 0.0, []
        for level, won, planned, fee in zip(business.recurring, customers, branch.customers, branch.deal, strict=True):
            more = more * kept + (won - planned) * fee
            path.append(level + more)
        business = business._replace(recurring=tuple(path))
    return branch._replace(customers=customers, business=business)


def replanned(plan: Plan, branch: Branch, targets: Targets) -> tuple[Branch, Targets]:
    """A branch and its targets with the months that its plan states under `replan`.

    Units pass from stage to stage as the plan under it has them, so many times its rates as the re-plan was made at;
    what hangs on months outside of the plan stays as it follows from the goal. Customers are as stated, and nobody
    rounds them.
    """
    told = branch.elapsed
    times = tuple(told.rates.get(stage.name, 1.0) for stage in targets.stages)
    stages = tuple(map(_times, targets.stages, times))
    arrivals = tuple(
        in_plan(run, branch.replan[stage.name]) if stage.name in branch.replan else run
        for stage, run in zip(stages, targets.arrivals, strict=True)
    )
    known = 0 if told.after is None else told.after.since(plan.start) + 1
    last = branch.replan.get(stages[-1].name)
    found = branch if last is None else winning(plan, branch, last)._replace(rounding=None)
    under = PlanUnder(targets, times, known)
    return found._replace(stages=stages), targets._replace(stages=stages, arrivals=arrivals, under=under)


def _times(stage: Stage, times: float) -> Stage:
    return stage if times == 1 else stage._replace(rate=tuple(rate * times for rate in stage.rate))
