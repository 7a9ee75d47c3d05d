"""What a plan says about exports: which column of which file is which KPI. Values, and the look-up by file name."""

from collections.abc import Iterable, Mapping
from fnmatch import fnmatchcase
from types import MappingProxyType
from typing import Any, Literal

from kpiplan.tuples import NamedTuple

Values = tuple[str, ...]  # of cells, compared without regard to case and outer spaces
Spans = Literal["start", "spread"]
VARIABLE = "KPIPLAN_"  # what the names of variables begin with that hold an address
PACKED = (".gz", ".bz2", ".xz", ".zst")  # endings of single files that are compressed
_NOTHING: Mapping[str, Any] = MappingProxyType({})


class CellTest(NamedTuple):
    """What a cell must be for its row to count: one of `values` if there are any, none of the `denied`, and a number
    within the bounds. An empty text among values stands for an empty cell; a cell that is no number is within none.
    """

    values: Values = ()
    denied: Values = ()
    above: float | None = None
    at_least: float | None = None
    below: float | None = None
    at_most: float | None = None

    @property
    def bounds(self) -> dict[str, float]:
        """The bounds that are stated, by name."""
        return {name: value for name in BOUNDS if (value := getattr(self, name)) is not None}


BOUNDS = ("above", "at_least", "below", "at_most")


class Rule:
    """How one KPI is read: rows with a date in column `count`, or the sum of column `sum`.

    `by` is the date column (a counted column dates itself). `where` maps a column to what its cells must be (plain
    texts: one of them). `distinct` is the column whose values are units that count once, however many rows they have.
    """

    __slots__ = ("by", "count", "distinct", "sum", "where")  # no NamedTuple, for a tuple has a `count` of its own

    def __init__(
        self,
        count: str | None = None,
        sum: str | None = None,
        by: str | None = None,
        where: Mapping[str, Values | CellTest] = _NOTHING,
        distinct: str | None = None,
    ) -> None:
        self.count = count
        self.sum = sum
        self.by = by
        self.where: Mapping[str, CellTest] = {name: _test(said) for name, said in where.items()}
        self.distinct = distinct

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Rule) and self._key() == other._key()

    def __hash__(self) -> int:
        return hash(self._key())

    def __repr__(self) -> str:
        said = ", ".join(f"{name}={getattr(self, name)!r}" for name in ("count", "sum", "by", "where", "distinct"))
        return f"Rule({said})"

    def _key(self) -> tuple[object, ...]:
        return self.count, self.sum, self.by, tuple(self.where.items()), self.distinct


def _test(said: Values | CellTest) -> CellTest:
    return said if isinstance(said, CellTest) else CellTest(tuple(said))


class Split(NamedTuple):
    """Rows to segments: the values of `column` that each segment has."""

    column: str
    segments: Mapping[str, Values]


class Exchange(NamedTuple):
    """What one unit of other currencies, by code, is worth in the plan's `currency`; None where no plan says it."""

    currency: str | None = None
    rates: Mapping[str, float] = _NOTHING


class FileRules(NamedTuple):
    """What is said about the files that match `pattern` (a name with * and ?, or a path's end).

    `kpis` maps a KPI to its rule; where it is empty the columns are found by their names. `add`: the file adds to
    what others say of the same KPI and month. `table` is a number from 1 or a text of the title or header. `spans`
    says what becomes of a row whose period lies in two months: it counts where it starts, or is spread over its days.
    `date` is the column that dates the rows of what no rule dates. `timezone`: an instant belongs to the day that it
    is there.

    With a `connection` these are no files but the `table` (or view) of a database, and `pattern` is what it is called;
    where the database is, and who asks, a variable of the environment says, never a plan.
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
    date: str | None = None
    exchange: Exchange = Exchange()
    connection: str | None = None
    timezone: str | None = None

    @property
    def variable(self) -> str:
        """The variable of the environment that holds the address of the connection."""
        return f"{VARIABLE}{(self.connection or '').upper()}"


def rules_for(name: str, rules: Iterable[FileRules]) -> FileRules:
    """The first rules whose pattern matches the file's name (its path, its base name, or its zip's; a compressed file
    is also what it holds). Those of a connection are for no file.
    """
    path = name.replace("\\", "/")
    endings = [path, *(path.split("/", depth)[-1] for depth in range(1, path.count("/") + 1))]
    parents = [path[: path.index(".zip") + 4].rsplit("/", 1)[-1]] if ".zip/" in path else []
    inside = [path.removesuffix(packed) for path in endings for packed in PACKED if path.endswith(packed)]
    names = [*endings, *parents, *inside]
    for rule in rules:
        if rule.connection is None and any(fnmatchcase(name, rule.pattern) for name in names):
            return rule
    return FileRules()
