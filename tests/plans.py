"""Plans that tests of several rooms read, and plans made of a text."""

from __future__ import annotations

import kpiplan
from kpiplan.plan.model import Plan
from tests.conftest import INBOUND

_COSTS = """\
costs: {marketing: 40k}
kpis:
  cost_per_lead:
    at_most: 480
    review: monthly
    owner: Demand generation
    source: Google Ads + HubSpot
    action: move budget between channels
  close_rate: {at_least: 45%, review: quarterly, owner: Sales}
"""
_TASKS = """\
  sales_sla_signed: {done: false, due: 2020-02, owner: Sales}
  launch_tasks: {tasks: [landing page, nurture mails, scoring], done: [landing page], due: 2020-03, owner: Marketing}
"""

# one of every kind of aim and cadence
REVIEWED = f"""\
{INBOUND}{_COSTS}\
  mqls: {{at_least: 240 a year, review: weekly, owner: Marketing}}
  bounce_rate: {{at_most: 60%, review: weekly, owner: Web team}}
  net_promoter_score: {{reach: 45, from: 30, by: 2020-11, review: half-yearly}}
{_TASKS}"""

# a funnel that marketing hands over to sales
OWNED = INBOUND.replace("- visits", "- visits: {owner: Marketing, label: Website visits}").replace(
    "- opportunities: 40%", "- opportunities: {rate: 40%, owner: Sales}"
)
_WHY = OWNED.replace("goal:", "why: Nine customers through the website.\ngoal:")
AGREED = f"""\
{_WHY}{_COSTS}\
  net_promoter_score: {{reach: 45, from: 30, by: 2020-11}}
{_TASKS}"""


def plan_of(text: str) -> Plan:
    """The plan of a text without errors."""
    loaded = kpiplan.read_plan(text)
    assert loaded.plan is not None, [(problem.path, problem.message) for problem in loaded.errors]
    return loaded.plan
