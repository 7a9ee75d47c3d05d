"""`kpiplan actuals --explain`: why a number is not mine."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kpiplan.exports import explain, read_exports
from kpiplan.exports.files import sheets
from kpiplan.exports.files.inputs import from_bytes
from kpiplan.exports.results import Explanation, Lines
from kpiplan.months import Month
from kpiplan.plan.export_rules import Exchange, FileRules, Rule
from tests.conftest import Kpiplan
from tests.exports.workbooks import xlsx

DEALS = """Deal,Stage,Source,Created,Closing,Amount,Score
A,Won,Web,2024-01-03,2024-01-20,100,1
B,Lost,Web,2024-01-05,2024-01-21,200,2
C,Won,Fair,2024-01-09,,300,3
D,Won,Web,2024-02-09,2024-02-28,n.n.,4
E,Won,Web,2024-02-10,soon,500,5
Total,,,,,1100,
"""
WON = {"Stage": ("Won",)}
RULES = {"customers": Rule(count="Closing", where=WON), "revenue": Rule(sum="Amount", by="Closing", where=WON)}


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def explained(text: str | bytes, name: str = "a.csv", **rules: Any) -> tuple[Explanation, ...]:
    data = text.encode() if isinstance(text, str) else text
    return explain([from_bytes(name, data)], rules=[FileRules(**rules)])


def test_columns_rows_and_reasons() -> None:
    (found,) = explained(DEALS, kpis=RULES)
    assert [(column.name, column.role, column.kpis) for column in found.columns] == [
        ("Deal", "text", ()),
        ("Stage", "where", ("customers", "revenue")),
        ("Source", "text", ()),
        ("Created", "count", ("opportunities",)),
        ("Closing", "count", ("customers",)),
        ("Amount", "value", ("revenue",)),
        ("Score", "unknown-name", ()),
    ]
    january, february = Month(2024, 1), Month(2024, 2)
    assert found.counted == {
        ("customers", january): Lines(1, (2,)),
        ("customers", february): Lines(1, (5,)),
        ("revenue", january): Lines(1, (2,)),
        ("opportunities", january): Lines(3, (2, 3, 4)),
        ("opportunities", february): Lines(2, (5, 6)),
    }
    assert [(why.code, why.kpi, lines) for why, lines in found.left_out.items()] == [
        ("total", "", Lines(1, (7,))),
        ("unmet", "customers", Lines(1, (3,))),
        ("unmet", "revenue", Lines(1, (3,))),
        ("no-day", "customers", Lines(1, (4,))),
        ("no-day", "revenue", Lines(1, (4,))),
        ("no-numbers", "revenue", Lines(1, (5,))),
        ("unread-date", "customers", Lines(1, (6,))),
        ("unread-date", "revenue", Lines(1, (6,))),
    ]


def test_the_screen(tmp_path: Path, kpiplan: Kpiplan) -> None:
    Path("deals.csv").write_text(DEALS, encoding="utf-8")
    read = "customers: count Closing where Stage = Won"
    run = kpiplan("actuals", "deals.csv", "--explain", "--read", read)
    assert run.code == 0
    assert (
        run.out
        == """\
How the exports are read

  deals.csv  UTF-8, comma
             not read: 'Amount', 'Score'

Column    holds    becomes
deals.csv
 Deal     texts    not read: texts
 Stage    texts    decides which rows are customers
 Source   texts    not read: texts
 Created  days     opportunities: its days, counted
 Closing  days     customers: its days, counted
 Amount   numbers  not read
 Score    numbers  not read: not known by this name

Rows            number  count for, or why not        lines
deals.csv
 January 2024        1  customers                    2
 February 2024       1  customers                    5
 January 2024        3  opportunities                2, 3, 4
 February 2024       2  opportunities                5, 6
 left out            1  total                        7
 left out            1  customers: not Stage is Won  3
 left out            1  customers: no Closing        4
 left out            1  Closing can't be read        6
"""
    )


def test_as_data_and_in_another_language(kpiplan: Kpiplan) -> None:
    Path("deals.csv").write_text(DEALS, encoding="utf-8")
    read = ("--read", "customers: count Closing where Stage = Won")
    found = json.loads(kpiplan("actuals", "deals.csv", "--explain", *read, "--format", "json").out)
    assert found["kind"] == "explanation"
    (table,) = found["tables"]
    assert table["counted"][0] == {"kpi": "customers", "month": "2024-01", "rows": 1, "lines": [2]}
    assert table["left_out"][1] == {
        "code": "unmet", "kpi": "customers", "why": "customers: not Stage is Won", "rows": 1, "lines": [3],
    }  # fmt: skip
    assert (
        "고객: Stage = Won 조건에 맞지 않음" in kpiplan("actuals", "deals.csv", "--explain", *read, "--lang", "ko").out
    )
    assert "| Stage | texts |" in kpiplan("actuals", "deals.csv", "--explain", *read, "--format", "markdown").out
    run = kpiplan("actuals", "deals.csv", "--explain", "--format", "csv")
    assert (run.code, run.err) == (2, "kpiplan: --explain has the formats table, markdown or json\n")


def test_what_can_not_be_read_is_said_with_its_columns(kpiplan: Kpiplan) -> None:
    Path("pages.csv").write_text("Page,Views by hand\n/,5\n/a,6\n", encoding="utf-8")
    run = kpiplan("actuals", "pages.csv", "--explain")
    assert run.code == 4
    assert "not read: nothing says to which month the rows belong" in run.out
    assert " Views by hand  numbers  not read" in run.out
    (found,) = explained(b"%PDF-1.4", "a.pdf")
    assert found.refusal is not None
    assert found.refusal.code == "other-format"


def test_tables_of_other_shapes() -> None:
    wide = "KPI,2024-01,2024-02\nLeads,3,4\nClose rate,10%,20%\nTotal,3,4\n"
    (found,) = explained(wide)
    assert [column.role for column in found.columns] == ["name", "month", "month"]
    assert found.counted == {("leads", Month(2024, 1)): Lines(1, (2,)), ("leads", Month(2024, 2)): Lines(1, (2,))}
    assert {why.code: lines for why, lines in found.left_out.items()} == {
        "ratio": Lines(1, (3,)), "total": Lines(1, (4,)),
    }  # fmt: skip
    sheets = explained(xlsx(("A", [["Month", "Leads"], ["2024-01", 3]]), ("B", [["x"], ["y"]])), "a.xlsx")
    assert [(each.account.table, len(each.counted)) for each in sheets] == [("A", 1)]
    (long,) = explained("month,kpi,value\n2024-01,leads,3\n2024-01,visits,30\n2024-01,Visits target,40\n")
    assert {why.code: lines for why, lines in long.left_out.items()} == {"target": Lines(1, (4,))}


def test_no_more_than_twenty_lines_a_reason() -> None:
    (found,) = explained("Date,Leads\n" + "2024-01-31,1\n" * 30)
    assert found.counted == {("leads", Month(2024, 1)): Lines(30, tuple(range(2, 22)))}


def test_of_a_unit_the_row_that_counts_is_told() -> None:
    """The first day, and of that day the largest amount; what its currency is worth is part of it."""
    orders = (
        "Order,Paid on,Amount,Currency\n"
        "A,2024-01-09,100,EUR\n"
        "A,2024-01-09,150,USD\n"
        "a,2024-02-01,900,EUR\n"
        ",2024-01-10,5,EUR\n"
        "B,,7,EUR\n"
        "C,2024-02-02,,EUR\n"
    )
    rules = {"revenue": Rule(sum="Amount", by="Paid on", distinct="Order")}
    (found,) = explained(orders, kpis=rules, exchange=Exchange("EUR", {"USD": 0.5}))
    assert [(column.name, column.role, column.kpis) for column in found.columns] == [
        ("Order", "unit", ("revenue",)),
        ("Paid on", "date", ("revenue",)),
        ("Amount", "value", ("revenue",)),
        ("Currency", "currency", ("revenue",)),
    ]
    assert found.counted == {("revenue", Month(2024, 1)): Lines(1, (2,))}
    assert {(why.code, why.column): lines for why, lines in found.left_out.items()} == {
        ("same-unit", "Order"): Lines(2, (3, 4)),
        ("no-unit", "Order"): Lines(1, (5,)),
        ("no-day", "Paid on"): Lines(1, (6,)),
        ("unknown-value", "Amount"): Lines(1, (7,)),
    }


def test_tables_of_a_large_file_are_explained_as_those_of_a_small_one(monkeypatch: pytest.MonkeyPatch) -> None:
    """One after the other, with the same numbers and lines; the lines of a table that goes on are those of its head."""
    text = "Leads\nDate,Leads\n2024-01-05,1\nTotal,1\n\nDeals\nDate,Customers\n2024-01-06,2\n2024-02-07,3\nTotal,5\n"
    small = explained(text)
    monkeypatch.setattr(sheets, "SMALL_BYTES", 0)
    large = explained(text)
    assert [each.account.table for each in large] == ["Leads", "Deals"]
    assert [(each.account.left_out, each.counted, each.left_out) for each in large] == [
        (each.account.left_out, each.counted, each.left_out) for each in small
    ]
    assert [each.seen for each in large] == [None, 2]
    assert [each.account.table for each in explained(text, table=2)] == ["Deals"]


CELLS = st.sampled_from(("2024-01-05", "2024-02-06", "", "soon", "5", "7", "Won", "Lost", "Total", "-"))


@settings(deadline=None, max_examples=100)
@given(st.lists(st.tuples(CELLS, CELLS, CELLS), min_size=1, max_size=12), st.sampled_from((None, "Amount")))
def test_the_rows_counted_are_those_of_the_figures(rows: list[tuple[str, str, str]], unit: str | None) -> None:
    """What is explained is what is read: as many rows a month as a count has, of units one row each."""
    text = "Closing,Stage,Amount\n2024-01-01,Won,1\n" + "".join(f"{','.join(row)}\n" for row in rows)
    rules = [FileRules(kpis={"customers": Rule(count="Closing", where=WON, distinct=unit)})]
    item = from_bytes("a.csv", text.encode())
    read = read_exports([item], rules=rules).values("customers")
    counted = Counter[Month]()
    for table in explain([item], rules=rules):
        counted.update({month: lines.rows for (kpi, month), lines in table.counted.items() if kpi == "customers"})
    assert counted == {m: v for m, v in read.items() if v}


@pytest.mark.parametrize("words", [("--explain", "no.csv"), ("no.csv", "--explain")])
def test_a_file_that_is_not_there(kpiplan: Kpiplan, words: tuple[str, str]) -> None:
    run = kpiplan("actuals", *words)
    assert (run.code, run.err) == (2, "kpiplan: no.csv: no such file\n")
