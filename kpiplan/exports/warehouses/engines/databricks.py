"""Databricks: a SQL warehouse, asked with a token."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kpiplan.exports.sources import AskLimits
from kpiplan.exports.warehouses.engine import EngineError
from kpiplan.exports.warehouses.engines.cursor import CursorConnection
from kpiplan.exports.warehouses.engines.zones import by_function
from kpiplan.exports.warehouses.types import StoredColumn, stored

if TYPE_CHECKING:
    from kpiplan.exports.warehouses.address import Address


class DatabricksConnection(CursorConnection):
    """A session of a SQL warehouse."""

    QUOTE = "`"
    TABLES = (
        "SELECT table_catalog, table_schema, table_name, table_schema = current_schema() "
        "FROM information_schema.tables WHERE table_schema <> 'information_schema'"
    )

    def column(self, described: Any) -> StoredColumn:
        return stored(described[0], str(described[1]), "instant")


class Databricks:
    """See `DatabaseEngine`. `databricks://token:…@host/sql/1.0/warehouses/id?catalog=…&schema=…`."""

    label = "Databricks"
    columnar = False
    extra = "databricks"
    dialect = written = "databricks"

    def connect(self, address: Address | None, limits: AskLimits) -> DatabricksConnection:
        from databricks.sql import Error, connect

        assert address is not None
        session = {"TIMEZONE": "UTC"}
        if limits.seconds is not None:
            session["STATEMENT_TIMEOUT"] = str(max(1, round(limits.seconds)))
        try:
            opened = connect(
                server_hostname=address.host,
                http_path="/" + "/".join(address.path),
                access_token=address.password or None,
                session_configuration=session,
                **address.settings,
            )
        except (Error, OSError, ValueError) as error:
            raise EngineError(str(error), reached=False) from None
        return DatabricksConnection(opened)

    def local(self, instant: Any, zone: str) -> Any:
        return by_function("from_utc_timestamp", instant, zone)  # sessions are in UTC


ENGINE = Databricks()
