"""DuckDB: a file of its own, and Parquet files wherever they lie."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from kpiplan.exports.sources import AskLimits
from kpiplan.exports.warehouses.engine import EngineError, TablePath
from kpiplan.exports.warehouses.engines.cursor import CursorConnection
from kpiplan.exports.warehouses.engines.zones import by_function
from kpiplan.exports.warehouses.types import StoredColumn, stored

if TYPE_CHECKING:
    from kpiplan.exports.warehouses.address import Address


class DuckDBConnection(CursorConnection):
    """A database that is opened to be read, or none, for files."""

    TABLES = (
        "SELECT NULL, table_schema, table_name, table_schema = current_schema() FROM information_schema.tables "
        "WHERE table_catalog = current_catalog()"
    )

    def columns(self, table: TablePath) -> list[StoredColumn]:
        return self.described(self.quoted(table))

    def described(self, relation: str) -> list[StoredColumn]:
        """The columns of a table, or of files that are read like one."""
        return [stored(name, type) for name, type, *_ in self.rows(f"DESCRIBE SELECT * FROM {relation}")]

    def rows(self, statement: str) -> list[tuple[Any, ...]]:
        import duckdb

        try:
            return list(self.connection.execute(statement).fetchall())
        except duckdb.InterruptException as error:
            raise EngineError(str(error), over=True) from None
        except (duckdb.Error, RuntimeError, OSError) as error:  # RuntimeError: interrupted before it began
            raise EngineError(str(error)) from None

    def stop(self) -> None:
        self.connection.interrupt()


def parquet(files: Sequence[str]) -> tuple[str, str]:
    """The name of the function that reads Parquet files, and their list as a statement has it."""
    return "read_parquet", "[" + ", ".join("'" + file.replace("'", "''") + "'" for file in files) + "]"


class DuckDB:
    """See `DatabaseEngine`."""

    label = "DuckDB"
    columnar = True
    extra = "duckdb"
    dialect = written = "duckdb"

    def connect(self, address: Address | None, limits: AskLimits) -> DuckDBConnection:
        import duckdb

        file = ":memory:" if address is None else self._file(address)
        try:
            connection = duckdb.connect(file, read_only=address is not None)
        except (duckdb.Error, OSError) as error:
            raise EngineError(str(error), reached=False) from None
        connection.execute("SET preserve_insertion_order = false; SET python_enable_replacements = false")
        return DuckDBConnection(connection)

    def _file(self, address: Address) -> str:
        """`duckdb:///leads.duckdb` is here, `duckdb:////data/leads.duckdb` where it says."""
        whole = address.text.partition("://")[2].partition("?")[0].startswith("//")
        parts = [part for part in (address.host, *address.path) if part]
        return ("/" if whole else "") + "/".join(parts)

    def local(self, instant: Any, zone: str) -> Any:
        return by_function("timezone", zone, instant)


ENGINE = DuckDB()
