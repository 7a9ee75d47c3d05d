"""The plan whose reviews the tests read: one of every kind of aim and cadence."""

from tests.conftest import INBOUND

PLAN = (
    INBOUND
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
  mqls: {at_least: 240 a year, review: weekly, owner: Marketing}
  bounce_rate: {at_most: 60%, review: weekly, owner: Web team}
  net_promoter_score: {reach: 45, from: 30, by: 2020-11, review: half-yearly}
  sales_sla_signed: {done: false, due: 2020-02, owner: Sales}
  launch_tasks: {tasks: [landing page, nurture mails, scoring], done: [landing page], due: 2020-03, owner: Marketing}
"""
)
