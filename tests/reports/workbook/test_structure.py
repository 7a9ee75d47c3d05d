"""What is on which sheet, by which names; the same bytes for the same plan."""

from __future__ import annotations

import re

import pytest

from tests.conftest import INBOUND, SAMPLES
from tests.workbooks import cells_of, inputs_of, loaded, made, opened

SAAS = (SAMPLES / "saas.yaml").read_text(encoding="utf-8")
SEGMENTS = (SAMPLES / "inbound_outbound.yaml").read_text(encoding="utf-8")
# in every spreadsheet program, and no volatile one among them
FUNCTIONS = {
    "SUM",
    "SUMPRODUCT",
    "IF",
    "AND",
    "MAX",
    "MIN",
    "INT",
    "COUNT",
    "ISNUMBER",
    "DATE",
    "YEAR",
    "MONTH",
    "INDEX",
}
LONGEST_FORMULA = 8192  # of Excel


def test_sheets_of_a_plan_with_segments() -> None:
    book = opened(made(loaded(SEGMENTS)))
    assert book.sheetnames == [
        "Targets", "inbound", "outbound", "key accounts",
        "Variance", "Inputs", "Actuals", "Before", "Engine", "kpiplan",
    ]  # fmt: skip
    assert [sheet.title for sheet in book if sheet.sheet_state != "visible"] == ["kpiplan"]


def test_names_of_inputs() -> None:
    assert sorted(opened(made(loaded(INBOUND))).defined_names) == [
        "goal_average_deal", "goal_by_month", "goal_from_elsewhere", "goal_next_year", "goal_revenue",
        "goal_round_customers", "kpiplan_plan", "lag_customers", "lag_leads", "lag_mqls", "lag_opportunities",
        "lag_sqls", "last_month_part", "months_done", "plan_start", "rate_customers", "rate_leads", "rate_mqls",
        "rate_opportunities", "rate_sqls",
    ]  # fmt: skip


@pytest.mark.parametrize("text", [SAAS, SEGMENTS])
def test_inputs_are_numbers_and_all_else_that_counts_is_a_formula(text: str) -> None:
    found = loaded(text)
    book = opened(made(found))
    named = {cell.coordinate for each in inputs_of(found) for cell in cells_of(book, each.name)}
    for each in inputs_of(found):
        assert [cell.data_type for cell in cells_of(book, each.name)] != ["f"]
    for name in book.sheetnames[:4]:
        if name in ("Targets", "inbound", "outbound", "key accounts"):
            rows = book[name].iter_rows(min_row=4, min_col=2)
            assert {cell.data_type for row in rows for cell in row if cell.value is not None} <= {"f", "s"}
    numbers = {cell.coordinate for row in book["Inputs"].iter_rows(min_row=5) for cell in row if cell.data_type == "n"}
    values = {at for at in numbers if book["Inputs"][at].value is not None}
    heads = {at for at in values - named if book["Inputs"][at].font.bold}
    assert values - named == heads  # months of age stand above their shares


@pytest.mark.parametrize("text", [SAAS, SEGMENTS])
def test_formulas_are_of_functions_that_all_programs_have(text: str) -> None:
    book = opened(made(loaded(text)))
    formulas = [cell.value for sheet in book for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]
    assert len(formulas) > 500
    assert {name for each in formulas for name in re.findall(r"([A-Z]+)\(", re.sub(r'"[^"]*"', "", each))} <= FUNCTIONS


def test_formulas_of_many_segments_are_not_too_long() -> None:
    """40 segments with goals and churn of their own and names of the greatest length."""
    segments = "".join(
        f"  {'s' * 55}{number:03}: {{goal: {{recurring: {{from: 10k, to: {11 + number}k, churn: 1%}},"
        f" average_deal: 1k}}, funnel: [visits, {{customers: {{rate: 2%, lag: 9 days}}}}], costs: {{sales: 1k}}}}\n"
        for number in range(40)
    )
    found = loaded(f"name: Many\nyear: 2026\ncurrency: USD\nsegments:\n{segments}")
    book = opened(made(found))
    formulas = (cell.value for sheet in book for row in sheet.iter_rows() for cell in row if cell.data_type == "f")
    assert 1000 < max(map(len, formulas)) < LONGEST_FORMULA


def test_the_same_plan_is_the_same_file() -> None:
    assert made(loaded(SAAS)) == made(loaded(SAAS))


def test_a_cell_says_so_where_shares_do_not_sum() -> None:
    book = opened(made(loaded(SAAS)))
    lag = cells_of(book, "lag_customers")[0]
    total = book["Inputs"].cell(lag.row, lag.column - 1)
    assert total.value == "=SUM(lag_customers)"
    rules = book["Inputs"].conditional_formatting
    assert [rule.formula for each in rules if total.coordinate in each for rule in each.rules] == [
        [f"ABS({total.coordinate}-1)>0.000000001"]
    ]


def test_what_may_be_typed() -> None:
    book = opened(made(loaded(SAAS)))
    rules = {str(each.sqref): each for each in book["Inputs"].data_validations.dataValidation}

    def rule_of(name: str) -> tuple[str, ...]:
        cells = cells_of(book, name)
        where = cells[0].coordinate if len(cells) == 1 else f"{cells[0].coordinate}:{cells[-1].coordinate}"
        found = rules[where]
        return found.type, found.operator or "between", found.formula1 or "", found.formula2 or ""

    assert rule_of("rate_leads") == ("decimal", "between", "1e-09", "1")
    assert rule_of("lag_customers") == ("decimal", "between", "0", "1")
    assert rule_of("goal_revenue") == ("decimal", "greaterThan", "0", "")
    assert rule_of("goal_round_customers") == ("list", "between", '"nearest,up,down"', "")
    assert rule_of("direct_leads") == ("decimal", "greaterThanOrEqual", "0", "")


def test_months_follow_from_the_first() -> None:
    sheet = opened(made(loaded(SAAS)))["Targets"]
    assert [sheet.cell(4, column).value for column in (3, 4)] == [
        "=DATE(YEAR(plan_start),MONTH(plan_start),1)",
        "=DATE(YEAR(plan_start),MONTH(plan_start)+1,1)",
    ]


def test_targets_and_need_read_as_in_the_documentation() -> None:
    """arrivals = shares x need x covered over covered x rate (docs/arithmetic.md)."""
    book = opened(made(loaded(INBOUND)))
    engine = {row[0].value: row for row in book["Engine"].iter_rows() if row[0].value}
    january = next(at for at, cell in enumerate(engine["customers: arrivals"]) if at and cell.value)
    assert engine["opportunities: arrivals"][january].value.startswith("=IF(SUMPRODUCT(Inputs!$D$")
    assert engine["opportunities: arrivals"][january].value.endswith("*INDEX(rate_customers,1,1)),0)")
    assert engine["customers: arrivals"][january].value.count("*") == 1
