"""A file's size never decides how it is read: whoever provides its rows, the same is counted, left out and said."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kpiplan.exports import read_breakdown, read_cohorts, read_exports
from kpiplan.exports.cells.numbers import read_number
from kpiplan.exports.columns import wide
from kpiplan.exports.files import sheets
from kpiplan.exports.files.chunks import Data, MemoryData
from kpiplan.exports.files.inputs import from_bytes
from kpiplan.exports.files.judge import RowJudge
from kpiplan.exports.files.large import table_rows
from kpiplan.exports.files.large.data import FileData, Stretch
from kpiplan.exports.files.sheets import open_sheet
from kpiplan.exports.results import Exports
from kpiplan.plan.export_rules import FileRules, Rule, Split
from tests.exports.helpers import codes, error, left_out, months, read
from tests.mutants.mutate import EXPORTS, mutant

RULES: Mapping[str, Any] = {
    "leads": Rule(count="When"),
    "customers": Rule(count="Closed", where={"Stage": ("won",)}),
    "revenue": Rule(sum="Amount", by="Closed", where={"Stage": ("won",)}),
}


def in_chunks(data: str | bytes, block: int, name: str = "export.csv", **options: Any) -> Exports:
    """The same file as if it was large, in blocks of so many bytes."""
    text = data.encode() if isinstance(data, str) else data
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sheets, "SMALL_BYTES", 0)
        patch.setattr(table_rows, "BLOCK_BYTES", block)
        return read_exports([from_bytes(name, text)], **options)


def same(small: Exports, large: Exports) -> None:
    """Everything that is known of two readings: figures, what they cover, the account of each table, all problems."""
    assert large.problems == small.problems
    assert (large.first, large.last, large.partial) == (small.first, small.last, small.partial)
    assert large.sources == small.sources
    assert [(m.segment, m.kpi) for m in large.measures] == [(m.segment, m.kpi) for m in small.measures]
    for one, other in zip(large.measures, small.measures, strict=True):
        assert one.values == pytest.approx(other.values, rel=1e-12)


@pytest.fixture
def numbers(request: pytest.FixtureRequest) -> range:
    """The mutants of this run."""
    first, count = (int(request.config.getoption(name)) for name in ("--mutants-from", "--mutants"))
    return range(first, first + count)


@pytest.mark.parametrize("block", [24, 1 << 20])
def test_damaged_exports_are_read_alike(numbers: range, block: int) -> None:
    for number in numbers:
        file, data = mutant(EXPORTS, number)
        small, large = read_exports([from_bytes(file.name, data)]), in_chunks(data, block, file.name)
        try:
            same(small, large)
        except AssertionError as differs:
            raise AssertionError(f"export {number} of {file.name}: {differs}") from None


CELL = st.sampled_from(
    ["2024-01-31", "2024-02-05", "2024-03-01", "3/4/2024", "7", "500", "1,5", "-3", "12.50", "1e3", "$5", "", " ", "--",
     "x", "Won", "lost", "Total", "Total: all", '"a, b"', '"two\nlines"', '5" pipe', "Date", "Leads", "# x", "'-5",
     "'=1", "\u3000", "No data", "합계", "Visits"]
)  # fmt: skip
ROW = st.lists(CELL, min_size=1, max_size=5).map(",".join)
TABLE = st.lists(
    st.one_of(
        st.sampled_from(["2024-01-31,3,a,x", "2024-02-29,4,b,y", "2024-03-02,5,,y"]),
        st.sampled_from(
            ["", ",,,", "  ,,,", "Date,Leads,Source,Notes", "Month,Contacts,Source", "# comment", "A title"]
        ),
        ROW,
    ),
    max_size=16,
)


@given(TABLE, st.sampled_from([16, 64, 1 << 20]), st.sampled_from(["\n", ""]))
@settings(deadline=None, max_examples=400)
def test_any_rows_are_read_alike(rows: list[str], block: int, end: str) -> None:
    text = "\n".join(["Date,Leads,Source,Notes", *rows]) + end
    same(read(text), in_chunks(text, block))


@pytest.mark.parametrize(
    "rows",
    [
        # a header whose next line is blank; what stands there is no row of it, and counted once
        [
            "# comment",
            "Date,Leads,Source,Notes",
            "",
            "합계,2024-02-05,2024-03-01,Total: all,Visits",
            ",,,",
            "2024-01-31,3,a,x",
        ],
        ["# comment", "Date,Leads,Source,Notes", "", "2024-01-31,3,a,x", "2024-02-29,4,b,y"],
        # below it no title begins a further table
        [
            "# comment",
            "Date,Leads,Source,Notes",
            "",
            "2024-01-31,3,a,x",
            "A title",
            "Visits,Total: all",
            "2024-02-29,4,b,y",
        ],
        ["  ,,,", "Date,Leads,Source,Notes", "  ,,,", "2024-01-31", "2024-02-29,4,b,y", "", "2024-02-29,4,b,y"],
        # the row above the title of a further table is the last of its own
        ["2024-01-31", "2024-01-31", ",--"],
        ["2024-03-02,5,,y", "2024-01-31", ",--"],
        ["--,Won,# x", '"a, b"', "Visits,Total: all", "2024-01-31,3,a,x"],
        # the row above it lacks what the last row before a comment lacks
        ["2024-01-31,3,a,x", "2024-01-31", "2024-01-31", "# c", ",--", "# c"],
        # days that stand once for several rows
        ["2024-01-31,3,a,x", ",1,5,2024-01-31"],
        ["2024-01-31,3,a,x", ",1,b,2024-01-31", ",4,c,x", "2024-02-05,7,a,x", ",5,b,x", "soon,1,a,y", ",9,b,y"],
        # a last cell that was kept from being a formula
        ["Date,'-5,3/4/2024,lost"],
    ],
)
@pytest.mark.parametrize("block", [16, 64, 1 << 20])
@pytest.mark.parametrize("end", ["\n", ""])
def test_ends_of_tables_are_read_alike(rows: list[str], block: int, end: str) -> None:
    text = "\n".join(["Date,Leads,Source,Notes", "2024-01-30,2,a,z", *rows]) + end
    same(read(text), in_chunks(text, block))


DAY = st.sampled_from(["2024-01-05", "2024-01-31", "2024-02-29", "2024-03-09", "", "soon", "2024-02-26 - 2024-03-03"])
AMOUNT = st.one_of(
    st.sampled_from(["", "-", "n/a", "7", "-12.5", "1e3", "+4", ".5", "5.", "007", "x", "50%", "1 000", "$5", "True"]),
    st.decimals(-(10**6), 10**6, places=2).map(str),
)
RECORD = st.tuples(DAY, DAY, st.sampled_from(["Won", "won", " WON", "Lost", ""]), AMOUNT)


@given(st.lists(RECORD, min_size=3, max_size=30), st.sampled_from([40, 1 << 20]), st.booleans())
@settings(deadline=None, max_examples=150)
def test_counts_sums_segments_and_cohorts_agree(records: list[tuple[str, ...]], block: int, splits: bool) -> None:
    text = "\n".join(["When,Closed,Stage,Amount", "2024-01-02,2024-02-02,Won,5", *map(",".join, records), ""])
    split = Split("Stage", {"good": ("won",), "bad": ("lost",)}) if splits else None
    rules = [FileRules(kpis=RULES, split=split, decimal=".", spans="start")]
    same(read(text, rules=rules), in_chunks(text, block, rules=rules))
    inputs = [from_bytes("export.csv", text.encode())]
    small = read_cohorts(inputs, "leads", "customers", rules=rules), read_breakdown(inputs, ["stage"], rules=rules)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sheets, "SMALL_BYTES", 0)
        large = read_cohorts(inputs, "leads", "customers", rules=rules), read_breakdown(inputs, ["stage"], rules=rules)
    assert large[0] == small[0]
    same(small[1], large[1])


PLAIN = RowJudge(
    why=lambda cells, place: None,
    dates=(),
    is_date=lambda column, text: True,
    labels=(),
    is_total=lambda column, text: False,
    is_cut=lambda cells: False,
)


def providers(rows: list[list[str]]) -> Iterator[Data]:
    """The rows, held by each that provides rows."""
    yield MemoryData([(line, cells) for line, cells in enumerate(rows, start=2)])
    text = "".join(",".join(cells) + "\n" for cells in [["a"] * len(rows[0]), *rows])
    sheet = open_sheet(from_bytes("export.csv", text.encode()))
    yield FileData(Stretch(sheet, 2, len(rows[0])), (), PLAIN)
    yield FileData(Stretch(sheet, 2, len(rows[0])), range(len(rows[0])), PLAIN)


def cell(text: str) -> tuple[int, float]:
    """A cell as a number, in the labels of chunks; further labels by the kind."""
    number = read_number(text)
    if number.kind == "number":
        return int(number.value < 0), number.value
    return {"unknown": 2, "ratio": 3}.get(number.kind, 4), 0.0


def answers(data: Data) -> list[object]:
    """What a provider says of the rows of three columns: one is summed, one leaves rows out, one labels them."""
    found: list[object] = []
    for chunk in data.chunks([0, 1, 2], {2}):
        found += [chunk.rows, list(chunk.texts([0])), list(chunk.texts([0, 1]))]
        kept = [len(first) - 1 for first, _ in chunk.texts([0, 1])]
        keys = [chunk.key([0, 1], kept), chunk.key([1])]
        amounts = chunk.amounts(2, cell)
        found.append(sorted(chunk.groups([*keys, amounts.kinds], amounts.values)))
        found.append(sorted(chunk.groups(keys)))
        found += [chunk.first(keys, amounts.kinds, kind, [2, 0]) for kind in range(5)]
    return found


@given(st.lists(st.tuples(st.sampled_from(["", "a", " b ", "cc"]), st.sampled_from("xy"), AMOUNT), min_size=1))
@settings(deadline=None, max_examples=150)
def test_providers_answer_alike(rows: list[tuple[str, str, str]]) -> None:
    first, *others = (answers(data) for data in providers([list(row) for row in rows]))
    for other in others:
        assert other == first


PLAIN_DIGITS = st.from_regex(r"[+-]?([0-9]{1,20}(\.[0-9]{0,20})?|\.[0-9]{1,20})([eE][+-]?[0-9]{1,2})?", fullmatch=True)


@given(st.lists(PLAIN_DIGITS | AMOUNT, min_size=1, max_size=40))
@settings(deadline=None, max_examples=200)
def test_columns_of_digits_are_what_the_one_reader_of_numbers_reads(cells: list[str]) -> None:
    *_, data = providers([["x", "y", text] for text in cells])
    (chunk,) = data.chunks([0, 2], {2})
    amounts = chunk.amounts(2, cell)
    rows = [(int(kind), float(value)) for kind, value in zip(amounts.kinds.labels, amounts.values, strict=True)]
    assert rows == [cell(text.strip()) for text in cells]


def test_tables_below_a_large_one_are_found(monkeypatch: pytest.MonkeyPatch) -> None:
    text = (
        "Visits of the shop\n\nDate,Sessions\n" + "2024-01-31,1\n" * 400 + "2024-02-29,2\n"
        "\nLeads of the shop\n\nMonth,Leads,Source\n" + "2024-01,2,x\n" * 300 + "2024-02,3,x\n"
        "\nGenerated by us,,\n\nDate,Spend\n2024-01-31,7\n2024-02-29,8\n"
    )
    small = read(text)
    monkeypatch.setattr(sheets, "HEAD_BYTES", 300)
    same(small, in_chunks(text, 1000))
    assert months(small, "visits") == {"2024-01": 400, "2024-02": 2}
    assert [source.rows_used for source in small.sources] == [401, 301, 2]
    chosen = [FileRules(table=3)]
    same(read(text, rules=chosen), in_chunks(text, 1000, rules=chosen))
    missing = [FileRules(table=9)]
    assert error(in_chunks(text, 1000, rules=missing)) == error(read(text, rules=missing))
    assert error(read(text, rules=missing)).startswith("unknown-table: there is no table 9")


LATE = "Name,Became a Lead Date,Became a Customer Date\n" + "x,2024-03-05,\n" * 400 + "y,2024-01-31,2024-02-29\n" * 30
LONG = "Date,KPI,Value\n" + "2024-01-05,Leads,1\n" * 400 + "2024-02-06,Visits,5\n" + "2024-02-07,Leads,1\n"
WIDE = "Channel,KPI,2024-01,2024-02\n" + "Web,Leads,1,2\n" * 400 + "Total,,400,800\n" + "Fair,Visits,5,6\n"


@pytest.mark.parametrize(("text", "kpi", "total"), [(LATE, "customers", 30), (LONG, "visits", 5), (WIDE, "visits", 11)])
def test_what_stands_far_below_the_first_rows_is_read(
    text: str, kpi: str, total: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    small = read(text)
    assert sum(months(small, kpi).values()) == total
    monkeypatch.setattr(sheets, "HEAD_BYTES", 300)
    same(small, in_chunks(text, 1000))


def test_a_large_table_with_a_column_a_month_is_read_within_bounds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wide, "MOST_BYTES", 1 << 10)
    assert error(in_chunks(WIDE, 1000)).startswith(
        "too-many-columns: a table with a column a month is read up to 0 MiB"
    )


@pytest.mark.parametrize("end", ["Total,700,\n", ",700,\n", "2024-02-0", "Generated by us\n", "Date,Leads,Source\n"])
def test_the_end_of_a_large_file_is_told_as_that_of_a_small_one(end: str, monkeypatch: pytest.MonkeyPatch) -> None:
    text = "Date,Leads,Source\n" + "2024-01-31,1,x\n" * 400 + "2024-02-29,2,y\n" * 50 + end
    small = read(text)
    monkeypatch.setattr(sheets, "HEAD_BYTES", 300)
    large = in_chunks(text, 1000)
    same(small, large)
    assert codes(large, "error") == ["truncated-file"] or sum(left_out(large).values()) == 1


def test_rows_with_more_cells_are_no_data_whatever_the_size() -> None:
    text = "Date,Sessions,Leads\n01.07.2026,14500,1200,7000.20,3\n28/02/2026,120,5\n"
    same(read(text), in_chunks(text, 1 << 20))
    assert months(in_chunks(text, 1 << 20), "visits") == {"2026-02": 120}


LATE_FORMS = {
    "day first below month first": "Date,Leads\n" + "03/30/2021,1\n" * 400 + "1/4/2021,5\n2/4/2021,5\n",
    "both in one spelling": "Date,Leads\n" + "03/30/2021,1\n" * 400 + "13/04/2021,5\n02/04/2021,5\n",
    "days that are the same either way": "Date,Leads\n" + "05/05/2021,1\n" * 400 + "05/06/2021,5\n",
    "another language": "Month,Leads\n" + "2026-01,1\n" * 400 + "fev/26,1\nfeb/26,5\n",
    "a decimal point": "Date;Leads;Revenue\n" + "2026-01-05;1;5\n" * 400 + "2026-01-31;1;2.5\n2026-01-31;1;2.500\n",
    "a decimal comma": "Date,Leads,Revenue\n" + "2026-01-05,1,5\n" * 400 + '2026-01-31,1,"2,5"\n2026-01-31,1,"2,500"\n',
    "both": "Date,Leads,Revenue\n" + "2026-01-05,1,5.5\n" * 400 + '2026-01-31,1,"2,5"\n',
    "a percentage": "Date,Leads,Revenue\n" + "2026-01-05,1,5\n" * 400 + "2026-01-31,1,50%\n",
    "currencies": "Date,Leads,Revenue\n" + "2026-01-05,1,5\n" * 400 + "2026-01-31,1,$50\n2026-01-31,1,€50\n",
    "a currency": "Date,Leads,Revenue,Currency\n" + "2026-01-05,1,5,USD\n" * 400 + "2026-01-31,1,50,EUR\n",
    "clocks of elsewhere": "Date,Leads\n" + "2026-01-05T10:00+01:00,1\n" * 400 + "2026-01-31T23:00-08:00,1\n",
    "month first, untold": "Date,Leads\n" + "01/15/2026,1\n" * 400 + "02/03/2026,1\n02/28/2026,1\n",
}


@pytest.mark.parametrize("name", LATE_FORMS)
def test_a_form_that_comes_up_far_below_is_read_or_asked_about(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    text = LATE_FORMS[name]
    small = read(text)
    monkeypatch.setattr(sheets, "HEAD_BYTES", 300)
    large = in_chunks(text, 1000)
    assert [(each.code, each.message) for each in large.problems] == [(p.code, p.message) for p in small.problems]
    assert (large.measures, large.sources) == (small.measures, small.sources)


def test_rows_are_gone_through_again_only_where_they_are_read_otherwise(monkeypatch: pytest.MonkeyPatch) -> None:
    ways: list[int] = []
    blocks = table_rows.TableRows.blocks

    def counted(rows: table_rows.TableRows) -> Iterator[Any]:
        ways.append(1)
        yield from blocks(rows)

    monkeypatch.setattr(table_rows.TableRows, "blocks", counted)
    monkeypatch.setattr(sheets, "HEAD_BYTES", 300)
    in_chunks(LATE_FORMS["month first, untold"], 1000)
    assert len(ways) == 1
    in_chunks(LATE_FORMS["a decimal comma"], 1000)
    assert len(ways) == 3


def test_cohorts_know_forms_that_come_up_far_below(monkeypatch: pytest.MonkeyPatch) -> None:
    head = "Name,Became a Lead Date,Became a Customer Date\n" + "x,03/30/2021,\n" * 400
    inputs = [from_bytes("export.csv", (head + "y,1/4/2021,1/4/2021\n").encode())]
    monkeypatch.setattr(sheets, "HEAD_BYTES", 300)
    monkeypatch.setattr(sheets, "SMALL_BYTES", 0)
    assert read_cohorts(inputs, "leads", "customers") == ()


@pytest.mark.parametrize("block", [24, 1 << 20])
def test_a_segment_called_total_is_read_alike(block: int) -> None:
    text = "Month,Region,Leads\n" + "2026-01,Total,5\n2026-01,EU,7\n2026-02,All,9\n2026-02,Total,1\n" * 30
    options: dict[str, Any] = {"rules": [FileRules(split=Split("Region", {"whole": ("Total",), "eu": ("EU",)}))]}
    small = read_exports([from_bytes("export.csv", text.encode())], **options)
    assert months(small, "leads", "whole") == {"2026-01": 150, "2026-02": 30}
    same(small, in_chunks(text, block, **options))
