"""From rows to tables: preambles, sections, several tables a file, titles above them; the one that rules name."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from kpiplan.exports.cells.code_names import is_coded
from kpiplan.exports.cells.dates import read_date, read_month_alone
from kpiplan.exports.cells.names import is_total
from kpiplan.exports.cells.numbers import is_number
from kpiplan.exports.cells.spans import Span
from kpiplan.exports.files.headers import is_plain_header, joined_header, last_filled, trimmed, with_units
from kpiplan.exports.files.periods import ANY_DATE, stated_period, titled_month
from kpiplan.exports.files.sections import MOST_TITLES, is_lone, is_spread, section_title
from kpiplan.exports.files.sheets import HEAD_ROWS, Row, Sheet
from kpiplan.exports.results import Why

MAX_TABLES = 500
HEADER_ROWS = 200  # of a block, among which the one that names the columns must be
_STATEMENT = re.compile(r"[^:]{3,40}:\s+\S")


@dataclass(slots=True)
class ExportTable:
    """One table of a file. `index` is the row of the header among all rows of its `sheet`, `line` its line.

    `start` and `end` are the period that the lines above state (ordinals of days), `rows` the rows below the
    header."""

    sheet: Sheet
    number: int
    title: str
    preamble: str
    header: list[str]
    index: int
    line: int
    rows: list[Row]
    start: int | None = None
    end: int | None = None
    above: tuple[str, ...] = ()  # the lines above that also hold for the next table
    apart: bool = False  # whether its rows begin below a blank line
    goes_on: bool = False  # whether there may be more rows of it in the file
    below: list[ExportTable] | None = None  # of one that goes on: what follows, once it is known
    left_out: Counter[Why] = field(default_factory=Counter)
    left_lines: dict[Why, list[int]] = field(default_factory=dict)

    def leave(self, why: Why, line: int) -> None:
        """Counts a row that is left out, and keeps its line."""
        self.left_out[why] += 1
        self.left_lines.setdefault(why, []).append(line)

    def keep_above(self, line: int) -> None:
        """Counts no rows left out from a line on, which are gone through again; where the first are is still known."""
        above = {why: sum(n < line for n in lines) for why, lines in self.left_lines.items()}
        self.left_out = Counter({why: rows for why, rows in above.items() if rows})

    @property
    def name(self) -> str:
        """The sheet and the title, or the first columns where there is neither."""
        titles = [title for title in (self.sheet.title, self.title) if title]
        return ": ".join(titles) or ", ".join(cell.strip() for cell in self.header[:4])

    @property
    def place(self) -> str:
        """What messages call the file of its lines: of a workbook its sheet is named too."""
        return "/".join(name for name in (self.sheet.input.name, self.sheet.title) if name)


def split_tables(sheet: Sheet, before: ExportTable | None = None, number: int = 1) -> list[ExportTable]:
    """All tables of a sheet in order, no more than one beyond MAX_TABLES; none where no row names columns.

    `before` is the table above these rows; footers among them are counted there. Without one the first has the number.
    """
    splitter = _Splitter(sheet, before, number)
    block: list[tuple[int, Row]] = []
    for index, row in enumerate(sheet.rows):
        cells = row[1]
        comment = is_comment(cells)
        if comment or is_blank(cells):
            splitter.take(block)
            block = []
            if splitter.full:
                break
            if comment:
                splitter.comment(",".join(cells).rstrip(","))
        else:
            block.append((index, row))
    splitter.take(block)
    return splitter.tables[1:] if before else splitter.tables


def is_comment(cells: list[str]) -> bool:
    """Whether a row is a comment, which ends a table: a text alone on its row, for orders are numbered `#1001`."""
    return bool(cells) and cells[0].startswith("#") and not any(cell.strip() for cell in cells[1:])


def is_blank(cells: list[str]) -> bool:
    """Whether a row has nothing in it, which ends a table unless its rows go on at once."""
    if cells and cells[0] and not cells[0].isspace():
        return False  # most rows
    return not any(cell.strip() for cell in cells)


def continues(cells: list[str], width: int) -> bool:
    """Whether the first row below a blank one goes on with a table: as wide as it, and no names of columns."""
    return len(cells) == width >= 2 and not _names_columns(cells) and not is_spread(cells)


def is_title(cells: list[str], following: list[str]) -> bool:
    """Whether a row among others is the title of a further table: a cell alone on its row, above names of columns."""
    if len(cells) >= max(2, len(following)):
        return False  # most rows
    alone = sum(bool(cell.strip()) for cell in cells) == 1 and cells[0].strip() and not is_total(cells[0])
    return bool(alone) and len(following) > 1 and _names_columns(following)


def are_footers(rows: Iterable[list[str]]) -> bool:
    """Whether rows that name no columns are the end of the table above, and no lines above the next one."""
    return any(len(cells) >= 3 for cells in rows)


def names_columns(rows: list[list[str]]) -> bool:
    """Whether a row of a block names the columns of a table."""
    block = [(index, (0, cells)) for index, cells in enumerate(rows)]
    return _header(block, 0, Counter(map(len, rows))) is not None


class _Splitter:
    def __init__(self, sheet: Sheet, before: ExportTable | None, number: int) -> None:
        self._sheet = sheet
        self._number = before.number + 1 if before else number  # of the next table
        self.tables: list[ExportTable] = [before] if before else []
        self._lines: list[str] = list(before.above) if before else []
        self._commented = False
        self._closed = before is not None  # whether what follows can't go on with the table above

    @property
    def full(self) -> bool:
        """Whether there are more tables than are read."""
        return self._number > MAX_TABLES + 1

    def comment(self, text: str) -> None:
        if not self._commented:
            self._lines = []
        self._commented = True
        self._lines.append(text)

    def take(self, block: list[tuple[int, Row]]) -> None:
        """Rows without a blank line or comment between: preamble, header, data; perhaps several times."""
        begin = 0
        while begin < len(block) and not self.full:
            widths = Counter(len(row[1]) for _, row in block[begin : begin + HEAD_ROWS])
            titles = self._titles(block, begin)
            if titles or self._continues(block, begin, widths):
                self.tables[-1].apart |= not self.tables[-1].rows
                self.tables[-1].rows.extend(row for _, row in block[begin + titles :])
                self._lines = list(self.tables[-1].above)
                return
            found = _header(block, begin, widths)
            if found is None:
                self._closed = self._closed or begin > 0  # below a title that begins no table
                self._untitled(block[begin:])
                return
            first, found, header = _whole_header(block, begin, found)
            above = [row[1][0] if is_spread(row[1]) else ",".join(row[1]).rstrip(",") for _, row in block[begin:first]]
            end = _next_title(block, found + 1)
            self._add(header, above, block[found + 1 : end])
            begin = end

    def _untitled(self, block: list[tuple[int, Row]]) -> None:
        """Rows that name no columns: lines above the next table, or the end of the one before."""
        if not self.tables or not are_footers(row[1] for _, row in block):
            self._lines.extend(" ".join(cell for cell in row[1] if cell.strip()) for _, row in block)
        else:
            for _, (line, _) in block:
                self.tables[-1].leave(Why("footer"), line)

    def _add(self, header: tuple[int, Row], above: list[str], body: list[tuple[int, Row]]) -> None:
        lines = [*self._lines, *above]
        start, end = stated_period(lines)
        own = [line for line in lines if line.strip() and not line.startswith("#")]
        title = own[-1].strip() if own and not ANY_DATE.search(own[-1]) else ""
        if start is None and (month := titled_month(title, self._sheet.title)):
            start, end = month
        index, (line, cells) = header
        widest = max((len(row[1]) for _, row in body), default=len(cells))
        while len(cells) > max(1, widest) and not cells[-1].strip():  # what rows have a cell for is a column
            cells = cells[:-1]
        table = ExportTable(
            self._sheet,
            self._number,
            title,
            "\n".join(lines),
            cells,
            index,
            line,
            [r for _, r in body],
            start,
            end,
        )
        self.tables.append(table)
        self._number += 1
        self._commented = self._closed = False
        if body and not any(line.startswith("#") for line in self._lines):
            self._lines = []
        table.above = tuple(self._lines)

    def _titles(self, block: list[tuple[int, Row]], begin: int) -> int:
        """How many rows of a block are the title under which it goes on with the table before the blank line."""
        if not self.tables or self._commented or self._closed or begin or not self.tables[-1].rows:
            return 0
        above = self.tables[-1].rows[-1][1]
        for titles in range(1, min(MOST_TITLES + 1, len(block))):
            if title := section_title([row[1] for _, row in block[:titles]], block[titles][1][1], above):
                self.tables[-1].leave(Why("section", title), block[0][1][0])
                return titles
        return 0

    def _continues(self, block: list[tuple[int, Row]], begin: int, widths: Counter[int]) -> bool:
        """Whether the block goes on with the table before the blank line: same width, data at once."""
        if not self.tables or self._commented or self._closed:
            return False
        before, first = self.tables[-1], block[begin][1][1]
        titled = is_lone(first) and len(block) > begin + 1 and _names_columns(block[begin + 1][1][1])
        if titled or not continues(first, len(before.header)):
            return False
        return bool(before.rows) or _header(block, begin, widths) in (None, begin)


def _header(block: list[tuple[int, Row]], begin: int, widths: Counter[int]) -> int | None:
    """The position from `begin` on of the row that names the columns; None where there is none."""
    widest = max(widths, key=lambda width: (widths[width] if width > 1 else 0, width))
    blank = widest - last_filled(block, begin, widest) if widest > 1 else 0
    widest -= blank  # columns that are empty everywhere are none
    for position, (_, (_, cells)) in enumerate(block[begin : begin + HEADER_ROWS], begin):
        filled, cells = sum(bool(cell.strip()) for cell in cells), trimmed(cells, blank)
        if widest == 1:
            if len(block) > position + 1 and read_date(block[position + 1][1][1][0]) and not read_date(cells[0]):
                return position
        elif filled >= max(2, (min(widest, len(cells)) + 1) // 2) and len(cells) * 2 > widest:
            below = block[position + 1][1][1] if len(block) > position + 1 else []
            if _names_columns(cells) or is_plain_header(cells, below):
                return position
    return None


def _whole_header(block: list[tuple[int, Row]], begin: int, found: int) -> tuple[int, int, tuple[int, Row]]:
    """The first and last row that name the columns, and the header that they are: the row found, or it and another."""
    for first, last in ((found - 1, found), (found, found + 1)):
        if begin <= first and last < len(block) and _names_columns(block[last][1][1]):
            index, (line, cells) = block[last]
            if names := joined_header(block[first][1][1], cells):
                return first, last, (index, (line, names))
    index, (line, cells) = block[found]
    below = block[found + 1][1][1] if found + 1 < len(block) else []
    if named := with_units(cells, below):
        return found, found + 1, (index, (line, named))
    return found, found, block[found]


def _names_columns(cells: list[str]) -> bool:
    """Whether cells are names: no numbers or days among them, months aside."""
    texts = [cell.strip() for cell in cells if cell.strip()]
    if not texts or (is_total(texts[0]) and len(texts) < 3) or is_spread(cells):
        return False
    if _STATEMENT.match(texts[0]) and (len(texts) < 3 or any(map(_STATEMENT.match, texts[1:]))):
        return False  # `(Unit: EUR k)` may stand in the corner of a table
    dates = [text for text in texts if read_date(text) or read_month_alone(text)]
    if len(dates) >= 3 or (dates and all((span := read_date(d)) is None or span.grain != "day" for d in dates)):
        texts = [text for text in texts if text not in dates]
        if not texts:
            return len(dates) >= 2
        return not any(is_number(text) and not is_coded(text) for text in texts)
    if dates:
        return False
    months = [text for text in texts if text.isdecimal() and 1 <= int(text) <= 12]
    if len(months) >= 11:
        texts = [text for text in texts if text not in months]
    return not any(is_number(text) and not is_coded(text) for text in texts)


def _next_title(block: list[tuple[int, Row]], begin: int) -> int:
    """Where after the first row of data the next table begins: a cell alone on its row, then names, then data."""
    for position in range(begin + 1, len(block) - 1):
        if is_title(block[position][1][1], block[position + 1][1][1]):
            return position
    return len(block)


def period_span(table: ExportTable) -> Span | None:
    """The stated period as a span, None where the lines above do not state one."""
    if table.start is None or table.end is None:
        return None
    return Span(table.start, table.end, "range")
