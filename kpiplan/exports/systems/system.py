"""What can be said of a system that exports tables."""

from collections.abc import Mapping
from types import MappingProxyType

from kpiplan.exports.cells.dates import Order
from kpiplan.exports.languages import names
from kpiplan.exports.results import RECORDS
from kpiplan.tuples import NamedTuple

YES = names(lambda language: language.yes)
WON = names(lambda language: language.won)
EMPTY = ("",)


class Condition(NamedTuple):
    """Rows count where `column` has one of `values`, brackets and punctuation aside; where it is filled in, if there
    are none.

    `exact`: the cells are known to be among a few, compared as they stand; that none has a value is nothing unusual."""

    column: str
    values: tuple[str, ...] = ()
    exact: bool = False


class Take(NamedTuple):
    """A KPI of a table with a row a lead or deal.

    Rows are counted, or `value` is summed, by the month of the first of the `date` columns that the table
    has, under the first of the `where` conditions whose column it has, and under every one of `every` whose column it
    has. `cents`: amounts are hundredths, but of currencies that have none."""

    kpi: str
    date: tuple[str, ...]
    value: tuple[str, ...] = ()
    where: tuple[Condition, ...] = ()
    every: tuple[Condition, ...] = ()
    cents: bool = False


class System(NamedTuple):
    """A known system's export.

    Recognised where of each group in `needs` one column is there and `preamble` (a pattern) is found above
    the header. `takes` for a row a lead or deal; else `measures`: columns of each KPI, the preferred first,
    and `dates`: the column that dates a row, the preferred first. `sole`: other columns mean something else here
    than elsewhere (the clicks in a mail) and are not read by their names. `rows` says what a row of `takes` is.
    `segments`: its rows may be those of segments of visitors, which overlap. `unlike`: columns that are none of what
    their names say elsewhere.
    `best`: what it knows better than the `others` of the same vendor do, which are named by their `name`.
    `yields`: what it only watches, and leaves to whoever keeps the books."""

    name: str
    needs: tuple[tuple[str, ...], ...]
    preamble: str = ""
    takes: tuple[Take, ...] = ()
    measures: Mapping[str, tuple[str, ...]] = MappingProxyType({})
    dates: tuple[str, ...] = ()
    order: Order | None = None
    rows: str = RECORDS
    sole: bool = False
    segments: bool = False
    unlike: tuple[str, ...] = ()
    best: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    yields: tuple[str, ...] = ()

    def knows_better(self, kpi: str, other: "System") -> bool:
        """Whether it knows a KPI better than another export of the same vendor."""
        return other.name in self.others and kpi in self.best and kpi not in other.best
