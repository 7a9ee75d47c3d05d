"""Names that begin with the code of a currency and end with a number."""

from __future__ import annotations

import pytest

from kpiplan.exports.cells.code_names import numbers_among
from tests.exports.helpers import error, kpis, left_out, months, notes, read


@pytest.mark.parametrize(
    ("name", "cells", "numbers"),
    [
        ("Campaign", ["TOP10", "ALL 5", "TRY 2"], []),
        ("Customers", ["CAD 3", "Acme", "Bolt"], []),
        ("Partner", ["MAD 1", "MAD 2"], []),  # a word, too
        ("Deal size", ["EUR 500", "EUR 700"], ["EUR 500", "EUR 700"]),
        ("Spend", ["EUR 500", "USD 700"], ["EUR 500", "USD 700"]),
        ("Spend", ["TRY 2", "soon"], ["TRY 2"]),
        ("Size", ["CAD 3.50", "x"], ["CAD 3.50"]),
        ("Leads", ["7", "SQL 1"], ["7"]),
    ],
)
def test_a_code_with_a_whole_number_is_a_name_among_names(name: str, cells: list[str], numbers: list[str]) -> None:
    assert numbers_among(name, cells) == numbers


def test_customers_that_are_called_so_are_not_added_up() -> None:
    actuals = read("Month,Customers,Spend\nApr 2026,TOP20,25.00\nApr 2026,Acme,30.00\nMay 2026,ALL 7,35.00\n")
    assert kpis(actuals) == ["spend"]
    assert months(actuals, "spend") == {"2026-04": 55, "2026-05": 35}
    assert notes(actuals) == ["not read: 'Customers'"]


def test_columns_and_rows_that_are_called_so() -> None:
    assert months(read("Month,TOP20,ALL 7,Leads\nApr 2026,5,6,7\nMay 2026,6,7,8\n"), "leads") == {
        "2026-04": 7,
        "2026-05": 8,
    }
    wide = read("KPI,Apr 2026,May 2026\nLeads,5,6\nTOP20,7,8\n")
    assert months(wide, "top20") == {"2026-04": 7, "2026-05": 8}
    assert left_out(wide) == {}


def test_amounts_in_several_currencies_are_still_asked_about() -> None:
    assert error(read("Month,Spend\nApr 2026,EUR 100\nMay 2026,USD 200\n")).startswith("exchange-missing: 'Spend'")
