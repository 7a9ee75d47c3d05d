"""A plan that is left out is plan.yaml at hand: here, or beside the first export; what is named always goes before."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conftest import INBOUND, Kpiplan, put

QUARTER = "month,visits,leads,mqls,sqls,opportunities,customers\n2020-01,5600,80,15,3,1,1\n2020-02,5500,81,16,3,1,0\n"
SCENARIOS = "scenarios:\n  cautious: {leads: 1.2%}\n"


@pytest.fixture
def here(inbound: Path) -> Path:
    """The folder of plan.yaml, entered, with an export and another plan."""
    put(inbound, INBOUND + SCENARIOS)
    put(inbound.with_name("q1.csv"), QUARTER)
    put(
        inbound.with_name("other.yaml"),
        (INBOUND + SCENARIOS).replace("marketing 2020", "elsewhere").replace("50%", "40%"),
    )
    return inbound.parent


@pytest.mark.parametrize(
    "words",
    [
        ("target", "PLAN", "--format", "csv"),
        ("check", "PLAN"),
        ("levers", "PLAN"),
        ("reviews", "PLAN"),
        ("chance", "PLAN"),
        ("chance", "PLAN", "q1.csv"),
        ("replan", "PLAN", "q1.csv"),
        ("report", "PLAN"),
        ("report", "PLAN", "q1.csv"),
        ("scenarios", "PLAN"),
        ("scenarios", "PLAN", "cautious"),
        ("solve", "PLAN", "visits=5000 a month", "--for", "leads"),
    ],
)
@pytest.mark.usefixtures("here")
def test_it_is_the_one_here(words: tuple[str, ...], kpiplan: Kpiplan) -> None:
    named = kpiplan(*("plan.yaml" if word == "PLAN" else word for word in words))
    assert named.code == 0, named.err
    assert kpiplan(*(word for word in words if word != "PLAN")) == named
    assert kpiplan(*("other.yaml" if word == "PLAN" else word for word in words)) != named


@pytest.mark.parametrize("command", ["chance", "replan", "report"])
def test_it_is_the_one_beside_the_first_export(
    command: str, here: Path, monkeypatch: pytest.MonkeyPatch, kpiplan: Kpiplan
) -> None:
    (here / "elsewhere").mkdir()
    monkeypatch.chdir(here / "elsewhere")
    named = kpiplan(command, "../plan.yaml", "../q1.csv")
    assert named.code == 0, named.err
    assert kpiplan(command, "../q1.csv") == named
    run = kpiplan(command)
    assert (run.code, run.err) == (
        2,
        "kpiplan: no plan.yaml is here; name a plan, or begin one with kpiplan init\n",
    )
    put(here / "elsewhere" / "lone.csv", QUARTER)
    (here / "plan.yaml").unlink()
    run = kpiplan(command, "lone.csv")
    said = "kpiplan: lone.csv is no plan, and no plan.yaml is beside it or here; name the plan first\n"
    assert (run.code, run.err) == (2, said)


@pytest.mark.usefixtures("here")
def test_what_is_named_is_meant(kpiplan: Kpiplan) -> None:
    assert kpiplan("target", "plann.yaml").err == "kpiplan: plann.yaml: no such file; did you mean plan.yaml?\n"
    assert kpiplan("replan", "plan.yaml").err == "kpiplan: name the exports of the months so far after the plan\n"
    assert kpiplan("scenarios", "cautios").err == "kpiplan: no scenario cautios; did you mean cautious?\n"
    assert kpiplan("solve", "--for", "leads").err == "kpiplan: one GIVEN at a time; here are 0\n"


def test_without_one_it_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kpiplan: Kpiplan) -> None:
    monkeypatch.chdir(tmp_path)
    for command in ("target", "check", "chance", "levers", "reviews", "sla", "diff", "scenarios", "report"):
        run = kpiplan(command)
        assert (run.code, run.out) == (2, ""), command
        assert run.err == "kpiplan: no plan.yaml is here; name a plan, or begin one with kpiplan init\n"
