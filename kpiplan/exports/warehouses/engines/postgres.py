"""PostgreSQL, and what speaks like it: Redshift, CockroachDB, AlloyDB."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kpiplan.exports.sources import AskLimits
from kpiplan.exports.warehouses.engine import EngineError
from kpiplan.exports.warehouses.engines.cursor import CursorConnection
from kpiplan.exports.warehouses.engines.zones import by_function
from kpiplan.exports.warehouses.types import StoredColumn, stored

if TYPE_CHECKING:
    from kpiplan.exports.warehouses.address import Address

CONNECT_SECONDS = 15


class PostgresConnection(CursorConnection):
    """A session in which nothing can be written."""

    TABLES = (
        "SELECT NULL, n.nspname, c.relname, pg_catalog.pg_table_is_visible(c.oid) FROM pg_catalog.pg_class c "
        "JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace WHERE c.relkind IN ('r', 'v', 'm', 'f', 'p') "
        "AND n.nspname NOT IN ('pg_catalog', 'information_schema', 'pg_toast')"
    )

    def column(self, described: Any) -> StoredColumn:
        known = self.connection.adapters.types.get(described.type_code)
        found = stored(
            described.name, known.name if known else "enum"
        )  # what a database defines itself is cast to text
        return found._replace(holds="real") if found.holds == "decimal" else found  # which may be NaN here

    def failed(self, error: Exception) -> EngineError:
        import psycopg

        return EngineError(str(error), over=isinstance(error, psycopg.errors.QueryCanceled))

    def stop(self) -> None:
        self.connection.cancel()


class Postgres:
    """See `DatabaseEngine`."""

    label = "PostgreSQL"
    columnar = False
    extra = "postgres"
    dialect = written = "postgres"

    def connect(self, address: Address | None, limits: AskLimits) -> PostgresConnection:
        import psycopg

        assert address is not None
        wait = CONNECT_SECONDS if limits.seconds is None else max(2, min(CONNECT_SECONDS, round(limits.seconds)))
        options = "-c default_transaction_read_only=on -c timezone=UTC"
        if limits.seconds is not None:
            options += f" -c statement_timeout={max(1, round(limits.seconds * 1000))}"
        given = {"host": address.host, "port": address.port, "user": address.user, "password": address.password}
        known = {name: value for name, value in given.items() if value}
        settings: dict[str, Any] = {"connect_timeout": wait, **address.settings, **known}
        settings["options"] = f"{address.settings.get('options', '')} {options}".strip()
        if address.database:
            settings["dbname"] = address.database
        try:
            return PostgresConnection(psycopg.connect(autocommit=True, **settings))
        except psycopg.Error as error:
            raise EngineError(str(error), reached=False) from None

    def local(self, instant: Any, zone: str) -> Any:
        return by_function("timezone", zone, instant)


ENGINE = Postgres()
