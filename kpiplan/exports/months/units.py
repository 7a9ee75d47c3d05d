"""Units that count once, however many rows they have: by the first of their days, with the largest amount of that day.

Exact, and so memory grows with the number of units, not of rows; the order of rows matters for nothing.
"""

from collections.abc import Iterator

from kpiplan.exports.months.tallies import EMPTY, UNREAD, DatePart, Day, Tally, book, miss
from kpiplan.kpis.measures import Over
from kpiplan.tuples import NamedTuple

_NO_DATE = Day(EMPTY, 0, 0)
_WHOLE = "\0"  # stands for None where segments are put in order


class UnitStanding(NamedTuple):
    """What a row makes its unit count by; of two the smaller. `lacks` is 2 without a date, 1 without a known amount."""

    lacks: int
    start: int
    amount: float  # times -1
    segment: str
    day: Day


def standing(day: Day, segment: str | None, amount: float | None) -> UnitStanding:
    """How a row with this day and amount (None: unknown) stands among those of its unit."""
    lacks = 2 if day.month in (EMPTY, UNREAD) else 1 if amount is None else 0
    return UnitStanding(
        lacks, day.start if lacks < 2 else -day.month, -(amount or 0.0), _WHOLE if segment is None else segment, day
    )


def name_of(text: str) -> str:
    """What tells a unit from others."""
    return text.casefold()


class UnitCounts(NamedTuple):
    """How many units count, how many of them have several amounts, and how many rows name none."""

    dated: int
    differing: int
    nameless: int


class Units:
    """The units of one reading, by their texts."""

    def __init__(self) -> None:
        self.nameless = 0  # rows that meet the condition and name no unit
        self.differing = 0  # units whose rows have different amounts
        self._held: dict[str, UnitStanding] = {}
        self._amounts: dict[str, float | None] = {}  # the one of each unit; None where it has several
        self._missed: dict[str, Day] = {}  # the days of cells that can't be read

    @property
    def counts(self) -> UnitCounts:
        """How many there are, once all rows were taken."""
        dated = sum(best.lacks < 2 for best in self._held.values())
        return UnitCounts(dated, self.differing, self.nameless)

    def take(self, unit: str, day: Day, segment: str | None, rows: int, amount: float | None) -> None:
        """Rows of a unit, a day and a segment with the same amount; None where it is unknown."""
        if not unit:
            self.nameless += rows
            return
        unit = name_of(unit)
        best = standing(day, segment, amount)
        self._held[unit] = min(self._held.get(unit, best), best)
        if amount is not None and self._amounts.setdefault(unit, amount) != amount and self._amounts[unit] is not None:
            self._amounts[unit] = None
            self.differing += 1

    def miss(self, unit: str, day: Day) -> None:
        """A cell of a unit that should be its amount can't be read."""
        self._missed.setdefault(name_of(unit), day)

    def months(self) -> Iterator[tuple[str, Day]]:
        """The units that have a date, and the day that they count by."""
        return ((unit, best.day) for unit, best in self._held.items() if best.lacks < 2)

    def finish(
        self, tally: Tally, names: list[str | None], over: Over, *, spread: bool
    ) -> tuple[list[DatePart], list[Day]]:
        """Books each unit once, returns them by day; the tally then counts units where it counted rows."""
        days = sorted({best.day for best in self._held.values()})
        at = {day: number for number, day in enumerate(days)}
        by_name = {_WHOLE if name is None else name: name for name in names}
        found: dict[tuple[str, int], list[float]] = {}
        for best in self._held.values():
            if best.lacks < 2:
                known = found.setdefault((best.segment, at[best.day]), [0, 0, 0.0])
                known[0] += 1
                known[1] += best.lacks == 0
                known[2] -= best.amount
        parts = [DatePart(by_name[name], date, int(n), int(k), total) for (name, date), (n, k, total) in found.items()]
        book(tally, names, parts, days, over, spread)
        lacking = [best.day.month for best in self._held.values() if best.lacks == 2]
        tally.matched, tally.undated, tally.unread = len(self._held), lacking.count(EMPTY), lacking.count(UNREAD)
        for unit, day in self._missed.items():
            if self._held.get(unit, UnitStanding(0, 0, 0.0, "", _NO_DATE)).lacks:
                miss(tally, day)
        return parts, days
