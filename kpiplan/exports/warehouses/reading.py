"""A source read like a file: connected to, asked, counted; what is found goes on as that of files does."""

from __future__ import annotations

from contextlib import suppress

from kpiplan.exports.cells.names import CURRENCY_NAME, key
from kpiplan.exports.cells.record_names import closes
from kpiplan.exports.columns.context import About, Context
from kpiplan.exports.columns.interpretation import Request
from kpiplan.exports.columns.readings import TablePlan
from kpiplan.exports.columns.vocabulary import MONEY
from kpiplan.exports.months.counting import TableCounts
from kpiplan.exports.months.figures import Found, findings
from kpiplan.exports.refusal import RefusalError
from kpiplan.exports.results import Quoted
from kpiplan.exports.sources import TableSource
from kpiplan.exports.warehouses.counting import counts_of
from kpiplan.exports.warehouses.session import Session, session
from kpiplan.exports.warehouses.statement import Relation, TableQuestion, statement, written
from kpiplan.exports.warehouses.table import context_of, has_breakdown, plan_of
from kpiplan.exports.warehouses.units import units_statement
from kpiplan.plan.export_rules import FileRules
from kpiplan.tuples import NamedTuple

MOST_CELLS = 1000  # of a column, of which all are known
MOST_TEXTS = 200  # of a column, where they are asked for


class Answered(NamedTuple):
    """A table once it has answered: what was asked, and what it says."""

    context: Context
    question: TableQuestion
    plan: TablePlan
    counts: TableCounts

    def found(self) -> Found:
        """What it says as figures. Raises RefusalError for what must not be counted."""
        return findings(self.context, self.plan, self.counts)


def found_in(source: TableSource, request: Request) -> tuple[Found, list[About]] | None:
    """What a source says, with remarks; None without a column that figures are to be broken down by.

    Raises RefusalError.
    """
    asked = ask(source, request)
    return None if asked is None else (asked.found(), asked.context.problems)


def ask(source: TableSource, request: Request) -> Answered | None:
    """Connects to a source and asks it. Raises RefusalError."""
    clock = source.limits.clock
    begin = clock() if clock else 0.0
    if request.progress:
        request.progress(source.name, 0, None)
    with session(source) as opened:
        relation = opened.relation(str(request.rules.table or ""))
        if not has_breakdown(request, relation.columns):
            return None
        relation = _with_texts(opened, relation, request.rules)
        context = context_of(source.name, title_of(source, relation), relation.columns, request)
        question = question_of(context, opened, relation)
        if question.plan.split is not None and question.plan.split.most is not None:
            _refuse_many(opened, question)
        answer = opened.rows(statement(question))
        if not sum(row[1 + len(question.dates)] for row in answer):
            raise RefusalError("no-rows")
        units = {
            at: opened.rows(units_statement(question, reading))
            for at, reading in enumerate(question.plan.readings)
            if reading.distinct is not None
        }
        plan, counts, last = counts_of(question, answer, units)
        _offer_texts(opened, question, counts)
    context.remark("asked", engine=opened.engine.label, table=title_of(source, relation), rows=counts.rows)
    if last is not None:
        context.remark("latest", day=last)
    if clock:
        context.remark("seconds", seconds=f"{clock() - begin:.1f}")
    return Answered(context, question, plan, counts)


def title_of(source: TableSource, relation: Relation) -> str:
    """What a source is called in its account."""
    if relation.name is not None:
        return str(relation.name)
    return source.files[0] if len(source.files) == 1 else f"{source.name} ({len(source.files):,})"


def question_of(context: Context, opened: Session, relation: Relation) -> TableQuestion:
    """What the rules ask. Raises RefusalError."""
    split = None if context.by else context.rules.split
    zone = context.zone.key if context.zone else None
    return TableQuestion(relation, opened.engine, plan_of(context, relation.columns), split, zone)


def _with_texts(opened: Session, relation: Relation, rules: FileRules) -> Relation:
    """The same with the texts of columns that say something by them: currencies of amounts, and how deals ended."""
    money = any(kpi in MONEY for kpi in rules.kpis)
    ends = {
        key(name)
        for rule in rules.kpis.values()
        for name in rule.where
        if closes(rule.by or rule.count or rules.date or "")
    }
    columns = tuple(
        column._replace(texts=_texts(opened, relation, index))
        if column.holds in ("text", "word") and ((money and is_currency(column.name)) or key(column.name) in ends)
        else column
        for index, column in enumerate(relation.columns)
    )
    relation = relation._replace(columns=columns)
    return _with_cells(opened, relation, rules) if opened.engine.columnar else relation


def _with_cells(opened: Session, relation: Relation, rules: FileRules) -> Relation:
    """The same with all that stands in columns of conditions and of the split, where that is little.

    Texts are then compared as files are, to the last letter, and once instead of in each row.
    """
    names = {key(name) for rule in rules.kpis.values() for name in rule.where}
    names |= {key(rules.split.column)} if rules.split else set()
    columns = list(relation.columns)
    for index, column in enumerate(columns):
        if column.holds == "text" and key(column.name) in names:
            question = TableQuestion(relation, opened.engine, TablePlan("", ()))
            asked = question.cells.table.select(cell=question.cells.of(index)).distinct().limit(MOST_CELLS + 1)
            cells = tuple(cell for (cell,) in opened.rows(written(question, asked)))
            columns[index] = column._replace(cells=cells if len(cells) <= MOST_CELLS else ())
    return relation._replace(columns=tuple(columns))


def is_currency(name: str) -> bool:
    """Whether a column can be one of currencies, by its name."""
    return key(name) in CURRENCY_NAME or key(name).endswith("currency")


def _texts(opened: Session, relation: Relation, index: int) -> tuple[str, ...]:
    """The distinct texts of a column, in order; the first of very many."""
    question = TableQuestion(relation, opened.engine, TablePlan("", ()))
    text = question.cells.text(index)
    asked = question.cells.table.select(text=text).distinct().limit(MOST_TEXTS)
    return tuple(sorted(str(text) for (text,) in opened.rows(written(question, asked))))


def _refuse_many(opened: Session, question: TableQuestion) -> None:
    """Raises RefusalError for a column with more values than figures are broken down by: they are no small answer."""
    split = question.plan.split
    assert split is not None
    cells = question.cells
    asked = cells.table.select(text=cells.text(split.column)).agg(number=lambda table: table["text"].nunique())
    ((number,),) = opened.rows(written(question, asked))
    if split.most is not None and number > split.most:
        raise RefusalError("too-many-values", column=Quoted(split.label), most=split.most)


def _offer_texts(opened: Session, question: TableQuestion, counts: TableCounts) -> None:
    """Where no row meets a condition, what stands in its column."""
    for reading, tally in zip(question.plan.readings, counts.tallies, strict=True):
        if reading.where and not tally.matched:
            with suppress(RefusalError):
                column = reading.where[0].column
                tally.offered.update(filter(None, _texts(opened, question.relation, column)))
