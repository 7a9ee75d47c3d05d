"""The dates of rows, each text read once."""

from kpiplan.exports.cells.numbers import UNKNOWN
from kpiplan.exports.cells.spans import Span
from kpiplan.exports.columns.readings import Dating
from kpiplan.exports.files.chunks import Chunk, RowKey
from kpiplan.exports.months.tallies import DAY_ZERO, DAYS, EMPTY, ORIGIN, SPANNING, UNREAD, Day
from kpiplan.tuples import NamedTuple

CACHED_TEXTS = 50_000


class Dates(NamedTuple):
    """The distinct dates of a chunk, and which of them each row has."""

    days: list[Day]
    rows: RowKey


class DateCache:
    """Days by text, kept from chunk to chunk, within bounds."""

    def __init__(self, dating: Dating, weekly: bool) -> None:
        self._dating, self._weekly = dating, weekly
        self._known: dict[tuple[str, ...], Day] = {}

    def dates(self, chunk: Chunk) -> Dates:
        """The dates of a chunk."""
        known = self._known
        if len(known) > CACHED_TEXTS:
            known.clear()
        texts = chunk.texts(self._dating.columns)
        for text in texts:
            if text not in known:
                known[text] = self.read(text)
        return Dates([known[text] for text in texts], chunk.key(self._dating.columns))

    def read(self, texts: tuple[str, ...]) -> Day:
        """What the texts of one row say."""
        span = self._dating.read(texts)
        if span is None:
            return Day(EMPTY if all(text.casefold() in UNKNOWN for text in texts) else UNREAD, 0, 0)
        if self._weekly and span.grain == "day":
            span = Span(span.start, span.start + 6, "week")
        if not (0 <= span.start - DAY_ZERO <= span.end - DAY_ZERO < DAYS):
            return Day(UNREAD, 0, 0)  # a day counted from a start, far beyond the calendar
        month = span.month
        return Day(month.since(ORIGIN) if month else SPANNING, span.start - DAY_ZERO, span.end - DAY_ZERO)
