"""Formulas as text, and what they come to; those of the engine against the arithmetic that they say."""

from __future__ import annotations

import pytest

from kpiplan.analysis.workbook.formulas import (
    At,
    CellSpan,
    Formula,
    Named,
    NamedPart,
    Operation,
    Places,
    call,
    compared,
    minus,
    over,
    plus,
    times,
    when,
    written,
)
from kpiplan.analysis.workbook.names import Names
from kpiplan.analysis.workbook.ratios import RATIO_FORMULAS
from kpiplan.analysis.workbook.values import SheetValues, day_number, day_of
from kpiplan.kpis.built_in import RATIOS

LINE = ("line", 0)
CELLS: dict[tuple[str | int, ...], dict[int, Formula]] = {LINE: {1: 2.0, 2: 3.0, 4: ""}}
GIVEN = {"rate": (0.5, 0.25, 0.0), "one": (7.0,), "none": (None,), "word": ("up",)}


def text(formula: Formula) -> str:
    """A formula with cells called C1, C2, … and inputs by their names."""
    return written(formula, Places(lambda _line, column: f"C{column}", lambda found: found.name))


@pytest.mark.parametrize(
    ("formula", "said", "value"),
    [
        (plus(1, times(2, At(LINE, 1))), "1+2*C1", 5.0),
        (times(plus(1, 2), At(LINE, 1)), "(1+2)*C1", 6.0),
        (minus(5, minus(3, 1)), "5-(3-1)", 3.0),
        (over(8, over(4, 2)), "8/(4/2)", 4.0),
        (Operation("^", Operation("^", 2, 3), 2), "(2^3)^2", 64.0),
        (times(1, At(LINE, 2)), "C2", 3.0),
        (call("SUM", CellSpan(LINE, 1, 4)), "SUM(C1:C4)", 5.0),
        (call("SUMPRODUCT", Named("rate"), CellSpan(LINE, 1, 3)), "SUMPRODUCT(rate,C1:C3)", 1.75),
        (call("SUM", NamedPart("rate", 2, 3)), "SUM(rate)", 0.25),
        (when(compared(Named("none"), "=", ""), "empty", "full"), 'IF(none="","empty","full")', "empty"),
        (when(compared(Named("word"), "=", 'u"p'), 1, 2), 'IF(word="u""p",1,2)', 2.0),
        (when(call("AND", 1, compared(1, "<", 0)), 1, 0), "IF(AND(1,1<0),1,0)", 0.0),
        (call("COUNT", CellSpan(LINE, 1, 4)), "COUNT(C1:C4)", 2.0),
        (call("MAX", 0, minus(1, 3)), "MAX(0,1-3)", 0.0),
        (minus(0, call("INT", -2.5)), "0-INT((-2.5))", 3.0),
        (call("YEAR", call("DATE", 2025, 14, 1)), "YEAR(DATE(2025,14,1))", 2026.0),
        (call("MONTH", call("DATE", 2025, -1, 1)), "MONTH(DATE(2025,(-1),1))", 11.0),
        (call("ISNUMBER", At(LINE, 3)), "ISNUMBER(C3)", 0.0),
    ],
)
def test_a_formula_as_text_and_as_number(formula: Formula, said: str, value: object) -> None:
    assert text(formula) == said
    assert SheetValues(CELLS, GIVEN).of(formula) == value


def test_every_ratio_has_a_formula() -> None:
    assert set(RATIO_FORMULAS) == set(RATIOS)


def test_days_are_numbers_as_spreadsheets_count_them() -> None:
    """25569 is 1 January 1970 in every spreadsheet program."""
    assert day_number(day_of(25569)) == 25569
    assert day_of(25569).isoformat() == "1970-01-01"


@pytest.mark.parametrize(
    ("words", "name"),
    [
        (("rate", "leads"), "rate_leads"),
        (("rate", "Website visits"), "rate_Website_visits"),
        (("rate", "=HYPERLINK(1)"), "rate__HYPERLINK_1_"),
        (("rate", "SQL1"), "rate_SQL1"),
        (("rate", "R1C1"), "rate_R1C1"),
        (("rate", "_x0041_"), "rate__0041_"),
        (("rate", "고객"), "rate_고객"),
        (("rate", "客戶"), "rate_客戶"),
        (("rate", "עברית"), "rate_עברית"),
        (("rate", "\N{GRINNING FACE}"), "rate__"),
        (("rate", "x" * 300), "rate_" + "x" * 75),
    ],
)
def test_names_of_ranges(words: tuple[str, ...], name: str) -> None:
    assert Names().range(*words) == name


def test_names_that_would_be_the_same_are_numbered() -> None:
    names = Names()
    assert [names.range("rate", each) for each in ("a b", "a-b", "A_B")] == ["rate_a_b", "rate_a_b_2", "rate_A_B_3"]


@pytest.mark.parametrize(
    ("wanted", "sheet"),
    [
        ("inbound", "inbound"),
        ("a[b]:c*d?e/f\\g", "a-b--c-d-e-f-g"),
        ("'quoted'", "-quoted-"),
        ("R&D (EMEA) v1.2", "R&D (EMEA) v1.2"),
        ("ไทยที่", "ไทยที่"),
        ("=a|b!#'", "-a-b---"),
        ("History", "History-"),
        ("_x0041_", "-x0041_"),
        ("targets", "targets 2"),
        ("x" * 40, "x" * 31),
        ("\U00020000" * 20, "\U00020000" * 15),
        (" ", "-"),
        ("=1+1", "-1-1"),
    ],
)
def test_names_of_sheets(wanted: str, sheet: str) -> None:
    assert Names(("Targets",)).sheet(wanted) == sheet


def test_sheets_that_would_have_one_name_are_numbered() -> None:
    names = Names()
    assert [names.sheet("x" * 40 + end) for end in "abc"] == ["x" * 31, "x" * 29 + " 2", "x" * 29 + " 3"]
