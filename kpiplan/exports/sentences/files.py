"""What is wrong with files, zips and their bytes. Data."""

from __future__ import annotations

from kpiplan.exports.sentences.sentence import Sentence

_AGAIN = "download it again"
_UNPACK = "download it again, or unpack it and give the files inside"
_CUT = "it may be cut off or pasted together: download it again, or say `encoding`"
_CUT_OPTION = _CUT.replace("`encoding`", "--encoding")
_CSV = "export the table as CSV"
_SAVE = "open it in a spreadsheet and save it again, or save its sheets as CSV"
_RECORDS = 'write [{{"date": "2020-01-31", "leads": 30}}, …], at the top or under one key'
_QUOTE = 'close it, or write a quotation mark inside a cell twice ("")'

FILES = {
    "no-file": Sentence("unreadable-file", "no file is given", "name an export, a folder, a zip or -"),
    "unreadable-file": Sentence("unreadable-file", "can't be read: {error}"),
    "unreadable-folder": Sentence(
        "unreadable-file", "can't be read: {error}", "let it be read, or give the files one by one"
    ),
    "unreadable-bytes": Sentence("unreadable-file", "can't be read: {error}", _AGAIN),
    "unreadable-end": Sentence("unreadable-file", "can't be read to its end: {error}", _AGAIN),
    "unreadable-zip": Sentence("unreadable-zip", "the zip can't be read: {error}", _UNPACK),
    "zip-without-table": Sentence("unreadable-zip", "the zip can't be read: it holds no .csv or .tsv", _UNPACK),
    "locked-file": Sentence(
        "unreadable-zip",
        "{member} in the zip can't be read without a password",
        "unpack it with the password, and give the files inside",
    ),
    "locked-files": Sentence(
        "unreadable-zip",
        "{member} and {number:,} more in the zip can't be read without a password",
        "unpack it with the password, and give the files inside",
    ),
    "zip-in-zip": Sentence("unused-file", "not used: it is a zip inside a zip", "unpack it and give the files inside"),
    "too-many-files": Sentence(
        "too-many-tables",
        "it holds {number:,} files, and no more than {most:,} are read",
        "put the files together by month or system, or give them in parts",
    ),
    "unused-file": Sentence("unused-file", "not used: {problem}"),
    "unused-files": Sentence("unused-file", "{number} files are not used, {files}: {problem}"),
    # bytes and text
    "other-format": Sentence(
        "binary-file", "this is {what}, which is not read", "save or export the table as CSV or a workbook"
    ),
    "unnamed-parquet": Sentence(
        "binary-file",
        "this is a Parquet file, which is asked by its name",
        "save it under one that ends in .parquet, and give that",
    ),
    "plan-for-export": Sentence(
        "no-header", "this is a plan, and no export", "give it with --plan, and the exports beside it"
    ),
    "no-workbook-reader": Sentence(
        "binary-file",
        "this is a workbook, and what reads workbooks is not installed",
        "pip install 'kpiplan[excel]', or save its sheets as CSV",
    ),
    "locked-workbook": Sentence(
        "binary-file", "this is a workbook that can't be opened without a password", "save it without one"
    ),
    "unreadable-workbook": Sentence("unreadable-file", "the workbook can't be read: {error}", _SAVE),
    "no-actuals-sheet": Sentence(
        "no-rows",
        "this is the workbook of a plan, and its sheet Actuals is gone",
        "call it Actuals again, or write a new workbook and fill its sheet Actuals",
    ),
    "no-actuals-typed": Sentence(
        "no-rows",
        "this is the workbook of a plan, and nothing stands in its sheet Actuals",
        "fill in what really happened, a row a month, and save it",
    ),
    "large-workbook": Sentence(
        "too-many-tables", "the workbook is larger than {most:,} MiB, and none larger is read", _CSV
    ),
    "far-cells": Sentence(
        "too-many-tables",
        "a sheet reaches to row {row:,} and column {column:,}, and no more than 25 million cells are read",
        "delete what stands far away from the table, or save the sheet as CSV",
    ),
    "broken-json": Sentence("truncated-file", "the JSON can't be read: {error} in column {column:,}", _AGAIN),
    "deep-json": Sentence("no-rows", "the JSON is nested too deep for a list of records", _RECORDS),
    "no-records": Sentence("no-rows", "the JSON holds no list of records", _RECORDS),
    "large-json": Sentence(
        "too-many-tables", "the JSON is larger than {most:,} MiB, and none larger is read", "write a record a line"
    ),
    "nul-bytes": Sentence("binary-file", "the file holds NUL bytes: it is not text", _CSV),
    "no-encoding": Sentence("binary-file", "the bytes are no text in any known encoding", _CSV),
    "unknown-encoding": Sentence(
        "broken-encoding", "there is no encoding {stated!r}", "utf-8, utf-16, cp949, shift_jis, big5, gb18030 …"
    ),
    "other-encoding": Sentence(
        "broken-encoding", "the file is not in the encoding {stated}", "leave `encoding` out", "leave --encoding out"
    ),
    "encoding-to-byte": Sentence(
        "broken-encoding", "the file is {encoding} only up to byte {byte:,}", _CUT, _CUT_OPTION
    ),
    "encoding-to-end": Sentence("broken-encoding", "the file is not {encoding} to its end", _CUT, _CUT_OPTION),
    "undecided-encoding": Sentence(
        "undecided-encoding",
        "the file is not UTF-8; its bytes could be {encodings}",
        "say which with `encoding`, or save the file as UTF-8",
        "say which with --encoding, or save the file as UTF-8",
    ),
    "empty-export": Sentence("empty-export", "the file is empty"),
    "line-too-long": Sentence(
        "line-too-long", "a line has more than {most:,} characters", "export the table as CSV, one row a line"
    ),
    "too-many-columns": Sentence(
        "too-many-columns",
        "a row has {number:,} columns",
        "no more than {most:,} are read: export the columns that count",
    ),
    "wide-and-large": Sentence(
        "too-many-columns",
        "a table with a column a month is read up to {most} MiB",
        "export a row a month, or fewer rows",
    ),
    "unclosed-quote": Sentence("unclosed-quote", "a quotation mark is opened and never closed", _QUOTE),
    "endless-record": Sentence(
        "unclosed-quote", "a quotation mark is opened and never closed, or a line does not end", _QUOTE
    ),
    "cut-row": Sentence("truncated-file", "the file ends in the middle of a row", _AGAIN),
    "wide-rows": Sentence(
        "wide-rows",
        "{wide:,} of {rows:,} rows have more cells than the {number} columns, and are left out",
        "numbers with commas, or texts with the delimiter, must stand in quotation marks",
    ),
    "row-too-wide": Sentence(
        "row-too-wide",
        "{wide} of {rows} rows have more cells than the {number} columns",
        "numbers with commas, or texts with the delimiter, must stand in quotation marks",
    ),
}
