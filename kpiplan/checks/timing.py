"""Whether arrivals can follow the goal through the year."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kpiplan.funnel.branches import Branch
from kpiplan.funnel.carry_in import OFF, smoothed
from kpiplan.funnel.targets import PlanTargets
from kpiplan.locales import numbers
from kpiplan.locales.digits import NOISE
from kpiplan.months import YEAR_MONTHS
from kpiplan.plan.model import Lag, Plan
from kpiplan.problems import Problem


def direct_beyond_need(targets: PlanTargets) -> Iterator[Problem]:
    """More arrives directly than a stage needs: its target is met, and what is above is not needed."""
    for outcome in targets.outcomes:
        branch, found = outcome.branch, outcome.targets
        for at in range(1, len(found.stages)):
            over = [
                (found.direct[at].at(month) - found.arrivals[at].at(month), month)
                for month in range(1, YEAR_MONTHS + 1)
            ]
            most, month = max(over)
            if most <= NOISE * max(1.0, found.arrivals[at].at(month)):
                continue
            months = sum(1 for amount, _ in over if amount > NOISE)
            name = found.stages[at].name
            there, needed = numbers.count(found.direct[at].at(month)), numbers.count(found.arrivals[at].at(month))
            when = targets.plan.start.plus(month - 1).long
            message = f"{there} {name} arrive directly in {when}, {needed} are needed"
            if months > 1:
                message += f" (and too many in {numbers.plural(months - 1, 'other month')})"
            hint = "raise the goal, lower the direct arrivals, or accept the surplus"
            yield Problem("direct-beyond-need", message, (*branch.stage_path(at), "direct"), hint)


def goal_outruns_lag(targets: PlanTargets) -> Iterator[Problem]:
    """A goal that jumps is smoothed over a spread lag: by the plain kernel its targets miss it month by month.

    Months of a re-plan rest on what is under way, which no kernel knows.
    """
    for outcome in targets.outcomes:
        branch, found = outcome.branch, smoothed(outcome.targets)
        if found is None or branch.replan:
            continue
        offs = [part - 1 for part in found.parts]
        months = sum(1 for off in offs if abs(off) > OFF)
        stage = max(range(1, len(branch.stages)), key=lambda at: _spread(branch.stages[at].lag))
        hint = f"{numbers.plural(months, 'month')} more than 5% off; smooth the goal, or state a lag of whole months"
        lag = branch.stages[stage].lag
        spread = f"a lag of {lag.shortest} to {lag.longest} months"
        message = _steep(targets.plan, branch, found.reach, offs, spread)
        yield Problem("goal-outruns-lag", message, branch.stage_path(stage), hint)


def _steep(plan: Plan, branch: Branch, reach: Sequence[float], offs: Sequence[float], spread: str) -> str:
    """The month that falls short most, else the one that the lag brings most beyond its goal."""
    low, high = min(range(YEAR_MONTHS), key=lambda at: offs[at]), max(range(YEAR_MONTHS), key=lambda at: offs[at])
    if offs[low] < -OFF:
        part = numbers.percent(1 + offs[low], 2)
        month = plan.start.plus(low).long
        return f"{month}'s goal rises faster than {spread} lets it: the targets bring {part} of it"
    goal = numbers.count(branch.customers[high])
    month = plan.start.plus(high).long
    return f"{spread} smooths the goal: the targets bring {numbers.count(reach[high])} in {month}, not {goal}"


def _spread(lag: Lag) -> int:
    return lag.longest - lag.shortest
