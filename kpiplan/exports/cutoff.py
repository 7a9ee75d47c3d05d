"""Which months of exports count: up to the last that all cover, or up to a month that is asked for."""

from collections.abc import Iterator, Mapping
from datetime import date

from kpiplan.exports.results import Exports, Note, Refusal
from kpiplan.months import Month
from kpiplan.tuples import NamedTuple

HALF = 16  # the last day of a month in which it is still taken from there on, if sources begin in it

Key = tuple[str | None, str]  # segment and KPI
Figures = Mapping[Key, Mapping[Month, float]]


class Taken(NamedTuple):
    """The months of exports that count, up to the `day` of the `last`; of the month `begin` from its day `since` on.

    `begin` is the first month, where its first days are in no export; None where they are.
    """

    figures: Figures
    last: Month
    day: int
    notes: tuple[Note, ...]
    begin: Month | None = None
    since: int = 1

    @property
    def part(self) -> float:
        """How much of the last month is covered, by its last days; what its first days miss is `missed`."""
        return self.day / days(self.last)

    @property
    def missed(self) -> float:
        """How much of the month `begin` is missing at its begin."""
        return (self.since - 1) / days(self.begin) if self.begin else 0.0


def days(month: Month) -> int:
    """How many days a month has."""
    after = month.plus(1)
    return (date(after.year, after.month, 1) - date(month.year, month.month, 1)).days


def taken(exports: Exports, through: Month | None, first: Month | None = None) -> Taken | Refusal:
    """The months up to `through`, else up to the last that every source covers whole; what is wrong where none is left.

    Incomplete months at either end stay as far as all sources cover them: of what a KPI has beyond, the days count that
    all have, and where it is not told by the day, its part of the days. A KPI that covers another month in part only is
    left out of that month. A month before `first` is none. Only those that bound the exports say how far the months at
    the ends are covered; levels are no less for a part of them.
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
    begin, since = _begin(exports, last, first)
    notes += _cut(exports, figures, {last: (since if begin == last else 1, day)} | _whole_from(begin, since, last))
    notes += _without(exports, figures, last, begin, since)
    covered_to = max((month for month, _ in exports.reach.values()), default=last)  # what lies beyond are slips
    if through is None and (end := min(known[-1], covered_to)) > last:
        notes.append(_beyond(exports, last, end))
    held = {key: values for key, values in figures.items() if values}
    return Taken(held, last, day, tuple(notes), begin, since) if begin else Taken(held, last, day, tuple(notes))


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


def _begin(exports: Exports, last: Month, first: Month | None) -> tuple[Month | None, int]:
    """The first month and the day from which on all sources that begin in its first half cover it; None: from its
    first day on.
    """
    kpis = {measure.kpi for measure in exports.measures if measure.values} - exports.levels
    begins = {kpi: exports.begins[kpi] for kpi in kpis if kpi in exports.begins}
    bounds = [begin for kpi, begin in begins.items() if kpi in exports.bounds] or list(begins.values())
    month = min((month for month, _ in bounds), default=last)
    since = [day for each, day in bounds if each == month]
    early = [day for day in since if day <= HALF] or since
    if month > last or (first is not None and month < first) or max(early, default=1) == 1:
        return None, 1
    return month, max(early)


def _whole_from(begin: Month | None, since: int, last: Month) -> dict[Month, tuple[int, int]]:
    return {} if begin is None or begin == last else {begin: (since, days(begin))}


def _cut(
    exports: Exports, figures: Mapping[Key, dict[Month, float]], windows: Mapping[Month, tuple[int, int]]
) -> Iterator[Note]:
    """Takes of each month the days of its window alone, by the day where rows tell it, else in proportion; says so."""
    told = {(m.segment, m.kpi): m.days for m in exports.measures}
    for month, (since, day) in windows.items():
        for kpi in dict.fromkeys(kpi for _, kpi in figures):
            begin, end = _covered(exports, kpi, month)
            if kpi in exports.levels or (begin >= since and end <= day):
                continue
            number, of = min(day, end) - max(since, begin) + 1, end - begin + 1
            estimated = False
            for key, values in figures.items():
                if key[1] != kpi or month not in values:
                    continue
                by_day = told[key].get(month)
                if by_day is None:
                    estimated, values[month] = True, values[month] * number / of
                else:
                    values[month] = sum(amount for at, amount in by_day.items() if since <= at <= day)
            if estimated and begin == since == 1:
                yield Note("in-proportion", {"kpi": kpi, "month": month, "day": day, "covered": end})
            elif estimated:
                yield Note("part-of-days", {"kpi": kpi, "month": month, "taken": number, "parts": of})


def _covered(exports: Exports, kpi: str, month: Month) -> tuple[int, int]:
    """From and up to which day a KPI covers a month that it is known in."""
    begin, end = exports.begins.get(kpi), exports.reach.get(kpi)
    return (
        begin[1] if begin and begin[0] == month else 1,
        end[1] if end and end[0] == month else days(month),
    )


def _without(
    exports: Exports, figures: Mapping[Key, dict[Month, float]], last: Month, begin: Month | None, since: int
) -> Iterator[Note]:
    """Takes a month at either end of a KPI that it covers in part, and others whole, away from it, and says so."""
    found: list[tuple[str, str, Month, int]] = []
    for kpi, (month, day) in exports.reach.items():
        if month < last and day < days(month):
            found.append(("ends-within", kpi, month, day))
    for kpi, (month, day) in exports.begins.items():
        if month <= last and day > (since if month == begin else 1) and kpi not in exports.levels:
            found.append(("begins-within", kpi, month, day))
    for code, kpi, month, day in found:
        there = [values for (_, name), values in figures.items() if name == kpi and month in values]
        for values in there:
            del values[month]
        if there:
            yield Note(code, {"kpi": kpi, "month": month, "day": day})
