"""What a plan says about exports: which column of which file is which KPI. Values, and the look-up by file name."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fnmatch import fnmatchcase
from types import MappingProxyType
from typing import Any, Literal, NamedTuple

Values = tuple[str, ...]  # of cells, compared without regard to case and outer spaces
Spans = Literal["start", "spread"]
PACKED = (".gz", ".bz2", ".xz", ".zst")  # endings of single files that are compressed
_NOTHING: Mapping[str, Any] = MappingProxyType({})


class Rule:
    """How one KPI is read: rows with a date in column `count`, or the sum of column `sum`.

    `by` is the date column (a counted column dates itself). `where` maps a column to the values that count.
    """

    __slots__ = ("by", "count", "sum", "where")  # no NamedTuple, for a tuple has a `count` of its own

    def __init__(
        self,
        count: str | None = None,
        sum: str | None = None,
        by: str | None = None,
        where: Mapping[str, Values] = _NOTHING,
    ) -> None:
        self.count = count
        self.sum = sum
        self.by = by
        self.where = where

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Rule) and self._key() == other._key()

    def __hash__(self) -> int:
        return hash(self._key())

    def __repr__(self) -> str:
        return f"Rule(count={self.count!r}, sum={self.sum!r}, by={self.by!r}, where={dict(self.where)!r})"

    def _key(self) -> tuple[object, ...]:
        return self.count, self.sum, self.by, tuple(self.where.items())


class Split(NamedTuple):
    """Rows to segments: the values of `column` that each segment has."""

    column: str
    segments: Mapping[str, Values]


class FileRules(NamedTuple):
    """What is said about the files that match `pattern` (a name with * and ?, or a path's end).

    `kpis` maps a KPI to its rule; where it is empty the columns are found by their names. `add`: the file adds to
    what others say of the same KPI and month. `table` is a number from 1 or a text of the title or header. `spans`
    says what becomes of a row whose period lies in two months: it counts where it starts, or is spread over its days.
    """

    pattern: str = "*"
    kpis: Mapping[str, Rule] = _NOTHING
    split: Split | None = None
    add: bool = False
    year: int | None = None
    day_first: bool | None = None
    encoding: str | None = None
    table: int | str | None = None
    decimal: Literal[".", ","] | None = None
    spans: Spans | None = None


def rules_for(name: str, rules: Iterable[FileRules]) -> FileRules:
    """The first rules whose pattern matches the file's name (its path, its base name, or its zip's; a compressed file
    is also what it holds).
    """
    path = name.replace("\\", "/")
    endings = [path, *(path.split("/", depth)[-1] for depth in range(1, path.count("/") + 1))]
    parents = [path[: path.index(".zip") + 4].rsplit("/", 1)[-1]] if ".zip/" in path else []
    inside = [path.removesuffix(packed) for path in endings for packed in PACKED if path.endswith(packed)]
    for rule in rules:
        if any(fnmatchcase(candidate, rule.pattern) for candidate in [*endings, *parents, *inside]):
            return rule
    return FileRules()
