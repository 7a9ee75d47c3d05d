"""Workbooks with what really happened: as `actuals` writes them, and as it reads them back."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.conftest import SAMPLES, Kpiplan
from tests.exports.workbooks import xlsx
from tests.workbooks import cells_of, opened, recalculated, saved

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


def fill(name: str, amounts: Mapping[tuple[str, str], Mapping[str, float]]) -> None:
    """Type actuals into a workbook, by period and segment and by column, as another program does."""
    book = opened(Path(name).read_bytes())
    header, *rows = book["Actuals"].iter_rows()
    columns = [cell.value for cell in header]
    places = {(row[0].value, (row[1].value or "") if "segment" in columns else ""): row for row in rows}
    for place, figures in amounts.items():
        for column, amount in figures.items():
            places[place][columns.index(column)].value = amount
    Path(name).write_bytes(saved(book))


TYPED: dict[tuple[str, str], dict[str, float]] = {
    ("2026-01", ""): {"visits": 42_000.5, "leads": 1_100, "customers": 2, "revenue": 81_234.56},
    ("2026-02", ""): {"visits": 39_000, "leads": 0},
    ("2026-03", ""): {"visits": 40_123, "leads": 1_234, "customers": 3},
}
BY_SEGMENT: dict[tuple[str, str], dict[str, float]] = {
    ("2026-01", "inbound"): {"visits": 14_000, "leads": 270, "sqls": 30, "customers": 7, "revenue": 200_000},
    ("2026-01", "outbound"): {"calls": 600, "meetings": 20, "customers": 1, "revenue": 95_000},
    ("2026-01", ""): {"customers": 9, "revenue": 310_000},  # one that is in no segment
    ("2026-02", "inbound"): {"visits": 12_000, "leads": 250},
    ("2026-02", ""): {"customers": 8},
}


def as_csv(amounts: Mapping[tuple[str, str], Mapping[str, float]], header: list[str]) -> str:
    """The same as a table: a row a period and segment, empty cells where nothing is known."""
    rows = [header]
    for (period, segment), figures in amounts.items():
        named = {"period": period, "segment": segment}
        rows.append([named.get(column, str(figures.get(column, ""))) for column in header])
    return "".join(",".join(row) + "\n" for row in rows)


@pytest.mark.parametrize("segments", [False, True])
@pytest.mark.parametrize("kind", ["table", "json", "csv", "markdown"])
def test_actuals_typed_into_the_workbook_are_those_of_a_csv(kpiplan: Kpiplan, kind: str, segments: bool) -> None:
    typed, columns = TYPED, ["visits", "leads", "customers", "revenue"]
    if segments:
        Path("plan.yaml").write_bytes((SAMPLES / "inbound_outbound.yaml").read_bytes())
        typed, columns = BY_SEGMENT, ["segment", "visits", "leads", "sqls", "calls", "meetings", "customers", "revenue"]
    assert kpiplan("target", "plan.yaml", "-o", "plan.xlsx").code == 0
    fill("plan.xlsx", typed)
    Path("plan.csv").write_text(as_csv(typed, ["period", *columns]), encoding="utf-8")
    found, wanted = (
        kpiplan("actuals", name, "--plan", "plan.yaml", "--format", kind) for name in ("plan.xlsx", "plan.csv")
    )
    assert (found.code, wanted.code) == (0, 0)
    if kind == "json":
        book, table = json.loads(found.out), json.loads(wanted.out)
        assert (book.pop("sources")[0]["file"], table.pop("sources")[0]["file"]) == ("plan.xlsx", "plan.csv")
        assert book == table
    else:
        assert found.out == wanted.out


def test_how_the_sheet_is_read_is_said(kpiplan: Kpiplan) -> None:
    """Other sheets are the plan's own, and not missed."""
    assert kpiplan("target", "plan.yaml", "-o", "plan.xlsx").code == 0
    fill("plan.xlsx", TYPED)
    assert kpiplan("actuals", "plan.xlsx", "--plan", "plan.yaml").err.splitlines() == [
        "plan.xlsx  visits, leads, customers, revenue by period; 3 rows; values unknown: 1 of customers, 2 of revenue; "
        "workbook",
        "compared with plan.yaml",
    ]


def test_a_review_is_read_back(kpiplan: Kpiplan) -> None:
    """What exports said stands in the workbook that is made of them, spend that nobody planned too."""
    Path("plan.csv").write_text("period,visits,leads,spend\n2026-01,40000,1200,900\n2026-02,41000,1100,950\n")
    words = ("--plan", "plan.yaml", "--format", "csv")
    assert kpiplan("actuals", "plan.csv", "--plan", "plan.yaml", "-o", "review.xlsx").code == 0
    assert kpiplan("actuals", "review.xlsx", *words).out == kpiplan("actuals", "plan.csv", *words).out


def test_nothing_typed_and_no_sheet_to_type_it_into(kpiplan: Kpiplan) -> None:
    assert kpiplan("target", "plan.yaml", "-o", "plan.xlsx").code == 0
    run = kpiplan("actuals", "plan.xlsx", "--plan", "plan.yaml")
    assert (run.code, run.out) == (4, "")
    assert run.err.splitlines()[:2] == [
        "plan.xlsx: error no-rows: this is the workbook of a plan, and nothing stands in its sheet Actuals",
        "    fill in what really happened, a row a month, and save it",
    ]
    book = opened(Path("plan.xlsx").read_bytes())
    book["Actuals"].title = "What happened"
    Path("plan.xlsx").write_bytes(saved(book))
    run = kpiplan("actuals", "plan.xlsx", "--plan", "plan.yaml")
    assert (run.code, run.out) == (4, "")
    assert run.err.splitlines()[:2] == [
        "plan.xlsx: error no-rows: this is the workbook of a plan, and its sheet Actuals is gone",
        "    call it Actuals again, or write a new workbook and fill its sheet Actuals",
    ]


def test_a_sheet_that_has_but_the_name_marks_nothing(kpiplan: Kpiplan) -> None:
    """Somebody's own workbook, in which a sheet is called kpiplan."""
    rows = [["month", "visits"], ["2026-01", 40_000]]
    for name in ("kpiplan", "Actuals"):
        Path("own.xlsx").write_bytes(xlsx((name, rows), ("Notes", [["by Anna"]]), hidden=["Notes"]))
        run = kpiplan("actuals", "own.xlsx", "--plan", "plan.yaml", "--format", "csv")
        assert (run.code, run.out) == (0, "period,segment,visits\n2026-01,,40000\n")


def test_months_stand_where_they_are_when_the_first_one_is_edited(kpiplan: Kpiplan) -> None:
    """What happened in a month did not happen in another: the sheet turns it red instead."""
    assert kpiplan("target", "plan.yaml", "-o", "plan.xlsx").code == 0
    sheet = opened(Path("plan.xlsx").read_bytes())["Actuals"]
    assert [cell.value for cell in sheet["A"]][:3] == ["period", "2026-01", "2026-02"]
    ((where, rules),) = sheet.conditional_formatting._cf_rules.items()
    assert str(where.sqref) == "A2:A13"
    month = "DATE(YEAR(plan_start),MONTH(plan_start)+MOD(ROW()-2,12),1)"
    assert rules[0].formula == [f"DATE(LEFT($A2,4),RIGHT($A2,2),1)<>{month}"]


def test_months_compared_are_those_that_are_filled_in(kpiplan: Kpiplan) -> None:
    """Before anything is typed none; then up to the last of which anything is known, whoever types it where."""
    assert kpiplan("target", "plan.yaml", "-o", "plan.xlsx").code == 0
    assert cells_of(opened(Path("plan.xlsx").read_bytes(), values=True), "months_done")[0].value == 0
    fill("plan.xlsx", TYPED)
    data = recalculated(Path("plan.xlsx").read_bytes())
    found = opened(data, values=True)
    assert cells_of(found, "months_done")[0].value == 3
    wanted = json.loads(kpiplan("actuals", "plan.xlsx", "--plan", "plan.yaml", "--format", "json").out)
    outlook = wanted["outlook"][0]
    rows = [[cell.value for cell in row] for row in found["Variance"].iter_rows(max_col=5)]
    assert next(row for row in rows if row[0] == "the year")[1:4] == pytest.approx(
        [outlook["goal"]["customers"], outlook["so_far"]["customers"], outlook["at_plan"]["year"]["customers"]]
    )
