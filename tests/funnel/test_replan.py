"""`replan` in a plan: months that take the place of what follows from the goal."""

from __future__ import annotations

import pytest

import kpiplan
from kpiplan.funnel.branches import stated_months
from kpiplan.funnel.stages import down
from kpiplan.funnel.targets import plan_targets

PLAN = """\
name: A year
year: 2026
goal: {customers: 120, round_customers: up}
funnel:
  - visits
  - leads: {rate: 2%, direct: 3}
  - customers: {rate: 10%, lag: [40%, 60%]}
"""
REPLAN = """\
replan:
  leads: {jan: 80, else: 110}
  customers: [8, 7, 9, 11, 11, 11, 11, 11, 11, 11, 11, 11]
"""


def year(loaded: kpiplan.Loaded, kpi: str, segment: str | None = None) -> tuple[float | None, ...]:
    return kpiplan.targets(loaded).get(kpi, segment).values


def test_stated_months_are_the_targets_and_all_others_follow_from_the_goal() -> None:
    plain, other = kpiplan.read_plan(PLAN), kpiplan.read_plan(PLAN + REPLAN)
    assert other.problems == ()
    assert year(other, "customers") == (8, 7, 9, *(11,) * 9)
    assert year(other, "leads") == (80, *(110,) * 11)
    assert year(other, "visits") == year(plain, "visits")
    assert kpiplan.targets(other).get("customers").total == 123


def test_fed_its_own_targets_it_brings_its_own_customers() -> None:
    loaded = kpiplan.read_plan(PLAN + REPLAN + "  visits: [4000, 4000, 5000, 5500]\n")
    assert loaded.plan is not None
    (outcome,) = plan_targets(loaded.plan).outcomes
    found = down(outcome.targets, stated_months(loaded.plan, outcome.branch))
    assert found[-1] == pytest.approx(outcome.branch.customers, rel=1e-12)
    assert outcome.branch.rounding is None


def test_segments_take_their_part_or_have_their_own() -> None:
    text = PLAN + "replan: {customers: 12}\nsegments: {a: {share: 75%}, b: {share: 25%, replan: {customers: 2}}}\n"
    loaded = kpiplan.read_plan(text)
    assert year(loaded, "customers", "a") == (9,) * 12
    assert year(loaded, "customers", "b") == (2,) * 12
    assert year(loaded, "customers") == (11,) * 12


def test_recurring_revenue_follows_the_customers() -> None:
    """One customer more in January is a fee more all year, less what churns."""
    text = (
        "name: A year\nyear: 2026\ngoal: {recurring: {from: 100k, to: 200k, churn: 2%}, average_deal: 1k}\n"
        "funnel: [leads, {customers: 10%}]\n"
    )
    plain = kpiplan.read_plan(text)
    months = list(year(plain, "customers"))
    months[0] = (months[0] or 0.0) + 1
    other = kpiplan.read_plan(f"{text}replan: {{customers: {[f'{month:.12f}' for month in months if month]}}}\n")
    more = [
        (new or 0.0) - (old or 0.0)
        for new, old in zip(year(other, "recurring_revenue"), year(plain, "recurring_revenue"), strict=True)
    ]
    assert more == pytest.approx([1000 * 0.98**month for month in range(12)], rel=1e-6)


def test_a_stage_that_is_not_there_is_an_error_with_a_place() -> None:
    loaded = kpiplan.read_plan(PLAN + "replan: {customer: 12}\n")
    assert [(problem.code, str(problem.place)) for problem in loaded.errors] == [
        ("unknown-stage", "Place(line=8, column=10, length=8, file='')")
    ]
