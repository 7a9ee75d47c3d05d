"""Days and months that could be either, in exports whose columns are called in a language that writes the day first."""

from __future__ import annotations

import pytest

from tests.exports.helpers import error, months, notes, read

SAID = "{} is read day first, as the language of the columns does"


@pytest.mark.parametrize(
    "header",
    ["Fecha,Clicks,Leads", "Data,Clicks,Leads", "Jour,Clicks,Leads", "Giorno,Clicks,Leads", "Дата,Clicks,Leads",
     "Datum,Clicks,Leads", "Date,Clics,Coût", "Date,Clicks,Dépenses", "Fecha de creación,Clicks,Leads"],
)  # fmt: skip
def test_a_language_that_writes_the_day_first_says_which(header: str) -> None:
    actuals = read(f"{header}\n01/04/2026,5,1\n02/04/2026,6,2\n03/05/2026,7,3\n")
    assert months(actuals, "clicks") == {"2026-04": 11, "2026-05": 7}
    assert SAID.format(header.split(",")[0]) in notes(actuals)[0]


@pytest.mark.parametrize(
    "header",
    ["Date,Clicks,Leads", "Day,Clicks,Coût,Leads,Visits", "날짜,클릭수,리드", "Created at,Clics,Sessions,Leads"],
)
def test_others_are_asked(header: str) -> None:
    cells = ",".join("5" for _ in header.split(",")[1:])
    assert error(read(f"{header}\n01/04/2026,{cells}\n02/04/2026,{cells}\n")).startswith("ambiguous-date: ")


def test_what_the_cells_show_goes_before_the_language() -> None:
    actuals = read("Fecha,Clics\n04/30/2026,5\n05/01/2026,6\n")
    assert months(actuals, "clicks") == {"2026-04": 5, "2026-05": 6}
    assert notes(actuals) == [""]
