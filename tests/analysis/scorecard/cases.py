"""Plans with KPIs, and scores of what is known of them by month."""

from __future__ import annotations

from collections.abc import Mapping

from kpiplan.analysis.scorecard.from_plan import levels, own
from kpiplan.analysis.scorecard.measures import Known
from kpiplan.analysis.scorecard.score import Score, score
from kpiplan.analysis.variance.actuals import Window
from kpiplan.funnel.targets import plan_targets
from kpiplan.plan.model import Plan
from tests import plans

FUNNEL = "[visits, {leads: 1.5%}, {mqls: 20%}, {sqls: 20%}, {opportunities: 40%}, {customers: 50%}]"
INBOUND = f"""\
name: Inbound
year: 2020
currency: USD
goal: {{revenue: 9M, average_deal: 1M}}
funnel: {FUNNEL}
"""
Months = Mapping[int, float]


def plan_of(kpis: str, rest: str = "", head: str = INBOUND) -> Plan:
    """A plan that needs 6,250 visits and 0.75 customers a month, with some KPIs."""
    return plans.plan_of(f"{head}{rest}kpis: {kpis}\n")


def run(*values: float, first: int = 1) -> dict[int, float]:
    """Values of months in a row."""
    return dict(enumerate(values, start=first))


def scored(kpi: str, through: int, part: float = 1.0, rest: str = "", **measures: Months) -> Score:
    """The only KPI of a plan, against measures by month."""
    return measured(kpi, through, measures, part, rest)


def measured(kpi: str, through: int, measures: Mapping[str, Months], part: float = 1.0, rest: str = "") -> Score:
    """The same, of measures by name."""
    plan = plan_of(f"{{{kpi}}}", rest)
    known = Known(measures, own(plan), levels(plan))
    return score(plan, plan.kpis[0], known, Window(through, part))


def findings(kpis: str, rest: str = "", head: str = INBOUND) -> dict[str, tuple[str, str]]:
    """What checks say of the KPIs, by code and path: severity and message."""
    from kpiplan.checks import findings as found

    plan = plan_of(kpis, rest, head)
    return {
        f"{problem.code} {'.'.join(map(str, problem.path))}": (problem.severity, problem.message)
        for problem in found(plan_targets(plan))
        if problem.path[:1] == ("kpis",)
    }
