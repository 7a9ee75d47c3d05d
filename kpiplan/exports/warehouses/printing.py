"""Statements as they would be asked, without asking: for columns whose types nobody has looked at."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from kpiplan.exports.cells.names import key
from kpiplan.exports.columns.interpretation import Request
from kpiplan.exports.columns.vocabulary import Vocabulary
from kpiplan.exports.files.parquet import rules_of
from kpiplan.exports.plan_names import PlanNames
from kpiplan.exports.refusal import RefusalError
from kpiplan.exports.sources import TableSource
from kpiplan.exports.warehouses.address import address_of
from kpiplan.exports.warehouses.engine import SCHEMES, DatabaseEngine, TablePath, engine_of, need_ibis
from kpiplan.exports.warehouses.engines.duckdb import parquet
from kpiplan.exports.warehouses.session import parts_of
from kpiplan.exports.warehouses.statement import Relation, TableQuestion, statement
from kpiplan.exports.warehouses.table import context_of, plan_of
from kpiplan.exports.warehouses.types import Holds, StoredColumn
from kpiplan.exports.warehouses.units import units_statement
from kpiplan.plan.export_rules import FileRules
from kpiplan.plan.rule_text import rule_text
from kpiplan.problems import Problem

_UNSET = "{variable} is not set: written as DuckDB is asked"
_ASSUMED = "columns are taken to be days, numbers and texts as the rules use them"


def statements(
    sources: Iterable[TableSource], rules: Sequence[FileRules], names: PlanNames | None
) -> tuple[str, tuple[Problem, ...]]:
    """What each source would be asked, and what is wrong with those that can't be."""
    words, texts, problems = Vocabulary(names), [], []
    for source in sources:
        try:
            texts.append("\n".join(_of(source, Request(rules_of(source, rules), words))))
        except RefusalError as refusal:
            problems.append(refusal.problem(source.name))
    return "\n".join(texts), tuple(problems)


def _of(source: TableSource, request: Request) -> Iterator[str]:
    """The statements of a source, each behind what it asks."""
    engine, notes = _engine(source)
    need_ibis(engine.extra)
    columns = assumed(request.rules)
    relation = Relation(_table(request.rules), columns)
    if source.files:
        relation = Relation(None, columns, parquet(source.files))
    context = context_of(source.name, "", columns, request)
    zone = context.zone.key if context.zone else None
    question = TableQuestion(relation, engine, plan_of(context, columns), request.rules.split, zone)
    yield _comment(f"{source.name}: {engine.label}, {_called(source, relation)}")
    for note in (*notes, _ASSUMED):
        yield _comment(note)
    for at, reading in enumerate(question.plan.readings, 1):
        yield _comment(f"{at}: {rule_text(reading.kpi, request.rules.kpis[reading.kpi])}")
    yield f"{statement(question)};\n"
    for at, reading in enumerate(question.plan.readings, 1):
        if reading.distinct is not None:
            yield _comment(f"{at}: each of them once")
            yield f"{units_statement(question, reading)};\n"


def _comment(text: str) -> str:
    """A line of its own, whatever the text."""
    return "-- " + "".join(char if char.isprintable() else " " for char in text)


def _engine(source: TableSource) -> tuple[DatabaseEngine, tuple[str, ...]]:
    if source.variable and not source.address:
        return engine_of("duckdb"), (_UNSET.format(variable=source.variable),)
    if not source.variable:
        if not source.files:
            raise RefusalError("no-files")
        return engine_of("duckdb"), ()
    return engine_of(address_of(source.address or "", source.variable, tuple(SCHEMES)).scheme), ()


def _called(source: TableSource, relation: Relation) -> str:
    return str(relation.name) if relation.name else ", ".join(source.files[:3])


def _table(rules: FileRules) -> TablePath:
    name, database, catalog = (*reversed(parts_of(str(rules.table or ""))), None, None)[:3]
    return TablePath(str(name), database, catalog)


def assumed(rules: FileRules) -> tuple[StoredColumn, ...]:
    """The columns that rules name, holding what the rules use them for."""
    held: dict[str, tuple[str, Holds]] = {}

    def use(name: str | None, holds: Holds) -> None:
        if name:
            held.setdefault(key(name), (name, holds))

    for rule in rules.kpis.values():
        use(rule.by or (rule.count if rule.sum is None else rules.date), "day")
        use(rule.sum, "double")
    for rule in rules.kpis.values():
        use(rule.count, "text")
        use(rule.distinct, "text")
        for name, test in rule.where.items():
            use(name, "double" if test.bounds else "text")
    use(rules.split.column if rules.split else None, "text")
    return tuple(StoredColumn(name, holds, holds) for name, holds in held.values())
