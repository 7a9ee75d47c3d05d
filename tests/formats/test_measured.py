"""The funnel without a plan: units followed where rows date both stages, and no interval that can't be kept."""

from __future__ import annotations

import json
import random
from pathlib import Path

import pytest

from kpiplan.months import Month
from tests.conftest import Kpiplan
from tests.starter.exports import deals, table
from tests.starter.test_claims import exported, records


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def rates(kpiplan: Kpiplan, *files: str) -> list[dict[str, object]]:
    found = json.loads(kpiplan("actuals", *files, "--format", "json").out)["rates"]
    assert isinstance(found, list)
    return found


def test_units_that_are_followed(kpiplan: Kpiplan) -> None:
    # 30% of the leads are won two months later: of the last two months' leads nobody yet
    rows = deals(random.Random(1), Month(2024, 1), 12, 28, [[0, 0, 0.3]])
    Path("deals.csv").write_text(table(rows), encoding="utf-8")
    (rate,) = rates(kpiplan, "deals.csv")
    won = sum(1 for row in rows[1:] if row[-1])
    assert rate["by_age"] is True
    assert rate["rising"] is None
    assert rate["to_date"] == {
        "rate": pytest.approx(won / 280),  # of the ten months old enough, not of twelve
        "low": pytest.approx(won / 280, abs=0.07),
        "high": pytest.approx(won / 280, abs=0.07),
    }
    months = rate["values"]
    assert isinstance(months, list)
    assert {(each["low"], each["high"]) for each in months} == {(None, None)}
    shown = " ".join(kpiplan("actuals", "deals.csv").out.split())
    assert "the rate together is that of the units followed from one to the other" in shown


def test_a_rate_that_still_rises_has_no_upper_end(kpiplan: Kpiplan) -> None:
    Path("deals.csv").write_text(exported(records(2, 0, 200, (240.0,), (0.3,)), 2), encoding="utf-8")
    (rate,) = rates(kpiplan, "deals.csv")
    assert rate["rising"] == 10
    to_date = rate["to_date"]
    assert isinstance(to_date, dict)
    assert to_date["low"] < to_date["rate"] < 0.3
    assert to_date["high"] is None
    shown = kpiplan("actuals", "deals.csv").out
    said = f"SQLs of leads: at least {100 * to_date['rate']:.1f}%, still rising at 10 months."
    assert said.lower() in " ".join(shown.split()).lower()
    assert f">= {100 * to_date['rate']:.1f}%" in shown


def test_sums_of_the_same_months_have_an_interval_only_where_no_time_passes(kpiplan: Kpiplan) -> None:
    Path("m.csv").write_text("Month,Sessions,Leads,Won\n2024-01,1000,50,5\n2024-02,1000,60,6\n", encoding="utf-8")
    leads, customers = rates(kpiplan, "m.csv")
    assert leads["to_date"] == {
        "rate": 0.055,
        "low": pytest.approx(0.0458, abs=1e-3),
        "high": pytest.approx(0.0659, abs=1e-3),
    }
    assert customers["to_date"] == {"rate": 0.1, "low": None, "high": None}
    assert "by_age" not in customers


def test_rows_that_all_go_on_in_their_month(kpiplan: Kpiplan) -> None:
    rows = deals(random.Random(1), Month(2024, 1), 3, 28, [[0.5]])
    Path("deals.csv").write_text(table(rows), encoding="utf-8")
    (rate,) = rates(kpiplan, "deals.csv")
    months = rate["values"]
    assert isinstance(months, list)
    assert all(each["low"] < each["rate"] < each["high"] for each in months)
