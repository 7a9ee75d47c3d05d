"""Of the leads or deals that reached a stage in a month, how many reached a later one, and after how many
months.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import numpy as np
import numpy.typing as npt

from kpiplan.exports.cells.spans import last_day, month_of
from kpiplan.exports.columns.interpretation import Request, interpret
from kpiplan.exports.columns.readings import KpiReading, TablePlan
from kpiplan.exports.columns.vocabulary import Vocabulary
from kpiplan.exports.files.chunks import Chunk, Data
from kpiplan.exports.files.gather import gather
from kpiplan.exports.files.inputs import Input
from kpiplan.exports.files.tables import open_tables
from kpiplan.exports.months.counting import DateCache, columns_of, condition
from kpiplan.exports.months.coverage import coverage
from kpiplan.exports.months.tallies import DAYS, MONTHS, ORIGIN, Dates, Tally
from kpiplan.exports.refusal import RefusalError
from kpiplan.exports.results import Cohorts
from kpiplan.months import Month
from kpiplan.plan.export_rules import FileRules, rules_for

Mask = npt.NDArray[np.bool_]


def cohorts(
    inputs: Iterable[str | Path | Input],
    pair: tuple[str, str],
    rules: Iterable[FileRules],
    words: Vocabulary,
    through: Month | None,
) -> tuple[Cohorts, ...]:
    """See `kpiplan.exports.read_cohorts`."""
    rules = tuple(rules)
    found: list[Cohorts] = []
    for item in gather(inputs)[0]:
        try:
            found.extend(_of_file(item, rules_for(item.called or item.name, rules), words, pair, through))
        except RefusalError:
            continue  # read_exports says why
    return tuple(found)


def _of_file(
    item: Input, rules: FileRules, words: Vocabulary, pair: tuple[str, str], through: Month | None
) -> Iterable[Cohorts]:
    for table in open_tables(item, rules).tables:
        try:
            context, plan = interpret(table, Request(rules, words))
        except RefusalError:
            continue
        readings = {reading.kpi: reading for reading in plan.readings if reading.value is None}
        if plan.records and pair[0] in readings and pair[1] in readings:
            both = (readings[pair[0]], readings[pair[1]])
            counts = _count(context.data, replace(plan, readings=both, split=None), both)
            if result := counts.result(pair, through):
                yield result


class _Counts:
    """Units by cohort (row) and age in months (column); those that never went on are in `sizes` alone."""

    def __init__(self) -> None:
        self.sizes = np.zeros(MONTHS, np.int64)
        self.gone_on: dict[tuple[int, int], int] = {}
        self.backwards = 0
        self.seen = np.zeros(DAYS, np.bool_)

    def add(self, upper: Dates, lower: Dates, upper_mask: Mask | None, lower_mask: Mask | None) -> None:
        months = upper.month[upper.codes]
        chosen = months >= 0 if upper_mask is None else (months >= 0) & upper_mask
        self.sizes += np.bincount(months[chosen], minlength=MONTHS)
        later = lower.month[lower.codes]
        both = chosen & (later >= 0) if lower_mask is None else chosen & (later >= 0) & lower_mask
        pairs, sizes = np.unique(months[both] * MONTHS + later[both], return_counts=True)
        for pair, size in zip(pairs.tolist(), sizes.tolist(), strict=True):
            cohort, reached = divmod(pair, MONTHS)
            if reached < cohort:
                self.backwards += size
            else:
                place = cohort, reached - cohort
                self.gone_on[place] = self.gone_on.get(place, 0) + size
        self.seen[upper.start[np.unique(upper.codes[chosen])]] = True
        self.seen[lower.start[np.unique(lower.codes[both])]] = True

    def result(self, pair: tuple[str, str], through: Month | None) -> Cohorts | None:
        covered = coverage(self.seen)
        if covered is None:
            return None
        last = month_of(covered.last)
        last = last if covered.last == last_day(last) else last.plus(-1)
        oldest = max((age for _, age in self.gone_on), default=-1)
        sizes = {ORIGIN.plus(int(m)): int(self.sizes[m]) for m in np.flatnonzero(self.sizes)}
        by_age = {
            month: tuple(self.gone_on.get((month.since(ORIGIN), age), 0) for age in range(oldest + 1))
            for month in sizes
        }
        return Cohorts(*pair, sizes, by_age, self.backwards, min(last, through) if through else last)


def _count(data: Data, plan: TablePlan, readings: tuple[KpiReading, KpiReading]) -> _Counts:
    counts = _Counts()
    caches = [DateCache(reading.dating, weekly=False) for reading in readings]
    for chunk in data.chunks(columns_of(plan)):
        upper, lower = (cache.dates(chunk) for cache in caches)
        masks = [_mask(chunk, reading) for reading in readings]
        counts.add(upper, lower, *masks)
    return counts


def _mask(chunk: Chunk, reading: KpiReading) -> Mask | None:
    return condition(chunk, reading.where, Tally())
