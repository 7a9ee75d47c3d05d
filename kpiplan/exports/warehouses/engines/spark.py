"""Spark: tables of its catalogue, in this process or on a cluster."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from kpiplan.exports.sources import AskLimits
from kpiplan.exports.warehouses.engine import EngineError, TablePath
from kpiplan.exports.warehouses.engines.cursor import CursorConnection
from kpiplan.exports.warehouses.engines.zones import by_function
from kpiplan.exports.warehouses.types import StoredColumn, stored

if TYPE_CHECKING:
    from kpiplan.exports.warehouses.address import Address

# Nothing is printed but what goes wrong, nobody from elsewhere gets in, and texts stay as they are: `${x}` is one.
SETTINGS = {
    "spark.ui.showConsoleProgress": "false",
    "spark.ui.enabled": "false",
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.log.level": "ERROR",
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.variable.substitute": "false",
    "spark.sql.parser.escapedStringLiterals": "false",
}
_LOCAL = "local"


class SparkConnection(CursorConnection):
    """A session of Spark."""

    QUOTE = "`"

    def tables(self) -> Sequence[tuple[TablePath, bool]]:
        found = []
        for database, *_ in self.rows("SHOW DATABASES"):
            for _, name, temporary in self.rows(f"SHOW TABLES IN {self.quoted(TablePath(database))}"):
                near = temporary or database == "default"
                found.append((TablePath(name, None if temporary else database), near))
        return found

    def columns(self, table: TablePath) -> list[StoredColumn]:
        schema = self._run(f"SELECT * FROM {self.quoted(table)} LIMIT 0").schema
        return [stored(field.name, field.dataType.simpleString(), "instant") for field in schema]

    def rows(self, statement: str) -> list[tuple[Any, ...]]:
        try:
            return [tuple(row) for row in self._run(statement).collect()]
        except EngineError:
            raise
        except Exception as error:  # of Java, in as many classes
            raise EngineError(_first(error), over="cancelled" in str(error)) from None

    def _run(self, statement: str) -> Any:
        try:
            return self.connection.sql(statement)
        except Exception as error:
            raise EngineError(_first(error)) from None

    def stop(self) -> None:
        with suppress(Exception):
            self.connection.sparkContext.cancelAllJobs()

    def close(self) -> None:
        with suppress(Exception):
            self.connection.stop()


def _first(error: Exception) -> str:
    """What Spark says went wrong, without the way through Java that led there."""
    return str(error).split("\n")[0].split(";")[0]


class Spark:
    """See `DatabaseEngine`. `spark://local` is a Spark of its own, `spark://host:7077` a cluster; settings may
    follow behind `?`. The path is the folder of the tables of a Spark of its own.
    """

    label = "Spark"
    columnar = False
    extra = "spark"
    dialect = "databricks"  # of the same words; that of ibis for Spark itself wants a session
    written = "spark"

    def connect(self, address: Address | None, limits: AskLimits) -> SparkConnection:
        from pyspark.sql import SparkSession

        assert address is not None
        cluster = address.host not in ("", _LOCAL)
        builder = SparkSession.builder.master(
            f"spark://{address.host}:{address.port or 7077}" if cluster else "local[*]"
        )
        settings = {**SETTINGS, **address.settings}
        if address.path:
            settings["spark.sql.warehouse.dir"] = "/" + "/".join(address.path)
        for name, value in settings.items():
            builder = builder.config(name, value)
        try:
            return SparkConnection(builder.getOrCreate())
        except Exception as error:
            raise EngineError(_first(error), reached=False) from None

    def local(self, instant: Any, zone: str) -> Any:
        return by_function("from_utc_timestamp", instant, zone)  # sessions are in UTC


ENGINE = Spark()
