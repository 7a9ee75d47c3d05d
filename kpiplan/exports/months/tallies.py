"""Rows added up by segment and date, and dates booked to their months."""

from collections.abc import Iterable, Sequence

from kpiplan.exports.cells.spans import FIRST_YEAR, LAST_YEAR, first_day, month_of
from kpiplan.kpis.measures import Over
from kpiplan.months import Month
from kpiplan.tuples import NamedTuple

MONTHS = (LAST_YEAR - FIRST_YEAR + 2) * 12
ORIGIN = Month(FIRST_YEAR, 1)
DAY_ZERO = first_day(ORIGIN)
DAYS = first_day(ORIGIN.plus(MONTHS)) - DAY_ZERO
EMPTY, UNREAD, SPANNING = -1, -2, -3  # instead of a month

ByMonth = dict[int, float]  # months are counted from ORIGIN


class Day(NamedTuple):
    """A date as it is counted: the number of its month, or why there is none, and its first and last day."""

    month: int
    start: int
    end: int


class DatePart(NamedTuple):
    """Rows of one segment and date: how many, how many have a known value, and the sum of these. `blank`: none of them
    has any value.
    """

    segment: str | None
    date: int
    rows: int
    known: int
    total: float
    blank: bool = False


class Tally:
    """What one reading found: by segment and month the sum and the number of known values."""

    def __init__(self) -> None:
        self.segments: list[str | None] = []
        self.sums: dict[str | None, ByMonth] = {}
        self.known: dict[str | None, ByMonth] = {}
        self.marks: dict[str | None, dict[int, int]] = {}  # of levels: the day of each month's value
        self.seen: set[int] = set()  # days
        self.beside: set[int] = set()  # days of rows that show how far the table goes, and do not count
        self.matched = 0  # rows that meet the condition
        self.undated = 0  # of them without a date
        self.unread = 0  # of them with a date that can't be read
        self.unread_example = ""
        self.spanning = 0  # of them with a period in two months
        self.spanning_example = ""
        self.unknown = 0
        self.ratios = 0
        self.unreadable = 0
        self.unreadable_example = ""
        self.unread_months: set[int] = set()  # with such a cell: unknown
        self.negative = 0
        self.negative_example = ""
        self.beyond_one = ""  # of a share: a plain number that is more than the whole
        self.offered: set[str] = set()  # texts of the condition's column

    def months_known(self, segment: str | None) -> list[int]:
        """The months that have values of a segment, in order; those of which a cell can't be read among them."""
        return sorted(month for month, known in self.known.get(segment, {}).items() if known > 0)


def book(
    tally: Tally, names: Sequence[str | None], parts: Iterable[DatePart], days: Sequence[Day], over: Over, spread: bool
) -> None:
    """Takes the parts into the months of a tally: sums, or the last or first day of a level."""
    for name in names:
        if name not in tally.sums:
            tally.segments.append(name)
            tally.sums[name], tally.known[name], tally.marks[name] = {}, {}, {}
    if over == "sum":
        _book_sum(tally, parts, days, spread)
    else:
        _book_level(tally, parts, days, last=over == "last")


def _book_sum(tally: Tally, parts: Iterable[DatePart], days: Sequence[Day], spread: bool) -> None:
    """Adds the sums of each distinct date to its month, or to the months over which it is spread."""
    for segment, date, _, rows, total, _ in parts:
        day = days[date]
        month = day[0]
        sums, known = tally.sums[segment], tally.known[segment]
        if month >= 0:
            sums[month] = sums.get(month, 0.0) + total
            known[month] = known.get(month, 0) + rows
        elif month == SPANNING:
            for at, share in _shares(day, spread):
                sums[at] = sums.get(at, 0.0) + total * share
                known[at] = known.get(at, 0) + rows * share


def _book_level(tally: Tally, parts: Iterable[DatePart], days: Sequence[Day], *, last: bool) -> None:
    """Of each month keeps the known values of its last (or first) day; a period in two months counts where it starts.

    Rows of the same day are different things (a row a channel) and add up."""
    for part in parts:
        day = days[part.date]
        month = month_of(day.start + DAY_ZERO).since(ORIGIN) if day.month == SPANNING else day.month
        if month < 0 or not part.known:
            continue
        sums, known, marks = tally.sums[part.segment], tally.known[part.segment], tally.marks[part.segment]
        mark = day.end if last else -day.start
        if month not in marks or mark > marks[month]:
            marks[month], sums[month], known[month] = mark, part.total, part.known
        elif mark == marks[month]:
            sums[month] += part.total
            known[month] += part.known


def miss(tally: Tally, day: Day) -> None:
    """Marks the months of a row whose cell can't be read: what is known of them is not all."""
    if day.month >= 0:
        tally.unread_months.add(day.month)
    elif day.month == SPANNING:
        tally.unread_months.update(month for month, _ in _shares(day, spread=True))


def _shares(day: Day, spread: bool) -> list[tuple[int, float]]:
    """The months of a period and the share of its days in each; all in the first where it is not spread."""
    if not spread:
        return [(month_of(day.start + DAY_ZERO).since(ORIGIN), 1.0)]
    months = [month_of(each + DAY_ZERO).since(ORIGIN) for each in range(day.start, day.end + 1)]
    return [(month, months.count(month) / len(months)) for month in dict.fromkeys(months)]


def account(tally: Tally, parts: Iterable[DatePart], days: Sequence[Day]) -> None:
    """Counts rows without a date, marks the days that are covered: not by rows that are still to be filled in."""
    for _, date, rows, _, _, blank in parts:
        month, start, end = days[date]
        tally.matched += rows
        if blank and month >= 0:
            continue
        if month >= 0 and start == end:  # most
            tally.seen.add(start)
            continue
        tally.undated += rows if month == EMPTY else 0
        tally.unread += rows if month == UNREAD else 0
        tally.spanning += rows if month == SPANNING else 0
        if month >= 0 or month == SPANNING:
            tally.seen.update(range(start, end + 1))


def by_month(values: ByMonth, wanted: Iterable[int]) -> dict[Month, float]:
    """The values of the wanted months."""
    return {ORIGIN.plus(month): float(values[month]) for month in wanted}
