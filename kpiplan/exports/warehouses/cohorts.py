"""Cohorts of a table that is asked: of the units of a month how many went on, and after how many months."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from kpiplan.exports.columns.interpretation import Request
from kpiplan.exports.columns.readings import KpiReading
from kpiplan.exports.columns.vocabulary import Vocabulary
from kpiplan.exports.files.parquet import rules_of
from kpiplan.exports.months.cohorts import CohortCounts
from kpiplan.exports.months.coverage import coverage
from kpiplan.exports.months.tallies import DAY_ZERO, ORIGIN
from kpiplan.exports.refusal import RefusalError
from kpiplan.exports.results import Cohorts
from kpiplan.exports.sources import TableSource
from kpiplan.exports.warehouses.cells import BEYOND, UNDATED
from kpiplan.exports.warehouses.reading import question_of
from kpiplan.exports.warehouses.session import session
from kpiplan.exports.warehouses.statement import TableQuestion, written
from kpiplan.exports.warehouses.table import context_of
from kpiplan.months import Month
from kpiplan.plan.export_rules import FileRules

Pair = tuple[KpiReading, KpiReading]


def cohorts_in(
    sources: Iterable[TableSource],
    pair: tuple[str, str],
    rules: Iterable[FileRules],
    words: Vocabulary,
    through: Month | None,
    segment: str | None = None,
) -> tuple[Cohorts, ...]:
    """See `kpiplan.exports.read_cohorts`."""
    rules = tuple(rules)
    found: list[Cohorts] = []
    for source in sources:
        try:
            found.extend(_of(source, Request(rules_of(source, rules), words), pair, through, segment))
        except RefusalError:
            continue  # read_exports says why
    return tuple(found)


def _of(
    source: TableSource, request: Request, pair: tuple[str, str], through: Month | None, segment: str | None
) -> Sequence[Cohorts]:
    kpis = request.rules.kpis
    if not all(kpi in kpis and kpis[kpi].sum is None for kpi in pair):
        return ()  # nothing is asked that can't be answered
    with session(source) as opened:
        relation = opened.relation(str(request.rules.table or ""))
        context = context_of(source.name, "", relation.columns, request)
        question = question_of(context, opened, relation)
        readings = {reading.kpi: reading for reading in question.plan.readings}
        if not all(kpi in readings for kpi in pair) or (segment is not None and question.plan.split is None):
            return ()
        both = (readings[pair[0]], readings[pair[1]])
        counts = _counted(opened.rows(cohort_statement(question, both, segment)))
    covered = coverage(counts.seen, records=True)
    return [counts.result(pair, covered, through)] if covered else ()


def cohort_statement(question: TableQuestion, pair: Pair, segment: str | None) -> str:
    """A statement that gives by the day of each date, and by the months of both, the rows that reached the first stage
    and those that reached both; where units count once, units by their first days.
    """
    import ibis

    cells = question.cells
    days = [cells.day(reading.dating.columns[0]) for reading in pair]
    inside = [day.notin([UNDATED, BEYOND]) for day in days]
    inside = [
        cells.met(reading.where) & each if reading.where else each for reading, each in zip(pair, inside, strict=True)
    ]
    if segment is not None:
        inside = [each & (question.segment(cells) == segment) for each in inside]
    begun, gone = (ibis.ifelse(met, day, ibis.null("date")) for met, day in zip(inside, days, strict=True))
    unit = next((reading.distinct for reading in reversed(pair) if reading.distinct is not None), None)
    if unit is None:
        rows = cells.table.select(begun=begun, gone=gone)
    else:
        named = cells.table.select(unit=cells.plain(unit), begun=begun, gone=gone)
        named = named.filter(named["unit"] != "")
        rows = named.group_by("unit").agg(begun=named["begun"].min(), gone=named["gone"].min())
    rows = rows.filter(rows["begun"].notnull())
    rows = rows.mutate(begun_in=_month(rows["begun"]), gone_in=ibis.coalesce(_month(rows["gone"]), 0))
    rows = rows.mutate(gone=ibis.coalesce(rows["gone"], ibis.literal(UNDATED)))
    keys = ("begun", "gone", "begun_in", "gone_in")
    asked = rows.group_by(*keys).agg(rows=rows.count(), both=rows.count(where=rows["gone_in"] > 0))
    return written(question, asked, [("begun",), ("gone",), ("begun_in", "gone_in")])


def _month(day: Any) -> Any:
    """The month of a day, counted from the year 0."""
    return day.year() * 12 + day.month() - 1


def _counted(answer: Iterable[tuple[Any, ...]]) -> CohortCounts:
    counts = CohortCounts()
    for begun, gone, begun_in, gone_in, rows, both in answer:
        if begun is not None or (gone is not None and both):
            counts.seen.add((begun or gone).toordinal() - DAY_ZERO)
        elif begun_in is not None:
            cohort = _since(begun_in)
            counts.sizes[cohort] += rows
            age = _since(gone_in) - cohort if both else 0
            if age < 0:
                counts.backwards += both
            elif both:
                counts.gone_on[cohort, age] += both
    return counts


def _since(month: int) -> int:
    return Month(int(month) // 12, int(month) % 12 + 1).since(ORIGIN)
