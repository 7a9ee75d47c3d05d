"""BigQuery: whoever is logged in there asks; what a statement reads is paid for."""

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


class BigQueryConnection(CursorConnection):
    """A client of a project; tables are those of its dataset, or all."""

    QUOTE = "`"

    def __init__(self, connection: Any, dataset: str, limits: AskLimits) -> None:
        super().__init__(connection)
        self._dataset, self._limits = dataset, limits
        self._job: Any = None

    def tables(self) -> Sequence[tuple[TablePath, bool]]:
        with _errors():
            names = [each.dataset_id for each in self.connection.list_datasets()]
            wanted = [name for name in names if name == self._dataset] or names
            return [
                (TablePath(each.table_id, each.dataset_id, each.project), name == self._dataset)
                for name in wanted
                for each in self.connection.list_tables(name)
            ]

    def columns(self, table: TablePath) -> list[StoredColumn]:
        with _errors():
            fields = self.connection.get_table(str(table)).schema
            named = ((field, "ARRAY" if field.mode == "REPEATED" else field.field_type) for field in fields)
            return [stored(field.name, type, "instant", "double") for field, type in named]

    def rows(self, statement: str) -> list[tuple[Any, ...]]:
        from google.cloud.bigquery import QueryJobConfig

        config = QueryJobConfig(use_legacy_sql=False)
        if self._limits.seconds is not None:
            config.job_timeout_ms = max(1, round(self._limits.seconds * 1000))
        with _errors():
            self._job = self.connection.query(statement, job_config=config)
            return [tuple(row.values()) for row in self._job.result()]

    def stop(self) -> None:
        with suppress(Exception):
            self._job.cancel()


class _errors:  # noqa: N801
    """What goes wrong within is an EngineError."""

    def __enter__(self) -> None: ...

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        if isinstance(error, Exception):
            text = getattr(error, "message", None) or str(error)
            raise EngineError(str(text), over="timeout" in str(error).lower()) from None


class BigQuery:
    """See `DatabaseEngine`. `bigquery://project/dataset`."""

    label = "BigQuery"
    columnar = False
    extra = "bigquery"
    dialect = written = "bigquery"

    def connect(self, address: Address | None, limits: AskLimits) -> BigQueryConnection:
        from google.auth.exceptions import GoogleAuthError
        from google.cloud.bigquery import Client

        assert address is not None
        try:
            client = Client(project=address.host, location=address.settings.get("location"))
        except (GoogleAuthError, OSError, ValueError) as error:
            raise EngineError(str(error), reached=False) from None
        return BigQueryConnection(client, address.database, limits)

    def local(self, instant: Any, zone: str) -> Any:
        return by_function("DATETIME", instant, zone)


ENGINE = BigQuery()
