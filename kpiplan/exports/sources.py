"""What is read where it lies: a table of a database, Parquet files. Named like files, and asked instead of read."""

from collections.abc import Callable

from kpiplan.tuples import NamedTuple


class AskLimits(NamedTuple):
    """How long a table may be asked, in seconds (None: as long as it takes), and what measures it: a clock in seconds.

    Without a clock nobody is told how long it took.
    """

    seconds: float | None = None
    clock: Callable[[], float] | None = None


ENDLESS = AskLimits()


class TableSource(NamedTuple):
    """A table that is asked. `name` is what the rules call it: a connection's name, the pattern or path of files.

    A connection has an `address`, which the `variable` of the environment holds; None where it is not set. Without a
    variable it is the Parquet `files`, paths or addresses of files, and the engine is DuckDB.
    """

    name: str
    address: str | None = None
    variable: str = ""
    files: tuple[str, ...] = ()
    limits: AskLimits = ENDLESS

    def __repr__(self) -> str:
        return f"TableSource({self.name!r})"  # an address holds a password
