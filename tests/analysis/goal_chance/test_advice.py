"""What to do: the line that gains most, the factor that makes the goal safe, last year's counts."""

from __future__ import annotations

import math

import pytest

from kpiplan.analysis.goal_chance.answer import answer
from kpiplan.analysis.goal_chance.hindsight import hindsight
from kpiplan.funnel.targets import plan_targets
from tests.analysis.goal_chance.plans import ALL_RATES, SAAS, SAAS_TO_MAY, inbound, plan_of, seen, told
from tests.conftest import INBOUND

LINES = {"leads": "231 of 16_200", "mqls": "44 of 231", "sqls": "8 of 44", "opportunities": "3 of 8"}


def test_what_gains_most_is_the_chance_without_that_line() -> None:
    found = inbound(ALL_RATES).remedy
    assert found is not None
    assert (found.segment, found.input) == (None, "customers")
    rest = ", ".join(f"{name}: {line}" for name, line in LINES.items())
    assert math.isclose(found.chance, inbound(f"risk: {{{rest}}}\n").whole.chance.customers, rel_tol=1e-9)


def test_each_other_line_gains_less() -> None:
    best = inbound(ALL_RATES).remedy
    assert best is not None
    lines = {**LINES, "customers": "1 of 3"}
    for left_out in LINES:
        rest = ", ".join(f"{name}: {line}" for name, line in lines.items() if name != left_out)
        assert inbound(f"risk: {{{rest}}}\n").whole.chance.customers < best.chance


def test_the_market_and_the_volume_are_lines_too() -> None:
    found = inbound("risk: {market: 70% to 110%, leads: 1_500 of 100_000}\n")
    assert found.remedy is not None
    assert found.remedy.input == "market"
    alone = inbound("risk: {leads: 1_500 of 100_000}\n").whole.chance.customers
    assert math.isclose(found.remedy.chance, alone, rel_tol=1e-9)


def test_a_line_that_is_better_than_the_plan_is_no_advice() -> None:
    assert inbound("risk: {leads: 2_000 of 100_000}\n").remedy is None
    assert inbound().remedy is None


def test_what_is_too_late_is_out_of_reach() -> None:
    text = "name: P\nyear: 2020\ngoal: {customers: 8, next_year: 0%}\n"
    found = told(text + "funnel: [offers, {customers: {rate: 50%, lag: 12 months}}]\n", safe=0.99).safe
    assert found is not None
    assert (found.reached, found.late) == (False, True)
    known = inbound("risk: {customers: 0 of 3}\n", safe=0.99).safe
    assert known is not None
    assert (known.reached, known.late) == (False, False)


def test_nothing_certain_is_0_and_nothing_possible_is_1() -> None:
    assert 0 < told(INBOUND, goal=10_000).whole.chance.customers < 1e-300
    many = told("name: P\nyear: 2020\ngoal: {customers: 900}\nfunnel: [a, {customers: 5%}]\n", goal=1).whole
    assert 1 - 1e-15 < many.chance.customers < 1


LAST_YEAR = INBOUND + "last_year: {visits: 60_000, leads: 800, mqls: 150, opportunities: 14}\n"


def test_last_year_is_worth_a_remark_where_nothing_is_said() -> None:
    plan = plan_of(LAST_YEAR)
    found = answer(plan_targets(plan)).remembered
    assert found is not None
    assert found.lines == {None: ("leads", "mqls")}  # no counts of sqls, nor of what comes of them
    stated = told(LAST_YEAR + "risk: {leads: last_year, mqls: 150 of 800}\n").whole.chance
    assert math.isclose(found.chance.customers, stated.customers, rel_tol=1e-9)


def test_a_line_that_is_stated_stays() -> None:
    plan = plan_of(LAST_YEAR + "risk: {leads: 1.4% to 1.6%}\n")
    found = hindsight(plan)
    assert found is not None
    assert found.lines == {None: ("mqls",)}
    assert found.plan.risk is not None
    assert found.plan.risk.lines["leads"].text == "1.4% to 1.6%"


@pytest.mark.parametrize("last_year", ["{visits: 10, leads: 20}", "{visits: 10}", "{leads: 20, sqls: 3}"])
def test_counts_that_are_no_rate_are_no_remark(last_year: str) -> None:
    assert hindsight(plan_of(INBOUND + f"last_year: {last_year}\n")) is None


def test_a_ramp_above_100_percent_is_no_remark() -> None:
    text = INBOUND.replace("- customers: 50%", "- customers: {rate: {from: 20%, to: 80%}}")
    assert hindsight(plan_of(text + "last_year: {opportunities: 20, customers: 12}\n")) is None


SEGMENTS = """\
name: Two ways
year: 2026
goal: {customers: 60}
funnel: [visits, {customers: 10%}]
last_year: {visits: 500, customers: 40}
segments:
  north: {share: 50%}
  south: {share: 20%, last_year: {visits: 100, customers: 4}}
  east: {share: 30%, funnel: [calls, {customers: 20%}], last_year: {calls: 90, customers: 20}}
"""


def test_segments_remember_what_is_their_own() -> None:
    found = hindsight(plan_of(SEGMENTS))
    assert found is not None
    assert found.lines == {None: ("customers",), "east": ("customers",)}
    alone = hindsight(plan_of(SEGMENTS.replace("last_year: {visits: 500, customers: 40}\n", "")))
    assert alone is not None
    assert alone.lines == {"south": ("customers",), "east": ("customers",)}


def test_what_happened_is_told_from_the_start() -> None:
    plan = plan_of(SAAS)
    found = answer(plan_targets(plan), seen(SAAS_TO_MAY))
    assert [moment.through for moment in found.history] == [0, 1, 2, 3, 4]
    assert found.history[-1].chance.customers == pytest.approx(found.now.whole.chance.customers, rel=1e-12)
    assert answer(plan_targets(plan)).history == ()
