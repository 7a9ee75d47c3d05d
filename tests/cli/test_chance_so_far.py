"""The chance from here: `kpiplan chance plan.yaml EXPORT...`, and what `kpiplan actuals` says of it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.conftest import Kpiplan, put

QUARTER = """\
month,visits,leads,mqls,sqls,opportunities,customers
2020-01,5600,85,17,4,1,1
2020-02,5500,76,14,2,1,0
2020-03,5100,70,13,2,1,0
"""

SCREEN = """\
Inbound marketing 2020 - the chance of the goal after March 2020, USD

  Chance  17% that the year brings 9 customers; 13% that it brings $10M
          36% and 24% by luck alone, were every rate and volume as planned
  Years   1 +###+=--|::.............. 24 customers, | the goal
  Safe    80% takes 4.94 times the work at the top: 30,902 visits a month instead of 6,250
          more of the same is the wrong lever here: learn the rates first, or better them
  Gains   most by customers: 24% instead of 17%, were it certain and as planned (50%)
  So far  54% at the start, Jan 48%, Feb 29%, Mar 17%
"""
RESTS = """\
What it rests on  planned  expected  80 of 100 years  stated  seen so far
leads                1.5%     1.43%   1.31% to 1.55%          231 of 16,200
mqls                  20%     19.1%   15.9% to 22.4%          44 of 231
sqls                  20%     18.4%   11.6% to 25.7%          8 of 44
opportunities         40%     38.1%   19.8% to 57.5%          3 of 8
customers             50%       40%     14.3% to 68%          1 of 3

  Nothing is stated of leads, mqls, sqls, opportunities and customers: each began as sure as one conversion, and learnt.
"""


@pytest.fixture
def quarter(inbound: Path) -> Path:
    """The smallest useful plan, and beside it what its first quarter brought."""
    return put(inbound.parent / "q1.csv", QUARTER)


@pytest.mark.usefixtures("quarter")
def test_the_chance_after_a_quarter(kpiplan: Kpiplan) -> None:
    run = kpiplan("chance", "plan.yaml", "q1.csv")
    assert run.out.startswith(SCREEN)
    assert run.out.endswith(RESTS)
    assert run.err == "plan.yaml: 1 warning, 3 notes; `kpiplan check plan.yaml` explains them\n"
    assert run.code == 0


@pytest.mark.usefixtures("quarter")
def test_data_have_the_published_chances_and_what_was_seen(kpiplan: Kpiplan) -> None:
    document = json.loads(kpiplan("chance", "plan.yaml", "q1.csv", "--format", "json").out)
    assert document["actuals_to"] == "2020-03"
    assert round(document["luck"]["customers"], 6) == 0.364092
    assert round(document["chance"]["customers"], 6) == 0.168813
    assert [moment["period"] for moment in document["history"]] == [None, "2020-01", "2020-02", "2020-03"]
    assert document["history"][-1]["chance"] == document["chance"]
    lines = {line["input"]: line for line in document["rests_on"]}
    assert lines["customers"]["seen"] == {"came": 1.0, "of": 3.0}
    assert lines["customers"]["mean"] == pytest.approx(2 / 5)  # Beta(2, 3)
    assert lines["leads"]["mean"] == pytest.approx(232 / (232 + 16034.6667), rel=1e-7)
    by_month = document["range"][0]["by_month"]
    assert [month["p50"] for month in by_month[:3]] == [1, 1, 1]  # what is known


@pytest.mark.usefixtures("quarter")
def test_the_months_so_far_may_end_earlier(kpiplan: Kpiplan) -> None:
    out = kpiplan("chance", "plan.yaml", "q1.csv", "--through", "2020-02").out
    assert out.startswith("Inbound marketing 2020 - the chance of the goal after February 2020, USD\n")
    assert "  So far  54% at the start, Jan 48%, Feb 29%\n" in out


@pytest.mark.usefixtures("quarter")
def test_actuals_say_the_chance_in_one_line(kpiplan: Kpiplan) -> None:
    run = kpiplan("actuals", "q1.csv", "--detail")
    said = "        17% that the year brings 9 customers (54% at the start, Jan 48%, Feb 29%, Mar 17%)\n"
    assert said in run.out
    outlook = json.loads(kpiplan("actuals", "q1.csv", "--format", "json").out)["outlook"][-1]
    document = json.loads(kpiplan("chance", "plan.yaml", "q1.csv", "--format", "json").out)
    assert {name: outlook[name] for name in ("luck", "chance", "history")} == {
        name: document[name] for name in ("luck", "chance", "history")
    }


def test_a_year_that_is_over_is_certain(inbound: Path, kpiplan: Kpiplan) -> None:
    rows = "".join(f"2020-{month:02},6250,94,19,4,2,{month % 2 + month // 6}\n" for month in range(1, 13))
    put(inbound.parent / "year.csv", QUARTER.splitlines(keepends=True)[0] + rows)
    document = json.loads(kpiplan("actuals", "year.csv", "--format", "json").out)
    assert document["outlook"][0]["chance"]["customers"] == 1.0
    assert len(document["outlook"][0]["history"]) == 13


def test_segments_have_no_chance_of_their_own_in_the_outlook(tmp_path: Path, kpiplan: Kpiplan) -> None:
    put(
        tmp_path / "plan.yaml",
        "name: P\nyear: 2026\ngoal: {customers: 24}\nfunnel: [leads, {customers: 10%}]\n"
        "segments: {north: {share: 50%}, south: {share: 50%}}\n",
    )
    export = put(tmp_path / "e.csv", "month,segment,leads,customers\n2026-01,north,11,1\n2026-01,south,9,0\n")
    outlooks = json.loads(kpiplan("actuals", str(export), "--format", "json").out)["outlook"]
    assert [(each["segment"], each["chance"] is None) for each in outlooks] == [
        ("north", True),
        ("south", True),
        (None, False),
    ]


@pytest.mark.parametrize("command", [("actuals", "q1.csv"), ("chance", "plan.yaml", "q1.csv")])
@pytest.mark.parametrize(("floor", "code"), [("15%", 0), ("50%", 1), ("0.5", 1)])
def test_a_gate_on_the_chance(command: tuple[str, ...], floor: str, code: int, quarter: Path, kpiplan: Kpiplan) -> None:
    run = kpiplan(*command, "--fail-under", f"chance={floor}")
    assert run.code == code
    said = f"kpiplan: gate missed: the chance of the goal is 16.9%, under {floor}\n"
    assert run.err.endswith(said) == (code == 1), run.err


@pytest.mark.usefixtures("quarter")
def test_a_missed_chance_is_a_gate_in_data(kpiplan: Kpiplan) -> None:
    out = kpiplan("actuals", "q1.csv", "--fail-under", "chance=50%", "--format", "json").out
    assert json.loads(out)["gates"] == [
        {
            "gate": "chance",
            "segment": None,
            "kpi": "chance",
            "unit": "ratio",
            "status": None,
            "target": None,
            "actual": pytest.approx(0.1688, abs=1e-4),
            "attainment": None,
            "limit": 0.5,
            "probability": None,
            "message": "the chance of the goal is 16.9%, under 50%",
        }
    ]


@pytest.mark.parametrize("option", ["chance=150%", "chance=1.5"])
def test_no_chance_is_above_100_percent(option: str, quarter: Path, kpiplan: Kpiplan) -> None:
    run = kpiplan("actuals", "q1.csv", "--fail-under", option)
    assert (run.code, run.out) == (2, "")
    assert run.err == f"kpiplan: --fail-under '{option}' is not of the form chance=50%\n"


def test_a_stage_that_is_called_so_is_what_a_floor_means(tmp_path: Path, kpiplan: Kpiplan) -> None:
    put(tmp_path / "plan.yaml", "name: P\nyear: 2026\ngoal: {customers: 24}\nfunnel: [chance, {customers: 10%}]\n")
    export = put(tmp_path / "e.csv", "month,chance,customers\n2026-01,5,0\n")
    run = kpiplan("actuals", str(export), "--fail-under", "chance=120%")
    assert "gate missed: chance under 120% of its target: 5 of 20 to date, 25%\n" in run.err


def test_a_goal_that_is_too_large_to_tell(tmp_path: Path, kpiplan: Kpiplan) -> None:
    put(tmp_path / "plan.yaml", "name: P\nyear: 2026\ngoal: {orders: 2M}\nfunnel: [visits, {orders: 5%}]\n")
    export = put(tmp_path / "e.csv", "month,visits,orders\n2026-01,3000000,160000\n")
    run = kpiplan("actuals", str(export), "--format", "json")
    outlook = json.loads(run.out)["outlook"][0]
    assert (run.code, outlook["chance"], outlook["history"]) == (0, None, [])
    missed = kpiplan("actuals", str(export), "--fail-under", "chance=50%")
    assert missed.code == 1
    assert missed.err.endswith("gate missed: the chance of so large a goal is not told, so it can't reach 50%\n")


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("none.csv",), 2, "none.csv: no such file"),
        (("plan.yaml",), 4, "nothing is compared"),
        (("q1.csv", "--through", "march"), 2, "--through 'march' is no month; write it as 2020-06"),
        (("late.csv",), 4, "nothing to compare: "),
    ],
)
def test_exports_that_say_nothing(
    words: tuple[str, ...], code: int, said: str, quarter: Path, kpiplan: Kpiplan
) -> None:
    put(quarter.parent / "late.csv", "month,leads\n2025-01,5\n2025-02,5\n")
    run = kpiplan("chance", "plan.yaml", *words)
    assert (run.code, run.out) == (code, "")
    assert said in run.err


@pytest.mark.usefixtures("inbound")
def test_standard_input_is_one_thing(kpiplan: Kpiplan) -> None:
    run = kpiplan("chance", "-", "-")
    assert (run.code, run.err) == (2, "kpiplan: standard input can't be both the plan and an export\n")


def test_rules_of_the_command_line_hold(inbound: Path, kpiplan: Kpiplan) -> None:
    put(inbound.parent / "crm.csv", "Created,Status\n2020-01-05,won\n2020-01-07,open\n2020-02-09,won\n")
    run = kpiplan("chance", "plan.yaml", "crm.csv", "--read", "customers: count Created where Status = won")
    assert run.code == 0
    assert run.out.startswith("Inbound marketing 2020 - the chance of the goal after February 2020, USD\n")
    assert "  So far  54% at the start, Jan 58%, Feb 62%\n" in run.out
