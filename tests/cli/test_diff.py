"""`kpiplan diff` on the command line: files, revisions of git, formats, the gate, what is refused."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
from pathlib import Path

import pytest

from tests.conftest import INBOUND, Kpiplan, put, run_process

NEW = INBOUND.replace("leads: 1.5%", "leads: 2%  # doubted").replace("mqls: 20%", "mqls: 25%")


def git(folder: Path, *words: str) -> str:
    """Run git as nobody in particular, with nobody's settings."""
    who = ("-c", "user.name=n", "-c", "user.email=n@example.com", "-c", "commit.gpgsign=false")
    environ = {**os.environ, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
    done = subprocess.run(["git", *who, *words], cwd=folder, env=environ, capture_output=True, text=True, check=True)
    return done.stdout


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A git checkout, entered: plan.yaml was committed, then changed and committed; plans/ has one that extends it."""
    monkeypatch.chdir(tmp_path)
    git(tmp_path, "init", "-q", "-b", "main")
    put(tmp_path / "plan.yaml", INBOUND)
    (tmp_path / "plans").mkdir()
    put(tmp_path / "plans" / "base.yaml", INBOUND)
    put(tmp_path / "plans" / "sales.yaml", "extends: base.yaml\nleads: 1.2%\n")
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "-qm", "first")
    put(tmp_path / "plan.yaml", NEW)
    put(tmp_path / "plans" / "base.yaml", NEW)
    git(tmp_path, "commit", "-qam", "second")
    return tmp_path


def visits(out: str) -> tuple[float, dict[str, float]]:
    """By how much visits move, and the part of each change in it."""
    found = json.loads(out)
    moved = next(each["difference"] for each in found["figures"] if each["kpi"] == "visits")
    return moved, {each["change"]: each["part"] for each in found["parts"] if each["kpi"] == "visits"}


def test_the_screen(inbound: Path, kpiplan: Kpiplan) -> None:
    put(inbound.parent / "new.yaml", NEW)
    run = kpiplan("diff", "plan.yaml", "new.yaml", environ={"COLUMNS": "80"})
    assert (run.code, run.err) == (0, "")
    assert run.out == (
        "Inbound marketing 2020 - January to December 2020, USD\n"
        "\n"
        "  From  plan.yaml > new.yaml\n"
        "  Does  visits 6,250 to 3,750 a month: -2,500 (-40%)\n"
        "  By    leads 1.5% to 2%: -16,875 visits a year\n"
        "        mqls 20% to 25%: -13,125 visits a year\n"
        "\n"
        "what was changed  from  to   lines\n"
        "leads             1.5%  2%   10 > 10\n"
        "mqls              20%   25%  11 > 11\n"
        "\n"
        "the year          old     new      difference  most in\n"
        "visits         75,000  45,000  -30,000 (-40%)\n"
        "leads           1,125     900     -225 (-20%)\n"
        "mqls              225     225               =\n"
        "sqls               45      45               =\n"
        "opportunities      18      18               =\n"
        "customers           9       9               =\n"
        "new revenue     $9.9M   $9.9M               =\n"
        "chance          54.4%   54.4%               =\n"
        "\n"
        "which change does how much   visits\n"
        "leads                       -16,875\n"
        "mqls                        -13,125\n"
        "together                    -30,000\n"
        "\n"
        "  Parts add up, and do not depend on the order of the changes (Shapley).\n"
    )


@pytest.mark.parametrize("lang", ["ko", "zh-Hant"])
def test_the_screen_in_other_languages_fits(inbound: Path, kpiplan: Kpiplan, lang: str) -> None:
    from kpiplan.formats.lines import width_of

    put(
        inbound.parent / "new.yaml",
        NEW.replace("  - sqls: 20%", "  - accepted: {rate: {from: 15%, to: 25%}, lag: 1 month}"),
    )
    run = kpiplan("diff", "plan.yaml", "new.yaml", "--lang", lang, environ={"COLUMNS": "80"})
    assert run.code == 0
    assert max(map(width_of, run.out.split("\n"))) <= 80


def test_json_csv_and_markdown(inbound: Path, kpiplan: Kpiplan) -> None:
    put(inbound.parent / "new.yaml", NEW)
    run = kpiplan("diff", "plan.yaml", "new.yaml", "--format", "json")
    moved, parts = visits(run.out)
    assert moved == pytest.approx(-30_000, abs=1e-9)
    assert parts == pytest.approx({"funnel[1].leads.rate": -16_875, "funnel[2].mqls.rate": -13_125}, abs=1e-9)
    found = json.loads(run.out)
    assert found["kind"] == "diff"
    change = {
        "path": "funnel[1].leads.rate",
        "kind": "changed",
        "old": "1.5%",
        "new": "2%",
        "old_file": "plan.yaml",
        "old_line": 10,
        "new_file": "new.yaml",
        "new_line": 10,
    }
    assert found["changes"][0] == change
    rows = list(csv.DictReader(io.StringIO(kpiplan("diff", "plan.yaml", "new.yaml", "--format", "csv").out)))
    whole = [row for row in rows if row["kpi"] == "visits" and not row["change"]]
    assert [float(row["difference"]) for row in whole] == pytest.approx([-30_000])
    assert sum(float(row["difference"]) for row in rows if row["change"] and row["kpi"] == "visits") == pytest.approx(
        -30_000
    )
    assert kpiplan("diff", "plan.yaml", "new.yaml", "-o", "d.md").code == 0
    assert "| leads | 1.5% | 2% | 10 \\> 10 |" in Path("d.md").read_text(encoding="utf-8")


def test_a_plan_with_itself_is_no_difference(inbound: Path, kpiplan: Kpiplan) -> None:
    run = kpiplan("diff", "plan.yaml", "plan.yaml")
    assert (run.code, run.err) == (0, "")
    assert run.out.endswith("  From     plan.yaml > plan.yaml\n  Changed  nothing: both plans say the same\n")
    found = json.loads(kpiplan("diff", "plan.yaml", "plan.yaml", "--format", "json").out)
    assert (found["changes"], found["parts"]) == ([], [])
    assert {each["difference"] for each in found["figures"]} == {0}


def test_the_gate(inbound: Path, kpiplan: Kpiplan) -> None:
    put(inbound.parent / "new.yaml", NEW)
    words = ("diff", "plan.yaml", "new.yaml", "--fail-over")
    assert kpiplan(*words, "visits=40%").code == 0
    run = kpiplan(*words, "visits=39%", "--fail-over", "leads=0.5", "--fail-over", "mqls=0%")
    assert (run.code, run.err) == (1, "kpiplan: gate missed: visits moves by -40%, more than 39%\n")
    assert run.out
    run = kpiplan(*words, "visit=10%")
    assert (run.code, run.err) == (2, "kpiplan: --fail-over: no figure visit; did you mean visits?\n")
    run = kpiplan(*words, "visits")
    assert (run.code, run.err) == (2, "kpiplan: --fail-over 'visits' is not of the form visits=10%\n")


def test_a_figure_that_goes_misses_any_gate(inbound: Path, kpiplan: Kpiplan) -> None:
    put(inbound.parent / "new.yaml", INBOUND.replace("- visits", "- visits: {cost: 0.5}"))
    run = kpiplan("diff", "new.yaml", "plan.yaml", "--fail-over", "spend=900%")
    assert (run.code, run.err) == (1, "kpiplan: gate missed: spend comes or goes, more than 900%\n")


def test_errors_of_both_plans(inbound: Path, kpiplan: Kpiplan) -> None:
    put(inbound.parent / "one.yaml", INBOUND.replace("1.5%", "15"))
    put(inbound.parent / "two.yaml", INBOUND.replace("20%", "200%", 1))
    run = kpiplan("diff", "one.yaml", "two.yaml")
    assert (run.code, run.out) == (1, "")
    assert "one.yaml:10:12: error" in run.err
    assert "two.yaml:11:11: error" in run.err
    assert run.err.endswith("one.yaml: 1 error\ntwo.yaml: 1 error\n")


def test_revisions(checkout: Path, kpiplan: Kpiplan) -> None:
    for words in (
        ("HEAD~1:plan.yaml", "plan.yaml"),
        ("main~1:plan.yaml", "main:plan.yaml"),
        ("plans/base.yaml", "HEAD~1:plans/base.yaml"),
    ):
        run = kpiplan("diff", *words, "--format", "json")
        assert (run.code, run.err) == (0, ""), run.err
        moved, _ = visits(run.out)
        assert abs(moved) == pytest.approx(30_000)
        assert [json.loads(run.out)[side] for side in ("old", "new")] == list(words)


def test_one_plan_is_compared_with_its_last_commit(
    checkout: Path, kpiplan: Kpiplan, monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> None:
    assert "nothing: both plans say the same" in kpiplan("diff", "plan.yaml").out
    put(checkout / "plan.yaml", INBOUND)
    assert visits(kpiplan("diff", "plan.yaml", "--format", "json").out)[0] == pytest.approx(30_000)
    monkeypatch.chdir(tmp_path_factory.mktemp("elsewhere"))
    assert visits(kpiplan("diff", str(checkout / "plan.yaml"), "--format", "json").out)[0] == pytest.approx(30_000)
    monkeypatch.chdir(checkout / "plans")
    assert kpiplan("diff", "HEAD:./base.yaml", "base.yaml").code == 0
    run = kpiplan("diff", "HEAD:base.yaml", "base.yaml")
    assert (run.code, run.err) == (2, "kpiplan: HEAD has no file base.yaml; did you mean HEAD:./base.yaml?\n")


def test_a_plan_that_extends_another_does_so_in_its_revision(checkout: Path, kpiplan: Kpiplan) -> None:
    run = kpiplan("diff", "HEAD~1:plans/sales.yaml", "HEAD:plans/sales.yaml", "--format", "json")
    assert run.code == 0, run.err
    assert [each["path"] for each in json.loads(run.out)["changes"]] == ["funnel[2].mqls.rate"]
    put(checkout / "plans" / "base.yaml", INBOUND.replace("20%", "200%", 1))
    git(checkout, "commit", "-qam", "broken")
    run = kpiplan("diff", "HEAD:plans/sales.yaml", "plans/sales.yaml")
    assert run.code == 1
    assert "HEAD:plans/base.yaml:11:11: error" in run.err
    assert "\nplans/base.yaml:11:11: error" in run.err


HOSTILE = {
    "--output=x:plan.yaml": "'--output=x' is no revision",
    "-p:plan.yaml": "'-p' is no revision",
    ":plan.yaml": "'' is no revision",
    "HEAD:": "HEAD: names no file; write it as main:plan.yaml",
    "HEAD:../plan.yaml": "HEAD has no file ../plan.yaml",
    "HEAD:plans": "plans is a folder in HEAD, not a file",
    "HEAD:plam.yaml": "HEAD has no file plam.yaml; did you mean HEAD:plan.yaml?",
    "mian:plan.yaml": "no revision mian; did you mean main?",
    "HEAD~9:plan.yaml": "no revision HEAD~9",
    "$(touch x):plan.yaml": "no revision $(touch x)",
    "nothing.yaml": "nothing.yaml: no such file",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_what_git_has_not_is_refused_in_words(checkout: Path, kpiplan: Kpiplan, name: str) -> None:
    before = sorted(checkout.iterdir())
    run = kpiplan("diff", "--", name, "plan.yaml")
    assert (run.code, run.out, run.err) == (2, "", f"kpiplan: {HOSTILE[name]}\n")
    assert sorted(checkout.iterdir()) == before


def test_outside_of_a_checkout(inbound: Path, kpiplan: Kpiplan, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(inbound.parent.parent))
    run = kpiplan("diff", "main:plan.yaml", "plan.yaml")
    assert (run.code, run.err) == (2, f"kpiplan: main:plan.yaml: {inbound.parent} is in no git repository\n")
    git(inbound.parent, "init", "-q")
    run = kpiplan("diff", "plan.yaml")
    assert (run.code, run.err) == (2, "kpiplan: HEAD:./plan.yaml: nothing is committed yet\n")


def test_without_git(checkout: Path) -> None:
    run = run_process("diff", "HEAD:plan.yaml", "plan.yaml", cwd=checkout, PATH=str(checkout))
    assert (run.code, run.out) == (2, "")
    assert run.err == "kpiplan: git is needed to read what is committed, and can't be run here\n"
    put(checkout / "new.yaml", NEW)
    assert run_process("diff", "plan.yaml", "new.yaml", cwd=checkout, PATH=str(checkout)).code == 0


def test_standard_input_is_one_of_the_plans(inbound: Path) -> None:
    run = run_process("diff", "-", "plan.yaml", "--format", "json", stdin=NEW.encode(), cwd=inbound.parent)
    assert visits(run.out)[0] == pytest.approx(30_000)
    run = run_process("diff", "-", "-", stdin=NEW.encode(), cwd=inbound.parent)
    assert (run.code, run.err) == (2, "kpiplan: standard input can't be both plans\n")
    run = run_process("diff", "-", stdin=NEW.encode(), cwd=inbound.parent)
    assert (run.code, run.err) == (2, "kpiplan: compared with what? name two plans, or one that is a file\n")


def test_the_chance_moves_where_targets_do_not(inbound: Path, kpiplan: Kpiplan) -> None:
    put(inbound.parent / "new.yaml", f"{INBOUND}risk: {{leads: 231 of 16_200}}\n")
    run = kpiplan("diff", "plan.yaml", "new.yaml")
    assert "  Does  nothing to the targets\n        chance of the goal 54.4% to 48.6%\n" in run.out
    assert "chance          54.4%   48.6%  -5.88 points\n" in run.out
    assert "which change" not in run.out
