"""Plans whose chances are known, and how tests ask for them."""

from __future__ import annotations

from collections.abc import Mapping

from kpiplan.analysis.goal_chance.engine import goal_chance
from kpiplan.analysis.goal_chance.results import GoalChance
from kpiplan.analysis.variance.actuals import Actuals, Seen
from kpiplan.funnel.targets import plan_targets
from kpiplan.loader import load
from kpiplan.plan.model import Plan
from tests.conftest import INBOUND

ALL_RATES = "risk: {leads: 231 of 16_200, mqls: 44 of 231, sqls: 8 of 44, opportunities: 3 of 8, customers: 1 of 3}\n"

# lags, carry-in that is stated, direct arrivals, seasons, a ramp; nothing is said of risk
SAAS = """\
name: Demand plan FY26
start: 2025-02
currency: USD
goal:
  revenue: 12M
  average_deal: 40k
  by_quarter: [22%, 24%, 25%, 29%]
  next_year: 20%
funnel:
  - visits
  - leads: {rate: {from: 2.7%, to: 2.95%}, direct: {mar: 60, oct: 110, else: 0}}
  - mqls: 30%
  - opportunities: {rate: 45%, lag: 1 month}
  - customers: {rate: 22%, lag: 1 quarter}
before:
  opportunities: {2024-Q4: 290, 2025-01: 100}
  mqls: {2025-01: 243}
"""
SAAS_TO_MAY = {
    "visits": (31000, 30500, 32800, 30100),
    "leads": (850, 930, 910, 820),
    "mqls": (250, 270, 262, 255),
    "opportunities": (104, 109, 118, 111),
    "customers": (20, 21, 21, 22),
}


def plan_of(text: str) -> Plan:
    """The plan of a text without errors."""
    loaded = load(text.encode(), "plan.yaml")
    assert loaded.plan is not None, loaded.problems
    return loaded.plan


def told(
    text: str,
    *,
    goal: float | None = None,
    safe: float | None = None,
    actuals: Actuals | None = None,
    by_month: bool = False,
) -> GoalChance:
    """The chance of the goal of a plan text."""
    plan = plan_of(text)
    return goal_chance(plan_targets(plan), actuals, goal=goal, safe=safe, by_month=by_month)


def inbound(risk: str = "", **asked: float) -> GoalChance:
    """Of the smallest useful plan of the documentation, with what is said of risk."""
    return told(INBOUND + risk, goal=asked.get("goal"), safe=asked.get("safe"))


def seen(arrivals: Mapping[str, tuple[float, ...]], part: float = 1.0) -> Actuals:
    """Actuals of the whole plan, month by month from the first."""
    through = max(len(months) for months in arrivals.values())
    counts = {stage: dict(enumerate(months, start=1)) for stage, months in arrivals.items()}
    return Actuals({None: Seen(counts)}, through, part)
