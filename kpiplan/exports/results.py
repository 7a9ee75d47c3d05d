"""What reading exports gives: monthly figures, and an account of how each file was read."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import NamedTuple

from kpiplan.kpis.measures import Over
from kpiplan.months import Month
from kpiplan.plan.export_rules import Rule
from kpiplan.problems import Problem

Progress = Callable[[str, int, int | None], None]  # told the name, the bytes read and the size of a large file


RECORDS = "a row a lead or deal"  # the shape of a table whose rows date stages


class MonthlyFigures(NamedTuple):
    """One KPI by month, of a segment or (None) of the whole. A month that no export covers is not in
    `values`. `days` has, of months that some export covers in part, what each day brought (from 1), where rows tell it.
    """

    segment: str | None
    kpi: str
    values: Mapping[Month, float]
    days: Mapping[Month, Mapping[int, float]] = MappingProxyType({})


class Partial(NamedTuple):
    """An incomplete month: covered up to `day` by every source, and of each KPI up to its day in `days`."""

    month: Month
    day: int
    days: Mapping[str, int]


class RowCondition(NamedTuple):
    """The rows whose cell in `column` is one of the `values`, none of the `denied`, a number within the `bounds`
    (a sign such as >= and a number); where nothing is said of it, those where it is filled in.
    """

    column: str
    values: tuple[str, ...] = ()
    denied: tuple[str, ...] = ()
    bounds: tuple[tuple[str, str], ...] = ()


class ColumnUse(NamedTuple):
    """The column that became a KPI, and the one that dates it; None: the period stated above the header does.

    A column whose filled cells are counted dates itself mostly, and is both. `over`: of a level the last or first
    value of each month counts. `where`: the rows alone that meet all of it.
    """

    column: str
    date: str | None
    over: Over = "sum"
    where: tuple[RowCondition, ...] = ()


class Why(NamedTuple):
    """Why rows do not count: a code, and what it speaks of as far as it does.

    `matched` is how many rows meet the `conditions`, with those that are left out.
    """

    code: str
    column: str = ""
    kpi: str = ""
    matched: int = 0
    conditions: tuple[RowCondition, ...] = ()


class Quoted(NamedTuple):
    """A text of a file as messages show it: in quotation marks, of no more than `width` characters."""

    text: str
    width: int = 60


class Listed(NamedTuple):
    """Several texts of a file, each quoted; beyond `limit` they are counted."""

    texts: tuple[str, ...]
    limit: int = 12


class Joined(NamedTuple):
    """Several names as they are; `either`: one of them."""

    texts: tuple[str, ...]
    either: bool = False


class Suggested(NamedTuple):
    """Rules for the KPIs of a `file`, which messages show ready to paste."""

    rules: tuple[tuple[str, Rule], ...]
    file: str = ""


class LeftOut(NamedTuple):
    """Rows (cells, for `unknown-value`) that do not count."""

    why: Why
    rows: int


class Remark(NamedTuple):
    """Something that was done or not done with a file: a code, and what it speaks of."""

    code: str
    fields: Mapping[str, object] = MappingProxyType({})


class Note(NamedTuple):
    """What was taken otherwise than it stands in exports, or left out: a code, and the values that it speaks of."""

    code: str
    fields: Mapping[str, object] = MappingProxyType({})


class Refusal(NamedTuple):
    """Why there is no result: a code, and the values that it speaks of. The sentence is made in `reports`."""

    code: str
    fields: Mapping[str, object] = MappingProxyType({})


class Account(NamedTuple):
    """How one table of a file was read.

    `rows_used` counted towards some KPI, `left_out` says why others did not, `columns` which column became
    which KPI, `remarks` what else is worth knowing. `cut` is the first month where its first days are missing.
    `container` is what the rows were taken out of (`workbook`, `json`, `json-lines`), which has no delimiter."""

    name: str
    encoding: str = ""
    delimiter: str = ""
    table: str = ""
    system: str | None = None
    shape: str = ""
    rows_used: int = 0
    left_out: tuple[LeftOut, ...] = ()
    columns: Mapping[str, ColumnUse] = MappingProxyType({})
    remarks: tuple[Remark, ...] = ()
    cut: Month | None = None
    container: str = ""

    @property
    def records(self) -> bool:
        """Whether a row is a lead or deal, which dates the stages that it reached."""
        return self.shape == RECORDS


class ColumnRole(NamedTuple):
    """What became of a column: a code (`value`, `count`, `date`, `where`, `segment`, `month`, `name`; else why it is
    not used), what its cells are, and the KPIs that it is used for.
    """

    name: str
    kind: str
    role: str
    kpis: tuple[str, ...] = ()


class Lines(NamedTuple):
    """How many rows, and the lines of the first of them."""

    rows: int
    lines: tuple[int, ...] = ()


class Explanation(NamedTuple):
    """How one table was read, in full: its account, its columns in order, the rows that count by KPI and month, and
    those that don't by reason.

    `refusal`: why nothing was read; the account then has no more than names. `seen` is how many rows the lines are told
    of, where a file is too large to tell those of all.
    """

    account: Account
    columns: tuple[ColumnRole, ...] = ()
    counted: Mapping[tuple[str, Month], Lines] = MappingProxyType({})
    left_out: Mapping[Why, Lines] = MappingProxyType({})
    refusal: Refusal | None = None
    seen: int | None = None


class Exports(NamedTuple):
    """What happened, by month.

    `first` is the first month that any source has, `last` the last that every source covers whole (or
    `through`), `partial` the incomplete month after it. `last` is None where no month is covered whole,
    `first` without figures. `begins` and `reach` are the first and the last month that each KPI is covered in, and from
    and up to which day. `levels` are
    the KPIs whose value of a month is no sum of its days (followers, a ratio): no part of a month is a part of it.
    `bounds` are those that `last` was taken from: stages and money, all where there are none. `targets` are what the
    exports say was planned, where there is no plan."""

    measures: tuple[MonthlyFigures, ...]
    first: Month | None
    last: Month | None
    partial: Partial | None
    sources: tuple[Account, ...]
    problems: tuple[Problem, ...]
    begins: Mapping[str, tuple[Month, int]] = MappingProxyType({})
    reach: Mapping[str, tuple[Month, int]] = MappingProxyType({})
    levels: frozenset[str] = frozenset()
    bounds: frozenset[str] = frozenset()
    targets: tuple[MonthlyFigures, ...] = ()

    def values(self, kpi: str, segment: str | None = None) -> Mapping[Month, float]:
        """The months of one KPI, empty where no export has it."""
        return next((m.values for m in self.measures if (m.kpi, m.segment) == (kpi, segment)), {})


class Cohorts(NamedTuple):
    """Of the units that reached `upper` in a month, how many reached `lower` after 0, 1, 2 … months.

    `sizes` are the cohorts, `by_age[month][k]` counts the units that went on k months later, `backwards`
    those dated lower before upper (in no age). `last` is the last month covered whole."""

    upper: str
    lower: str
    sizes: Mapping[Month, int]
    by_age: Mapping[Month, tuple[int, ...]]
    backwards: int
    last: Month

    def too_young(self, months: int) -> int:
        """Units that have not gone on, and that `last` leaves fewer than `months` whole months to do so."""
        return sum(
            size - sum(self.by_age.get(month, ()))
            for month, size in self.sizes.items()
            if self.last.since(month) < months
        )
