"""The gates of `kpiplan actuals`: what fails a review, and what is said of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.exports import MONTHLY
from tests.conftest import INBOUND, Kpiplan, put


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--fail-on", "watch"), ["visits to be watched, probably not just bad luck: 16,200 of 18,750 to date, 86.4%"]),
        (("--fail-under", "sqls=75%"), ["sqls under 75% of its target: 8 of 11.25 to date, 71.1%"]),
        (("--fail-under", "revenue=0.5"), ["revenue under 0.5 of its target: $1M of $2.475M to date, 40.4%"]),
        (("--fail-under", "spend=50%"), ["spend has no actuals, so it can't reach 50%"]),
        (
            ("--fail-under", "visits=86.5%", "--fail-under", "customers=50%"),
            [
                "visits under 86.5% of its target: 16,200 of 18,750 to date, 86.4%",
                "customers under 50% of its target: 1 of 2.25 to date, 44.4%",
            ],
        ),
    ],
)
def test_missed_gates(options: tuple[str, ...], said: list[str], monthly: Path, kpiplan: Kpiplan) -> None:
    run = kpiplan("actuals", "q1.csv", *options)
    assert run.code == 1
    assert run.out.startswith("Inbound marketing 2020 - actuals")
    for line in said:
        assert f"kpiplan: gate missed: {line}\n" in run.err


def test_what_is_proven_fails_both_gates_and_what_is_not_the_nervous_one(inbound: Path, kpiplan: Kpiplan) -> None:
    put(
        inbound.parent / "q1.csv", MONTHLY.replace("80,15", "60,15").replace("81,16", "60,16").replace("70,13", "50,13")
    )
    run = kpiplan("actuals", "q1.csv", "--fail-on", "behind")
    assert run.code == 1
    assert [line for line in run.err.splitlines() if "gate" in line] == [
        "kpiplan: gate missed: leads behind by more than chance: 170 of 281.25 to date, 60.4%"
    ]
    assert run.out.splitlines()[5:7] == [
        "  Watch       behind: leads -39.6%",
        "              probably not just bad luck: visits -13.6%",
    ]
    run = kpiplan("actuals", "q1.csv", "--fail-on", "watch")
    assert [line.split()[3] for line in run.err.splitlines() if "gate" in line] == ["leads", "visits"]


def test_revenue_is_a_part_of_the_verdict(inbound: Path, kpiplan: Kpiplan) -> None:
    """Every stage as planned, and deals of $330k instead of $1.1M."""
    put(inbound.parent / "plan.yaml", INBOUND.replace("10M", "300M"))
    rows = [f"2020-0{month},22.75,{22.75 * 330_000}" for month in range(1, 7)]
    put(inbound.parent / "e.csv", "\n".join(["month,customers,revenue", *rows, ""]))
    run = kpiplan("actuals", "e.csv", "--fail-on", "behind")
    assert run.code == 1
    assert run.out.splitlines()[2:6] == [
        "  Off course  273 of 273 customers, $195M of $300M if the rest goes to plan",
        "              273 customers ($90.1M) if it goes on like this; the goal: 51%",
        "              likely",
        "  Do          deals of $1.87M on average instead of $1.1M",
    ]
    assert "  Watch       behind: new revenue -70%\n" in run.out
    assert "gate missed: revenue behind by more than chance: $45.05M of $150.2M to date, 30%\n" in run.err


@pytest.mark.parametrize("gate", ["visits=86.4%", "leads=.82", "customers=44%"])
def test_gates_that_hold(gate: str, monthly: Path, kpiplan: Kpiplan) -> None:
    run = kpiplan("actuals", "q1.csv", "--fail-under", gate)
    assert run.code == 0
    assert "gate" not in run.err


def test_chance_excuses_a_stage_but_no_floor(inbound: Path, kpiplan: Kpiplan) -> None:
    put(inbound.parent / "e.csv", "month,customers\n2020-01,0\n2020-02,1\n")
    assert kpiplan("actuals", "e.csv", "--fail-on", "behind").code == 0
    assert kpiplan("actuals", "e.csv", "--fail-under", "customers=90%").code == 1


def test_a_gate_needs_a_plan(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kpiplan: Kpiplan) -> None:
    monkeypatch.chdir(tmp_path)
    put(tmp_path / "q1.csv", MONTHLY)
    run = kpiplan("actuals", "q1.csv", "--fail-on", "behind")
    assert (run.code, run.err) == (2, "kpiplan: a gate needs a plan, and none is here: name it with --plan FILE\n")
