"""From rows to tables: preambles, sections, several tables a file, titles above them; the one that rules name."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from kpiplan.exports.cells.dates import read_date, read_month_alone
from kpiplan.exports.cells.names import is_total, key
from kpiplan.exports.cells.numbers import is_number
from kpiplan.exports.cells.spans import Span
from kpiplan.exports.files.inputs import Input
from kpiplan.exports.files.periods import ANY_DATE, stated_period
from kpiplan.exports.files.sheets import HEAD_ROWS, Row, Sheet, open_sheet, sheet_below
from kpiplan.exports.refusal import RefusalError
from kpiplan.exports.results import Why
from kpiplan.plan.export_rules import FileRules

MAX_TABLES = 500
HEADER_ROWS = 200  # of a block, among which the one that names the columns must be
_STATEMENT = re.compile(r"[^:]{3,40}:\s+\S")


@dataclass(slots=True)
class ExportTable:
    """One table of a file. `index` is the row of the header among all rows of the file, `line` its line.

    `start` and `end` are the period that the lines above state (ordinals of days), `rows` the rows below the
    header."""

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
    goes_on: bool = False  # whether there may be more rows of it in the file
    below: tuple[Sheet, list[ExportTable]] | None = None  # of one that goes on: what follows, once it is known
    left_out: Counter[Why] = field(default_factory=Counter)

    @property
    def name(self) -> str:
        """The title, or the first columns."""
        return self.title or ", ".join(cell.strip() for cell in self.header[:4])


def split_tables(rows: list[Row], before: ExportTable | None = None) -> list[ExportTable]:
    """All tables of some rows in order, one more than MAX_TABLES at most; none where no row names columns.

    `before` is the table above these rows; footers among them are counted there.
    """
    splitter = _Splitter(before)
    block: list[tuple[int, Row]] = []
    for index, row in enumerate(rows):
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
    tables = splitter.tables[: MAX_TABLES + 1]
    return tables[1:] if before else tables


def is_comment(cells: list[str]) -> bool:
    """Whether a row is a comment, which ends a table."""
    return bool(cells) and cells[0].startswith("#") and not any(cell.strip() for cell in cells[1:3])


def is_blank(cells: list[str]) -> bool:
    """Whether a row has nothing in it, which ends a table unless its rows go on at once."""
    return not any(cell.strip() for cell in cells)


def continues(cells: list[str], width: int) -> bool:
    """Whether the first row below a blank one goes on with a table: as wide as it, and no names of columns."""
    return len(cells) == width >= 2 and not _names_columns(cells)


def is_title(cells: list[str], following: list[str]) -> bool:
    """Whether a row among others is the title of a further table: a cell alone on its row, above names of columns."""
    alone = sum(bool(cell.strip()) for cell in cells) == 1 and cells[0].strip() and not is_total(cells[0])
    return bool(alone) and len(cells) < max(2, len(following)) and len(following) > 1 and _names_columns(following)


def are_footers(rows: Iterable[list[str]]) -> bool:
    """Whether rows that name no columns are the end of the table above, and no lines above the next one."""
    return any(len(cells) >= 3 for cells in rows)


def names_columns(rows: list[list[str]]) -> bool:
    """Whether a row of a block names the columns of a table."""
    block = [(index, (0, cells)) for index, cells in enumerate(rows)]
    return _header(block, 0, Counter(map(len, rows))) is not None


class _Splitter:
    def __init__(self, before: ExportTable | None = None) -> None:
        self.tables: list[ExportTable] = [before] if before else []
        self._lines: list[str] = list(before.above) if before else []
        self._commented = False

    @property
    def full(self) -> bool:
        """Whether there are more tables than are read."""
        return len(self.tables) > MAX_TABLES

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
            if self._continues(block, begin, widths):
                self.tables[-1].rows.extend(row for _, row in block[begin:])
                self._lines = list(self.tables[-1].above)
                return
            found = _header(block, begin, widths)
            if found is None:
                self._untitled(block[begin:])
                return
            above = [",".join(row[1]).rstrip(",") for _, row in block[begin:found]]
            end = _next_title(block, found + 1)
            self._add(block[found], above, block[found + 1 : end])
            begin = end

    def _untitled(self, block: list[tuple[int, Row]]) -> None:
        """Rows that name no columns: lines above the next table, or the end of the one before."""
        if not self.tables or not are_footers(row[1] for _, row in block):
            self._lines.extend(" ".join(cell for cell in row[1] if cell.strip()) for _, row in block)
        else:
            self.tables[-1].left_out[Why("footer")] += len(block)

    def _add(self, header: tuple[int, Row], above: list[str], body: list[tuple[int, Row]]) -> None:
        lines = [*self._lines, *above]
        start, end = stated_period(lines)
        own = [line for line in lines if line.strip() and not line.startswith("#")]
        title = own[-1].strip() if own and not ANY_DATE.search(own[-1]) else ""
        index, (line, cells) = header
        while (
            len(cells) > 1
            and not cells[-1].strip()
            and not any(len(r[1]) >= len(cells) and r[1][-1].strip() for _, r in body[:200])
        ):
            cells = cells[:-1]
        table = ExportTable(
            self.tables[-1].number + 1 if self.tables else 1,
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
        self._commented = False
        if body and not any(line.startswith("#") for line in self._lines):
            self._lines = []
        table.above = tuple(self._lines)

    def _continues(self, block: list[tuple[int, Row]], begin: int, widths: Counter[int]) -> bool:
        """Whether the block goes on with the table before the blank line: same width, data at once."""
        if not self.tables or self._commented:
            return False
        before = self.tables[-1]
        if not continues(block[begin][1][1], len(before.header)):
            return False
        return bool(before.rows) or _header(block, begin, widths) in (None, begin)


def _header(block: list[tuple[int, Row]], begin: int, widths: Counter[int]) -> int | None:
    """The position from `begin` on of the row that names the columns; None where there is none."""
    widest = max(widths, key=lambda width: (widths[width] if width > 1 else 0, width))
    for position, (_, (_, cells)) in enumerate(block[begin : begin + HEADER_ROWS], begin):
        filled = sum(bool(cell.strip()) for cell in cells)
        if widest == 1:
            if len(block) > position + 1 and read_date(block[position + 1][1][1][0]) and not read_date(cells[0]):
                return position
        elif filled >= max(2, (min(widest, len(cells)) + 1) // 2) and len(cells) * 2 > widest and _names_columns(cells):
            return position
    return None


def _names_columns(cells: list[str]) -> bool:
    """Whether cells are names: no numbers or days among them, months aside."""
    texts = [cell.strip() for cell in cells if cell.strip()]
    if not texts or _STATEMENT.match(texts[0]) or (is_total(texts[0]) and len(texts) < 3):
        return False
    dates = [text for text in texts if read_date(text) or read_month_alone(text)]
    if len(dates) >= 3 or (dates and all((span := read_date(d)) is None or span.grain != "day" for d in dates)):
        texts = [text for text in texts if text not in dates]
        if not texts:
            return len(dates) >= 2
        return not any(is_number(text) for text in texts)
    if dates:
        return False
    months = [text for text in texts if text.isdecimal() and 1 <= int(text) <= 12]
    if len(months) >= 11:
        texts = [text for text in texts if text not in months]
    return not any(is_number(text) for text in texts)


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


def open_tables(item: Input, rules: FileRules) -> tuple[Sheet, list[ExportTable]]:
    """The tables of a file, of a large one those at its beginning. Raises RefusalError where there is none."""
    sheet = open_sheet(item, rules.encoding)
    tables = split_tables(sheet.rows)
    if not tables:
        raise RefusalError("no-header", 1)
    if len(tables) > MAX_TABLES and (rules.table is None or not named(tables[:MAX_TABLES], rules.table)):
        raise RefusalError("too-many-tables", most=MAX_TABLES)
    return sheet, _going_on(sheet, tables[:MAX_TABLES])


def tables_below(sheet: Sheet, table: ExportTable, line: int) -> tuple[Sheet, list[ExportTable]]:
    """The next tables of a large file, where the one above them ended at a line; its footers are counted."""
    below = sheet_below(sheet, line)
    tables = split_tables(below.rows, table)
    if tables and tables[-1].number > MAX_TABLES:
        raise RefusalError("too-many-tables", most=MAX_TABLES)
    return below, _going_on(below, tables)


def _going_on(sheet: Sheet, tables: list[ExportTable]) -> list[ExportTable]:
    """The last table of a large file goes on. Where not all of the file was looked at, too little of it was: it is
    found again below the one before."""
    tables = tables[:-1] if sheet.cut and len(tables) > 1 else tables
    if tables:
        tables[-1].goes_on = not sheet.whole
    return tables


def named(tables: list[ExportTable], table: int | str) -> list[ExportTable]:
    """The tables that a rule names, by number or words of their title or header."""
    if isinstance(table, int):
        return [each for each in tables if each.number == table]
    wanted = key(table)
    return [each for each in tables if wanted in key(each.title) or wanted in key(", ".join(each.header))]
