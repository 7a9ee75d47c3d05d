"""The answer to a statement, counted as rows of files are: tallies and days, and what was left out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from kpiplan.exports.cells.record_names import closes
from kpiplan.exports.cells.spans import FIRST_YEAR, LAST_YEAR
from kpiplan.exports.columns.dating import is_weekly
from kpiplan.exports.columns.readings import NO_SEGMENT, KpiReading, TablePlan
from kpiplan.exports.months.counting import TableCounts
from kpiplan.exports.months.daily import DailySums
from kpiplan.exports.months.row_dates import DateCache
from kpiplan.exports.months.tallies import EMPTY, UNREAD, DatePart, Day, Tally, account, book, miss
from kpiplan.exports.months.units import UnitCounts
from kpiplan.exports.refusal import RefusalError
from kpiplan.exports.results import Quoted
from kpiplan.exports.warehouses.cells import BEYOND, UNDATED
from kpiplan.exports.warehouses.statement import Sums, TableQuestion, asked_of
from kpiplan.plan.rule_text import plain_number
from kpiplan.tuples import NamedTuple

Answer = Sequence[tuple[Any, ...]]
MOST_SHOWN = 50  # texts of no segment
_BEYOND = f"before {FIRST_YEAR} or after {LAST_YEAR}"
_FLOATS = ("total", "least", "greatest")


class _Group(NamedTuple):
    """The rows of one segment and day of the date `column` (a position among the dates of a question)."""

    segment: str | None
    column: int
    day: date
    rows: int
    used: int
    loose: tuple[str, ...]
    sums: tuple[Sums, ...]


def counts_of(
    question: TableQuestion, answer: Answer, units: Mapping[int, Answer]
) -> tuple[TablePlan, TableCounts, date | None]:
    """What a table says, and its latest day. `units` are the answers of readings whose units count once, by position.

    Raises RefusalError for segments that there can't be.
    """
    groups = [_group(question, row) for row in answer]
    plan = _with_weeks(question.plan, groups)
    counted = TableCounts([Tally() for _ in plan.readings], [DailySums() for _ in plan.readings])
    names = _names(question, groups, counted)
    days = _Days(plan)
    for at, (reading, tally) in enumerate(zip(plan.readings, counted.tallies, strict=True)):
        date_of = question.dates.index(reading.dating.columns[0])
        own = [group for group in groups if group.column == date_of and group.sums[at].rows]
        places = [days.at(group.column, group.day) for group in own]
        parts = [_part(reading, tally, each.sums[at], each.segment, p) for each, p in zip(own, places, strict=True)]
        account(tally, parts, days.known)
        for group, place in zip(own, places, strict=True):
            if group.sums[at].lost:
                miss(tally, days.known[place])
        _look_beside(reading, tally, [g for g in groups if g.column == date_of and _shows(reading, g, at)], days)
        if at in units:
            nameless = sum(group.sums[at].nameless for group in own)
            parts, counted.units[at] = _units(question, reading, tally, units[at], days, nameless)
        book(tally, names, parts, days.known, reading.over, plan.spans == "spread")
        if reading.over == "sum":
            counted.days[at].add(parts, days.known)
    first = [group for group in groups if group.column == 0]
    counted.rows, counted.used = sum(group.rows for group in first), sum(group.used for group in first)
    dated = [group.day for group in groups if group.day not in (UNDATED, BEYOND)]
    return plan, counted, max(dated, default=None)


def _shows(reading: KpiReading, group: _Group, at: int) -> bool:
    """Whether the rows of a group show how far the table goes."""
    return bool(group.sums[at].ended) if closes(reading.dating.label) else bool(group.rows)


def _look_beside(reading: KpiReading, tally: Tally, groups: Iterable[_Group], days: _Days) -> None:
    """Notes the days of rows that show how far a table goes (`exports.columns.evidence`)."""
    for group in groups if reading.beside else ():
        day = days.known[days.at(group.column, group.day)]
        if day.month not in (EMPTY, UNREAD):
            tally.beside.update(range(day.start, day.end + 1))


def _group(question: TableQuestion, row: Sequence[Any]) -> _Group:
    number = len(question.dates)
    segment, days, rest = row[0], row[1 : 1 + number], row[1 + number :]
    at = next(at for at, day in enumerate(days) if day is not None)
    values = iter(rest)
    rows, used = int(next(values)), int(next(values))
    loose = tuple(text for text in (next(values), next(values)) if text) if question.loose else ()
    sums = tuple(
        _sums({name: next(values) for name in asked_of(question, reading)}) for reading in question.plan.readings
    )
    return _Group(_segment(question, segment), at, _day(days[at]), rows, used, loose, sums)


def _day(value: Any) -> date:
    """A day; some drivers give it with a time."""
    return date(value.year, value.month, value.day)


def _sums(told: dict[str, Any]) -> Sums:
    """Drivers give decimals, and nothing for the sum of nothing."""
    known = {name: value for name, value in told.items() if value is not None}
    numbers: dict[str, Any] = {name: float(each) if name in _FLOATS else int(each) for name, each in known.items()}
    return Sums(**numbers)


def _segment(question: TableQuestion, text: str) -> str | None:
    split = question.plan.split
    if split is None:
        return None
    return text if question.split is not None else split.segment(text)


def _names(question: TableQuestion, groups: Iterable[_Group], counted: TableCounts) -> list[str | None]:
    """The segments there are, in the order of the rule; notes the rows that belong to none. Raises RefusalError."""
    there = dict.fromkeys(group.segment for group in groups)
    order = [*(question.split.segments if question.split else ()), NO_SEGMENT]
    names = [name for name in order if name in there]
    names += sorted(name for name in there if name is not None and name not in order)
    counted.segments.update(filter(None, names))
    split = question.plan.split
    if split is not None and split.most is not None and len(counted.segments) > split.most:
        raise RefusalError("too-many-values", column=Quoted(split.label), most=split.most)
    for group in groups:
        if split is not None and group.segment == NO_SEGMENT and group.column == 0:
            counted.unsplit += group.rows
            counted.unsplit_examples.update(_outside(question) or group.loose or ("",))
    return [*([None] if None in there else []), *names]


def _outside(question: TableQuestion) -> tuple[str, ...]:
    """The texts of no segment, where all texts are known."""
    split = question.plan.split
    if split is None:
        return ()
    texts = {(cell or "").strip() for cell in question.relation.columns[split.column].cells}
    return tuple(sorted(text for text in texts if split.segment(text) == NO_SEGMENT))[:MOST_SHOWN]


def _with_weeks(plan: TablePlan, groups: Iterable[_Group]) -> TablePlan:
    """Days that lie weeks apart stand for weeks, where a row is a period."""
    if plan.records:
        return plan
    dating = plan.readings[0].dating
    days = sorted({group.day for group in groups if group.column == 0 and group.day not in (UNDATED, BEYOND)})
    return plan._replace(weekly=is_weekly([day.isoformat() for day in days], dating))


class _Days:
    """The days of all dates, in one list, each read as a cell of its column is."""

    def __init__(self, plan: TablePlan) -> None:
        datings = {reading.dating.columns[0]: reading.dating for reading in plan.readings}
        self._caches = [DateCache(dating, plan.weekly) for dating in datings.values()]
        self._places: dict[tuple[int, date], int] = {}
        self.known: list[Day] = []

    def at(self, column: int, day: date) -> int:
        """The place of a day of a column of dates."""
        place = self._places.setdefault((column, day), len(self.known))
        if place == len(self.known):
            self.known.append(self._read(column, day))
        return place

    def _read(self, column: int, day: date) -> Day:
        if day in (UNDATED, BEYOND):
            return Day(EMPTY if day == UNDATED else UNREAD, 0, 0)
        return self._caches[column].read((day.isoformat(),))


def _part(reading: KpiReading, tally: Tally, sums: Sums, segment: str | None, place: int) -> DatePart:
    """The rows of a group as they count for a reading; what its cells lack goes to the tally."""
    if sums.rows and not tally.unread_example:
        tally.unread_example = _BEYOND
    if reading.value is None:
        return DatePart(segment, place, sums.rows, sums.rows, float(sums.rows))
    if sums.rows:
        tally.negative += sums.negative
        tally.unreadable += sums.lost
        tally.unknown += sums.rows - sums.known - sums.lost
        if sums.negative and not tally.negative_example and sums.least is not None:
            tally.negative_example = plain_number(sums.least)
        _beyond_one(reading, tally, sums)
    blank = not (reading.where or sums.known or sums.lost) and reading.distinct is None
    return DatePart(segment, place, sums.rows, sums.known, sums.total * reading.scale, blank)


def _beyond_one(reading: KpiReading, tally: Tally, sums: Sums) -> None:
    """Notes a plain number that is more than the whole, of a share."""
    if reading.direct and reading.direct.share and not tally.beyond_one:
        ends = [value for value in (sums.least, sums.greatest) if value is not None]
        tally.beyond_one = next((plain_number(v) for v in ends if abs(v * reading.scale) > 1), "")


def _units(
    question: TableQuestion, reading: KpiReading, tally: Tally, answer: Answer, days: _Days, nameless: int
) -> tuple[list[DatePart], UnitCounts]:
    """Units instead of rows; the tally then counts them."""
    column = question.dates.index(reading.dating.columns[0])
    parts: list[DatePart] = []
    tally.matched = tally.undated = tally.unread = dated = several = 0
    for segment, day, lacks, number, total, differing, lost in answer:
        place = days.at(column, _day(day))
        tally.matched += number
        tally.undated += number if days.known[place].month == EMPTY else 0
        tally.unread += number if days.known[place].month == UNREAD else 0
        several += differing
        if lacks < 2:
            dated += number
            scaled = float(total or 0.0) * (reading.scale if reading.value is not None else 1.0)
            parts.append(DatePart(_segment(question, segment), place, number, 0 if lacks else number, scaled))
        if lost:
            miss(tally, days.known[place])
    return parts, UnitCounts(dated, several, nameless)
