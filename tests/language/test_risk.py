"""`risk` in the plan: what it reads to, and what is wrong with it."""

from __future__ import annotations

import subprocess
import sys

import pytest

from kpiplan.api import read_plan, targets
from kpiplan.plan.risk import Between, LastYear, Line, Risk, Seen
from tests.conftest import SAMPLES
from tests.language.helpers import FUNNEL, GOAL, HEAD, errors, read, said

PLAN = HEAD + GOAL + FUNNEL
A_LINE = "a line such as 231 of 16_200, 18% to 23% or last_year"


def test_every_kind_of_line() -> None:
    text = """\
risk:
  visits: 85% to 110%
  leads: 231 of 16_200
  customers: last_year
  average_deal: 900k to $1.1M
  deal_spread: 60%
  market: 85% to 115%
last_year: {leads: 870, customers: 9}
"""
    plan = read(PLAN + text).plan
    assert plan is not None
    assert plan.risk == Risk(
        {
            "visits": Line(Between(0.85, 1.1), "85% to 110%"),
            "leads": Line(Seen(231, 16_200), "231 of 16_200"),
            "customers": Line(LastYear(), "last_year"),
            "average_deal": Line(Between(900_000, 1_100_000, False), "900k to $1.1M"),
            "market": Line(Between(0.85, 1.15), "85% to 115%"),
        },
        0.6,
    )


def test_segments_say_what_is_theirs() -> None:
    text = "risk: {leads: 231 of 16_200}\nsegments:\n  a: {share: 60%}\n  b: {share: 40%, risk: {leads: 5 of 300}}\n"
    plan = read(PLAN + text).plan
    assert plan is not None
    assert [segment.risk for segment in plan.segments] == [
        None,
        Risk({"leads": Line(Seen(5, 300), "5 of 300")}),
    ]


def test_a_plan_that_says_nothing_has_none() -> None:
    plan = read(PLAN).plan
    assert plan is not None
    assert plan.risk is None


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("leads: 20%", "9:15 bad-belief: 20% can't be read as what a number rests on"),
        ("leads: x of 3", "9:15 bad-belief: x of 3 has no two counts"),
        ("leads: 5 of 7 of 9", "9:15 bad-belief: 5 of 7 of 9 has no two counts"),
        ("leads: 18 to 23%", "9:15 bad-belief: 18 to 23% can't be read as what a number rests on"),
        ("leads: [1]", f"9:15 wrong-type: a list stands where {A_LINE} should"),
        ("leads: null", f"9:15 wrong-type: nothing stands where {A_LINE} should"),
        ("leeds: 5 of 7", "9:8 unknown-stage: no stage is called leeds"),
        ("leads: 30% to 20%", "9:15 belief-range: 30% to 20% ends below its beginning"),
        ("leads: 20% to 20%", "9:15 belief-range: 20% to 20% ends at its beginning"),
        ("leads: 5 of 0", "9:15 belief-counts: 5 of 0 is a part of nothing"),
        ("leads: 7 of 5", "9:15 belief-counts: 7 came through to leads of only 5 visits"),
        ("visits: 7 of 9", "9:16 belief-misplaced: visits is the first stage, which has no rate"),
        ("visits: last_year", "9:16 belief-misplaced: visits is the first stage, which has no rate"),
        ("leads: 2 to 3", "9:15 belief-misplaced: leads has a rate, which is a percentage"),
        ("customers: 60% to 140%", "9:19 belief-too-wide: 60% to 140% is wider than a rate can be: none is above 100%"),
        ("customers: last_year",
         "9:19 belief-no-last-year: customers rests on last_year, which has not both leads and customers"),
        ("market: last_year", "9:16 bad-belief: last_year can't be read as a range"),
        ("average_deal: 3 to x", "9:22 bad-money: 3 to x can't be read as an amount"),
        ("average_deal: 3€ to 4€", "9:22 wrong-currency: 3€ to 4€ in a plan whose currency is USD"),
        ("deal_spread: 60", "9:21 bare-percentage: a bare 60 is not a percentage"),
        ("leads: -5% to 6%", "9:15 out-of-range: -5% to 6% begins below 0"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_at_its_place(line: str, problem: str) -> None:
    assert errors(PLAN + f"risk: {{{line}}}\n") == [problem]


@pytest.mark.parametrize("line", ["deal_spread: 60%", "average_deal: 3k to 4k"])
def test_deals_that_nobody_planned(line: str) -> None:
    text = HEAD + "goal: {customers: 12}\n" + FUNNEL + f"risk: {{{line}}}\n"
    assert (
        errors(text)[0].partition(": ")[2]
        == f"{line.partition(':')[0]} is said of deals, and no average_deal is planned"
    )


def test_the_market_is_one_for_all_segments() -> None:
    text = PLAN + "segments: {a: {share: 100%, risk: {market: 85% to 115%}}}\n"
    assert errors(text) == [
        "9:36 unknown-key: market has no place here: the market is one for all segments, so it belongs to the plan"
    ]


@pytest.mark.parametrize(
    ("each", "line", "wrong"),
    [("2.3", "46 of 20", False), ("2.3", "2 to 2.5", False), ("2.3", "200% to 250%", False), ("0.5", "5 of 20", False)],
)
def test_several_of_each_may_be_more_than_one(each: str, line: str, wrong: bool) -> None:
    text = HEAD + "goal: {orders: 120}\nfunnel:\n  - visits\n  - buyers: 2%\n  - orders: {each: EACH}\n"
    assert bool(errors(text.replace("EACH", each) + f"risk: {{orders: {line}}}\n")) is wrong


def test_a_ramp_may_be_carried_above_one_hundred() -> None:
    text = PLAN.replace("customers: 50%", "customers: {rate: {from: 30%, to: 90%}}")
    assert errors(text + "risk: {customers: 54% to 58%}\n") == []
    [problem] = errors(text + "risk: {customers: 58% to 72%}\n")
    assert "belief-above-one: 58% to 72% carries customers to 121%" in problem


@pytest.mark.parametrize(
    ("line", "warning"),
    [
        ("leads: 1% to 1.4%", "9:15 belief-apart: leads: 1.5% is planned, outside the 1% to 1.4% that it rests on"),
        ("average_deal: 1.1M to 1.2M",
         "9:22 belief-apart: average_deal: $1M is planned, outside the 1.1M to 1.2M that it rests on"),
        ("leads: 1% to 1.5%", None),
        ("leads: 5 of 900", None),
        ("visits: 70% to 90%", None),
    ],
)  # fmt: skip
def test_a_range_that_the_plan_does_not_lie_in(line: str, warning: str | None) -> None:
    found = targets(read_plan(PLAN + f"risk: {{{line}}}\n")).problems
    told = [said(problem) for problem in found if problem.code == "belief-apart"]
    assert told == ([warning] if warning else [])


def test_it_changes_nothing_else_of_the_plan() -> None:
    plain, stated = (targets(read_plan(PLAN + more)) for more in ("", "risk: {leads: 231 of 16_200}\n"))
    assert plain.figures == stated.figures
    assert plain.problems == stated.problems


@pytest.mark.parametrize("plan", ["inbound.yaml", "saas.yaml"])
def test_a_plan_without_it_loads_nothing_of_it(plan: str) -> None:
    script = (
        "import sys\n"
        "from kpiplan.__main__ import main\n"
        f"assert main(['target', {str(SAMPLES / plan)!r}]) == 0\n"
        "print(*sorted(sys.modules), file=sys.stderr)\n"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    loaded = done.stderr.splitlines()[-1].split()
    assert not [
        name
        for name in loaded
        if name.startswith(("kpiplan.analysis.goal_chance", "kpiplan.analysis.distributions.continuous"))
        or name.endswith(".risk")
    ]
    assert "kpiplan.checks.goals" in loaded
