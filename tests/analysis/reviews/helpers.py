"""Plans with chosen KPIs, made without a file."""

from __future__ import annotations

from kpiplan.kpis.record import Cadence, Kpi
from kpiplan.months import Month
from kpiplan.plan.kpi_goals import Aim, Band, Chosen, Limit
from kpiplan.plan.model import Goal, Plan, Stage

JANUARY = Month(2020, 1)
RATE = Kpi(
    id="close_rate",
    name="Close rate",
    formula="customers / opportunities",
    unit="ratio",
    better="higher",
    level="high",
    reach="both",
    cadence="monthly",
    purpose="leads and sales",
    tells="How many opportunities are won.",
    action="Look at what is lost.",
    source="",
)
AMOUNT = RATE._replace(id="leads", name="Leads", formula="leads", unit="count")
SCORE = RATE._replace(id="net_promoter_score", name="Net promoter score", unit="score")
COST = RATE._replace(id="cost", name="Cost", formula="marketing_spend / leads", unit="currency", better="lower")


def plan(*kpis: Chosen, start: Month = JANUARY) -> Plan:
    """A plan that chooses some KPIs."""
    funnel = (Stage("leads"), Stage("customers", rate=(0.1,) * 12))
    return Plan("Small plan", start, Goal(units=120), funnel, currency="USD", kpis=kpis)


def reviewed(cadence: Cadence | None, aim: Aim | None = None, kpi: Kpi = RATE) -> Chosen:
    """A KPI of a cadence, of at least 45% where nothing else is said."""
    return Chosen(kpi.id, aim or Band(Limit((0.45,) * 12), None), kpi, owner="Sales", review=cadence)
