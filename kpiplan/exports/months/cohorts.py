"""Of the leads or deals that reached a stage in a month, how many reached a later one, and after how many
months.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from kpiplan.exports.cells.spans import last_day, month_of
from kpiplan.exports.columns.context import Context
from kpiplan.exports.columns.interpretation import Request, interpret, reconsidered
from kpiplan.exports.columns.readings import KpiReading, Splitting, TablePlan, Where
from kpiplan.exports.columns.vocabulary import Vocabulary
from kpiplan.exports.files.chunks import Chunk, Data, RowKey
from kpiplan.exports.files.file_tables import FileTables
from kpiplan.exports.files.gather import gather
from kpiplan.exports.files.inputs import Input
from kpiplan.exports.months.counting import WHOLE, columns_of, condition, take
from kpiplan.exports.months.coverage import Coverage, coverage
from kpiplan.exports.months.row_cells import cell_reader
from kpiplan.exports.months.row_dates import DateCache, Dates
from kpiplan.exports.months.tallies import ORIGIN, Tally
from kpiplan.exports.months.units import Units
from kpiplan.exports.refusal import RefusalError
from kpiplan.exports.results import Cohorts, RowCondition
from kpiplan.exports.systems.system import System
from kpiplan.months import Month
from kpiplan.plan.export_rules import FileRules, rules_for

_Told = tuple[System | None, Cohorts]  # by whom, and what


def cohorts(
    inputs: Iterable[str | Path | Input],
    pair: tuple[str, str],
    rules: Iterable[FileRules],
    words: Vocabulary,
    through: Month | None,
    segment: str | None = None,
) -> tuple[Cohorts, ...]:
    """See `kpiplan.exports.read_cohorts`."""
    rules = tuple(rules)
    found: list[_Told] = []
    for item in gather(inputs)[0]:
        try:
            own = rules_for(item.called or item.name, rules)
            found.extend(_of_file(item, own, words, pair, through, segment))
        except RefusalError:
            continue  # read_exports says why
    lower = words.known_as(pair[1])
    systems = [system for system, _ in found if system]
    return tuple(
        result
        for system, result in found
        if system is None or not any(other.knows_better(lower, system) for other in systems)
    )


def _of_file(
    item: Input,
    rules: FileRules,
    words: Vocabulary,
    pair: tuple[str, str],
    through: Month | None,
    segment: str | None,
) -> Iterable[_Told]:
    for table in FileTables(item, rules):
        try:
            context, plan = interpret(table, Request(rules, words))
            found = _of_table(context, plan, pair, through, segment)
            context, plan, otherwise = reconsidered(context, plan)
        except RefusalError:
            continue
        if otherwise:
            found = _of_table(context, plan, pair, through, segment)
        if found:
            yield context.system, found


def _of_table(
    context: Context, plan: TablePlan, pair: tuple[str, str], through: Month | None, segment: str | None
) -> Cohorts | None:
    """The cohorts of a table whose rows date both stages; None for others."""
    readings = {reading.kpi: reading for reading in plan.readings if reading.value is None}
    if not plan.records or pair[0] not in readings or pair[1] not in readings:
        return None
    both = (readings[pair[0]], readings[pair[1]])
    if segment is not None:
        if plan.split is None:
            return None
        both = (_of_segment(both[0], plan.split, segment), _of_segment(both[1], plan.split, segment))
    counts = _count(context.data, plan._replace(readings=both, split=None), both)
    covered = coverage(counts.seen, context.table.start, context.table.end, records=True)
    return counts.result(pair, covered, through) if covered else None


def _of_segment(reading: KpiReading, split: Splitting, segment: str) -> KpiReading:
    """The same of those rows alone that belong to a segment."""
    inside = Where(split.column, lambda text: split.segment(text) == segment, RowCondition(split.label, (segment,)))
    return reading._replace(where=(*reading.where, inside))


class CohortCounts:
    """Units by cohort and age in months; those that never went on are in `sizes` alone."""

    def __init__(self) -> None:
        self.sizes: Counter[int] = Counter()
        self.gone_on: Counter[tuple[int, int]] = Counter()
        self.backwards = 0
        self.seen: set[int] = set()

    def add(self, chunk: Chunk, dates: Sequence[Dates], readings: Sequence[KpiReading]) -> None:
        """Counts the rows of a chunk."""
        upper, lower = ([max(day.month, -1) for day in each.days] for each in dates)
        conditions = [condition(chunk, reading.where, Tally()) for reading in readings]
        begun = [chunk.key(readings[0].dating.columns, upper), *conditions[0]]
        gone = [chunk.key(readings[1].dating.columns, lower), *conditions[1]]
        for (cohort, *_), rows, _ in chunk.groups(begun):
            self.sizes[cohort] += rows
        for (cohort, reached), rows in _together(chunk, begun, gone):
            if reached < cohort:
                self.backwards += rows
            else:
                self.gone_on[cohort, reached - cohort] += rows
        for each, keys in zip(dates, (begun, [*gone, *begun]), strict=True):
            self.seen.update(each.days[group.labels[0]].start for group in chunk.groups([each.rows, *keys]))

    def add_units(self, upper: Units, lower: Units) -> None:
        """Counts units, each by its first days."""
        reached = dict(lower.months())
        for unit, day in upper.months():
            if day.month < 0:
                continue
            self.sizes[day.month] += 1
            self.seen.add(day.start)
            later = reached.get(unit)
            if later is None or later.month < 0:
                continue
            self.seen.add(later.start)
            if later.month < day.month:
                self.backwards += 1
            else:
                self.gone_on[day.month, later.month - day.month] += 1

    def result(self, pair: tuple[str, str], covered: Coverage, through: Month | None) -> Cohorts:
        last = month_of(covered.last)
        last = last if covered.last == last_day(last) else last.plus(-1)
        oldest = max((age for _, age in self.gone_on), default=-1)
        sizes = {ORIGIN.plus(month): self.sizes[month] for month in sorted(self.sizes)}
        by_age = {month: tuple(self.gone_on[month.since(ORIGIN), age] for age in range(oldest + 1)) for month in sizes}
        return Cohorts(*pair, sizes, by_age, self.backwards, min(last, through) if through else last)


def _together(chunk: Chunk, begun: list[RowKey], gone: list[RowKey]) -> Iterator[tuple[tuple[int, int], int]]:
    """The months in which rows reached both stages, and how many rows did."""
    for labels, rows, _ in chunk.groups([*begun, *gone]):
        yield (labels[0], labels[len(begun)]), rows


def _count(data: Data, plan: TablePlan, readings: tuple[KpiReading, KpiReading]) -> CohortCounts:
    unit = next((reading.distinct for reading in reversed(readings) if reading.distinct is not None), None)
    if unit is not None:
        return _count_units(data, plan, [reading._replace(distinct=unit) for reading in readings])
    counts = CohortCounts()
    caches = [DateCache(reading.dating, weekly=False) for reading in readings]
    for chunk in data.chunks(columns_of(plan)):
        counts.add(chunk, [cache.dates(chunk) for cache in caches], readings)
    return counts


def _count_units(data: Data, plan: TablePlan, readings: Sequence[KpiReading]) -> CohortCounts:
    """The same where rows with the same text in a column are one unit."""
    counts, both = CohortCounts(), [Units() for _ in readings]
    caches = [DateCache(reading.dating, weekly=False) for reading in readings]
    for chunk in data.chunks(columns_of(plan._replace(readings=tuple(readings)))):
        for reading, cache, units in zip(readings, caches, both, strict=True):
            take(chunk, reading, Tally(), units, cache.dates(chunk), WHOLE, cell_reader(reading))
    counts.add_units(*both)
    return counts
