"""Targets with other arrivals in the plan months than follow from the goal: those of a re-plan, those that are safe."""

from kpiplan.funnel.branches import Branch
from kpiplan.funnel.stages import Run, Targets
from kpiplan.months import YEAR_MONTHS, Series
from kpiplan.plan.model import Plan


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

    A stage that is stated needs from above what does not arrive directly; so the plan fed its own targets still brings
    its own customers, which nobody rounds. What hangs on months outside of the plan stays as it follows from the goal.
    """
    arrivals, needs = list(targets.arrivals), list(targets.needs)
    for at, stage in enumerate(targets.stages):
        stated = branch.replan.get(stage.name)
        if stated is None:
            continue
        arrivals[at] = in_plan(arrivals[at], stated)
        if at:
            direct = targets.direct[at]
            need = tuple(max(0.0, count - direct.at(month)) for month, count in enumerate(stated, start=1))
            needs[at] = in_plan(needs[at], need)
    last = branch.replan.get(targets.stages[-1].name)
    found = branch if last is None else winning(plan, branch, last)._replace(rounding=None)
    return found, targets._replace(arrivals=tuple(arrivals), needs=tuple(needs))
