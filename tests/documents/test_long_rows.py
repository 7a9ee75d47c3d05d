"""`--long`: a row a value in columns that never change, the same numbers as the wide CSV has."""

from __future__ import annotations

import csv
import io
import json
from collections import Counter
from pathlib import Path

import pytest

from tests.conftest import SAMPLES, Kpiplan, put

HEADER = "plan,version,period,segment,kpi,unit,value"
PLANS = sorted(SAMPLES.glob("*.yaml"))
EXPORTS = str(SAMPLES / "actuals")


def rows(text: str) -> list[dict[str, str]]:
    assert text.partition("\n")[0] == HEADER
    return list(csv.DictReader(io.StringIO(text)))


def values(long: list[dict[str, str]]) -> Counter[tuple[str, ...]]:
    """Every value of a long CSV."""
    return Counter((row["period"], row["segment"], row["kpi"], row["value"]) for row in long)


def melted(text: str) -> Counter[tuple[str, ...]]:
    """Every value of a wide CSV."""
    return Counter(
        (row["period"], row["segment"], kpi, value)
        for row in csv.DictReader(io.StringIO(text))
        for kpi, value in row.items()
        if kpi not in ("period", "segment") and value
    )


@pytest.mark.parametrize("by", ["month", "quarter", "year"])
@pytest.mark.parametrize("plan", PLANS, ids=lambda path: path.name)
def test_targets_have_the_values_of_the_wide_csv_and_what_only_the_whole_plan_has(
    plan: Path, by: str, kpiplan: Kpiplan
) -> None:
    long = rows(kpiplan("target", str(plan), "--by", by, "--long").out)
    wide = melted(kpiplan("target", str(plan), "--by", by, "--format", "csv").out)
    found = values(long)
    of_segments = {row["kpi"] for row in long if row["segment"]}
    assert wide - found == Counter()
    assert all(not segment and kpi not in of_segments for _, segment, kpi, _ in found - wide)
    assert max(Counter((row["period"], row["segment"], row["kpi"]) for row in long).values()) == 1


def test_what_only_the_whole_plan_has_is_there(tmp_path: Path, kpiplan: Kpiplan) -> None:
    plan = tmp_path / "plan.yaml"
    plan.write_text(
        "name: P\nyear: 2026\ngoal: {revenue: 3M, average_deal: 10k}\nexisting: {revenue: 1M}\n"
        "funnel: [visits, {customers: 2%}]\nsegments: {a: {share: 60%}, b: {share: 40%}}\n",
        encoding="utf-8",
    )
    run = kpiplan("target", str(plan), "--by", "year", "--long")
    assert run.out == (
        f"{HEADER}\n"
        "P,plan,2026,a,visits,count,6000\nP,plan,2026,a,customers,count,120\nP,plan,2026,a,revenue,currency,1200000\n"
        "P,plan,2026,b,visits,count,4000\nP,plan,2026,b,customers,count,80\nP,plan,2026,b,revenue,currency,800000\n"
        "P,plan,2026,,existing_revenue,currency,1000000\nP,plan,2026,,total_revenue,currency,3000000\n"
    ), run.err


def test_actuals_have_the_values_of_the_wide_csv(kpiplan: Kpiplan) -> None:
    for name in ("inbound", "scorecard"):
        words = ("actuals", EXPORTS, "--plan", str(SAMPLES / f"{name}.yaml"))
        long = rows(kpiplan(*words, "--long").out)
        assert {row["version"] for row in long} == {"actual"}
        assert {row["plan"] for row in long} == {"Inbound marketing 2020"} or name == "scorecard"
        assert values(long) == melted(kpiplan(*words, "--format", "csv").out)


def test_units_are_those_of_json(kpiplan: Kpiplan) -> None:
    words = ("actuals", EXPORTS, "--plan", str(SAMPLES / "scorecard.yaml"))
    document = json.loads(kpiplan(*words, "--format", "json").out)
    units = {each["kpi"]: each["unit"] for each in (*document["scorecard"], *document["figures"])}
    told = {row["kpi"]: row["unit"] for row in rows(kpiplan(*words, "--long").out)}
    assert {kpi: units[kpi] for kpi in told} == told
    assert {"count", "currency", "ratio", "score"} <= set(told.values())


def test_a_measured_funnel_is_of_no_plan(kpiplan: Kpiplan) -> None:
    words = ("actuals", EXPORTS, "--no-plan")
    long = rows(kpiplan(*words, "--long").out)
    assert {(row["plan"], row["version"]) for row in long} == {("", "actual")}
    assert values(long) == melted(kpiplan(*words, "--format", "csv").out)
    assert {row["unit"] for row in long if row["kpi"].startswith("leads rate")} == {"ratio"}


@pytest.mark.parametrize(
    ("words", "version"),
    [
        ((), "plan"),
        (("--set", "leads=1.8%"), "leads=1.8%"),
        (("--scenario", "cautious", "--set", "goal.average_deal=50k"), "cautious, goal.average_deal=50k"),
        (("--safe", "80%"), "safe 80%"),
        (("--scenario", "cautious", "--safe", "0.5"), "cautious, safe 50%"),
    ],
)
def test_the_version_says_under_what(words: tuple[str, ...], version: str, kpiplan: Kpiplan) -> None:
    for lang in ("en", "ko"):
        run = kpiplan("target", str(SAMPLES / "what_if.yaml"), *words, "--long", "--lang", lang)
        assert {row["version"] for row in rows(run.out)} == {version}, run.err


def test_what_it_writes_is_read_back_untold(tmp_path: Path, kpiplan: Kpiplan) -> None:
    for name in ("inbound_outbound", "saas"):
        plan, file = str(SAMPLES / f"{name}.yaml"), str(tmp_path / f"{name}.csv")
        assert kpiplan("target", plan, "--long", "-o", file).code == 0
        found = json.loads(kpiplan("actuals", file, "--plan", plan, "--format", "json").out)
        stages = [each for each in found["figures"] if each["unit"] == "count" and "." not in each["kpi"]]
        assert stages
        for each in stages:
            assert each["actual"] == pytest.approx(each["target"], rel=1e-9), each["kpi"]


@pytest.mark.parametrize("command", [("target", "plan.yaml"), ("actuals", "q1.csv")])
def test_it_is_csv_asked_for_or_not(command: tuple[str, ...], inbound: Path, kpiplan: Kpiplan) -> None:
    put(inbound.with_name("q1.csv"), "month,visits,leads\n2020-01,5600,80\n2020-02,5500,81\n")
    long = kpiplan(*command, "--long").out
    assert kpiplan(*command, "--long", "--format", "csv").out == long
    for name in ("t.csv", "t"):
        assert kpiplan(*command, "--long", "-o", name).code == 0
        assert Path(name).read_text(encoding="utf-8") == long
    for words in (("--format", "json"), ("--format", "table"), ("-o", "t.md")):
        run = kpiplan(*command, "--long", *words)
        assert (run.code, run.out) == (2, "")
        assert run.err.startswith("kpiplan: --long is a form of csv, and ")
    assert kpiplan(*command, "--long", "-o", "plan.yaml").code == 2
