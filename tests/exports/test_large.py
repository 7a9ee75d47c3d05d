"""Large files are counted in chunks: the same figures as the same rows in a small file."""

from __future__ import annotations

import io
from functools import partial
from pathlib import Path
from typing import IO, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kpiplan.exports import read_cohorts, read_exports
from kpiplan.exports.files import sheets
from kpiplan.exports.files.inputs import Input
from kpiplan.exports.files.large import table_rows
from kpiplan.months import Month
from kpiplan.plan.export_rules import FileRules, Rule, Split
from tests.exports.helpers import codes, error, left_out, months, read

HEADER = "Record,AQL date,SQL date,Stage,Amount,Owner\n"
BLOCK = (
    "1,2024-01-05 10:00:00,2024-02-05 10:00:00,Won,1000.50,padding padding padding padding\n"
    "2,2024-01-06 10:00:00,,Lost,20,padding padding padding padding\n"
    "3,2024-02-07 10:00:00,,Won,,padding padding padding padding\n"
    '4,,2024-02-29 10:00:00,Won,5,"padding, with\nline break"\n'
)
TIMES = 40_000
RULES = {
    "leads": Rule(count="AQL date"),
    "sqls": Rule(count="SQL date"),
    "customers": Rule(count="SQL date", where={"Stage": ("Won",)}),
    "revenue": Rule(sum="Amount", by="SQL date", where={"Stage": ("Won",)}),
}


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("large") / "deals.csv"
    path.write_text("Deals of the year\n\n" + HEADER + BLOCK * TIMES)
    return path


def test_counts_of_a_large_file(large: Path) -> None:
    told: list[tuple[str, int, int | None]] = []
    actuals = read_exports([large], rules=[FileRules(kpis=RULES)], progress=lambda *news: told.append(news))
    assert months(actuals, "leads") == {"2024-01": 2 * TIMES, "2024-02": TIMES}
    assert months(actuals, "sqls") == {"2024-01": 0, "2024-02": 2 * TIMES}
    assert months(actuals, "customers") == {"2024-01": 0, "2024-02": 2 * TIMES}
    assert months(actuals, "revenue") == {"2024-01": 0, "2024-02": 1005.5 * TIMES}
    assert actuals.sources[0].rows_used == 4 * TIMES
    assert actuals.sources[0].left_out[0][1] == TIMES
    assert told[-1] == (str(large), large.stat().st_size, large.stat().st_size)
    assert len(told) > 10


def test_segments_and_cohorts_of_a_large_file(large: Path) -> None:
    split = Split("Stage", {"good": ("won",), "bad": ("lost",)})
    actuals = read_exports([large], rules=[FileRules(kpis=RULES, split=split)])
    assert months(actuals, "leads", "good") == {"2024-01": TIMES, "2024-02": TIMES}
    assert months(actuals, "leads", "bad") == {"2024-01": TIMES, "2024-02": 0}
    (found,) = read_cohorts([large], "leads", "sqls", rules=[FileRules(kpis=RULES)])
    assert found.by_age == {Month(2024, 1): (0, TIMES), Month(2024, 2): (0, 0)}


def test_large_files_in_another_encoding(tmp_path: Path) -> None:
    path = tmp_path / "large.csv"
    path.write_bytes(("리드 날짜,이름\n" + "2024-01-31,홍길동의 긴 이름과 메모\n" * 300_000).encode("cp949"))
    actuals = read_exports([path])
    assert months(actuals, "leads") == {"2024-01": 300_000}
    assert actuals.sources[0].encoding == "cp949"


def test_the_order_of_dates_may_be_decided_late(tmp_path: Path) -> None:
    path = tmp_path / "large.csv"
    rows = "3/4/2024,1,some padding to make the file large\n" * 250_000
    path.write_text("Date,Leads,Notes\n" + rows + "13/4/2024,1,x\n")
    assert months(read_exports([path]), "leads") == {"2024-04": 250_001}
    path.write_text("Date,Leads,Notes\n" + rows)
    assert error(read_exports([path])).startswith("ambiguous-date: ")


def test_the_decimal_mark_may_be_decided_late(tmp_path: Path) -> None:
    path = tmp_path / "large.csv"
    rows = "2024-04-03,1.234,some padding to make the file large\n" * 250_000
    path.write_text("Date,Leads,Notes\n" + rows + "2024-04-04,1.234.567,x\n")
    assert months(read_exports([path]), "leads") == {"2024-04": 1234 * 250_000 + 1_234_567}
    path.write_text("Date,Leads,Notes\n" + rows)
    assert error(read_exports([path])).startswith("ambiguous-number: ")


def test_ids_that_look_like_numbers_keep_their_zeros(tmp_path: Path) -> None:
    path = tmp_path / "large.csv"
    path.write_text("Lead date,Pipeline,Notes\n" + "2024-04-03,007,some padding to make it large\n" * 250_000)
    rules = [FileRules(kpis={"leads": Rule(count="Lead date", where={"Pipeline": ("007",)})})]
    actuals = read_exports([path], rules=rules)
    assert months(actuals, "leads") == {"2024-04": 250_000}
    assert codes(actuals, "warning") == []


def test_rows_without_a_date_in_a_large_file(tmp_path: Path) -> None:
    path = tmp_path / "large.csv"
    path.write_text("Date,Leads,Notes\n" + "2024-04-03,1,some padding to make it large\n" * 250_000 + "Total,250000,\n")
    actuals = read_exports([path])
    assert months(actuals, "leads") == {"2024-04": 250_000}
    assert left_out(actuals) == {"total": 1}


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize(
    "above", ["", "A report\n\n", '"A title\nof two lines",\n\n\n', "sep=,\n", "sep=,\nA report\n\n"]
)
def test_lines_above_the_data_are_counted_in_one_way(end: str, above: str, monkeypatch: pytest.MonkeyPatch) -> None:
    text = (above + 'Date,Leads,"Notes\nof us"\n' + "2024-01-31,1,some notes\n" * 400).replace("\n", end)
    small = read(text)
    monkeypatch.setattr(sheets, "SMALL_BYTES", 0)
    monkeypatch.setattr(sheets, "HEAD_BYTES", 300)
    for block in (1 << 18, 64):  # a carriage return and its newline may come one after the other
        large = read_exports([Input("export.csv", partial(slowly, text.encode(), block))])
        assert months(small, "leads") == months(large, "leads") == {"2024-01": 400}
        assert (small.sources[0].rows_used, large.sources[0].rows_used) == (400, 400)


def slowly(data: bytes, most: int) -> IO[bytes]:
    return io.BufferedReader(Slow(data, most), 1)


class Slow(io.RawIOBase):
    """Bytes that come a few at a time."""

    def __init__(self, data: bytes, most: int) -> None:
        self._data, self._most = io.BytesIO(data), most

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        data = self._data.read(min(len(buffer), self._most))
        buffer[: len(data)] = data
        return len(data)


CELLS = st.sampled_from(["7", "500", "", "x", '"a, b"', '"two\nlines"', '5" pipe', "Total", "Totals: 3", " "])


ROWS = st.tuples(st.sampled_from(["2024-01-31", "2024-02-05"]), st.sampled_from(["7", "500", "", " "]))


@given(st.lists(st.tuples(ROWS, st.lists(CELLS, max_size=3)), max_size=12), st.sampled_from([64, 1 << 18]))
@settings(deadline=None)
def test_rows_of_any_width_are_read_alike_in_small_and_large_files(
    odd: list[tuple[tuple[str, str], list[str]]], block: int
) -> None:
    rows = ["2024-01-31,3,a,x", "2024-02-29,4,b,y"] * 12 + [",".join([*row, *cells]) for row, cells in odd]
    text = "\n".join(["Date,Leads,Source,Notes", *rows, "2024-01-31,3,a,x", ""])
    small = read(text)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sheets, "SMALL_BYTES", 0)
        patch.setattr(sheets, "HEAD_BYTES", 300)
        patch.setattr(table_rows, "BLOCK_BYTES", block)
        large = read(text)
    assert months(large, "leads") == months(small, "leads")
    assert codes(large, "error") == codes(small, "error")
    if small.sources:
        assert left_out(large) == left_out(small)


def test_cells_that_have_slipped_are_not_counted_in_a_large_file(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "Date,Leads,Source\n" + "2024-01-31,1,x\n" * 400 + "2024-01-31,a, 500,7\n" * 30 + "2024-02-05,2\n" * 9
    monkeypatch.setattr(sheets, "SMALL_BYTES", 0)
    monkeypatch.setattr(sheets, "HEAD_BYTES", 300)
    actuals = read(text)
    assert months(actuals, "leads") == {"2024-01": 400, "2024-02": 18}
    assert left_out(actuals) == {"more cells than columns": 30}
    wide = read("Date,Leads,Source\n" + "2024-01-31,1,x\n" * 20 + "2024-01-31,a, 500,7\n" * 30)
    assert error(wide).startswith("row-too-wide: 30 of 50 rows have more cells than the 3 columns")


@pytest.mark.parametrize(
    ("head", "below"),
    [
        ("Deal Name,Stage,Amount,Create Date,Closed Date\n", "{n},{end},{n},2026-02-03,2026-03-0{day}\n"),
        (
            "Record ID,Deal Name,Deal Stage,Amount,Create Date,Close Date\n",
            "{n},A,{end},{n},2026-02-03,2026-03-0{day}\n",
        ),
        ("Lead ID,Phase,Amount,Create Date,Closed Date\n", "{n},G. Project {end},{n},2026-02-03,2026-03-0{day}\n"),
        ("Deal Name,Is Won,Amount,Create Date,Closed Date\n", "{n},{box},{n},2026-02-03,2026-03-0{day}\n"),
    ],
)
@pytest.mark.parametrize("open_until", ["", "2026-01-31"])
def test_how_deals_ended_may_come_up_late(
    head: str, below: str, open_until: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun = below.replace("2026-03-0{day}", open_until).replace("{end}", "talks").replace("{box}", "0")
    rows = [begun.format(n=n) for n in range(100, 180)]
    ended = [("Won", 1), ("Lost", 0), ("Won", 1)]
    rows += [below.format(n=n, end=ended[n % 3][0], box=ended[n % 3][1], day=1 + n % 9) for n in range(180, 240)]
    text = head + "".join(rows)
    small = read(text, "deals.csv")
    assert months(small, "customers")["2026-03"] == 40
    assert "revenue" in [measure.kpi for measure in small.measures]
    monkeypatch.setattr(sheets, "SMALL_BYTES", 0)
    monkeypatch.setattr(sheets, "HEAD_BYTES", 500)
    assert read(text, "deals.csv").measures == small.measures


def test_cancelled_orders_may_come_up_late(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [f"{n},2026-01-{n % 28 + 1:02},Completed,5\n" for n in range(80)]
    rows += [f"{n},2026-02-{n % 28 + 1:02},{'Cancelled' if n % 2 else 'Completed'},5\n" for n in range(80, 140)]
    text = "Order ID,Order Date,Order Status,Total\n" + "".join(rows)
    small = read(text)
    assert months(small, "customers") == {"2026-01": 80, "2026-02": 30}
    monkeypatch.setattr(sheets, "SMALL_BYTES", 0)
    monkeypatch.setattr(sheets, "HEAD_BYTES", 500)
    assert read(text).measures == small.measures
