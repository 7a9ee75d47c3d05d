"""Encodings, delimiters, zips, folders, standard input."""

from __future__ import annotations

import io
import os
import sys
import threading
import zipfile
from pathlib import Path
from types import SimpleNamespace

import pytest

from kpiplan.exports import kept, read_exports
from kpiplan.exports.files.gather import gather
from kpiplan.exports.files.inputs import from_bytes
from kpiplan.plan.export_rules import FileRules
from tests.exports.helpers import codes, error, months, read

PLAIN = "Date,Sessions,Cost\n2024-01-31,100,1.5\n2024-02-01,50,2\n"
VISITS = {"2024-01": 100, "2024-02": 50}

KOREAN = "날짜,캠페인,방문수,매출액\n2024-01-31,봄 신규 광고,100,1000\n2024-02-01,브랜드 검색,50,2000\n"
JAPANESE = "日付,キャンペーン,訪問数,売上\n2024-01-31,春の新規,100,1000\n2024-02-01,ブランド,50,2000\n"
SIMPLIFIED = "日期,广告系列,访问,成交额\n2024-01-31,春季推广活动,100,1000\n2024-02-01,品牌搜索,50,2000\n"
TRADITIONAL = "日期,廣告活動,訪問,營收\n2024-01-31,春季新客戶,100,1000\n2024-02-01,品牌搜尋,50,2000\n"


@pytest.mark.parametrize(
    ("data", "encoding", "delimiter"),
    [
        (PLAIN.encode(), "UTF-8", "comma"),
        (PLAIN.encode("utf-8-sig"), "UTF-8 with BOM", "comma"),
        (b"\xef\xbb\xbf" + PLAIN.replace("Date", '"Date"').encode(), "UTF-8 with BOM", "comma"),
        (PLAIN.encode("utf-16"), "UTF-16LE", "comma"),
        (PLAIN.encode("utf-16-le"), "UTF-16LE", "comma"),
        (b"\xfe\xff" + PLAIN.encode("utf-16-be"), "UTF-16BE", "comma"),
        (PLAIN.encode("utf-16-be"), "UTF-16BE", "comma"),
        (PLAIN.replace(",", "\t").encode(), "UTF-8", "tab"),
        (PLAIN.replace(",", ";").replace("1.5", "1,5").encode(), "UTF-8", "semicolon"),
        (PLAIN.replace(",", "|").encode(), "UTF-8", "bar"),
        (("sep=,\n" + PLAIN).encode(), "UTF-8", "comma"),
        (("sep=\t\r\n" + PLAIN.replace(",", "\t")).encode(), "UTF-8", "tab"),
        (('"sep=;"\n' + PLAIN.replace(",", ";")).encode(), "UTF-8", "semicolon"),
        (PLAIN.replace("\n", "\r\n").encode(), "UTF-8", "comma"),
        (PLAIN.rstrip("\n").encode(), "UTF-8", "comma"),
    ],
)
def test_containers(data: bytes, encoding: str, delimiter: str) -> None:
    actuals = read(data)
    assert months(actuals, "visits") == VISITS
    assert months(actuals, "spend") == {"2024-01": 1.5, "2024-02": 2}
    assert (actuals.sources[0].encoding, actuals.sources[0].delimiter) == (encoding, delimiter)
    assert codes(actuals, "error") == []


@pytest.mark.parametrize(
    ("text", "codec", "label"),
    [
        (KOREAN, "cp949", "cp949"),
        (JAPANESE, "cp932", "Shift_JIS"),
        (SIMPLIFIED, "gb18030", "GB18030"),
        (TRADITIONAL, "big5", "Big5"),
        (PLAIN + "2024-02-02,1,£3.50\n", "cp1252", "Windows-1252"),
    ],
)
def test_encodings_without_a_mark(text: str, codec: str, label: str) -> None:
    actuals = read(text.encode(codec))
    assert actuals.sources[0].encoding == label
    assert months(actuals, "visits")["2024-01"] == 100
    assert codes(actuals, "error") == []


def test_the_encoding_can_be_stated() -> None:
    actuals = read(KOREAN.encode("cp949"), encoding="euc-kr")
    assert months(actuals, "revenue") == {"2024-01": 1000, "2024-02": 2000}
    assert error(read(KOREAN.encode("cp949"), encoding="utf-8")).startswith("broken-encoding: the file is not in")
    assert error(read(PLAIN, encoding="klingon")).startswith("broken-encoding: there is no encoding 'klingon'")
    assert months(read(PLAIN.encode("utf-8-sig"), encoding="utf-8"), "visits") == VISITS


def test_undecided_encoding_names_the_choices() -> None:
    actuals = read(b"Date,Sessions\n2024-01-31,1\n\x8e\xa1\xfd\xfe\x8e\xa2,2\n")
    assert error(actuals).startswith(("undecided-encoding: the file is not UTF-8; its bytes could be ", "binary-file"))


def test_line_breaks_and_commas_inside_quotes() -> None:
    text = 'Date,"Campaign, name",Sessions\n2024-01-30,"two\nlines",1\n2024-01-31,"a ""b"", c",2\n'
    assert months(read(text), "visits") == {"2024-01": 3}


def zipped(**members: str) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, text in members.items():
            archive.writestr(name.replace("_csv", ".csv"), text)
    return packed.getvalue()


def test_zip_of_one_and_of_several(tmp_path: Path) -> None:
    assert months(read(zipped(a_csv=PLAIN), "one.zip"), "visits") == VISITS
    (tmp_path / "two.zip").write_bytes(zipped(a_csv=PLAIN, b_csv="Date,Leads\n2024-01-31,7\n"))
    actuals = read_exports([tmp_path / "two.zip"])
    assert months(actuals, "visits") == VISITS
    assert months(actuals, "leads") == {"2024-01": 7}


def test_rules_reach_into_zips() -> None:
    rules = [FileRules("one.zip", year=2024)]
    text = "Month,Leads\nJanuary,3\nFebruary,4\n"
    assert months(read(zipped(a_csv=text), "x/one.zip", rules=rules), "leads") == {"2024-01": 3, "2024-02": 4}


def test_damaged_and_useless_zips() -> None:
    assert error(read(zipped(a_csv=PLAIN)[:60], "bad.zip")).startswith("unreadable-zip: the zip can't be read")
    assert error(read(zipped(notes="x"), "bad.zip")).startswith("unreadable-zip: the zip can't be read: it holds no")
    workbook = {"[Content_Types].xml": "<x/>", "xl_csv": ""}
    assert error(read(zipped(**workbook), "book.xlsx")).startswith("unreadable-file: the workbook can't be read: ")


def test_zip_with_a_broken_member() -> None:
    data = bytearray(zipped(a_csv=PLAIN))
    data[40] ^= 0xFF
    assert error(read(bytes(data), "bad.zip")).startswith("unreadable-file: can't be read: Bad CRC-32")


def test_folder(tmp_path: Path) -> None:
    (tmp_path / "b.csv").write_text(PLAIN)
    (tmp_path / "a.tsv").write_text("Date\tLeads\n2024-01-31\t7\n")
    (tmp_path / "notes.txt").write_text("nothing")
    (tmp_path / ".hidden.csv").write_text("x")
    (tmp_path / "pages.csv").write_text("Page,Sessions\n/,5\n/about,2\n")
    actuals = read_exports([str(tmp_path)])
    assert months(actuals, "visits") == VISITS
    assert months(actuals, "leads") == {"2024-01": 7}
    assert codes(actuals, "warning") == ["unused-file"]


def test_folder_in_which_nothing_has_a_month(tmp_path: Path) -> None:
    (tmp_path / "pages.csv").write_text("Page,Sessions\n/,5\n")
    assert error(read_exports([tmp_path])).startswith("no-date: ")


def test_missing_files_and_empty_folders(tmp_path: Path) -> None:
    assert error(read_exports([tmp_path / "no.csv"])) == "unreadable-file: can't be read: No such file or directory | "
    (tmp_path / "empty").mkdir()
    assert "the folder holds no .csv, .tsv, .xlsx or .zip" in error(read_exports([tmp_path / "empty"]))
    assert error(read_exports([])).startswith("unreadable-file: no file is given")


def test_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(PLAIN.encode())))
    actuals = read_exports(["-"])
    assert months(actuals, "visits") == VISITS
    assert actuals.sources[0].name == "-"


def test_standard_input_may_be_a_zip(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(zipped(a_csv=PLAIN))))
    assert months(read_exports(["-"]), "visits") == VISITS


def test_a_zip_of_more_files_than_are_read_says_so() -> None:
    packed = zipped(**{f"m{number}_csv": "Date,Leads\n2024-01-31,1\n" for number in range(1001)})
    assert error(read(packed, "many.zip", add=True)) == (
        "too-many-tables: it holds 1,001 files, and no more than 1,000 are read | "
        "put the files together by month or system, or give them in parts"
    )


def test_two_files_of_one_name_in_a_zip_are_two() -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("a.csv", "Date,Leads\n2024-01-31,7\n")
        with pytest.warns(UserWarning, match="Duplicate name"):
            archive.writestr("a.csv", "Date,Sessions\n2024-01-31,100\n")
    actuals = read(packed.getvalue(), "x.zip")
    assert (months(actuals, "leads"), months(actuals, "visits")) == ({"2024-01": 7}, {"2024-01": 100})
    assert [source.name for source in actuals.sources] == ["x.zip/a.csv", "x.zip/a.csv (2)"]
    rules = [FileRules("a.csv", add=True)]
    assert codes(read(packed.getvalue(), "x.zip", rules=rules), "error") == []


def test_a_zip_inside_a_zip_is_mentioned() -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("a.csv", PLAIN)
        archive.writestr("more.zip", zipped(a_csv=PLAIN))
    actuals = read(packed.getvalue(), "x.zip")
    assert months(actuals, "visits") == VISITS
    (problem,) = [found for found in actuals.problems if found.severity == "warning"]
    assert (problem.file, problem.code, problem.message) == (
        "x.zip/more.zip", "unused-file", "not used: it is a zip inside a zip",
    )  # fmt: skip


def test_a_locked_zip_asks_for_the_password() -> None:
    data = bytearray(zipped(a_csv=PLAIN))
    data[6] |= 1
    data[data.index(b"PK\x01\x02") + 8] |= 1
    assert error(read(bytes(data), "x.zip")) == (
        "unreadable-zip: a.csv in the zip can't be read without a password | "
        "unpack it with the password, and give the files inside"
    )


def test_an_empty_zip() -> None:
    assert error(read(zipped(), "x.zip")).startswith("unreadable-zip: the zip can't be read: it holds no .csv")


def test_a_zip_that_is_broken_anywhere_is_an_error_of_that_zip() -> None:
    """Every byte of a zip flipped, given as it is and as the parts that a first look gave."""
    whole = zipped(a_csv=PLAIN, **{"umlaut-ä_csv": "Date,Leads\n2024-01-31,7\n"})
    for place in range(len(whole)):
        data = bytearray(whole)
        data[place] ^= 0xFF
        parts, found = gather([from_bytes("x.zip", bytes(data))])
        actuals = read_exports(parts)
        assert actuals.sources or found or codes(actuals, "error"), place  # an ending may have become another's


def test_folders_that_can_not_be_read_are_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.csv").write_text(PLAIN)
    (tmp_path / "closed").mkdir()
    (tmp_path / "closed/b.csv").write_text(PLAIN)
    listing, shut = os.scandir, tmp_path / "closed"

    def scandir(path: str | Path = ".") -> object:
        if Path(path) == shut:
            raise PermissionError(13, "Permission denied", str(path))
        return listing(path)

    monkeypatch.setattr(os, "scandir", scandir)
    (problem,) = [found for found in read_exports([tmp_path]).problems if found.severity == "error"]
    assert (problem.file, problem.message) == (str(shut), "can't be read: Permission denied")
    shut = tmp_path
    assert error(read_exports([tmp_path])).startswith("unreadable-file: can't be read: Permission denied")


def test_one_file_of_a_folder_that_can_not_be_read_does_not_hide_the_others(tmp_path: Path) -> None:
    (tmp_path / "a.csv").symlink_to(tmp_path / "nowhere")
    (tmp_path / "b.csv").write_text(PLAIN)
    actuals = read_exports([tmp_path])
    assert months(actuals, "visits") == VISITS
    assert error(actuals) == "unreadable-file: can't be read: No such file or directory | "


@pytest.mark.parametrize("packed", [False, True])
def test_a_pipe_is_read_once_and_kept(tmp_path: Path, packed: bool) -> None:
    fifo = tmp_path / "pipe"
    os.mkfifo(fifo)
    data = zipped(a_csv=PLAIN) if packed else PLAIN.encode()
    writer = threading.Thread(target=fifo.write_bytes, args=(data,))
    writer.start()
    inputs = kept([fifo])
    writer.join()
    for _ in range(2):
        actuals = read_exports(inputs)
        assert months(actuals, "visits") == VISITS
        assert actuals.sources[0].name == (f"{fifo}/a.csv" if packed else str(fifo))


def test_a_device_without_end_is_no_text() -> None:
    assert error(read_exports(["/dev/zero"])).startswith("empty-export: the file is empty")


def test_a_file_of_more_tables_than_are_read_says_so() -> None:
    said = "too-many-tables: the file holds more than 500 tables, and no more are read | "
    for text in ("Team\nDate,Leads\n2024-01-31,1\n" * 2000, "Date,Leads\n2024-01-31,1\n\n" * 501):
        assert error(read(text, add=True)) == said + "give it in parts, or say which table with `table`"
        assert months(read(text, table=500), "leads") == {"2024-01": 1}
        assert error(read(text, table=501)).startswith(said)


def test_titles_without_blank_lines_between_the_tables() -> None:
    text = "".join(f"Team {number}\nDate,Leads\n2024-01-{number:02},{number}\n" for number in range(1, 32))
    actuals = read(text, add=True)
    assert months(actuals, "leads") == {"2024-01": 31 * 32 / 2}
    assert [source.table for source in actuals.sources] == [f"Team {number}" for number in range(1, 32)]


def test_a_plan_is_no_export() -> None:
    plan = "# ours\nname: P\nyear: 2024\ngoal: {customers: 36}\nfunnel: [leads, {customers: 10%}]\n"
    said = "no-header: this is a plan, and no export | give it with --plan, and the exports beside it"
    for text in (plan, plan.replace("\n", "\r\n"), plan.replace("name: P\n", "")):
        assert error(read(text, "plan.yaml")) == said
