"""How one KPI is to be read from a table: what is counted or summed, by which date, under which condition."""

from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType

from kpiplan.exports.cells.spans import Span
from kpiplan.exports.results import Remark, RowCondition, Why
from kpiplan.kpis.measures import Over
from kpiplan.locales.digits import Mark
from kpiplan.plan.export_rules import Spans
from kpiplan.tuples import NamedTuple

NO_SEGMENT = ""  # of rows that belong to the whole and to none of its segments
LONG = "month, kpi, value"  # the shape of a table with a row for each month and KPI
WIDE = "a column a month"  # and of one that is turned into such rows


class Dating(NamedTuple):
    """From the cells of some columns to the days that a row stands for; `label` names the columns.

    `stated`: no column says it, but the period above the header; any column stands for it."""

    columns: tuple[int, ...]
    label: str
    read: Callable[[tuple[str, ...]], Span | None]
    stated: bool = False

    def holds(self, column: int) -> bool:
        """Whether it is this column that dates the rows."""
        return not self.stated and column in self.columns


class Where(NamedTuple):
    """Rows whose cell in `column` is accepted; `says` names column and values. `rare`: it is nothing unusual that
    none is.
    """

    column: int
    accepts: Callable[[str], bool]
    says: RowCondition
    rare: bool = False


class Direct(NamedTuple):
    """A ratio or score that stands in a table as it is: one value a month, never a sum.

    `percent`: 45% is 0.45, else a per cent sign is refused. `share`: a plain number beyond 1 may be meant in per cent.
    `optional`: where it can't be taken it is left out, not refused.
    """

    percent: bool = False
    share: bool = False
    optional: bool = False


class Rates(NamedTuple):
    """What one unit of the currency that a row states is worth: from the cell in `column` (of codes; -1: the same for
    all), else from that of the amount itself (None). None of a currency without a rate.
    """

    column: int | None
    worth: Callable[[str], float | None]


class KpiReading(NamedTuple):
    """One KPI: rows are counted (`value` None) or a column is summed, times `scale`.

    `certain`: the condition is stated by a rule; else (a known system) a condition that no row meets gives
    nothing. `over`: of a level (followers) the last or first day of a month counts, not the sum of its days.
    `distinct`: rows with the same text in this column are one unit, and count once. Rows that are `beside` (one of the
    conditions is met) show by their dates how far the table goes, whatever `where` says of them."""

    kpi: str
    dating: Dating
    label: str
    value: int | None = None
    decimal: Mark = "."
    scale: float = 1.0
    where: tuple[Where, ...] = ()
    certain: bool = True
    unique: bool = False
    over: Over = "sum"
    direct: Direct | None = None
    distinct: int | None = None
    rates: Rates | None = None
    beside: tuple[Where, ...] = ()


class Splitting(NamedTuple):
    """Rows to segments by the text of a column; None: the row belongs to the whole, NO_SEGMENT: to it alone, beside
    segments.

    More than `most` segments are refused."""

    column: int
    label: str
    segment: Callable[[str], str | None]
    most: int | None = None


class TablePlan(NamedTuple):
    """Everything that is read from a table.

    `records`: a row a lead or deal, so that covered months without rows are 0. `ruled`: the KPIs that rules name.
    `targets` are what was planned, for some of the same KPIs.
    """

    shape: str
    readings: tuple[KpiReading, ...]
    records: bool = False
    split: Splitting | None = None
    spans: Spans | None = None
    weekly: bool = False
    system: str | None = None
    left_out: Mapping[Why, int] = MappingProxyType({})
    remarks: tuple[Remark, ...] = ()
    ruled: frozenset[str] = frozenset()
    targets: tuple[KpiReading, ...] = ()


def read_alike(one: KpiReading, other: KpiReading, texts: Mapping[int, Iterable[str]]) -> bool:
    """Whether two readings make the same of cells such as these, by column."""
    if _terms(one) != _terms(other) or bool(one.rates) != bool(other.rates):
        return False
    first, *rest = one.dating.columns
    days = [(text, *[""] * len(rest)) for text in texts.get(first, ())]
    days += [("", *[text] * len(rest)) for column in rest for text in texts.get(column, ())]
    if any(one.dating.read(cells) != other.dating.read(cells) for cells in days):
        return False
    if one.rates and other.rates:
        column = one.value if one.rates.column is None else one.rates.column
        return all(one.rates.worth(text) == other.rates.worth(text) for text in texts.get(column or 0, ()))
    return True


def _terms(reading: KpiReading) -> tuple[object, ...]:
    where = tuple((each.column, each.says) for each in reading.where)
    rates = reading.rates.column if reading.rates else None
    terms = (reading.kpi, reading.label, reading.value, reading.decimal, reading.scale, reading.over, reading.direct)
    return (*terms, reading.distinct, reading.dating.columns, reading.dating.label, where, rates)
