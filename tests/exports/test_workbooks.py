"""Workbooks: every visible sheet is tables like a CSV's, and its cells are what they are there."""

from __future__ import annotations

import builtins
import gzip
import io
import zipfile
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kpiplan.exports import read_exports
from kpiplan.exports.files import sheets
from kpiplan.exports.files.inputs import from_bytes
from kpiplan.exports.files.parts import number_text, text_of
from kpiplan.plan.export_rules import FileRules, Rule
from kpiplan.problems import Place
from kpiplan.reports.actuals.sources import source_lines
from tests.exports.helpers import codes, error, left_out, months, notes, read
from tests.exports.workbooks import DAY, MONTH, PERCENT, ods, package, xls, xlsb, xlsx

DAILY = [
    ["Date", "Sessions", "Cost"],
    [date(2024, 1, 1), 100, 1.5],
    [date(2024, 1, 31), 20, 1],
    [date(2024, 2, 29), 50, 2],
]
VISITS, SPEND = {"2024-01": 120, "2024-02": 50}, {"2024-01": 2.5, "2024-02": 2}
SERIALS = [["Date", "Sessions", "Cost"], [45292, 100, 1.5], [45322, 20, 1], [45351, 50, 2]]
LEADS = [["Month", "Leads"], ["2024-01", 3], ["2024-02", 4]]


KINDS = {
    "a.xlsx": xlsx(("Data", DAILY)),
    "a.xlsm": xlsx(("Data", DAILY)),
    "called.anything": xlsx(("Data", DAILY)),
    "1904.xlsx": xlsx(("Data", DAILY), date_1904=True),
    "a.xls": xls("Data", DAILY),
    "a.ods": ods("Data", DAILY),
    "a.xlsb": xlsb("Data", SERIALS),
    "a.xlsx.gz": gzip.compress(xlsx(("Data", DAILY))),
}


@pytest.mark.parametrize("name", KINDS)  # what stands in a file says when it was made: no name of a test
def test_workbooks_of_each_kind(name: str) -> None:
    actuals = read(KINDS[name], name)
    assert codes(actuals) == []
    assert (months(actuals, "visits"), months(actuals, "spend")) == (VISITS, SPEND)
    (source,) = actuals.sources
    assert (source.name, source.table, source.container) == (name, "Data", "workbook")
    assert (source.encoding, source.delimiter, source.rows_used) == ("", "", 3)


def test_a_workbook_in_a_zip_and_in_a_folder(tmp_path: Path) -> None:
    packed = package(**{"deep/a.xlsx": xlsx(("Data", DAILY)), "notes.pdf": b"%PDF"})
    actuals = read(packed, "x.zip")
    assert months(actuals, "visits") == VISITS
    assert actuals.sources[0].name == "x.zip/deep/a.xlsx"
    (tmp_path / "a.xlsx").write_bytes(xlsx(("Data", DAILY)))
    (tmp_path / "~$a.xlsx").write_bytes(b"\x05Anna")  # somebody has it open
    (tmp_path / "b.csv").write_text("Month,Leads\n2024-01,3\n")
    actuals = read_exports([tmp_path])
    assert (months(actuals, "visits"), months(actuals, "leads")) == (VISITS, {"2024-01": 3})
    assert codes(actuals) == []


def test_sheets_are_tables_of_one_file() -> None:
    data = xlsx(("Visits", DAILY), ("Leads", LEADS), ("Notes", [["made by Anna"]]), ("Empty", []))
    actuals = read(data, "a.xlsx")
    assert (months(actuals, "visits"), months(actuals, "leads")) == (VISITS, {"2024-01": 3, "2024-02": 4})
    assert source_lines(actuals.sources) == (
        "a.xlsx (Visits)  visits = Sessions, spend = Cost by Date; 3 rows; workbook; sheets without a table: 'Notes'",
        "a.xlsx (Leads)   leads by Month; 2 rows; workbook",
    )


def test_hidden_sheets_are_left_out_and_said() -> None:
    data = xlsx(("Visits", DAILY), ("Old", LEADS), ("Older", LEADS), hidden=("Old", "Older"))
    actuals = read(data, "a.xlsx")
    assert months(actuals, "leads") == {}
    assert notes(actuals) == ["hidden sheets not read: 'Old', 'Older'"]


def test_a_sheet_is_chosen_by_name_or_number() -> None:
    data = xlsx(("North", LEADS), ("South", [*LEADS[:1], ["2024-01", 30]]))
    assert error(read(data, "a.xlsx")).startswith("two-tables: two tables say leads of 2024-01: North and South")
    assert months(read(data, "a.xlsx", table="south"), "leads") == {"2024-01": 30}
    assert months(read(data, "a.xlsx", table=1), "leads") == {"2024-01": 3, "2024-02": 4}
    assert months(read(data, "a.xlsx", add=True), "leads") == {"2024-01": 33, "2024-02": 4}
    assert error(read(data, "a.xlsx", table="west")) == (
        "unknown-table: there is no table west | the tables are '1: North', '2: South'"
    )


def test_a_sheet_for_each_month_or_year_is_one_file() -> None:
    rows = [[["Date", "Leads"], [date(2024, m, 1), m], [date(2024, m, 28), 1]] for m in (1, 2)]
    assert months(read(xlsx(("Jan", rows[0]), ("Feb", rows[1]))), "leads") == {"2024-01": 2, "2024-02": 3}
    years = xlsx(("2023", [["Month", "Leads"], ["December", 5]]), ("2024", [["Month", "Leads"], ["January", 6]]))
    actuals = read(years, "leads.xlsx")
    assert months(actuals, "leads") == {"2023-12": 5, "2024-01": 6}
    assert codes(actuals) == ["year-taken", "year-taken"]
    assert "which the name of the sheet says" in actuals.problems[0].message
    assert actuals.problems[0].file == "leads.xlsx/2023"


def test_rules_for_a_workbook_hold_for_its_sheets() -> None:
    rules = [FileRules("crm*.xlsx", {"leads": Rule(count="Added")})]
    rows = [["Added", "Name"], [date(2024, 1, 2), "a"], [date(2024, 1, 31), "b"]]
    assert months(read(xlsx(("Any", rows)), "x/crm-1.xlsx", rules=rules), "leads") == {"2024-01": 2}


def test_cells_are_what_they_are() -> None:
    rows = [
        ["Date", "Leads", "Cost", "Bounce rate", "Stage"],
        [datetime(2024, 1, 1, 23, 59), 3, 1234.567, (0.2, PERCENT), True],
        [(date(2024, 1, 31), MONTH), 4.0, 0.125, (0.5, PERCENT), "two\nlines"],
    ]
    actuals = read(xlsx(("Data", rows)), "a.xlsx")
    assert months(actuals, "leads") == {"2024-01": 7}
    assert months(actuals, "spend") == {"2024-01": 1234.692}


def test_a_part_in_per_cent_is_no_number_that_adds_up() -> None:
    rows = [["Month", "Leads"], ["2024-01", (0.2, PERCENT)], ["2024-02", (0.5, "0%")]]
    assert error(read(xlsx(("Data", rows)))).startswith(
        "ratio-summed: 'Leads' is a ratio, and ratios do not add up: '20%'"
    )
    rows = [["month", "kpi", "value"], ["2024-01", "close_rate", (0.1234, "0.00%")]]
    actuals = read(xlsx(("Data", rows)), stages=["leads"], wanted=["close_rate"])
    assert months(actuals, "close_rate") == {"2024-01": pytest.approx(0.1234)}


def test_days_that_stand_for_their_month_as_cells_and_as_columns() -> None:
    rows = [["Month", "Leads"], [(date(2024, 1, 15), MONTH), 3], [(date(2024, 2, 15), 'yyyy"년" m"월"'), 4]]
    actuals = read(xlsx(("Data", rows)))
    assert months(actuals, "leads") == {"2024-01": 3, "2024-02": 4}
    assert (actuals.partial, codes(actuals)) == (None, [])
    rows = [["KPI", (date(2024, 1, 31), MONTH), (date(2024, 2, 29), MONTH)], ["Leads", 3, 4]]
    assert months(read(xlsx(("Data", rows))), "leads") == {"2024-01": 3, "2024-02": 4}


def test_errors_of_formulas_are_unknown_and_values_of_formulas_are_read() -> None:
    import xlsxwriter

    packed = io.BytesIO()
    book = xlsxwriter.Workbook(packed)
    sheet = book.add_worksheet()
    for at, row in enumerate([["Month", "Leads"], ["2024-01", 3], ["2024-02"], ["2024-03"]]):
        sheet.write_row(at, 0, row)
    sheet.write_formula(2, 1, "=1/0", None, "#DIV/0!")
    sheet.write_formula(3, 1, "=B2*3", None, 9)
    book.close()
    actuals = read(packed.getvalue())
    assert months(actuals, "leads") == {"2024-01": 3, "2024-03": 9}
    assert left_out(actuals) == {"Leads: unknown value": 1}


def test_merged_cells() -> None:
    above = [["Month", ("Leads", 1, 2), None, ("Customers", 1, 2)], [None, "Plan", "Actual", "Plan", "Actual"]]
    actuals = read(xlsx(("Data", [*above, ["2024-01", 30, 28, 3, 2]])))
    assert (months(actuals, "leads"), months(actuals, "customers")) == ({"2024-01": 28}, {"2024-01": 2})
    title = [[("Review of the year", 1, 3)], ["Month", "Channel", "Leads"]]
    down = [[("2024-01", 2, 1), "Ads", 3], [None, "Web", 4], ["2024-02", "Ads", 5]]
    assert months(read(xlsx(("Data", [*title, *down]))), "leads") == {"2024-01": 7, "2024-02": 5}


def test_a_number_said_once_for_several_rows_counts_once() -> None:
    rows = [["Month", "Channel", "Cost", "Leads"], ["2024-01", "Ads", (100, 2, 1), 3], ["2024-01", "Web", None, 4]]
    actuals = read(xlsx(("Data", rows)))
    assert (months(actuals, "spend"), months(actuals, "leads")) == ({"2024-01": 100}, {"2024-01": 7})


def test_a_table_that_begins_anywhere_on_its_sheet() -> None:
    rows = [[], [None, None, "Review"], [], [None, "Month", None, "Leads"], [None, "2024-01", None, 3]]
    assert months(read(xlsx(("Data", rows))), "leads") == {"2024-01": 3}


def test_lines_are_the_rows_that_the_workbook_shows() -> None:
    rows = [[], ["Review"], [], ["Month", "Note", "Leads"], ["2024-01", "two\nlines", 3], ["2024-02", "x", "n.n."]]
    actuals = read(xlsx(("Data", rows)), "a.xlsx")
    (problem,) = [found for found in actuals.problems if found.code == "unread-values"]
    assert (problem.file, problem.place) == ("a.xlsx/Data", Place(6, 1))


def test_a_large_sheet_is_read_as_a_small_one(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [["Date", "Sessions", "Cost"], *([date(2024, 1, 1) + timedelta(k % 60), 1, 0.5] for k in range(3000))]
    small = read(xlsx(("Data", rows)), "a.xlsx")
    monkeypatch.setattr(sheets, "SMALL_BYTES", 0)
    monkeypatch.setattr(sheets, "HEAD_BYTES", 4096)
    large = read(xlsx(("Data", rows)), "a.xlsx")
    assert large == small


@settings(deadline=None, max_examples=30)
@given(
    st.lists(st.tuples(st.dates(date(2023, 1, 1), date(2024, 12, 31)), st.integers(0, 10**9)), min_size=1, max_size=20)
)
def test_a_workbook_says_what_its_csv_says(rows: list[tuple[date, int]]) -> None:
    book = xlsx(("Data", [["Date", "Sessions"], *rows]))
    text = "Date,Sessions\n" + "".join(f"{day},{number}\n" for day, number in rows)
    assert read(book).measures == read(text).measures


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_no_number_of_a_cell_is_taken_for_thousands(value: float) -> None:
    from kpiplan.exports.cells.numbers import decide_decimal

    text = number_text(value)
    assert float(text) == value
    assert decide_decimal([text], ",") == "."


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("a\r\nb", "a b"),
        (None, ""),
        (False, "FALSE"),
        (7.0, "7"),
        (1.234, "1.2340"),
        (datetime(2024, 1, 31), "2024-01-31"),
        (datetime(2024, 1, 31, 9, 5), "2024-01-31 09:05:00"),
        (timedelta(hours=30, minutes=5), "30:05:00"),
        (10**30, str(10**30)),
    ],
)
def test_cells_as_texts(cell: object, text: str) -> None:
    assert text_of(cell) == text


def test_without_the_library_the_way_to_install_it_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    real = builtins.__import__

    def without(name: str, *rest: Any, **more: Any) -> Any:
        if name == "python_calamine":
            raise ImportError(name)
        return real(name, *rest, **more)

    monkeypatch.setattr(builtins, "__import__", without)
    assert error(read(xlsx(("Data", DAILY)), "a.xlsx")) == (
        "binary-file: this is a workbook, and what reads workbooks is not installed | "
        "pip install 'kpiplan[excel]', or save its sheets as CSV"
    )


@pytest.mark.parametrize("cut", [100, 2000, 4000])
def test_damaged_workbooks_are_errors(cut: int) -> None:
    data = xlsx(("Data", DAILY))
    for name in ("a.xlsx", "a.csv", "unnamed"):  # what it is stands in it, too
        assert error(read(data[:cut], name)).startswith("unreadable-file: the workbook can't be read: ")
        assert "unpack" not in error(read(data[:cut], name))
    assert error(read(b"PK\x03\x04 and nothing", "a.ods")).startswith("unreadable-file: the workbook can't be read: ")
    old = xls("Data", DAILY)
    assert codes(read(old[: len(old) // 2], "a.xls"), "error")


def test_a_workbook_that_is_broken_anywhere_is_an_error_or_read() -> None:
    whole = xlsx(("Data", DAILY))
    for place in range(0, len(whole), 97):
        data = bytearray(whole)
        data[place] ^= 0xFF
        actuals = read(bytes(data), "a.xlsx")
        assert actuals.sources or codes(actuals, "error"), place


def rewritten(data: bytes, name: str, old: str, new: str) -> bytes:
    """A workbook with a text in one of its files replaced."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        members = {each: archive.read(each) for each in archive.namelist()}
    assert old.encode() in members[name]
    members[name] = members[name].replace(old.encode(), new.encode())
    return package(**members)


FAR = "too-many-tables: a sheet reaches to row 1,048,576 and column 16,384, and no more than 25 million cells are read"


def test_cells_so_far_apart_that_memory_would_end() -> None:
    data = rewritten(xlsx(("Data", DAILY)), "xl/worksheets/sheet1.xml", 'r="C4"', 'r="XFD1048576"')
    assert error(read(data, "a.xlsx")).startswith(FAR)
    far = (
        '<table:table-row table:number-rows-repeated="1048572"><table:table-cell table:number-columns-repeated="16384" '
    )
    filled = f'{far}office:value-type="float" office:value="1"/></table:table-row>'
    assert error(read(ods("Data", DAILY, filled), "a.ods")).startswith(FAR)
    rows = [*SERIALS, *([None] * 2500 for _ in range(10_001)), [*[None] * 2500, 1]]
    assert error(read(xlsb("Data", rows), "a.xlsb")).startswith("too-many-tables: a sheet reaches to row 10,006")


def test_formats_far_below_the_table_are_no_cells() -> None:
    empty = '<row r="1048576"><c r="XFD1048576" s="1"/></row></sheetData>'
    data = rewritten(xlsx(("Data", DAILY)), "xl/worksheets/sheet1.xml", "</sheetData>", empty)
    assert months(read(data, "a.xlsx"), "visits") == VISITS
    rest = '<table:table-cell table:number-columns-repeated="16384"/></table:table-row>'
    data = ods("Data", DAILY, f'<table:table-row table:number-rows-repeated="1048572">{rest}')
    assert months(read(data, "a.ods"), "visits") == VISITS


def test_entities_that_grow_are_not_followed() -> None:
    bomb = '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><office:document-content'
    data = rewritten(ods("Data", DAILY), "content.xml", "<office:document-content", bomb)
    assert error(read(data, "a.ods")).startswith("unreadable-file: the workbook can't be read: it defines what")


@pytest.mark.parametrize(
    ("name", "data", "what"),
    [
        ("a.docx", package(**{"[Content_Types].xml": "", "word/document.xml": ""}), "a Word document"),
        ("a.pptx", package(**{"[Content_Types].xml": "", "ppt/slides/slide1.xml": ""}), "a presentation"),
        ("a.numbers", package(**{"Index/Document.iwa": ""}), "a Numbers document"),
        ("a.odt", package(mimetype="application/vnd.oasis.opendocument.text"), "an OpenDocument file other than a"),
        ("a.xls", b"<html><table><tr><td>Date</td></tr></table></html>", "a web page, whatever its name"),
        ("a.xls", b'\xef\xbb\xbf<?xml version="1.0"?><Workbook/>', "an XML file, whatever its name"),
        ("a.msg", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "__substg1.0_".encode("utf-16-le"), "an Outlook file"),
        ("a.parquet", b"PAR1....", "a Parquet file"),
        ("a.db", b"SQLite format 3\0", "an SQLite database"),
        ("a.tar", b"a.csv" + b"\0" * 252 + b"ustar\0", "a tar archive"),
        ("a.eml", b"{\\rtf1 x}", "a formatted text (RTF)"),
        ("a.gz", gzip.compress(gzip.compress(b"x")), "a gzip file inside another"),
    ],
    ids=lambda value: value if isinstance(value, str) else "data",
)
def test_what_is_not_read_is_named(name: str, data: bytes, what: str) -> None:
    assert error(read(data, name)).startswith(f"binary-file: this is {what}")


def test_a_parquet_file_without_its_name() -> None:
    assert error(read(b"PAR1....", "<stdin>")) == (
        "binary-file: this is a Parquet file, which is asked by its name"
        " | save it under one that ends in .parquet, and give that"
    )


def test_a_workbook_with_a_password() -> None:
    locked = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le")
    assert error(read(locked, "a.xlsx")) == (
        "binary-file: this is a workbook that can't be opened without a password | save it without one"
    )


def test_every_day_of_a_workbook_can_be_formatted_otherwise() -> None:
    """A format that shows the day is a day, whatever its order."""
    for code in (DAY, "d.m.yy", "dd/mm/yyyy hh:mm", '[$-409]d"-"mmm"-"yy;@'):
        rows = [["Date", "Leads"], [(date(2024, 1, 31), code), 3], [(date(2024, 2, 29), code), 4]]
        actuals = read_exports([from_bytes("a.xlsx", xlsx(("Data", rows)))])
        assert months(actuals, "leads") == {"2024-01": 3, "2024-02": 4}
        assert codes(actuals) == []
