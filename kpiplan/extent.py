"""Which months of exports count: up to the last that all cover, or up to a month that is asked for."""

from __future__ import annotations

import calendar
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from kpiplan.actuals.results import Actuals as Exports
from kpiplan.locales.english import ENGLISH, Locale
from kpiplan.months import Month

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


def taken(exports: Exports, through: Month | None, first: Month | None = None, locale: Locale = ENGLISH) -> Taken | str:
    """The months up to `through`, else up to the last that every source covers whole; what is wrong where none is left.

    An incomplete last month stays as far as all sources cover it: what a KPI has beyond is taken in proportion to the
    days. A KPI that covers an earlier month in part only is left out of that month. A month before `first` is none.
    Only those that bound the exports say how far the last month is covered; levels are no less for a part of it.
    Notes, and what is wrong, are said in the language of `locale`.
    """
    say = locale.say
    figures = {(m.segment, m.kpi): dict(m.values) for m in exports.measures}
    known = sorted({month for values in figures.values() for month in values})
    if not known and through and exports.first:
        return say(
            "nothing up to {month} is in the exports: they begin with {first}",
            month=locale.month(through),
            first=locale.month(exports.first),
        )
    if not known:
        return say("the exports have no month")
    last, partial = through or exports.last, exports.partial
    if last is None or (through is None and first is not None and last < first and partial and partial.month >= first):
        return none_whole(exports, locale)
    notes: list[str] = []
    if last > known[-1]:
        if through and through > known[-1]:
            notes.append(say("nothing after {month} is in the exports", month=locale.month(known[-1])))
        last = known[-1]
    figures = {key: {m: v for m, v in values.items() if m <= last} for key, values in figures.items()}
    covered = {
        kpi: day if month == last else days(last) for kpi, (month, day) in exports.reach.items() if month >= last
    }
    bounds = [day for kpi, day in covered.items() if kpi in exports.bounds]
    day = min(bounds or covered.values(), default=days(last))
    whole = {kpi: day for kpi, day in covered.items() if kpi not in exports.levels}
    notes += _in_proportion(figures, last, day, whole, locale)
    notes += _without(figures, last, exports.reach, locale)
    if through is None and known[-1] > last:
        notes.append(_beyond(exports, last, known[-1], locale))
    return Taken({key: values for key, values in figures.items() if values}, last, day, tuple(notes))


def none_whole(exports: Exports, locale: Locale = ENGLISH) -> str:
    """That no month is covered whole, and what to do about it."""
    if exports.partial is None:
        return locale.say("no month is covered whole by all exports: `--through 2020-06` says which is the last")
    return locale.say(
        "no month is covered whole: {month} is covered up to its day {day}; `--through {through}` measures it by its "
        "part of the target",
        month=locale.month(exports.partial.month),
        day=exports.partial.day,
        through=exports.partial.month,
    )


def _beyond(exports: Exports, last: Month, known: Month, locale: Locale) -> str:
    if exports.partial and exports.partial.month == last.plus(1):
        month = exports.partial.month
        return locale.say(
            "{month} is left out: the exports cover {day} of its {days} days; `--through {through}` measures it by its "
            "part of the target",
            month=locale.month(month),
            day=exports.partial.day,
            days=days(month),
            through=month,
        )
    return locale.say(
        "{months} is left out: not every export covers it; `--through {through}` takes what there is",
        months=locale.span(last.plus(1), known),
        through=known,
    )


def _in_proportion(
    figures: dict[tuple[str | None, str], dict[Month, float]],
    month: Month,
    day: int,
    reach: Mapping[str, int],
    locale: Locale,
) -> Iterator[str]:
    """Takes a KPI that is covered beyond the `day` of all sources in proportion, and says so."""
    for kpi, covered in reach.items():
        if covered > day:
            for (_, name), values in figures.items():
                if name == kpi and month in values:
                    values[month] *= day / covered
            yield locale.say(
                "{kpi} are covered up to {date}, other sources up to its day {day}: {day} of {covered} parts of them "
                "are taken",
                kpi=locale.term(kpi),
                date=locale.day(month, covered),
                day=day,
                covered=covered,
            )


def _without(
    figures: dict[tuple[str | None, str], dict[Month, float]],
    last: Month,
    reach: Mapping[str, tuple[Month, int]],
    locale: Locale,
) -> Iterator[str]:
    """Takes an incomplete earlier month away from the KPIs that end in it, and says so."""
    for kpi, (month, day) in reach.items():
        if month < last and day < days(month):
            for (_, name), values in figures.items():
                if name == kpi:
                    values.pop(month, None)
            yield locale.say(
                "{kpi} of {month} are left out: covered up to its day {day} only",
                kpi=locale.term(kpi),
                month=locale.month(month),
                day=day,
            )
