"""Every published number that the arithmetic must reproduce."""

import math
from collections.abc import Mapping, Sequence
from itertools import pairwise

import pytest

import kpiplan
from kpiplan.funnel.stages import down

from .worked import about, exactly, figures_from, months, targets_from, year

RATES = (0.015, 0.2, 0.2, 0.4, 0.5)
PLANNED = (6250.0, 93.75, 18.75, 3.75, 1.5, 0.75)
STAGES = ("visits", "leads", "mqls", "sqls", "opportunities", "customers")


def inbound(rounding: str) -> str:
    """The inbound example, its customers rounded in one of the ways ("" for not at all)."""
    return f"""
        year: 2020
        currency: USD
        goal: {{revenue: 10M, average_deal: 1.1M{rounding and f", round_customers: {rounding}"}}}
        funnel: [visits, leads: 1.5%, mqls: 20%, sqls: 20%, opportunities: 40%, customers: 50%]
    """


@pytest.mark.parametrize("rounding", ["nearest", "down"])
def test_the_inbound_example_from_nine_customers(rounding: str) -> None:
    """10M / 1.1M = 9.09, rounded 9: 9/12 = 0.75; / 0.5 = 1.5; / 0.4 = 3.75; / 0.2 twice; / 0.015 = 6,250."""
    results = figures_from(inbound(rounding))
    for stage, count in zip(STAGES, PLANNED, strict=True):
        assert months(results, stage) == exactly([count] * 12)
    assert year(results, "customers") == about(9)
    assert results.carry_in == ()


def test_the_inbound_example_unrounded() -> None:
    """10/1.1/12 = 0.757575…, / (0.015 * 0.2 * 0.2 * 0.4 * 0.5 = 0.00012) = 6,313.1313…"""
    results = figures_from(inbound(""))
    assert months(results, "visits") == exactly([10 / 1.1 / 12 / 0.00012] * 12)
    assert f"{months(results, 'visits')[0]:,.2f}" == "6,313.13"
    assert year(results, "revenue") == about(10e6)


def test_the_inbound_example_from_ten_customers() -> None:
    """10/12 / 0.00012 = 6,944.44; ten customers bring $11M."""
    results = figures_from(inbound("up"))
    assert f"{months(results, 'visits')[0]:,.2f}" == "6,944.44"
    assert year(results, "customers") == about(10)
    assert year(results, "revenue") == about(11e6)


def test_rounding_to_nine_customers_leaves_the_goal_100k_short() -> None:
    """9 * 1.1M = 9.9M."""
    loaded = kpiplan.read_plan("name: x\n" + "\n".join(line[8:] for line in inbound("nearest").splitlines()))
    results = kpiplan.targets(loaded)
    assert results.get("revenue").total == about(9.9e6)
    [short] = [problem for problem in results.problems if problem.code == "rounding-short"]
    assert "$9.9M" in short.message
    assert "$100k short" in short.message


def test_the_published_chain_down_from_6000_visits() -> None:
    """6,000 * 1.5% = 90; * 20% = 18; * 20% = 3.6; * 40% = 1.44; * 50% = 0.72: 8.64 a year, $9.504M, 4% below 9."""
    targets = targets_from(inbound("nearest"))
    visits: Mapping[int, float] = dict.fromkeys(range(1, 13), 6000.0)
    found = down(targets, [visits, *({} for _ in STAGES[1:])])
    for count, chain in zip((6000, 90, 18, 3.6, 1.44, 0.72), found, strict=True):
        assert chain == exactly([count] * 12)
    customers = math.fsum(found[-1])
    assert customers == about(8.64)
    assert customers * 1.1e6 == about(9_504_000)
    assert customers / 9 - 1 == about(-0.04)


def test_the_effects_of_the_published_variance() -> None:
    """Plan 6250 … 0.75, actual 5900 / 91 / 17 / 3 / 2 / 1: -0.042, +0.020, -0.048, -0.080, +0.400, 0; sum +0.25."""
    targets = targets_from(inbound("nearest"))
    actual = (5900.0, 91.0, 17.0, 3.0, 2.0, 1.0)
    known: list[Mapping[int, float]] = [{} for _ in STAGES]
    bottoms = [down(targets, known)[-1][0]]
    for stage, count in enumerate(actual):
        known[stage] = {1: count}
        bottoms.append(down(targets, known)[-1][0])
    effects = [after - before for before, after in pairwise(bottoms)]
    assert [round(effect, 3) for effect in effects] == [-0.042, 0.020, -0.048, -0.080, 0.400, 0.0]
    assert math.fsum(effects) == about(0.25)


def test_kellblogs_pipeline() -> None:
    """$5M / $125k = 40 a period; 325 * 1.5% + 225 * 3.1% + 250 * 7% + 225 * 3.3% + 200 * 2% + 175 * 1.1% = 42.7.

    The periods there are quarters; here a month stands for each.
    """
    text = """
        goal: {revenue: 60M, average_deal: 125k}
        funnel:
          - opportunities
          - customers: {by_age: [1.5%, 3.1%, 7.0%, 3.3%, 2.0%, 1.1%, 0%]}
    """
    results, targets = figures_from(text), targets_from(text)
    assert months(results, "customers") == exactly([40.0] * 12)
    assert months(results, "opportunities") == exactly([40 / 0.18] * 12)
    created = (325.0, 225.0, 250.0, 225.0, 200.0, 175.0, 150.0)
    expected = down(targets, [{1 - age: count for age, count in enumerate(created)}, {}])[-1][0]
    assert expected == about(42.7)


CARRY_IN = """
    year: 2020
    goal: {customers: 120}
    funnel: [opportunities, customers: {rate: 50%, lag: [50%, 30%, 20%]}]
"""


def test_carry_in_of_ten_customers_a_month() -> None:
    """10 / 50% = 20 a month, before the plan too.

    December 2019 brings 30% of January's 10 and 20% of February's: 5. November brings 20% of January's: 2.
    """
    results = figures_from(CARRY_IN)
    assert months(results, "opportunities") == exactly([20.0] * 12)
    rows = [(row.stage, str(row.month), row.needed, row.brings, row.stated) for row in results.carry_in]
    assert rows == [
        ("opportunities", "2019-11", about(20), about(2), None),
        ("opportunities", "2019-12", about(20), about(5), None),
    ]


@pytest.mark.parametrize("before", ["{2019-11: 20, 2019-12: 20}", "{2019-Q4: 60}"])
def test_with_20_stated_for_the_two_months_before_every_month_expects_10(before: str) -> None:
    text = f"{CARRY_IN}\n    before: {{opportunities: {before}}}\n"
    results = figures_from(text)
    assert [row.stated for row in results.carry_in] == [20.0, 20.0]
    assert down(targets_from(text), [{0: 20.0, -1: 20.0}, {}])[-1] == exactly([10.0] * 12)


@pytest.mark.parametrize(
    ("known", "expected"),
    [
        ({0: 0.0, -1: 0.0}, [5.0, 8.0, *[10.0] * 10]),
        ({0: 10.0}, [8.5, 9.0, *[10.0] * 10]),
    ],
)
def test_fewer_before_the_plan_are_missed_where_they_would_have_landed(
    known: Mapping[int, float], expected: Sequence[float]
) -> None:
    """Nothing before: January has its own 50%, February 50% and 30%. Ten too few in December: 1.5 and 1 are missed."""
    assert down(targets_from(CARRY_IN), [known, {}])[-1] == exactly(expected)


def test_targets_can_be_had_again_and_again() -> None:
    """`kpiplan.targets` is the function, however often it was used."""
    plan = kpiplan.read_plan("name: x\nyear: 2026\ngoal: {customers: 12}\nfunnel: [leads, {customers: 10%}]\n")
    assert [kpiplan.targets(plan).get("leads").total for _ in range(3)] == [about(120)] * 3
