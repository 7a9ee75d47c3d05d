"""Names as they are compared, and what is one: no number, no row of totals."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpiplan.exports.cells.names import identifier, key
from kpiplan.exports.cells.numbers import Number, currency_sign, is_number, read_number
from kpiplan.plan.export_rules import Exchange, Split
from tests.exports.helpers import error, kpis, left_out, months, notes, read

# Slow where many brackets are open: goes back over itself from each of them.
PLAIN = re.compile(r"\([^)]*\)|\uff08[^\uff09]*\uff09|\[[^\]]*\]")


@given(st.text("()[]\uff08\uff09ab ", max_size=14))
def test_what_stands_in_brackets_is_no_part_of_a_name(name: str) -> None:
    wide = unicodedata.normalize("NFKC", name)
    assert key(name) == "".join(char for char in (PLAIN.sub("", wide) or wide) if char.isalnum())
    assert identifier(name) == re.sub(r"\W+", "_", unicodedata.normalize("NFKC", PLAIN.sub("", name) or name)).strip(
        "_"
    )


def test_a_name_of_brackets_alone_is_read_in_one_go() -> None:
    assert key("(" * 1_000_000) == ""


@pytest.mark.parametrize("name", ["SQL1", "MQL 2", "ABC5", "3 SQL", "<b>2", "<script>", "FEB 3 MQL", ">"])
def test_a_name_beside_digits_is_no_number(name: str) -> None:
    assert not is_number(name)
    assert read_number(name).kind == "unreadable"
    assert currency_sign(name) == ""


@pytest.mark.parametrize(
    ("cell", "sign"),
    [("EUR5", "EUR"), ("5 USD", "USD"), ("HRK 5", "HRK"), ("RMB5", "RMB"), ("NT$5", "NT$"), ("5 zł", "zł")],
)
def test_a_currency_beside_digits_is_one(cell: str, sign: str) -> None:
    assert read_number(cell) == Number("number", 5)
    assert currency_sign(cell) == sign


@pytest.mark.parametrize("cell", ["< 10", "<10", ">= 1,000", "<$5", "> 3%"])
def test_a_bound_is_a_number_that_is_not_known(cell: str) -> None:
    assert is_number(cell)
    assert read_number(cell).kind == "unknown"


@pytest.mark.parametrize("stage", ["SQL1", "MQL 2", "ABC5", "-2", "<b>", "2026"])
def test_a_stage_called_like_a_number_is_a_name_in_a_header(stage: str) -> None:
    actuals = read(f"Month,{stage},Leads\n2026-01,5,6\n2026-02,7,8\n", stages=(stage, "leads"))
    assert months(actuals, stage) == {"2026-01": 5, "2026-02": 7}
    assert months(actuals, "leads") == {"2026-01": 6, "2026-02": 8}


@pytest.mark.parametrize(
    "text", ["Month,-2\n2026-01,5\n", "Report date,-2,-2\n2026-01,5,6\n", "x,-2,Leads\n2026-01,5,6\n"]
)
def test_a_number_is_a_name_where_all_else_says_so_and_nowhere_else(text: str) -> None:
    assert error(read(text)).startswith("no-header: ")


SEGMENTS = (
    "Month,Segment,Leads\n2026-01,All,5\n2026-01,EU,7\n2026-02,Total,99\n2026-02,All,6\n2026-02,EU,8\n2026-02,All,0\n"
)


def test_a_segment_of_the_plan_is_no_row_of_totals() -> None:
    actuals = read(SEGMENTS, segments=("all", "EU"))
    assert months(actuals, "leads", "all") == {"2026-01": 5, "2026-02": 6}
    assert months(actuals, "leads") == {"2026-01": 12, "2026-02": 14}
    assert left_out(actuals) == {"total": 1}


def test_a_segment_of_a_split_is_no_row_of_totals() -> None:
    text = SEGMENTS.replace("Segment", "Region")
    split = Split("Region", {"everywhere": ("all",), "europe": ("EU",)})
    actuals = read(text, split=split)
    assert months(actuals, "leads", "everywhere") == {"2026-01": 5, "2026-02": 6}
    assert left_out(actuals) == {"total": 1}
    assert months(read(text), "leads") == {"2026-01": 7, "2026-02": 8}  # without it they are the sums of the others


def test_a_segment_of_the_plan_is_no_row_of_totals_where_months_are_columns() -> None:
    text = "Segment,KPI,2026-01,2026-02\nAll,leads,1,2\nEU,leads,3,4\nTotal,leads,4,6\n"
    actuals = read(text, segments=("all", "EU"))
    assert months(actuals, "leads", "all") == {"2026-01": 1, "2026-02": 2}
    assert months(actuals, "leads", "EU") == {"2026-01": 3, "2026-02": 4}


def test_an_amount_in_a_currency_that_is_no_more_is_asked_about() -> None:
    text = "Month,Revenue\n2022-01,HRK 100\n2022-02,HRK 200\n"
    assert error(read(text, exchange=Exchange("EUR"))).startswith("exchange-missing: ")
    actuals = read(text, exchange=Exchange("EUR", {"HRK": 0.125}))
    assert months(actuals, "revenue") == {"2022-01": 12.5, "2022-02": 25}


@pytest.mark.parametrize(
    ("header", "known"),
    [
        ("Data,Impressoes,Cliques,Conversoes,Gastos", ["impressions", "clicks", "conversions", "spend"]),
        ("Fecha,Sesiones,Oportunidades,Inversion", ["visits", "opportunities", "spend"]),
        ("Mois,Cout,Opportunites", ["spend", "opportunities"]),
        ("Monat,Umsatze,Leads", ["revenue", "leads"]),
    ],
)
def test_names_are_known_without_their_accents(header: str, known: list[str]) -> None:
    count = header.count(",")
    actuals = read(f"{header}\n" + "".join(f"2026-0{month}-01{f',{month}' * count}\n" for month in (1, 2)))
    assert sorted(kpis(actuals)) == sorted(known)


def test_a_ratio_is_one_without_its_accents() -> None:
    actuals = read("Data,Visitas,Duracao,Taxa de conversao\n2026-01-31,9,5,4\n2026-02-28,8,5,4\n")
    assert kpis(actuals) == ["visits"]
    assert notes(actuals) == [""]  # neither is said to be an amount that was not read


@given(st.text(max_size=8))
def test_letters_of_other_scripts_keep_their_marks(name: str) -> None:
    assert key(unicodedata.normalize("NFD", "が게й")) == "が게й"
    assert key(f"é{name}") == key(f"e{name}")
