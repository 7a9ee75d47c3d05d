"""Connections by cursors, as most drivers have them (PEP 249)."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from typing import Any

from kpiplan.exports.warehouses.engine import EngineError, TablePath
from kpiplan.exports.warehouses.types import StoredColumn


class CursorConnection:
    """A connection of a driver; engines say what they call their tables and types."""

    TABLES = ""  # rows of catalog, schema, name, and whether the name alone finds it
    QUOTE = '"'

    def __init__(self, connection: Any) -> None:
        self.connection = connection

    def tables(self) -> Sequence[tuple[TablePath, bool]]:
        return [
            (TablePath(name, database, catalog), bool(near)) for catalog, database, name, near in self.rows(self.TABLES)
        ]

    def columns(self, table: TablePath) -> list[StoredColumn]:
        """Asks for no row, which shows also whether the table may be read."""
        with self.connection.cursor() as cursor:
            self.run(cursor, f"SELECT * FROM {self.quoted(table)} LIMIT 0")
            return [self.column(each) for each in cursor.description]

    def column(self, described: Any) -> StoredColumn:
        """A column as the driver describes it."""
        raise NotImplementedError

    def quoted(self, table: TablePath) -> str:
        """The name of a table as statements have it."""
        mark = self.QUOTE
        parts = (part for part in (table.catalog, table.database, table.name) if part)
        return ".".join(f"{mark}{part.replace(mark, mark * 2)}{mark}" for part in parts)

    def rows(self, statement: str) -> list[tuple[Any, ...]]:
        with self.connection.cursor() as cursor:
            self.run(cursor, statement)
            return [tuple(row) for row in cursor.fetchall()]

    def run(self, cursor: Any, statement: str) -> None:
        """Runs a statement. Raises EngineError."""
        try:
            cursor.execute(statement)
        except Exception as error:  # each driver has its own
            raise self.failed(error) from None

    def failed(self, error: Exception) -> EngineError:
        """What a driver's error means."""
        return EngineError(str(error))

    def stop(self) -> None:
        with suppress(Exception):
            self.connection.close()

    def close(self) -> None:
        with suppress(Exception):
            self.connection.close()
