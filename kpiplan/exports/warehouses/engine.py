"""What an engine is asked, and the engines there are: a file each, loaded when an address names it."""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module
from typing import TYPE_CHECKING, Any, Protocol, cast

from kpiplan.exports.refusal import RefusalError
from kpiplan.exports.sources import AskLimits
from kpiplan.exports.warehouses.types import StoredColumn
from kpiplan.tuples import NamedTuple

if TYPE_CHECKING:
    from kpiplan.exports.warehouses.address import Address


class TablePath(NamedTuple):
    """A table by its parts, as the database has them."""

    name: str
    database: str | None = None  # a schema, a dataset
    catalog: str | None = None  # a database, a project

    def __str__(self) -> str:
        return ".".join(part for part in (self.catalog, self.database, self.name) if part)


class EngineError(Exception):
    """What a driver says went wrong: it could `reach` the database or not, the time was `over`, or something else."""

    def __init__(self, message: str, *, reached: bool = True, over: bool = False) -> None:
        super().__init__(message)
        self.reached = reached
        self.over = over


class Connection(Protocol):
    """An open connection, which reads alone."""

    def tables(self) -> Sequence[tuple[TablePath, bool]]:
        """The tables and views that can be seen, and of each whether it is found without the schema."""
        ...

    def columns(self, table: TablePath) -> list[StoredColumn]:
        """The columns of a table. Raises EngineError."""
        ...

    def rows(self, statement: str) -> list[tuple[Any, ...]]:
        """The answer to a statement. Raises EngineError."""
        ...

    def stop(self) -> None:
        """Ends what runs, from another thread."""
        ...

    def close(self) -> None: ...


class DatabaseEngine(Protocol):
    """A kind of database. `dialect` is the name of its compiler in ibis, `written` of its dialect in sqlglot.
    `columnar`: what stands in one column is told at next to no cost.
    """

    label: str
    extra: str
    dialect: str
    written: str
    columnar: bool

    def connect(self, address: Address | None, limits: AskLimits) -> Connection:
        """Without an address there are files to be asked. Raises EngineError, ImportError without the driver."""
        ...

    def local(self, instant: Any, zone: str) -> Any:
        """An expression: what clocks show in a time zone at an instant."""
        ...


# Where an engine lives, by the schemes of its addresses.
SCHEMES = {
    "duckdb": "duckdb",
    "postgres": "postgres",
    "postgresql": "postgres",
    "spark": "spark",
    "bigquery": "bigquery",
    "snowflake": "snowflake",
    "databricks": "databricks",
}


def engine_of(scheme: str) -> DatabaseEngine:
    """The engine of a scheme, of those in SCHEMES."""
    module = import_module(f"kpiplan.exports.warehouses.engines.{SCHEMES[scheme]}")
    return cast(DatabaseEngine, module.ENGINE)


def need_ibis(extra: str) -> None:
    """Raises RefusalError where what writes the statements is not installed."""
    try:
        import_module("ibis")
    except ImportError:
        raise RefusalError("no-engine", extra=extra) from None
