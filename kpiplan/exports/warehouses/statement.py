"""The one statement that asks a table what rules ask: a scan, its rows grouped by segment and the days of each date."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import reduce
from operator import or_
from typing import Any

from kpiplan.exports.cells.record_names import closes
from kpiplan.exports.columns.readings import NO_SEGMENT, KpiReading, TablePlan
from kpiplan.exports.warehouses.cells import BEYOND, UNDATED, Cells
from kpiplan.exports.warehouses.engine import DatabaseEngine, TablePath
from kpiplan.exports.warehouses.types import IBIS, StoredColumn
from kpiplan.plan.export_rules import Split
from kpiplan.tuples import NamedTuple

SOURCE = "source"  # stands for files until the statement is written


class Relation(NamedTuple):
    """What is asked: a table by its name, or files, as the call of a function and its argument."""

    name: TablePath | None
    columns: tuple[StoredColumn, ...]
    files: tuple[str, str] | None = None


class TableQuestion(NamedTuple):
    """What is asked of a relation: the readings of a plan, the split of its rules, the values of a column (`by`)."""

    relation: Relation
    engine: DatabaseEngine
    plan: TablePlan
    split: Split | None = None
    zone: str | None = None

    @property
    def cells(self) -> Cells:
        """The columns as expressions."""
        import ibis

        name = self.relation.name or TablePath(SOURCE)
        schema = {column.name: IBIS[column.holds] for column in self.relation.columns}
        table = ibis.table(schema, name=name.name, catalog=name.catalog, database=name.database)
        return Cells(table, self.relation.columns, self.engine, self.zone)

    @property
    def dates(self) -> tuple[int, ...]:
        """The columns that date rows, in order of appearance."""
        return tuple(dict.fromkeys(reading.dating.columns[0] for reading in self.plan.readings))

    @property
    def loose(self) -> bool:
        """Whether there can be rows of no segment with texts that nobody knows yet."""
        split = self.plan.split
        return split is not None and self.split is not None and not self.relation.columns[split.column].cells

    def segment(self, cells: Cells) -> Any:
        """The segment of a row, by the values of the split; the text itself where figures are broken down by it."""
        import ibis

        column = self.plan.split.column if self.plan.split else None
        if column is None:
            return ibis.literal(NO_SEGMENT)
        if self.split is None:
            return cells.text(column)
        cases = [(cells.is_text(column, values), ibis.literal(name)) for name, values in self.split.segments.items()]
        return ibis.cases(*cases, else_=ibis.literal(NO_SEGMENT))


class Sums(NamedTuple):
    """Of the rows of a group that meet the conditions of a reading: how many, how many have a known value, the sum of
    these, how many of these are below zero, the least and the greatest, how many can't be converted, how many name no
    unit.
    """

    rows: int
    known: int = 0
    total: float = 0.0
    negative: int = 0
    least: float | None = None
    greatest: float | None = None
    lost: int = 0
    nameless: int = 0
    ended: int = 0  # rows, under the conditions or not, that show how far the table goes


def asked_of(question: TableQuestion, reading: KpiReading) -> tuple[str, ...]:
    """The fields of `Sums` that are asked for a reading, in their order; the others are what they are by themselves."""
    value = ("known", "total", "negative", "least", "greatest") if reading.value is not None else ()
    lost = ("lost",) if reading.value is not None and _has_worths(reading) else ()
    ended = ("ended",) if ended_texts(question, reading) else ()
    return ("rows", *value, *lost, *(("nameless",) if reading.distinct is not None else ()), *ended)


def ended_texts(question: TableQuestion, reading: KpiReading) -> tuple[str, ...]:
    """The texts of rows that show how far a table goes, where not all do: of deals those that ended."""
    where = reading.beside[0] if reading.beside and closes(reading.dating.label) else None
    return tuple(filter(where.accepts, question.relation.columns[where.column].texts)) if where else ()


def _has_worths(reading: KpiReading) -> bool:
    """Whether a column says the currency of each row."""
    return reading.rates is not None and (reading.rates.column or 0) >= 0


def statement(question: TableQuestion) -> str:
    """The statement in the dialect of the engine.

    It gives a row for each segment and day of each column that dates rows: the segment, a day for each such column
    (those but the one that the row is of are empty), all rows, those that any reading uses, the least and the greatest
    text of those of no segment, and for each reading those of `Sums` that are asked.
    """
    cells = question.cells
    facts = {"segment": question.segment(cells)}
    facts |= {f"day_{at}": cells.day(index) for at, index in enumerate(question.dates, 1)}
    if question.loose and question.plan.split:
        facts["loose"] = cells.text(question.plan.split.column)
    for at, reading in enumerate(question.plan.readings, 1):
        facts |= {f"{name}_{at}": value for name, value in _facts(cells, reading).items()}
        if texts := ended_texts(question, reading):
            facts[f"ended_{at}"] = cells.text(reading.beside[0].column).isin(texts)
    inner = cells.table.select(**facts)
    days = [f"day_{at}" for at in range(1, len(question.dates) + 1)]
    asked = inner.group_by("segment", *days).agg(_aggregates(inner, question))
    sets = [("segment", day) for day in days]
    return written(question, asked, sets if len(sets) > 1 else ())


def _facts(cells: Cells, reading: KpiReading) -> dict[str, Any]:
    """What is to be known of each row for a reading."""
    facts: dict[str, Any] = {}
    if reading.where:
        facts["met"] = cells.met(reading.where)
    if reading.distinct is not None:
        facts["named"] = cells.plain(reading.distinct) != ""
    if reading.value is not None:
        value, worth = cells.number(reading.value), worth_of(cells, reading)
        facts["value"] = value if worth is None else value * worth
        if worth is not None and _has_worths(reading):
            facts["lost"] = value.notnull() & worth.isnull()
    return facts


def worth_of(cells: Cells, reading: KpiReading) -> Any | None:
    """What one unit of the currency of a row is worth; None where all are one of the plan's."""
    import ibis

    rates = reading.rates
    if rates is None or rates.column is None:
        return None
    if rates.column < 0:
        return ibis.literal(float(rates.worth("") or 0.0))
    text = cells.text(rates.column)
    known = cells.columns[rates.column]
    cases = [(text == code, ibis.literal(float(worth))) for code, worth in known_worths(reading, known)]
    return ibis.cases(*cases, else_=ibis.null("float64"))


def known_worths(reading: KpiReading, column: StoredColumn) -> list[tuple[str, float]]:
    """The texts of a column of currencies that have a worth."""
    texts = ("", *column.texts)
    rates = reading.rates
    return [(text, worth) for text in texts if rates and (worth := rates.worth(text)) is not None]


def _aggregates(inner: Any, question: TableQuestion) -> dict[str, Any]:
    found = {"rows": inner.count(), "used_rows": inner.count(where=_used(inner, question))}
    if question.loose:
        outside = inner["segment"] == NO_SEGMENT
        found |= {"loose_least": inner["loose"].min(where=outside), "loose_greatest": inner["loose"].max(where=outside)}
    for at, reading in enumerate(question.plan.readings, 1):
        for name in asked_of(question, reading):
            found[f"{name}_{at}"] = _aggregate(inner, name, at, reading)
    return found


def _used(inner: Any, question: TableQuestion) -> Any:
    """Whether a row counts for any reading: dated, and under its conditions; of a unit all that name it."""
    found = []
    for at, reading in enumerate(question.plan.readings, 1):
        day = question.dates.index(reading.dating.columns[0]) + 1
        each = inner[f"day_{day}"].notin([UNDATED, BEYOND])
        each = each & inner[f"met_{at}"] if reading.where else each
        found.append(each & inner[f"named_{at}"] if reading.distinct is not None else each)
    return reduce(or_, found)


def _aggregate(inner: Any, name: str, at: int, reading: KpiReading) -> Any:
    """A field of `Sums` of the reading with a number."""
    met = inner[f"met_{at}"] if reading.where else None
    if name == "rows":
        return inner.count(where=met)
    if name in ("known", "total", "least", "greatest"):
        method = {"known": "count", "total": "sum", "least": "min", "greatest": "max"}[name]
        return getattr(inner[f"value_{at}"], method)(where=met)
    if name == "ended":
        return inner.count(where=inner[f"ended_{at}"])
    only = {"negative": "value", "lost": "lost", "nameless": "named"}[name]
    there = inner[f"{only}_{at}"]
    there = there < 0 if name == "negative" else ~there if name == "nameless" else there
    return inner.count(where=there if met is None else met & there)


def written(question: TableQuestion, asked: Any, sets: Sequence[Sequence[str]] = ()) -> str:
    """An expression in the dialect of the engine; its groups are those of the `sets` of its keys, where there are any.

    The compilers of ibis need no connection and no driver.
    """
    import ibis.backends.sql.compilers as compilers
    from sqlglot import expressions as sql

    tree = getattr(compilers, question.engine.dialect).compiler.to_sqlglot(asked)
    if sets:
        keys = {each.alias_or_name: each.unalias() for each in tree.expressions}
        groups = [sql.Tuple(expressions=[keys[name].copy() for name in names]) for names in sets]
        tree.set("group", sql.Group(grouping_sets=[sql.GroupingSets(expressions=groups)]))
    if question.relation.files is not None:
        name, files = question.relation.files
        _replaced(tree, _call(name, files))
    return str(tree.sql(dialect=question.engine.written, pretty=True))


def _call(name: str, files: str) -> Callable[[str], str]:
    return lambda alias: f"SELECT * FROM {name}({files}, union_by_name = true) AS {alias}"


def _replaced(tree: Any, call: Callable[[str], str]) -> None:
    """Files where the table that stands for them is."""
    from sqlglot import expressions as sql
    from sqlglot import parse_one

    for table in list(tree.find_all(sql.Table)):
        if table.name == SOURCE:
            read = parse_one(call(f'"{table.alias or SOURCE}"'), read="duckdb").find(sql.Table)
            table.replace(read)
