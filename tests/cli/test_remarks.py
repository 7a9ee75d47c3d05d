"""`-q` leaves results and errors alone; `--verbose` says everything in full."""

from __future__ import annotations

import platform
from importlib.metadata import version
from pathlib import Path

import pytest

from tests.cli.exports import MONTHLY
from tests.conftest import INBOUND, SAMPLES, Kpiplan, put
from tests.workbooks import edited, loaded, made

FIRST = f"kpiplan {version('kpiplan')}, Python {platform.python_version()}\n"


@pytest.mark.parametrize(
    "words",
    [
        ("target", "plan.yaml"),
        ("target", "plan.yaml", "--set", "leads=1.8%", "--lang", "ko"),
        ("actuals", "q1.csv"),
        ("actuals", "q1.csv", "--no-plan", "--sources"),
        ("chance", "plan.yaml", "q1.csv"),
        ("replan", "plan.yaml", "q1.csv"),
        ("scenarios", "plan.yaml", "--set", "leads=1.8%"),
        ("reviews", "plan.yaml", "--format", "csv"),
        ("levers", "plan.yaml"),
        ("report", "plan.yaml", "--set", "leads=1.8%"),
        ("report", "plan.yaml", "q1.csv"),
        ("pull", "same.xlsx"),
        ("pull", "edited.xlsx"),
    ],
)
def test_quiet_is_the_result_alone(words: tuple[str, ...], inbound: Path, kpiplan: Kpiplan) -> None:
    put(inbound.with_name("q1.csv"), MONTHLY)
    book = made(loaded(INBOUND))
    inbound.with_name("same.xlsx").write_bytes(book)
    inbound.with_name("edited.xlsx").write_bytes(edited(book, {"goal_round_customers": ["up"]}))
    plain = kpiplan(*words)
    assert plain.err
    for flag in ("-q", "--quiet"):
        quiet = kpiplan(*words, flag)
        assert quiet == (plain.code, plain.out, "")


def test_quiet_keeps_errors_and_what_the_exit_code_is_about(inbound: Path, kpiplan: Kpiplan) -> None:
    export = put(inbound.with_name("q1.csv"), MONTHLY)
    run = kpiplan("actuals", "q1.csv", "-q", "--fail-under", "leads=99%")
    assert run.code == 1
    assert run.err == "kpiplan: gate missed: leads under 99% of its target: 231 of 281.25 to date, 82.1%\n"
    put(export, "a,b\nx,y\n")
    run = kpiplan("actuals", "q1.csv", "-q")
    assert run.code == 4
    assert "error " in run.err
    put(inbound, INBOUND.replace("1.5%", "150%"))
    assert kpiplan("target", "plan.yaml", "-q") == kpiplan("target", "plan.yaml")
    assert kpiplan("target", "nope.yaml", "-q").err == "kpiplan: nope.yaml: no such file\n"


def test_quiet_pull_writes_without_a_word(inbound: Path, kpiplan: Kpiplan) -> None:
    changed = edited(made(loaded(INBOUND)), {"goal_round_customers": ["up"]})
    inbound.with_name("plan.xlsx").write_bytes(changed)
    shown = kpiplan("pull", "plan.xlsx", "-q")
    assert (shown.code, shown.err) == (0, "")
    assert kpiplan("pull", "plan.xlsx", "--write", "-q") == shown
    assert "round_customers: up" in inbound.read_text(encoding="utf-8")


def test_quiet_init_writes_without_a_word(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kpiplan: Kpiplan) -> None:
    monkeypatch.chdir(tmp_path)
    assert kpiplan("init", "-q") == (0, "", "")
    assert kpiplan("init", "-q").code == 2


def test_verbose_says_problems_in_full_and_which_kpiplan_this_is(kpiplan: Kpiplan) -> None:
    plan = str(SAMPLES / "saas.yaml")
    plain, verbose = kpiplan("target", plan), kpiplan("target", plan, "--verbose")
    assert (verbose.code, verbose.out) == (plain.code, plain.out)
    checked = kpiplan("check", plan).out
    assert verbose.err == FIRST + checked[: checked.rindex(plan)] + plain.err


def test_one_run_says_nothing_of_how_loud_the_next_is(inbound: Path, kpiplan: Kpiplan) -> None:
    plain = kpiplan("target", "plan.yaml")
    assert kpiplan("target", "plan.yaml", "-q").err == ""
    assert kpiplan("target", "plan.yaml") == plain
    run = kpiplan("target", "plan.yaml", "-q", "--verbose")
    assert (run.code, run.out, run.err) == (2, "", "kpiplan: -q and --verbose contradict each other\n")
    assert kpiplan("target", "nope.yaml").err
