"""The whole of several segments: what is only a part of it is not taken for it."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import Kpiplan

PLAN = """\
name: Two ways
year: 2020
currency: USD
goal: {customers: 120}
segments:
  inbound: {share: 60%, funnel: [visits, {leads: 5%}, {mqls: 50%}, {sqls: 40%}, {customers: 20%}]}
  outbound: {share: 40%, funnel: [calls, {leads: 10%}, {sqls: 60%}, {customers: 25%}]}
costs: {marketing: 9k}
kpis:
"""
HEAD = "Month,Segment,Leads,MQL,SQL,Closed Won,Marketing spend\n"
SPLIT = ("--split", "Segment: inbound = inbound; outbound = outbound")


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def scorecard(kpiplan: Kpiplan, kpis: str, rows: str, *options: str) -> dict[str | None, dict[str, Any]]:
    Path("plan.yaml").write_text(PLAN + kpis, encoding="utf-8")
    Path("funnel.csv").write_text(HEAD + rows, encoding="utf-8")
    run = kpiplan("actuals", "funnel.csv", *SPLIT, *options, "--format", "json")
    document = json.loads(run.out)
    return {row["segment"]: {**row["to_date"], "missing": row["missing"]} for row in document["scorecard"]}


def test_months_that_one_segment_does_not_know_are_not_those_of_the_whole(kpiplan: Kpiplan) -> None:
    """In February inbound's leads are not known: spend of both by the leads of one would be $60 a lead, not $40."""
    rows = "2020-01,inbound,100,50,20,4,4000\n2020-01,outbound,100,,60,15,4000\n"
    rows += "2020-02,inbound,,50,20,4,4000\n2020-02,outbound,100,,60,15,4000\n"
    rows += "2020-03,inbound,100,50,20,4,4000\n2020-03,outbound,100,,60,15,4000\n"
    found = scorecard(kpiplan, "  cost_per_lead: {at_most: 50}\n", rows)
    assert found[None]["actual"] == 40
    assert (found["inbound"]["actual"], found["outbound"]["actual"]) == (40, 40)
    leads = scorecard(kpiplan, "  leads: {at_least: 200 a month}\n", rows)
    assert (leads[None]["actual"], leads[None]["at_least"]) == (400, 400)  # of January and March


ROWS = "2020-01,inbound,100,50,20,4,4000\n2020-01,outbound,100,,60,15,4000\n"


def test_a_rate_between_stages_is_of_those_that_have_both(kpiplan: Kpiplan) -> None:
    """20 SQLs of inbound's 50 MQLs; outbound's 60 come of no MQL."""
    found = scorecard(kpiplan, "  mql_to_sql_rate: {at_least: 40%}\n", ROWS)
    assert (found[None]["actual"], found["inbound"]["actual"]) == (0.4, 0.4)
    assert "outbound" not in found
    planned = json.loads(kpiplan("target", "plan.yaml", "--format", "json").out)["scorecard"]
    assert planned[0]["planned"] == pytest.approx(0.4)
    assert scorecard(kpiplan, "  lead_to_close_rate: {at_least: 5%}\n", ROWS)[None]["actual"] == pytest.approx(0.095)


def test_an_export_that_tells_no_segments_apart_is_the_whole(kpiplan: Kpiplan) -> None:
    Path("plan.yaml").write_text(PLAN + "  mql_to_sql_rate: {at_least: 40%}\n", encoding="utf-8")
    Path("funnel.csv").write_text("Month,MQL,SQL\n2020-01,80,50\n", encoding="utf-8")
    document = json.loads(kpiplan("actuals", "funnel.csv", "--format", "json").out)
    assert document["scorecard"][0]["to_date"]["actual"] == 0.625


def test_a_segment_that_is_off_is_said_and_fails_the_gate(kpiplan: Kpiplan) -> None:
    rows = "2020-01,inbound,1000,500,200,40,4000\n2020-01,outbound,1000,,60,15,40000\n"
    Path("plan.yaml").write_text(
        PLAN + "  cost_per_lead: {at_most: 30, owner: Demand, action: call}\n", encoding="utf-8"
    )
    Path("funnel.csv").write_text(HEAD + rows, encoding="utf-8")
    run = kpiplan("actuals", "funnel.csv", *SPLIT, "--fail-on", "behind", environ={"COLUMNS": "80"})
    assert run.code == 1
    assert re.search(r"^  KPIs +outbound, Cost per lead: \$40, \$10 over \$30: call \(Demand\)$", run.out, re.MULTILINE)
    assert "kpiplan: gate missed: outbound, Cost per lead: $40, $10 over $30\n" in run.err


def test_a_plan_that_spends_nothing_on_sales_knows_its_acquisition_cost(kpiplan: Kpiplan) -> None:
    found = scorecard(kpiplan, "  customer_acquisition_cost: {at_most: 500}\n", ROWS)
    assert found[None]["actual"] == pytest.approx(8000 / 19)


def test_nothing_to_divide_by_is_said(kpiplan: Kpiplan) -> None:
    Path("plan.yaml").write_text(PLAN + "  cost_per_lead: {at_most: 30}\n", encoding="utf-8")
    Path("funnel.csv").write_text("Month,Leads,Marketing spend\n2020-01,0,4000\n", encoding="utf-8")
    run = kpiplan("actuals", "funnel.csv")
    assert re.search(r"^  KPIs +Cost per lead: no value, for there are no leads$", run.out, re.MULTILINE)
