"""A source that is asked: its address, the engine, an open connection, and what goes wrong with each."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from threading import Timer
from typing import Any, TypeVar

from kpiplan.exports.refusal import RefusalError, did_you_mean
from kpiplan.exports.results import Listed
from kpiplan.exports.sources import TableSource
from kpiplan.exports.warehouses.address import Address, address_of
from kpiplan.exports.warehouses.engine import (
    SCHEMES,
    Connection,
    DatabaseEngine,
    EngineError,
    TablePath,
    engine_of,
    need_ibis,
)
from kpiplan.exports.warehouses.engines.duckdb import DuckDBConnection, parquet
from kpiplan.exports.warehouses.statement import Relation
from kpiplan.problems import nearest

_Answer = TypeVar("_Answer")
_PART = re.compile(r'\s*(?:"((?:[^"]|"")*)"|([^."]+))\s*(?:\.|$)')


class Session:
    """An open connection to a source. Every error of a driver is a RefusalError, without a password in it."""

    def __init__(
        self, source: TableSource, engine: DatabaseEngine, address: Address | None, connection: Connection
    ) -> None:
        self.source, self.engine = source, engine
        self._address, self._connection = address, connection

    def relation(self, table: str) -> Relation:
        """The table, or the files of the source, with the columns. Raises RefusalError."""
        if not self.source.files:
            name = self._asked(lambda: self._known(table))
            return Relation(name, tuple(self._asked(lambda: self._connection.columns(name))))
        function, files = parquet(self.source.files)
        connection = self._connection
        assert isinstance(connection, DuckDBConnection)
        call = f"{function}({files}, union_by_name = true)"
        return Relation(None, tuple(self._asked(lambda: connection.described(call))), (function, files))

    def rows(self, statement: str) -> list[tuple[Any, ...]]:
        """The answer to a statement. Raises RefusalError."""
        return self._asked(lambda: self._connection.rows(statement))

    def _asked(self, ask: Callable[[], _Answer]) -> _Answer:
        seconds = self.source.limits.seconds
        timer = None if seconds is None else Timer(seconds, self._connection.stop)
        if timer:
            timer.daemon = True
            timer.start()
        try:
            return ask()
        except EngineError as error:
            if error.over or (timer is not None and timer.finished.is_set()):
                raise RefusalError("too-slow", engine=self.engine.label, seconds=f"{seconds or 0:g}") from None
            raise refused(self.engine, self._address, error) from None
        finally:
            if timer:
                timer.cancel()

    def _known(self, table: str) -> TablePath:
        """The table of a name as the database has it. Raises RefusalError where there is none, or several."""
        parts, tables = parts_of(table), self._connection.tables()
        for same in (lambda one, other: one == other, lambda one, other: one.casefold() == other.casefold()):
            found = [(name, near) for name, near in tables if _is_called(name, parts, same)]
            close = [name for name, near in found if near] if len(parts) == 1 else []
            if len(found) == 1 or len(close) == 1:
                return (close or [name for name, _ in found])[0]
            if found:
                raise RefusalError("same-table", table=table, tables=Listed(tuple(str(name) for name, _ in found)))
        names = tuple(sorted(name.name if near else str(name) for name, near in tables))
        near = nearest(table, [*names, *(str(name) for name, _ in tables)])
        raise RefusalError("no-table", table=table, near=did_you_mean(near), tables=Listed(names))


def parts_of(table: str) -> tuple[str, ...]:
    """`sales.leads` in parts; what stands in quotation marks is one."""
    return tuple(
        found[1].replace('""', '"') if found[1] is not None else found[2].strip() for found in _PART.finditer(table)
    )


def _is_called(name: TablePath, parts: Sequence[str], same: Callable[[str, str], bool]) -> bool:
    own = [part for part in (name.catalog, name.database, name.name) if part][-len(parts) :]
    return len(own) == len(parts) and all(same(one, other) for one, other in zip(own, parts, strict=True))


def refused(engine: DatabaseEngine, address: Address | None, error: EngineError) -> RefusalError:
    """What a driver says, as a refusal."""
    reason = address.hidden(str(error)) if address else str(error).strip().split("\n")[0]
    if error.reached or address is None:
        return RefusalError("engine-refuses", engine=engine.label, reason=reason.rstrip("."))
    return RefusalError("not-reached", engine=engine.label, place=address.place, reason=reason.rstrip("."))


def address_for(source: TableSource) -> tuple[DatabaseEngine, Address | None]:
    """The engine of a source, and its address. Raises RefusalError."""
    if not source.variable:
        if not source.files:
            raise RefusalError("no-files")
        return engine_of("duckdb"), None
    if not source.address:
        raise RefusalError("no-address", variable=source.variable)
    address = address_of(source.address, source.variable, tuple(SCHEMES))
    return engine_of(address.scheme), address


@contextmanager
def session(source: TableSource) -> Iterator[Session]:
    """Connects to a source for as long as it is asked. Raises RefusalError."""
    engine, address = address_for(source)
    need_ibis(engine.extra)
    try:
        connection = engine.connect(address, source.limits)
    except ImportError:
        raise RefusalError("no-engine", extra=engine.extra) from None
    except EngineError as error:
        raise refused(engine, address, error) from None
    try:
        yield Session(source, engine, address, connection)
    finally:
        connection.close()
