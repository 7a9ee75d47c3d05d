"""Snowflake: a session of a user, in a warehouse that may be asked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kpiplan.exports.sources import AskLimits
from kpiplan.exports.warehouses.engine import EngineError
from kpiplan.exports.warehouses.engines.cursor import CursorConnection
from kpiplan.exports.warehouses.engines.zones import by_function
from kpiplan.exports.warehouses.types import StoredColumn, stored

if TYPE_CHECKING:
    from kpiplan.exports.warehouses.address import Address

# What the numbers of a description are; whole numbers are decimals without decimals.
_TYPES = (
    *("decimal", "double", "varchar", "date", "timestamp", "variant", "timestamp_ltz", "timestamp_tz"),
    *("timestamp_ntz", "object", "array", "binary", "time", "boolean"),
)
_TIMED_OUT = 604  # a statement was cancelled
_TOO_LONG = 630  # it reached its time-out


class SnowflakeConnection(CursorConnection):
    """A session whose statements end in time."""

    TABLES = (
        "SELECT table_catalog, table_schema, table_name, table_schema = CURRENT_SCHEMA() "
        "FROM information_schema.tables WHERE table_schema <> 'INFORMATION_SCHEMA'"
    )

    def column(self, described: Any) -> StoredColumn:
        number = described[1]
        return stored(described[0], _TYPES[number] if number < len(_TYPES) else "variant")

    def failed(self, error: Exception) -> EngineError:
        return EngineError(str(error), over=getattr(error, "errno", None) in (_TIMED_OUT, _TOO_LONG))


class Snowflake:
    """See `DatabaseEngine`. `snowflake://user:password@account/database/schema?warehouse=…&role=…`."""

    label = "Snowflake"
    columnar = False
    extra = "snowflake"
    dialect = written = "snowflake"

    def connect(self, address: Address | None, limits: AskLimits) -> SnowflakeConnection:
        from snowflake.connector import Error, connect

        assert address is not None
        database, schema = (*address.path, "", "")[:2]
        given = {"user": address.user, "password": address.password, "database": database, "schema": schema}
        session: dict[str, Any] = {"TIMEZONE": "UTC", "QUERY_TAG": "kpiplan"}
        if limits.seconds is not None:
            session["STATEMENT_TIMEOUT_IN_SECONDS"] = max(1, round(limits.seconds))
        known = {name: value for name, value in given.items() if value}
        try:
            opened = connect(account=address.host, session_parameters=session, **{**address.settings, **known})
        except (Error, OSError) as error:
            raise EngineError(str(error), reached=False) from None
        return SnowflakeConnection(opened)

    def local(self, instant: Any, zone: str) -> Any:
        return by_function("CONVERT_TIMEZONE", zone, instant)


ENGINE = Snowflake()
