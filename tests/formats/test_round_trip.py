"""Numbers as data: CSV, JSON and the reader of exports agree to the last digit."""

from __future__ import annotations

import csv
import io
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kpiplan.api import read_plan, targets
from kpiplan.documents.targets import figures_document, figures_rows
from kpiplan.exports.cells.numbers import read_number
from kpiplan.formats.csv import csv_text, number
from kpiplan.formats.json import json_text
from tests.conftest import Kpiplan
from tests.exports.helpers import codes, months, read

PLAN = """\
name: P
year: 2026
goal: {revenue: 1e15, average_deal: 3}
funnel: [visits, {leads: 7%}, {customers: 30%}]
"""


@settings(derandomize=True, deadline=None, max_examples=400)
@given(st.one_of(st.floats(-1e18, 1e18), st.floats(-1, 1), st.integers(-(10**18), 10**18).map(float)))
def test_a_number_reads_back_as_it_was(value: float) -> None:
    text = number(value)
    assert float(text) == json.loads(json.dumps(value)) == value
    assert read_number(text).value == value
    assert not value.is_integer() or text.lstrip("-").isdecimal()


def test_numbers_beyond_those_read_back_as_numbers() -> None:
    for value in (1e300, -2.5e200, 5e-324, 123456789012345678901.0, 1e21):
        assert float(number(value)) == value


def test_csv_and_json_say_the_same() -> None:
    results = targets(read_plan(PLAN))
    rows = list(csv.DictReader(io.StringIO(csv_text(figures_rows(results)))))
    for figure in results.figures:
        told = [row[figure.kpi] for row in rows]
        assert [None if text == "" else float(text) for text in told] == list(figure.values)
    assert "83333333333333.33" in json_text(figures_document(results))
    assert {row["revenue"] for row in rows} == {"83333333333333.33"}


@pytest.mark.parametrize("separator", [",", ";"])
def test_what_was_written_is_read_with_its_points(separator: str) -> None:
    rows = ["period,segment,visits,revenue", "2026-01,,1.125,1e-07", "2026-02,,12.375,2.125"]
    actuals = read("\n".join(rows).replace(",", separator))
    assert codes(actuals, "error") == []
    assert months(actuals, "visits") == {"2026-01": 1.125, "2026-02": 12.375}
    assert months(actuals, "revenue") == {"2026-01": 1e-7, "2026-02": 2.125}


@pytest.mark.parametrize("cells", [("9" * 400,), ("9" * 308, "9" * 308), ("1e308", "1e308"), ("1e400",)])
@pytest.mark.parametrize("form", ["table", "json", "csv"])
def test_no_cell_makes_a_number_infinite(
    kpiplan: Kpiplan, tmp_path: object, monkeypatch: pytest.MonkeyPatch, cells: tuple[str, ...], form: str
) -> None:
    monkeypatch.chdir(str(tmp_path))
    rows = [f"2026-01-{day:02},{cell}" for day, cell in enumerate(cells, start=30)]
    with open("a.csv", "w", encoding="utf-8") as file:
        file.write("\n".join(["Date,Sessions", *rows, ""]))
    done = kpiplan("actuals", "a.csv", "--format", form)
    assert done.code not in (0, 3)
    assert "a.csv:2:1: error unreadable-values" in done.err
    assert "too large a number" in done.err
    assert "inf" not in done.out.casefold()


def test_an_export_asks_about_a_numeral_with_two_readings() -> None:
    actuals = read("Date,Sessions\n2026-01-31,3억6\n")
    (problem,) = [each for each in actuals.problems if each.severity == "error"]
    assert problem.message == "1 cell of 'Sessions': '3억6' can be read as 300,000,006 or as 360,000,000"


def test_exports_read_numerals_as_plans_do() -> None:
    actuals = read("월,매출\n2026-01,3천6백만\n2026-02,1억 3천5백만원\n2026-03,₩1조 2천억\n2026-04,12억 5천\n")
    found = {"2026-01": 36e6, "2026-02": 135e6, "2026-03": 1.2e12, "2026-04": 1.25e9}
    assert months(actuals, "revenue") == found


@pytest.mark.parametrize("lang", ["en", "ko", "zh-Hant"])
def test_a_kpi_beyond_all_numbers_is_shown(kpiplan: Kpiplan, tmp_path: object, lang: str) -> None:
    file = f"{tmp_path}/p.yaml"
    with open(file, "w", encoding="utf-8") as plan:
        plan.write(PLAN + "kpis:\n  huge: {formula: 1e18 * 1e18 * revenue, unit: currency, at_most: 5}\n")
    done = kpiplan("target", file, "--detail", "--lang", lang)
    assert done.code == 0
    assert "8.333e49" in done.out  # a month of it: it grows with the months, and is reviewed monthly
