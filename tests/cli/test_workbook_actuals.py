"""Workbooks with what really happened: as `actuals` writes them, and as it reads them back."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.conftest import Kpiplan
from tests.workbooks import cells_of, opened

PLAN = """\
name: Inbound 2026
year: 2026
currency: USD
goal: {revenue: 1M, average_deal: 40k}
funnel:
  - visits
  - leads: 3%
  - customers: {rate: 6%, lag: 1 month}
"""


@pytest.fixture(autouse=True)
def plan(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A plan in a folder of its own."""
    monkeypatch.chdir(tmp_path)
    Path("plan.yaml").write_text(PLAN, encoding="utf-8")


def test_a_month_whose_first_days_are_in_no_export(kpiplan: Kpiplan) -> None:
    """Visits by day from 15 February to 20 March: 14 of 28 days, and 20 of 31, with targets in proportion."""
    days = [f"2026-02-{day}" for day in range(15, 29)] + [f"2026-03-{day:02}" for day in range(1, 21)]
    Path("days.csv").write_text("date,visits\n" + "".join(f"{day},100\n" for day in days), encoding="utf-8")
    words = ("actuals", "days.csv", "--plan", "plan.yaml", "--through", "2026-03")
    assert kpiplan(*words, "-o", "review.xlsx").code == 0
    found = json.loads(kpiplan(*words, "--format", "json").out)
    data = Path("review.xlsx").read_bytes()
    book, names = opened(data, values=True), opened(data)
    wanted = {"months_done": 3, "last_month_part": 20 / 31, "incomplete_month": 2, "incomplete_month_missed": 14 / 28}
    assert {name: cells_of(names, name)[0].value for name in wanted} == pytest.approx(wanted)
    rows = [[cell.value for cell in row] for row in book["Variance"].iter_rows(max_col=5)]
    to_date = {figure["kpi"]: figure["to_date"] for figure in found["figures"]}["visits"]
    visits = next(row for row in rows if row[0] == "visits")
    assert visits[1:] == pytest.approx(
        [to_date["target"], to_date["actual"], to_date["actual"] - to_date["target"], to_date["attainment"]]
    )
    year = found["outlook"][0]
    shown = next(row for row in rows if row[0] == "the year")
    assert shown[1:4] == pytest.approx(
        [year["goal"]["customers"], year["so_far"]["customers"], year["at_plan"]["year"]["customers"]]
    )


def test_months_of_a_re_plan_are_no_workbook(kpiplan: Kpiplan) -> None:
    Path("again.yaml").write_text("extends: plan.yaml\nreplan: {visits: {else: 7_000}}\n", encoding="utf-8")
    run = kpiplan("target", "again.yaml", "-o", "plan.xlsx")
    said = "the months under `replan` stand, whatever a workbook computes: take the plan that was re-planned"
    assert (run.code, run.err, Path("plan.xlsx").exists()) == (2, f"kpiplan: {said}\n", False)
