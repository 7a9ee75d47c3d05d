"""Lists of records in JSON and records a line, and single files that are compressed."""

from __future__ import annotations

import bz2
import gzip
import json
import lzma
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpiplan.exports import read_exports
from kpiplan.exports.files import compression, sheets
from kpiplan.plan.export_rules import FileRules, Rule
from kpiplan.problems import Place
from tests.exports.helpers import codes, columns, error, months, read

RECORDS = [{"date": "2024-01-31", "leads": 30}, {"date": "2024-02-29", "leads": 33.5, "note": None}]
LEADS = {"2024-01": 30, "2024-02": 33.5}
PLAIN = "Date,Leads\n2024-01-31,30\n2024-02-29,33.5\n"


@pytest.mark.parametrize(
    "value",
    [
        RECORDS,
        {"data": RECORDS},
        {"status": "ok", "paging": {"next": None}, "results": RECORDS, "warnings": []},
        {"response": {"page": 1, "rows": RECORDS}},
        [["date", "leads"], ["2024-01-31", 30], ["2024-02-29", 33.5]],
        [{"properties": each} for each in RECORDS],
        [{"id": "1", "values": each, "tags": ["a", "b"], "links": [{"href": "x"}]} for each in RECORDS],
    ],
)
@pytest.mark.parametrize("indent", [None, 2])
def test_lists_of_records(value: Any, indent: int | None) -> None:
    actuals = read(json.dumps(value, indent=indent), "a.json")
    assert months(actuals, "leads") == LEADS
    (source,) = actuals.sources
    assert (source.container, source.encoding, source.delimiter, source.rows_used) == ("json", "", "", 2)


def test_a_record_a_line() -> None:
    text = "\n".join(json.dumps(each) for each in RECORDS)
    for data in (text, text + "\n", text.replace("\n", "\r\n\r\n"), "\ufeff" + text):
        actuals = read(data, "a.jsonl")
        assert months(actuals, "leads") == LEADS
        assert actuals.sources[0].container == "json-lines"


def test_rules_name_keys_within_keys() -> None:
    deals = [
        {"id": 1, "properties": {"amount": "100", "closedate": "2024-01-31T10:00:00Z", "dealstage": "closedwon"}},
        {"id": 2, "properties": {"amount": "50", "closedate": "2024-02-29T10:00:00Z", "dealstage": "closedlost"}},
    ]
    won = {"properties.dealstage": ("closedwon",)}
    rules = [
        FileRules(
            kpis={
                "customers": Rule(count="properties.closedate", where=won),
                "revenue": Rule(sum="properties.amount", by="closedate", where=won),
            }
        )
    ]
    actuals = read(json.dumps({"results": deals}), "deals.json", rules=rules)
    assert (months(actuals, "customers")["2024-01"], months(actuals, "revenue")["2024-01"]) == (1, 100)
    assert columns(actuals)["revenue"] == ("amount", "closedate")


def test_keys_of_one_name_keep_what_stands_before_them() -> None:
    value = [{"date": "2024-01-31", "leads": {"count": 3}, "visits": {"count": 50}}]
    rules = [FileRules(kpis={"leads": Rule(sum="leads.count"), "visits": Rule(sum="visits.count")})]
    actuals = read(json.dumps(value), "a.json", rules=rules)
    assert (months(actuals, "leads"), months(actuals, "visits")) == ({"2024-01": 3}, {"2024-01": 50})


def test_several_lists_are_several_tables() -> None:
    value = {"leads": RECORDS, "visits": [{"date": "2024-01-31", "sessions": 500}]}
    actuals = read(json.dumps(value), "a.json")
    assert (months(actuals, "leads"), months(actuals, "visits")) == (LEADS, {"2024-01": 500})
    assert [source.table for source in actuals.sources] == ["leads", "visits"]


def test_a_line_is_named_where_there_are_lines_and_a_record_where_there_are_none() -> None:
    broken = [*RECORDS, {"date": "2024-03-31", "leads": "n.n."}]
    for text, place in (("\n".join(map(json.dumps, broken)), 3), (json.dumps(broken, indent=1), 3)):
        (problem,) = [found for found in read(text, "a.json").problems if found.code == "unread-values"]
        assert problem.place == Place(place, 1)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('[{"date": "2024-01-31", "leads": 30}, {"da', "truncated-file: the JSON can't be read: "),
        ('{"date": "2024-01-31"}\n{"date": "2024', "truncated-file: the JSON can't be read: "),
        ('{"a": 1, "b": [1, 2]}', "no-rows: the JSON holds no list of records"),
        ("[]", "no-rows: the JSON holds no list of records"),
        ("{}", "no-rows: the JSON holds no list of records"),
        ("[" * 100_000, "no-rows: the JSON is nested too deep"),
        ('{"kind": "actuals", "figures": [{"kpi": "leads"}]}', "binary-file: this is what kpiplan itself writes"),
        (json.dumps([{f"k{at}": 1 for at in range(3000)}]), "too-many-columns: a row has 3,000 columns"),
        (json.dumps([{"date": "\udcff", "leads": 1}]), "no-date: "),
    ],
)
def test_json_that_has_no_table(text: str, said: str) -> None:
    assert error(read(text, "a.json")).startswith(said)


def test_json_too_large_to_be_read_as_a_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    from kpiplan.exports.files import json_records

    monkeypatch.setattr(json_records, "MOST_BYTES", 0)
    assert error(read(json.dumps(RECORDS))) == (
        "too-many-tables: the JSON is larger than 0 MiB, and none larger is read | write a record a line"
    )
    assert months(read("\n".join(map(json.dumps, RECORDS))), "leads") == LEADS


def test_a_csv_may_begin_with_a_bracket() -> None:
    assert months(read("[Date],[Leads]\n2024-01-31,3\n"), "leads") == {"2024-01": 3}


@given(
    st.lists(
        st.fixed_dictionaries(
            {
                "date": st.dates().filter(lambda day: day.year in range(1970, 2100)).map(str),
                "leads": st.integers(0, 10**9),
            }
        ),
        min_size=1,
        max_size=20,
    )
)
def test_json_says_what_its_csv_says(rows: list[dict[str, Any]]) -> None:
    text = "date,leads\n" + "".join(f"{row['date']},{row['leads']}\n" for row in rows)
    wanted = read(text).measures
    assert read(json.dumps(rows)).measures == wanted
    assert read(json.dumps({"data": rows})).measures == wanted


def test_large_json_is_read_as_small(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [{"date": f"2024-0{1 + at % 2}-{1 + at % 28:02}", "leads": at} for at in range(3000)]
    text = "\n".join(map(json.dumps, rows))
    small = read(text)
    monkeypatch.setattr(sheets, "SMALL_BYTES", 0)
    monkeypatch.setattr(sheets, "HEAD_BYTES", 4096)
    assert read(text) == small


@pytest.mark.parametrize(
    ("ending", "pack"), [("gz", gzip.compress), ("bz2", bz2.compress), ("xz", lzma.compress)], ids=["gz", "bz2", "xz"]
)
def test_compressed_files(tmp_path: Path, ending: str, pack: Callable[[bytes], bytes]) -> None:
    path = tmp_path / f"a.csv.{ending}"
    path.write_bytes(pack(PLAIN.encode()))
    for inputs in ([path], [tmp_path]):
        actuals = read_exports(inputs)
        assert months(actuals, "leads") == LEADS
        assert (actuals.sources[0].name, actuals.sources[0].encoding) == (str(path), "UTF-8")
    path.write_bytes(pack(PLAIN.encode())[:-5])
    assert codes(read_exports([path]), "error") == ["unreadable-file"]


def test_compressed_json_and_zips_and_what_rules_say_of_them() -> None:
    assert months(read(gzip.compress(json.dumps(RECORDS).encode()), "a.json.gz"), "leads") == LEADS
    rules = [FileRules("crm.csv", year=2024)]
    text = gzip.compress(b"Month,Leads\nJanuary,30\nFebruary,33.5\n")
    for name in ("crm.csv", "crm.csv.gz"):
        assert months(read(text, name, rules=rules), "leads") == LEADS


def test_what_a_compressed_file_grows_to_takes_no_memory() -> None:
    bomb = gzip.compress(b"\0" * (64 << 20))
    assert error(read(bomb, "a.csv.gz")).startswith("empty-export: ")


def test_zstandard_where_python_can(monkeypatch: pytest.MonkeyPatch) -> None:
    packed = b"\x28\xb5\x2f\xfd" + PLAIN.encode()  # not really
    monkeypatch.setattr(compression, "_zstandard", lambda: None)
    assert error(read(packed, "a.csv.zst")).startswith("binary-file: this is a Zstandard file")

    def opened(stream: Any) -> Any:
        stream.read(4)
        return stream

    monkeypatch.setattr(compression, "_zstandard", lambda: opened)
    assert months(read(packed, "a.csv.zst"), "leads") == LEADS
