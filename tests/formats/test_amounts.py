"""Amounts beside each other are written alike; a fee a month is called one wherever it stands."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from kpiplan.kpis.lookup import find
from kpiplan.kpis.words import difference_text
from kpiplan.locales.english import ENGLISH
from tests.conftest import Kpiplan

PLAN = """\
name: Fees
year: 2026
currency: USD
goal:
  recurring: {from: 10k, to: 12k, churn: 3% a month}
  average_deal: 79
  round_customers: nearest
funnel:
  - visits: {cost: 1}
  - leads: 2%
  - customers: {rate: 25%, lag: 1 month}
kpis: {cost_per_lead: {at_most: 48, owner: Ann, source: CRM, action: act}}
"""
ACTUALS = """\
month,visits,leads,customers,revenue,spend
2026-01,1000,24,6,450,1000
2026-02,1000,22,5,401.5,1000.5
2026-03,900,20,5,395,1000
"""


@pytest.fixture
def fees(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("plan.yaml").write_text(PLAN, encoding="utf-8")
    Path("actuals.csv").write_text(ACTUALS, encoding="utf-8")


def flat(text: str) -> str:
    return " ".join(text.split())


@pytest.mark.usefixtures("fees")
def test_a_fee_is_a_month_wherever_customers_bring_one(kpiplan: Kpiplan) -> None:
    said = flat(kpiplan("target", "plan.yaml", "--detail").out)
    assert "75 bring $5,925 a month, $5.86 over; 74 bring $5,846 a month and need 1,252 visits a month" in said
    checked = flat(kpiplan("check", "plan.yaml").out)
    assert "of the year's $5,925 new recurring revenue hangs on what is under way" in checked
    Path("plan.yaml").write_text(PLAN.replace("79", "82"), encoding="utf-8")
    checked = flat(kpiplan("check", "plan.yaml").out)
    assert "rounding-short: 72 customers bring $5,904 a month, $15.14 short of the goal" in checked
    assert "73 bring $5,986 a month and need" in checked
    compared = kpiplan("actuals", "actuals.csv", "--plan", "plan.yaml", "--format", "markdown").out
    headings = [line for line in compared.splitlines() if line.startswith(("| Where", "| The year"))]
    assert len(headings) == 2
    assert all(re.search(r"\bnew recurring revenue\b", line) for line in headings)
    assert "new recurring revenue a month" not in compared


@pytest.mark.usefixtures("fees")
def test_a_segment_has_its_fee_a_month(kpiplan: Kpiplan) -> None:
    segments = "segments: {small: {share: 60%, goal: {average_deal: 50}}, large: {share: 40%}}\n"
    Path("plan.yaml").write_text(PLAN + segments, encoding="utf-8")
    said = flat(kpiplan("target", "plan.yaml", "--detail").out)
    assert re.search(
        r"small 60%: [0-9.]+ customers at \$50 a month; large 40%: [0-9.]+ customers at \$79 a month", said
    )


@pytest.mark.usefixtures("fees")
def test_amounts_beside_each_other_have_cents_or_none_has(kpiplan: Kpiplan) -> None:
    """Below 1,000 amounts show cents where there are any: then those beside them do too."""
    out = kpiplan("actuals", "--detail", "actuals.csv", "--plan", "plan.yaml").out
    [revenue] = [line for line in out.splitlines() if line.startswith("new recurring revenue")]
    assert re.findall(r"\$[0-9.,]+", revenue) == ["$467.54", "$395.00", "$1,382", "$1,247"]
    [deals] = [line for line in out.splitlines() if line.startswith("deal size")]
    assert re.findall(r"[-+]?\$[0-9.,]+", deals)[:2] == ["$79.00", "$77.91"]
    start = out.index("Where the gap arose")
    small = [amount for amount in re.findall(r"[-+]\$([0-9.,]+)", out[start:]) if len(amount.split(".")[0]) < 4]
    assert small
    assert all(re.fullmatch(r"[0-9]+\.[0-9]{2}", amount) for amount in small)
    [kpi] = [line for line in out.splitlines() if line.startswith("Cost per lead")]
    assert re.findall(r"\$[0-9.,]+", kpi) == ["$48.00", "$45.46"]


def test_one_point_is_one() -> None:
    kpi = find("churn_rate")
    assert kpi is not None
    texts = [difference_text(kpi, value, "USD", ENGLISH) for value in (0.01, 0.005, 0.02, 0.011)]
    assert texts == ["1 point", "0.5 points", "2 points", "1.1 points"]


def test_a_template_equals_every_target_also_those_of_money(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kpiplan: Kpiplan
) -> None:
    monkeypatch.chdir(tmp_path)
    plan = "goal: {customers: 1200, average_deal: 1k}\nfunnel: [visits, {leads: 2%}, {customers: 20%}]\n"
    Path("plan.yaml").write_text(f"name: Level\nyear: 2026\n{plan}", encoding="utf-8")
    for revenue, asked in (("100000", True), ("30000", False)):
        rows = "".join(f"2026-0{month},25000,500,100,{revenue}\n" for month in (1, 2, 3))
        Path("actuals.csv").write_text(f"month,visits,leads,customers,revenue\n{rows}", encoding="utf-8")
        assert ("looks-like-template" in kpiplan("actuals", "actuals.csv").err) is asked
