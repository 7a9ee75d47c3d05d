"""`kpiplan target --safe 80%`: targets raised so that the goal is reached with some chance."""

from __future__ import annotations

import csv
import io
import json
import math
from pathlib import Path

import pytest

from kpiplan.analysis.goal_chance.engine import goal_chance
from kpiplan.analysis.goal_chance.safe_targets import safe_targets
from kpiplan.funnel.targets import plan_targets
from tests.analysis.goal_chance.plans import SAAS, plan_of
from tests.conftest import INBOUND, SAMPLES, Kpiplan, put

RISK = "risk: {leads: 231 of 16_200}\n"


def test_the_screen_says_it_in_the_title_and_beside_the_goal(inbound: Path, kpiplan: Kpiplan) -> None:
    inbound.write_text(INBOUND + RISK, encoding="utf-8")
    run = kpiplan("target", "plan.yaml", "--safe", "80%", "--detail")
    lines = run.out.splitlines()
    assert lines[0] == "Inbound marketing 2020 - January to December 2020, USD, safe at 80%"
    said = "in 80% of all years: 1.34 times the work at the top, and what is to be expected of it below"
    assert f"  Safe       {said}" in lines
    cells = {line.split()[0]: line.split()[1:] for line in lines if line.startswith(("visits", "leads", "customers"))}
    assert cells["visits"][0] == "8,355"
    assert cells["customers"][-1] == "12.03"
    assert run.code == 0


def test_data_say_it_in_a_field_and_a_column(inbound: Path, kpiplan: Kpiplan) -> None:
    inbound.write_text(INBOUND + RISK, encoding="utf-8")
    document = json.loads(kpiplan("target", "plan.yaml", "--safe", "0.8", "--format", "json").out)
    assert document["safe"] == {
        "level": 0.8,
        "factor": pytest.approx(1.33684409, abs=1e-8),
        "chance": pytest.approx(0.8),
        "reached": True,
        "late": False,
    }
    rows = list(csv.DictReader(io.StringIO(kpiplan("target", "plan.yaml", "--safe", "80%", "--format", "csv").out)))
    assert {row["safe"] for row in rows} == {"0.8"}
    assert float(rows[0]["visits"]) == pytest.approx(6250 * 1.33684409)
    assert float(rows[0]["customers"]) == pytest.approx(0.75 * 1.33684409)


def test_unasked_nothing_says_it(inbound: Path, kpiplan: Kpiplan) -> None:
    assert "safe" not in json.loads(kpiplan("target", "plan.yaml", "--format", "json").out)
    assert kpiplan("target", "plan.yaml", "--format", "csv").out.splitlines()[0].endswith(",revenue")


def test_what_is_under_way_and_direct_stays() -> None:
    targets = plan_targets(plan_of(SAAS))
    raised = safe_targets(targets, 0.8)
    assert raised.safe.factor == pytest.approx(1.074291, abs=1e-6)
    [plain], [more] = targets.outcomes, raised.targets.outcomes
    top = [new / old for new, old in zip(more.targets.arrivals[0].year, plain.targets.arrivals[0].year, strict=True)]
    assert all(math.isclose(times, raised.safe.factor) for times in top)
    assert more.targets.direct == plain.targets.direct
    assert more.targets.arrivals[-1].year[0] == pytest.approx(plain.targets.arrivals[-1].year[0], rel=0.1)
    told = goal_chance(targets)
    grown = sum(more.targets.arrivals[-1].year)
    assert told.whole.expected < grown  # 298.59 as planned, with what is stated of the carry-in


def test_its_targets_have_the_chance_that_was_asked_for(tmp_path: Path, kpiplan: Kpiplan) -> None:
    """A plan of nothing but luck whose visits are those of safe targets is safe."""
    plan = put(
        tmp_path / "plan.yaml", "name: P\nyear: 2026\ngoal: {customers: 30}\nfunnel: [visits, {customers: 5%}]\n"
    )
    rows = list(csv.DictReader(io.StringIO(kpiplan("target", str(plan), "--safe", "90%", "--format", "csv").out)))
    mean = sum(float(row["customers"]) for row in rows)
    below = sum(math.exp(count * math.log(mean) - mean - math.lgamma(count + 1)) for count in range(30))
    assert 1 - below == pytest.approx(0.9, abs=1e-9)


def test_segments_are_raised_alike(kpiplan: Kpiplan) -> None:
    plain, safe = (
        json.loads(kpiplan("target", str(SAMPLES / "inbound_outbound.yaml"), "--format", "json", *words).out)
        for words in ((), ("--safe", "80%"))
    )
    tops = {("inbound", "visits"), ("outbound", "accounts")}
    found = [
        new["total"] / old["total"]
        for old, new in zip(plain["figures"], safe["figures"], strict=True)
        if (old["segment"], old["kpi"]) in tops
    ]
    assert found
    assert all(times == pytest.approx(safe["safe"]["factor"]) for times in found)


def test_a_segment_alone_says_it_too(kpiplan: Kpiplan) -> None:
    plan = str(SAMPLES / "inbound_outbound.yaml")
    whole = json.loads(kpiplan("target", plan, "--safe", "80%", "--format", "json").out)
    alone = json.loads(kpiplan("target", plan, "--safe", "80%", "--segment", "outbound", "--format", "json").out)
    assert alone["safe"] == whole["safe"]
    assert alone["figures"] == [figure for figure in whole["figures"] if figure["segment"] == "outbound"]


def test_recurring_revenue_follows(kpiplan: Kpiplan) -> None:
    plain, safe = (
        json.loads(kpiplan("target", str(SAMPLES / "subscription.yaml"), "--format", "json", *words).out)["figures"]
        for words in ((), ("--safe", "80%"))
    )
    ends = [next(f["values"][-1] for f in found if f["kpi"] == "recurring_revenue") for found in (plain, safe)]
    assert ends[0] < ends[1]


@pytest.mark.parametrize(
    ("risk", "safe", "code", "said"),
    [
        ("risk: {customers: 0 of 3}\n", "99%", 1, "99% is out of reach: 64 times the work at the top still makes 82%"),
        ("", "80", 2, "--safe '80' is no chance; write it as 80%, above 0% and below 100%"),
    ],
)
def test_no_answer_is_an_answer(risk: str, safe: str, code: int, said: str, inbound: Path, kpiplan: Kpiplan) -> None:
    inbound.write_text(INBOUND + risk, encoding="utf-8")
    run = kpiplan("target", "plan.yaml", "--safe", safe)
    assert (run.code, run.out) == (code, "")
    assert run.err.endswith(f"kpiplan: {said}\n")


def test_a_table_of_safe_targets_is_no_export_of_a_kpi_called_safe(inbound: Path, kpiplan: Kpiplan) -> None:
    put(inbound.parent / "safe.csv", kpiplan("target", "plan.yaml", "--safe", "80%", "--format", "csv").out)
    run = kpiplan("actuals", "--sources", "safe.csv", "--through", "2020-02")
    assert run.code == 0
    assert "visits, leads, mqls, sqls, opportunities, customers, revenue by period" in run.err
