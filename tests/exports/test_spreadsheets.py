"""Spreadsheets that people keep by hand: sections, units, weeks, totals, with figures counted by hand."""

from __future__ import annotations

import pytest

from kpiplan.exports.files import sheets
from tests.exports.helpers import kpis, left_out, months, read

HALVES = """Month,Leads,Customers
2026-05,10,1
2026-06,20,2

{title}
2026-07,30,3
2026-08,40,4
"""


@pytest.mark.parametrize("title", ["Second half 2026,,", "Second half", "After the move,,\n(new office),,"])
@pytest.mark.parametrize("large", [False, True])
def test_rows_below_a_title_of_their_own_go_on(title: str, large: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    if large:
        monkeypatch.setattr(sheets, "SMALL_BYTES", 0)
        monkeypatch.setattr(sheets, "HEAD_BYTES", 60)
    actuals = read(HALVES.format(title=title))
    assert months(actuals, "leads") == {"2026-05": 10, "2026-06": 20, "2026-07": 30, "2026-08": 40}
    assert months(actuals, "customers") == {"2026-05": 1, "2026-06": 2, "2026-07": 3, "2026-08": 4}
    named = " ".join(title.replace(",", "").split("\n"))
    assert left_out(actuals) == {f"title {named} above more rows": 1}


def test_kpis_below_a_title_of_their_own_go_on() -> None:
    actuals = read("KPI,Jan 2026,Feb 2026\nLeads,10,20\n\nSales,,\nOpportunities,5,6\nCustomers,1,2\n")
    assert kpis(actuals) == ["leads", "opportunities", "customers"]
    assert months(actuals, "customers") == {"2026-01": 1, "2026-02": 2}


@pytest.mark.parametrize(
    "below",
    ["Plan,,\n2026-05,99,9\n", "2026 targets,,\n2026-05,99,9\n", "Sums,,\nof both,30,3\n"],
)
def test_what_stands_below_another_kind_of_title_is_no_row_of_the_table(below: str) -> None:
    actuals = read(HALVES.split("\n\n")[0] + "\n\n" + below)
    assert months(actuals, "leads") == {"2026-05": 10, "2026-06": 20}
    assert left_out(actuals) == {"footer": 2}


def test_months_below_the_title_of_another_year_are_not_added() -> None:
    actuals = read("Month,Leads\nJanuary,10\nFebruary,20\n\nYear 2025,\nJanuary,1\nFebruary,2\n", year=2026)
    assert months(actuals, "leads") == {"2026-01": 10, "2026-02": 20}
