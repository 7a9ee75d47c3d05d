"""Which months of exports count: up to the last that all cover, or up to a month that is asked for."""

from __future__ import annotations

import calendar
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from kpiplan.actuals.results import Actuals as Exports
from kpiplan.months import Month, span

Figures = Mapping[tuple[str | None, str], Mapping[Month, float]]  # by segment and KPI


class Taken(NamedTuple):
    """The months of exports that count, up to the `day` of the `last`."""

    figures: Figures
    last: Month
    day: int
    notes: tuple[str, ...]

    @property
    def part(self) -> float:
        """How much of the last month is covered."""
        return self.day / days(self.last)


def days(month: Month) -> int:
    """How many days a month has."""
    return calendar.monthrange(*month)[1]


def taken(exports: Exports, through: Month | None, first: Month | None = None) -> Taken | str:
    """The months up to `through`, else up to the last that every source covers whole; what is wrong where none is left.

    An incomplete last month stays as far as all sources cover it: what a KPI has beyond is taken in proportion to the
    days. A KPI that covers an earlier month in part only is left out of that month. A month before `first` is none.
    """
    figures = {(m.segment, m.kpi): dict(m.values) for m in exports.measures}
    known = sorted({month for values in figures.values() for month in values})
    if not known and through and exports.first:
        return f"nothing up to {through.long} is in the exports: they begin with {exports.first.long}"
    if not known:
        return "the exports have no month"
    last, partial = through or exports.last, exports.partial
    if last is None or (through is None and first is not None and last < first and partial and partial.month >= first):
        return none_whole(exports)
    notes: list[str] = []
    if last > known[-1]:
        if through and through > known[-1]:
            notes.append(f"nothing after {known[-1].long} is in the exports")
        last = known[-1]
    figures = {key: {m: v for m, v in values.items() if m <= last} for key, values in figures.items()}
    covered = {
        kpi: day if month == last else days(last) for kpi, (month, day) in exports.reach.items() if month >= last
    }
    day = min(covered.values(), default=days(last))
    notes += [*_in_proportion(figures, last, day, covered), *_without(figures, last, exports.reach)]
    if through is None and known[-1] > last:
        notes.append(_beyond(exports, last, known[-1]))
    return Taken({key: values for key, values in figures.items() if values}, last, day, tuple(notes))


def none_whole(exports: Exports) -> str:
    """That no month is covered whole, and what to do about it."""
    if exports.partial is None:
        return "no month is covered whole by all exports: `--through 2020-06` says which is the last"
    month, day = exports.partial.month, exports.partial.day
    return (
        f"no month is covered whole: {month.long} is covered up to its day {day}; "
        f"`--through {month}` measures it by its part of the target"
    )


def _beyond(exports: Exports, last: Month, known: Month) -> str:
    if exports.partial and exports.partial.month == last.plus(1):
        day, month = exports.partial.day, exports.partial.month
        return (
            f"{month.long} is left out: the exports cover {day} of its {days(month)} days; `--through {month}` "
            "measures it by its part of the target"
        )
    return (
        f"{span(last.plus(1), known)} is left out: not every export covers it; `--through {known}` takes what there is"
    )


def _in_proportion(
    figures: dict[tuple[str | None, str], dict[Month, float]], month: Month, day: int, reach: Mapping[str, int]
) -> Iterator[str]:
    """Takes a KPI that is covered beyond the `day` of all sources in proportion, and says so."""
    for kpi, covered in reach.items():
        if covered > day:
            for (_, name), values in figures.items():
                if name == kpi and month in values:
                    values[month] *= day / covered
            yield (
                f"{kpi} are covered up to {covered} {month.long}, other sources up to its day {day}: "
                f"{day} of {covered} parts of them are taken"
            )


def _without(
    figures: dict[tuple[str | None, str], dict[Month, float]], last: Month, reach: Mapping[str, tuple[Month, int]]
) -> Iterator[str]:
    """Takes an incomplete earlier month away from the KPIs that end in it, and says so."""
    for kpi, (month, day) in reach.items():
        if month < last and day < days(month):
            for (_, name), values in figures.items():
                if name == kpi:
                    values.pop(month, None)
            yield f"{kpi} of {month.long} are left out: covered up to its day {day} only"
