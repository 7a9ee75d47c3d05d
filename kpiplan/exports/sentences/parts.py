"""Parts of sentences. Data."""

from __future__ import annotations

PARTS = {
    "did-you-mean": "did you mean {near}? ",
    "in-table": " in {title}",
    "such-as": ": {example}",
    "or-rows": "; or which rows count: --read '{rule}'",
    "none": "none",
    "rows-say": "in the order of the rows it is {what} first; ",
    "dmy": "the day",
    "mdy": "the month",
    "ymd": "the year",
    "month": "{month}",
    "two-months": "{month} and 1 more month",
    "months": "{month} and {number} more months",
    "cell": "1 cell",
    "cells": "{number:,} cells",
    "row-stands": "1 row stands",
    "rows-stand": "{number:,} rows stand",
    "lines-above": "the lines above",
    "header": "the header",
    "name": "the name",
    "workbook": "an Excel workbook or another packed document",
    "old-workbook": "an old Excel workbook",
    "pdf": "a PDF",
    "picture": "a picture",
    "gzip": "a gzip file",
    "rar": "a RAR archive",
    "7z": "a 7z archive",
    "parquet": "a Parquet file",
    "database": "a database",
}
