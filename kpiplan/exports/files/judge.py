"""Why a row of a table is no data, asked by whoever goes through its rows: by rows or by columns, it is one answer."""

from collections.abc import Callable

from kpiplan.exports.results import Why
from kpiplan.tuples import NamedTuple


class RowPlace(NamedTuple):
    """Where among all rows of its table a row stands; of the last one, which labels no row above it lacks."""

    first: bool = False
    last: bool = False
    labels: frozenset[int] = frozenset()


WITHIN = RowPlace()


class RowJudge(NamedTuple):
    """Why a row is no data, None where it is.

    Within a table, a row as wide as the header is data if one of the columns `dates` has a date and none of `labels` a
    total; all others are asked about one by one.
    """

    why: Callable[[list[str], RowPlace], Why | None]
    dates: tuple[int, ...]
    is_date: Callable[[int, str], bool]  # of a column and a cell
    labels: tuple[int, ...]
    is_total: Callable[[int, str], bool]  # of a column and a cell: what a plan calls a segment is none
    is_cut: Callable[[list[str]], bool]  # of the last row of a file, where all others are as wide as the header
