"""`kpiplan check`: text, JSON, annotations, several files, the strict gate."""

from __future__ import annotations

import json
from pathlib import Path

from tests.conftest import INBOUND, SAMPLES, Kpiplan

PUBLISHED = str(SAMPLES / "inbound_published.yaml")


def test_published_numbers_are_multiplied_out(kpiplan: Kpiplan) -> None:
    run = kpiplan("check", PUBLISHED)
    assert (
        "warning stated-goal: 6,000 visits lead to 0.72 customers a month, 8.64 a year, $9.504M: 4% short of 9\n"
        in run.out
    )
    assert "warning stated-rate: 1.5 opportunities stated, but 3.6 sqls at 40% are 1.44\n" in run.out
    assert "    9 customers need 6,250 visits a month\n" in run.out
    assert (run.code, run.err) == (0, "")


def test_strict_fails_for_warnings_that_nobody_accepted(inbound: Path, kpiplan: Kpiplan) -> None:
    assert kpiplan("check", "plan.yaml").code == 0
    assert kpiplan("check", "--strict", "plan.yaml").code == 1
    inbound.write_text(INBOUND + "accept: {rounding-short: agreed with the CFO}\n", encoding="utf-8")
    run = kpiplan("check", "--strict", "plan.yaml")
    assert run.code == 0
    assert "plan.yaml:7:20: warning, accepted rounding-short: 9 customers bring" in run.out
    assert "    accepted: agreed with the CFO\n" in run.out
    assert run.out.endswith("plan.yaml: 1 accepted, 3 notes\n")


def test_several_files_one_of_them_broken(inbound: Path, kpiplan: Kpiplan) -> None:
    other = inbound.with_name("other.yaml")
    other.write_text(INBOUND.replace("1.5%", "150%"), encoding="utf-8")
    run = kpiplan("check", "plan.yaml", "other.yaml")
    assert run.code == 1
    assert "other.yaml:10:12: error out-of-range: 150% is above 100%\n" in run.out
    assert "plan.yaml: 1 warning, 3 notes\n" in run.out
    assert run.out.endswith("other.yaml: 1 error\n")


def test_json(inbound: Path, kpiplan: Kpiplan) -> None:
    inbound.with_name("bad.yaml").write_text("name: x\n", encoding="utf-8")
    document = json.loads(kpiplan("check", "--format", "json", "plan.yaml", "bad.yaml").out)
    assert document["kind"] == "check"
    assert document["files"] == [
        {"file": "plan.yaml", "plan": "Inbound marketing 2020", "errors": 0, "warnings": 1, "accepted": 0, "notes": 3},
        {"file": "bad.yaml", "plan": None, "errors": 3, "warnings": 0, "accepted": 0, "notes": 0},
    ]
    assert [p["code"] for p in document["problems"] if p["file"] == "bad.yaml"] == ["missing-key"] * 3


def test_annotations(inbound: Path, kpiplan: Kpiplan) -> None:
    inbound.write_text(INBOUND.replace("- leads: 1.5%", "- leads: 20"), encoding="utf-8")
    run = kpiplan("check", "--format", "github", "plan.yaml")
    assert run.out == (
        "::error file=plan.yaml,line=10,col=12,endColumn=14,title=kpiplan bare-percentage::"
        "a bare 20 is not a percentage%0Awrite 20%25 or 0.2\n"
    )
    assert run.code == 1


def test_annotations_put_errors_of_every_file_first(inbound: Path, kpiplan: Kpiplan) -> None:
    inbound.with_name("zz.yaml").write_text("name: x\n", encoding="utf-8")
    lines = kpiplan("check", "--format", "github", "plan.yaml", "zz.yaml").out.splitlines()
    kinds = [line.split(" ")[0] for line in lines]
    assert kinds == ["::error"] * 3 + ["::warning"] + ["::notice"] * 3


def test_a_plan_without_problems_says_so(tmp_path: Path, kpiplan: Kpiplan) -> None:
    plan = tmp_path / "plan.yaml"
    plan.write_text(
        "name: n\nyear: 2026\ngoal: {customers: 1200, next_year: 0%}\n"
        "funnel: [visits, {customers: {rate: {from: 1%, to: 2%}, lag: 0 days}}]\n",
        encoding="utf-8",
    )
    run = kpiplan("check", str(plan))
    assert run.out == f"{plan}: no problems\n"
