"""Files that are no exports, or no longer: each an error in words, at once and in little memory."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from tests.exports.helpers import codes, error, read

PLAIN = "Date,Campaign,Sessions\n" + "".join(f"2024-01-{d:02},x,5\n" for d in range(1, 32))


@pytest.mark.parametrize("data", [b"", b"\n\n", b"\xef\xbb\xbf", b"  \r\n", b"\xff\xfe"])
def test_empty(data: bytes) -> None:
    assert error(read(data)) == "empty-export: the file is empty | "


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (b"%PDF-1.4 whatever", "this is a PDF"),
        (b"\x89PNG\r\n\x1a\n123", "this is a picture"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "this is an old Office file other than a workbook"),
        (b"abc\0\0\0def\0ghi" * 20, "the file holds NUL bytes"),
        (bytes(range(1, 256)) * 4, "the bytes are no text"),
    ],
)
def test_binary(data: bytes, what: str) -> None:
    assert error(read(data)).startswith(f"binary-file: {what}")


def test_random_bytes_never_raise() -> None:
    dice = random.Random(3)
    for size in (10, 100, 1000, 20_000):
        assert codes(read(dice.randbytes(size)), "error")


def test_ten_thousand_columns() -> None:
    header = ",".join(f"c{k}" for k in range(10_000))
    assert error(read(f"{header}\n{'1,' * 9999}1\n")).startswith(("line-too-long", "too-many-columns"))
    header = "," * 9_999
    assert error(read(f"Date{header}\n2024-01-01{header}\n")) == (
        "too-many-columns: a row has 10,000 columns | no more than 2,000 are read: export the columns that count"
    )


def test_a_line_without_end() -> None:
    assert error(read("Date,Sessions," + "x" * 9_000_000)).startswith("line-too-long: a line has more than 65,536")


def test_a_hundred_megabytes_in_one_line(tmp_path: Path) -> None:
    path = tmp_path / "long.csv"
    with path.open("wb") as file:
        for _ in range(100):
            file.write(b"x," * (1 << 19))
    from kpiplan.exports import read_exports

    assert error(read_exports([path])).startswith("line-too-long: ")


@pytest.mark.parametrize("row", ['2024-01-31,"open,5\n', '"2024-01-31,x,5\n2024-02-01,x,6\n', '2024-01-31,x,"'])
def test_quotes_never_closed(row: str) -> None:
    actuals = read(PLAIN + row)
    assert error(actuals).startswith("unclosed-quote: a quotation mark is opened and never closed")
    (problem,) = actuals.problems
    assert problem.place is not None
    assert problem.place.line == 33


def test_a_stray_quote_that_swallows_rows_up_to_the_next() -> None:
    text = PLAIN.replace("2024-01-05,x", '2024-01-05,"x').replace("2024-01-20,x", '2024-01-20,x"')
    actuals = read(text)
    assert codes(actuals) == ["unclosed-quote"]
    (problem,) = actuals.problems
    assert problem.place is not None
    assert problem.place.line == 6


def test_a_quote_that_swallows_a_hundred_kilobytes() -> None:
    assert error(read(PLAIN + '2024-01-31,"' + "word\n" * 40_000)).startswith("unclosed-quote")


@pytest.mark.parametrize("end", ["2024-02-01,x", "2024-02-0"])
def test_cut_in_the_middle_of_a_row(end: str) -> None:
    actuals = read(PLAIN + end)
    assert error(actuals) == "truncated-file: the file ends in the middle of a row | download it again"


def test_cut_in_the_middle_of_a_character() -> None:
    data = ("날짜,방문수,메모\n" + "2024-01-01,5,가나다\n" * 20 + "2024-01-02,5,가").encode()[:-1]
    assert error(read(data)).startswith("broken-encoding: the file is UTF-8 only up to byte")


def test_utf8_that_turns_into_another_encoding() -> None:
    data = PLAIN.encode() + b"2024-02-01,\xb0\xa1 \xff\xff,5\n"
    assert codes(read(data), "error")[0] in ("broken-encoding", "binary-file", "undecided-encoding")


def test_every_row_has_a_cell_more() -> None:
    text = "Date,Sessions\n" + "".join(f"2024-01-{d:02},1,234\n" for d in range(1, 10))
    assert error(read(text)) == (
        "row-too-wide: 9 of 9 rows have more cells than the 2 columns | "
        "numbers with commas, or texts with the delimiter, must stand in quotation marks"
    )


def test_no_header() -> None:
    assert error(read("2024-01-01,5\n2024-01-02,6\n")).startswith("no-header: no row names columns")
    assert error(read("just some text\n")).startswith("no-header: ")


def test_header_alone() -> None:
    assert error(read("Date,Sessions\n")).startswith("no-rows: the table has no rows of data")


def test_large_files_are_guarded_as_well(tmp_path: Path) -> None:
    from kpiplan.exports import read_exports

    rows = "2024-01-05,some campaign,5\n" * 400_000
    path = tmp_path / "large.csv"
    path.write_text(PLAIN + rows + '2024-01-06,"never closed,1\n' + rows)
    assert error(read_exports([path])).startswith("unclosed-quote: a quotation mark is opened and never closed | ")
    path.write_bytes((PLAIN + rows).encode() + b"2024-01-05\xff,x,5\n")
    assert error(read_exports([path])).startswith("broken-encoding: the file is not UTF-8 to its end")
    path.write_text(PLAIN + rows + "2024-01-06," + "x" * (80 << 20) + "\n")
    assert error(read_exports([path])).startswith(("unclosed-quote", "truncated-file", "unreadable-file"))
