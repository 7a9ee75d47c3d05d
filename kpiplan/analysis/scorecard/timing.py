"""Amounts of the year, and of quarters, in the plan's own timing: when the funnel brings them."""

from __future__ import annotations

import math
from collections.abc import Sequence

from kpiplan.analysis.scorecard.from_plan import YEAR, planned
from kpiplan.analysis.scorecard.measures import Known, value
from kpiplan.funnel.targets import PlanTargets
from kpiplan.months import YEAR_MONTHS
from kpiplan.plan.kpi_goals import Band, Chosen, Limit

_MONTHS = {"quarter": 3, "year": YEAR_MONTHS}  # over which a stated amount is spread


def timed(targets: PlanTargets) -> PlanTargets:
    """What KPIs must be, spread over the months as the plan itself spreads it, where it gives the KPI.

    A plan that brings 40% of its customers in the last quarter wants 40% of `new_customers: {at_least: 12}` there too.
    Amounts of months, and KPIs that the plan does not give, stay as they are.
    """
    plan = targets.plan
    if not any(_to_time(chosen) for chosen in plan.kpis):
        return targets
    known = planned(targets)
    return targets._replace(plan=plan._replace(kpis=tuple(_timed(chosen, known) for chosen in plan.kpis)))


def _to_time(chosen: Chosen) -> bool:
    aim = chosen.aim
    return isinstance(aim, Band) and any(side is not None and side.stated in _MONTHS for side in (aim.low, aim.high))


def _timed(chosen: Chosen, known: Known) -> Chosen:
    aim = chosen.aim
    if chosen.kpi is None or not isinstance(aim, Band) or not _to_time(chosen):
        return chosen
    gives = [value(chosen.kpi, known, (month,)).value for month in YEAR]
    weights = [each for each in gives if each is not None and each >= 0]
    if len(weights) < YEAR_MONTHS:
        return chosen
    return chosen._replace(aim=aim._replace(low=_spread(aim.low, weights), high=_spread(aim.high, weights)))


def _spread(side: Limit | None, weights: Sequence[float]) -> Limit | None:
    size = _MONTHS.get(side.stated) if side else None
    if side is None or size is None:
        return side
    months: list[float] = []
    for first in range(0, YEAR_MONTHS, size):
        part, own = weights[first : first + size], side.months[first : first + size]
        whole = math.fsum(part)
        months += [math.fsum(own) * weight / whole for weight in part] if whole else own
    return Limit(tuple(months))
