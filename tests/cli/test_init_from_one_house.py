"""`init --from` of contacts, deals and analytics of one house: next year's plan, without an option."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conftest import Kpiplan, put
from tests.exports.helpers import daily

DAYS = daily("2025-01-01", 365)


def test_contacts_deals_and_analytics_write_next_years_plan(
    kpiplan: Kpiplan, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    contacts = "Record ID,Create Date,Became a Lead Date,Became an Opportunity Date,Became a Customer Date\n"
    deals = "Record ID,Deal Name,Deal Stage,Close Date,Amount,Create Date\n"
    for at, day in enumerate(DAYS):
        contacts += f"{at},{day},{day},{day if at % 2 else ''},{day if at % 4 == 1 else ''}\n"
        stage = "Closed won" if at % 4 == 1 else "Closed lost"
        deals += f"{at},D{at},{stage},{day},1000,{day}\n" if at % 2 else ""
    put(tmp_path / "contacts.csv", contacts)
    put(tmp_path / "deals.csv", deals)
    rows = "".join(f"{day.replace('-', '')},50,1\n" for day in DAYS)
    put(tmp_path / "ga4.csv", f"# Start date: 20250101\n# End date: 20251231\nDate,Sessions,Total revenue\n{rows}")
    run = kpiplan("init", "--from", "contacts.csv", "--from", "deals.csv", "--from", "ga4.csv")
    assert run.code == 0, run.err
    plan = (tmp_path / "plan.yaml").read_text(encoding="utf-8")
    assert "last_year: {visits: 18_250, leads: 365, opportunities: 182, customers: 91}" in plan
    assert "# 182 of 365" in plan
    assert "# 91 of 182" in plan  # of the deals alone, not of the contacts once more
    assert kpiplan("target", "plan.yaml").code == 0
