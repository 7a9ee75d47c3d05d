"""A table in DuckDB, and Parquet files, say what the same rows say in a CSV file."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import duckdb
import pytest
from hypothesis import Phase, given, settings

from kpiplan.exports.sources import TableSource
from kpiplan.plan.export_rules import FileRules, Rule, Split
from tests.exports.warehouses.tables import (
    COLUMNS,
    NAME,
    Case,
    Loads,
    as_csv,
    asked,
    cases,
    from_csv,
    from_file,
    many,
    same,
    same_cohorts,
)

ASKED = (Phase.explicit, Phase.reuse, Phase.generate)  # a database an example is too slow to look for the smallest


class Tables:
    """A folder of databases and Parquet files, the newest of which counts."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._number = 0

    def database(self, name: str, rows: Sequence[tuple[Any, ...]]) -> TableSource:
        """The rows as a table of a database of its own."""
        file = self._new("duckdb")
        with duckdb.connect(str(file)) as connection:
            self._fill(connection, name, rows)
        return TableSource(NAME, f"duckdb:///{file}", "KPIPLAN_CRM")

    def parquet(self, name: str, rows: Sequence[tuple[Any, ...]]) -> TableSource:
        """The rows as Parquet files, one for each half."""
        halves = (rows[: len(rows) // 2], rows[len(rows) // 2 :])
        files = [self._new("parquet") for half in halves if half]
        for file, half in zip(files, filter(None, halves), strict=True):
            with duckdb.connect() as connection:
                self._fill(connection, name, half)
                connection.execute(f"COPY {name} TO '{file}' (FORMAT parquet)")
        return TableSource(NAME, files=tuple(map(str, files)))

    def _new(self, ending: str) -> Path:
        self._number += 1
        return self._folder / f"{self._number}.{ending}"

    def _fill(self, connection: Any, name: str, rows: Sequence[tuple[Any, ...]]) -> None:
        columns = ", ".join(f'"{column}" {type}' for column, type in COLUMNS.items())
        connection.execute(f'CREATE TABLE "{name}" ({columns})')
        file = self._new("csv")
        file.write_bytes(as_csv(rows))  # a million rows of values would take an hour
        connection.execute(
            f"COPY \"{name}\" FROM '{file}' (FORMAT csv, HEADER, DELIMITER ',', QUOTE '\"', ESCAPE '\"')"
        )


@pytest.fixture(scope="module")
def tables(tmp_path_factory: pytest.TempPathFactory) -> Tables:
    return Tables(tmp_path_factory.mktemp("tables"))


@pytest.mark.parametrize("kind", ["database", "parquet"])
@settings(max_examples=60, deadline=None, phases=ASKED)
@given(case=cases())
def test_tables_say_what_their_csv_says(case: Case, kind: str, tables: Tables) -> None:
    loads: Loads = getattr(tables, kind)
    same(from_csv(case), asked(case, loads))


@settings(max_examples=30, deadline=None, phases=ASKED)
@given(case=cases())
def test_cohorts_are_those_of_the_csv(case: Case, tables: Tables) -> None:
    from_csv(case)  # which there is
    same_cohorts(case, tables.database)


@pytest.mark.parametrize("kind", ["database", "parquet"])
def test_leads_of_two_years(kind: str, tables: Tables, table_rows: int) -> None:
    rules = {
        "leads": Rule(count="d1"),
        "customers": Rule(count="d2", where={"grp": ("won",)}),
        "revenue": Rule(sum="amt", by="d2", where={"grp": ("won",)}),
        "sqls": Rule(count="d1", distinct="thing"),
    }
    case = Case(many(table_rows), FileRules(NAME, rules, Split("src", {"inbound": ("web",), "outbound": ("sdr",)})))
    loads: Loads = getattr(tables, kind)
    same(from_file(case), asked(case, loads))
    same_cohorts(case, loads)
