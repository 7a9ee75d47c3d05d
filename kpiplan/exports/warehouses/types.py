"""What the columns of a table hold, in the words of all engines."""

from __future__ import annotations

import re
from typing import Literal

from kpiplan.exports.cells.kinds import ExportColumn, Kind
from kpiplan.tuples import NamedTuple

Holds = Literal["day", "time", "instant", "integer", "real", "double", "decimal", "truth", "text", "word", "other"]
# The types of ibis by which an expression knows them. A `word` is text once it is cast: an enum, a uuid.
IBIS: dict[Holds, str] = {
    "day": "date",
    "time": "timestamp",
    "instant": "timestamp('UTC')",
    "integer": "int64",
    "real": "float32",
    "double": "float64",
    "decimal": "decimal(38, 9)",
    "truth": "boolean",
    "text": "string",
    "word": "uuid",
    "other": "json",
}
NUMBERS: tuple[Holds, ...] = ("integer", "real", "double", "decimal")
DAYS: tuple[Holds, ...] = ("day", "time", "instant")
# What types are called, without their width; several engines call different things `timestamp`: `named` is told.
_NAMES: dict[Holds, str] = {
    "day": "date date32",
    "time": "datetime timestamp_ntz timestamp_s timestamp_ms timestamp_ns timestampntz timestamp_without_time_zone",
    "instant": "timestamptz timestamp_with_time_zone timestamp_ltz timestamp_tz",
    "integer": "tinyint smallint int integer bigint hugeint utinyint usmallint uinteger ubigint uhugeint int2 int4 "
    "int8 int64 byte short long",
    "real": "float4",
    "double": "double float8 float64 double_precision",
    "decimal": "decimal numeric bignumeric number dec money",
    "truth": "bool boolean",
    "text": "varchar text string char bpchar character_varying character name",
    "word": "enum uuid citext inet",
}
_OF = {name: holds for holds, names in _NAMES.items() for name in names.split()}


class StoredColumn(NamedTuple):
    """A column of a table: its name, what it holds, and what the engine calls that; `texts` that stand in it, where
    these were asked for. `cells` are all of them as they are stored, where there are few and asking costs little.
    """

    name: str
    holds: Holds
    type: str
    texts: tuple[str, ...] = ()
    cells: tuple[str | None, ...] = ()

    def column(self, index: int) -> ExportColumn:
        """The same as columns of exports are known."""
        kind: Kind = "date" if self.holds in DAYS else "number" if self.holds in NUMBERS else "text"
        return ExportColumn(index, self.name, kind, self.texts)


def stored(name: str, type: str, plain_timestamp: Holds = "time", plain_float: Holds = "real") -> StoredColumn:
    """A column by the name that an engine has for its type; what it means by `timestamp` and `float` differs."""
    known = re.sub(r"\(.*?\)", "", type).strip().lower().replace(" ", "_")
    if known in ("timestamp", "float"):
        return StoredColumn(name, plain_timestamp if known == "timestamp" else plain_float, type)
    return StoredColumn(name, _OF.get(known, "other"), type)
