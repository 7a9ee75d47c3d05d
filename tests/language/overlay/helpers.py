"""A plan that changes are laid over, and what is found."""

from __future__ import annotations

from collections.abc import Sequence

from kpiplan.language.overlay.change import of_texts
from kpiplan.loader import Loaded, laid, read_file
from kpiplan.plan.model import Plan, Stage

PLAN = """\
name: Growth
year: 2026
currency: USD
goal: {revenue: 6M, average_deal: 30k, by_quarter: [20%, 25%, 25%, 30%]}
funnel:
  - visits: {cost: 0.50, sources: {organic: 60%, paid: {share: 40%, cost: 2}}}
  - leads: {rate: {from: 1.5%, to: 2%}, direct: {mar: 60, else: 0}}
  - mqls: 20%
  - trials: {each: 1.5}
  - customers: {by_age: [5%, 20%, 15%]}
existing: {revenue: 1M}
segments:
  inbound: {share: 60%}
  outbound:
    share: 40%
    goal: {average_deal: 90k}
    funnel: [calls, {meetings: 4%}, {customers: {rate: 25%, lag: 2 months}}]
scenarios:
  cautious: {leads: 1.2%, average_deal: 28k, why: what 2024 brought}
  bold:
    goal: {revenue: 9M}
    funnel: {mqls: {rate: 24%, lag: 1 month}, leads: 2%}
    outbound.meetings: 5%
"""


def under(*texts: str, plan: str = PLAN) -> Loaded:
    """The plan under the changes of options."""
    return laid(read_file(plan.encode(), "plan.yaml"), of_texts(texts))


def plan_under(*texts: str, plan: str = PLAN) -> Plan:
    """The same, without errors."""
    loaded = under(*texts, plan=plan)
    assert loaded.plan, loaded.errors
    return loaded.plan


def edited(*changes: tuple[str, str], plan: str = PLAN) -> Plan:
    """The plan with texts of its file replaced."""
    for old, new in changes:
        assert plan.count(old) == 1, old
        plan = plan.replace(old, new)
    loaded = laid(read_file(plan.encode(), "plan.yaml"))
    assert loaded.plan, loaded.errors
    return loaded.plan


def stage(funnel: Sequence[Stage], name: str) -> Stage:
    """A stage of a funnel by its name."""
    return next(each for each in funnel if each.name == name)
