"""The plan whose agreement the tests read."""

from tests.conftest import INBOUND

OWNED = INBOUND.replace("- visits", "- visits: {owner: Marketing, label: Website visits}").replace(
    "- opportunities: 40%", "- opportunities: {rate: 40%, owner: Sales}"
)
PLAN = (
    OWNED.replace("goal:", "why: Nine customers through the website.\ngoal:")
    + """\
costs: {marketing: 40k}
kpis:
  cost_per_lead:
    at_most: 480
    review: monthly
    owner: Demand generation
    source: Google Ads + HubSpot
    action: move budget between channels
  close_rate: {at_least: 45%, review: quarterly, owner: Sales}
  net_promoter_score: {reach: 45, from: 30, by: 2020-11}
  sales_sla_signed: {done: false, due: 2020-02, owner: Sales}
  launch_tasks: {tasks: [landing page, nurture mails, scoring], done: [landing page], due: 2020-03, owner: Marketing}
"""
)
