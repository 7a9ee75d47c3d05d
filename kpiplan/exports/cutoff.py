"""Which months of exports count: up to the last that all cover, or up to a month that is asked for."""

from __future__ import annotations

import calendar
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from kpiplan.exports.results import Exports, Note, Refusal
from kpiplan.months import Month

Figures = Mapping[tuple[str | None, str], Mapping[Month, float]]  # by segment and KPI


class Taken(NamedTuple):
    """The months of exports that count, up to the `day` of the `last`."""

    figures: Figures
    last: Month
    day: int
    notes: tuple[Note, ...]

    @property
    def part(self) -> float:
        """How much of the last month is covered."""
        return self.day / days(self.last)


def days(month: Month) -> int:
    """How many days a month has."""
    return calendar.monthrange(*month)[1]


def taken(exports: Exports, through: Month | None, first: Month | None = None) -> Taken | Refusal:
    """The months up to `through`, else up to the last that every source covers whole; what is wrong where none is left.

    An incomplete last month stays as far as all sources cover it: what a KPI has beyond is taken in proportion to the
    days. A KPI that covers an earlier month in part only is left out of that month. A month before `first` is none.
    Only those that bound the exports say how far the last month is covered; levels are no less for a part of it.
    """
    figures = {(m.segment, m.kpi): dict(m.values) for m in exports.measures}
    known = sorted({month for values in figures.values() for month in values})
    if not known and through and exports.first:
        return Refusal("nothing-up-to", {"month": through, "first": exports.first})
    if not known:
        return Refusal("no-month")
    last, partial = through or exports.last, exports.partial
    if last is None or (through is None and first is not None and last < first and partial and partial.month >= first):
        return none_whole(exports)
    notes: list[Note] = []
    if last > known[-1]:
        if through and through > known[-1]:
            notes.append(Note("nothing-after", {"month": known[-1]}))
        last = known[-1]
    figures = {key: {m: v for m, v in values.items() if m <= last} for key, values in figures.items()}
    covered = {
        kpi: day if month == last else days(last) for kpi, (month, day) in exports.reach.items() if month >= last
    }
    bounds = [day for kpi, day in covered.items() if kpi in exports.bounds]
    day = min(bounds or covered.values(), default=days(last))
    whole = {kpi: day for kpi, day in covered.items() if kpi not in exports.levels}
    notes += _in_proportion(figures, last, day, whole)
    notes += _without(figures, last, exports.reach)
    if through is None and known[-1] > last:
        notes.append(_beyond(exports, last, known[-1]))
    return Taken({key: values for key, values in figures.items() if values}, last, day, tuple(notes))


def none_whole(exports: Exports) -> Refusal:
    """That no month is covered whole, and how far the first is."""
    if exports.partial is None:
        return Refusal("none-whole")
    return Refusal("first-in-part", {"month": exports.partial.month, "day": exports.partial.day})


def _beyond(exports: Exports, last: Month, known: Month) -> Note:
    if exports.partial and exports.partial.month == last.plus(1):
        month = exports.partial.month
        return Note("month-in-part", {"month": month, "day": exports.partial.day, "days": days(month)})
    return Note("not-in-all", {"months": (last.plus(1), known)})


def _in_proportion(
    figures: dict[tuple[str | None, str], dict[Month, float]], month: Month, day: int, reach: Mapping[str, int]
) -> Iterator[Note]:
    """Takes a KPI that is covered beyond the `day` of all sources in proportion, and says so."""
    for kpi, covered in reach.items():
        if covered > day:
            for (_, name), values in figures.items():
                if name == kpi and month in values:
                    values[month] *= day / covered
            yield Note("in-proportion", {"kpi": kpi, "month": month, "day": day, "covered": covered})


def _without(
    figures: dict[tuple[str | None, str], dict[Month, float]], last: Month, reach: Mapping[str, tuple[Month, int]]
) -> Iterator[Note]:
    """Takes an incomplete earlier month away from the KPIs that end in it, and says so."""
    for kpi, (month, day) in reach.items():
        if month < last and day < days(month):
            for (_, name), values in figures.items():
                if name == kpi:
                    values.pop(month, None)
            yield Note("ends-within", {"kpi": kpi, "month": month, "day": day})
