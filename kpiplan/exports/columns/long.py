"""Tables with a row for each month and KPI, and what a column a month is turned into."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from functools import partial
from typing import Literal

from kpiplan.exports.cells.kinds import ExportColumn
from kpiplan.exports.cells.names import KPI_NAME, VALUE_NAME, identifier, is_earlier, key
from kpiplan.exports.columns.context import Context
from kpiplan.exports.columns.dating import row_dating
from kpiplan.exports.columns.readings import Dating, KpiReading, TablePlan, Where
from kpiplan.exports.columns.rules import segment_column, split_of
from kpiplan.exports.columns.sums import SumTerms, summed
from kpiplan.exports.columns.targets import side_of_rows, target_rows
from kpiplan.exports.refusal import RefusalError
from kpiplan.exports.results import Listed, Quoted, RowCondition, Suggested
from kpiplan.plan.export_rules import Rule


def too_many(context: Context, kpi: str, columns: Sequence[ExportColumn], how: Literal["count", "sum"]) -> RefusalError:
    """The error that names the choices."""
    named = columns[0].name
    return RefusalError(
        f"several-to-{how}",
        context.table.line,
        number=len(columns),
        kpi=kpi,
        columns=Listed(tuple(column.name for column in columns)),
        rules=Suggested(((kpi, Rule(sum=named) if how == "sum" else Rule(count=named)),), context.file),
    )


def long_columns(context: Context) -> tuple[ExportColumn, ExportColumn] | None:
    """The column of names and that of values, None where the table is of another shape."""
    names = [c for c in context.of_kind("text") if key(c.name) in KPI_NAME]
    values = [c for c in context.of_kind("number") if key(c.name) in VALUE_NAME]
    return (names[0], values[0]) if len(names) == len(values) == 1 else None


def long_plan(context: Context, shape: str) -> TablePlan:
    """Rows of month, KPI and value: a reading for each KPI, with its name as the condition."""
    columns = long_columns(context)
    if columns is None:
        raise RefusalError("no-number", context.table.line)
    name, value = context.completed(columns[0]), columns[1]
    dating = row_dating(context)
    readings: list[KpiReading] = []
    found, actual = _kpis(context, name, dating), side_of_rows(context, VALUE_NAME)
    for kpi, texts in found.items():
        if len(texts) > 1:
            raise too_many(context, kpi, [ExportColumn(0, text, "text", ()) for text in texts], "sum")
        text = texts[0]
        where: tuple[Where, ...] = (
            Where(name.index, partial(str.__eq__, text), RowCondition(name.name, (text,))),
            *([actual] if actual else []),
        )
        direct = None if kpi in context.rules.kpis and not context.words.known(kpi) else context.words.direct(kpi)
        readings.append(summed(context, kpi, value, dating, SumTerms(where, named=text, direct=direct)))
    claimed = {reading.label for reading in readings if reading.kpi in context.rules.kpis}
    return TablePlan(
        shape,
        tuple(readings),
        split=segment_column(context) or split_of(context),
        spans=context.rules.spans,
        ruled=frozenset(found.keys() & context.rules.kpis.keys()),
        targets=target_rows(context, _planned(context, name, claimed), readings),
    )


def _kpis(context: Context, name: ExportColumn, dating: Dating) -> dict[str, list[str]]:
    """The texts that name each KPI. Where several name what is not needed, each is what it is called itself."""
    ruled = _ruled(context, name)
    claimed = {text for texts in ruled.values() for text in texts}
    planned = _planned(context, name, claimed)
    found: dict[str, list[str]] = {}
    earlier = tuple(
        text
        for text in name.texts
        if text not in {*claimed, *planned} and is_earlier(text) and not context.words.own(text)
    )
    if earlier:
        context.remark("not-read", columns=Listed(earlier))
    for text in [text for text in name.texts if text not in {*claimed, *planned, *earlier}]:
        kpi = context.words.measure(text) or identifier(text)
        if kpi and kpi not in ruled and not _is_repeated_ratio(context, text, name, dating):
            found.setdefault(kpi, []).append(text)
    for kpi, texts in list(found.items()):
        first = context.words.closest(kpi, texts)
        found[kpi] = first
        for text in [text for text in texts if text not in first]:
            base = context.words.beside(text)
            if base and base not in found and context.words.chosen(base):
                found[base] = [text]
            else:
                context.remark("synonym", column=text, kpi=kpi, taken=first[0])
    unclear = [kpi for kpi, texts in found.items() if len(texts) > 1 and not context.words.grave(kpi)]
    for text in [text for kpi in unclear for text in found.pop(kpi)]:
        found.setdefault(identifier(text), []).append(text)
    return {**ruled, **found}


def _ruled(context: Context, name: ExportColumn) -> dict[str, list[str]]:
    wanted = {key(rule.sum or kpi): kpi for kpi, rule in context.rules.kpis.items()}
    found: dict[str, list[str]] = {}
    for text in name.texts:
        if kpi := wanted.get(key(text)):
            found.setdefault(kpi, []).append(text)
    for kpi, rule in context.rules.kpis.items():
        if kpi in found:
            context.applied.meet(kpi)
        else:
            missing = RefusalError("unknown-row", name=Quoted(rule.sum or kpi), rows=Listed(name.texts))
            context.applied.miss(kpi, context.file, missing)
    return found


def _planned(context: Context, name: ExportColumn, claimed: Collection[str]) -> tuple[str, ...]:
    """The texts that name targets."""
    return tuple(text for text in name.texts if text not in claimed and context.words.planned_for(text))


def _is_repeated_ratio(context: Context, text: str, name: ExportColumn, dating: Dating) -> bool:
    """Whether a ratio has more rows than months, so that it would be summed.

    One that the plan wants is left out where the rows are days or weeks; for a month said twice it is refused later.
    """
    if context.words.stage(text) is not None or not context.words.is_ratio(text):
        return False
    needed = max(name.index, *dating.columns)
    rows = [cells for _, cells in context.table.rows if len(cells) > needed and cells[name.index].strip() == text]
    spans = [span for cells in rows if (span := dating.read(tuple(cells[i].strip() for i in dating.columns)))]
    if len({span.month for span in spans}) == len(spans):
        return False
    if context.words.given(text):
        finer = any(span.grain in ("day", "week") for span in spans)
        if finer:
            context.remark("ratio-of-days", column=text)
        return finer
    return True
