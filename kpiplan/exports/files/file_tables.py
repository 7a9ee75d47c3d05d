"""The tables of a file one after the other, those far below in a large one too; the one that rules name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kpiplan.exports.cells.names import key
from kpiplan.exports.files.beside import each_apart
from kpiplan.exports.files.contents import open_sheets
from kpiplan.exports.files.inputs import Input
from kpiplan.exports.files.sheets import Sheet, sheet_below
from kpiplan.exports.files.tables import MAX_TABLES, ExportTable, split_tables
from kpiplan.exports.refusal import RefusalError
from kpiplan.exports.results import Listed
from kpiplan.plan.export_rules import FileRules


class FileTables:
    """Goes through the tables of a file, those that the rules name alone.

    What stands below a table of a large file is looked for when it is asked for: who went through the rows of the table
    before knows where that is, and says so by `look_below`. Where no rule names a table, `hidden` are the sheets of a
    workbook that nobody sees, and `bare` those without a table, as far as they were gone through.
    """

    def __init__(self, item: Input, rules: FileRules) -> None:
        self._item, self._rules = item, rules
        self.hidden: tuple[str, ...] = ()
        self.bare: tuple[str, ...] = ()

    def __iter__(self) -> Iterator[ExportTable]:
        """Raises RefusalError where there is none, or there are too many to tell which one is meant."""
        wanted = self._rules.table
        opened = open_sheets(self._item, self._rules.encoding)
        self.hidden, self.bare = (opened.hidden, ()) if wanted is None else ((), ())
        seen: list[ExportTable] = []
        found = False
        for tables in self._together(opened.sheets):
            known = [table for table in tables if table.number <= MAX_TABLES]
            chosen = known if wanted is None else _named(known, wanted)
            seen.extend(known)
            found = found or bool(chosen)
            if len(known) < len(tables) and (wanted is None or not found):
                raise RefusalError("too-many-tables", most=MAX_TABLES)
            yield from chosen
            if len(known) < len(tables):
                return
        if not seen:
            empty = not any(sheet.rows for sheet in opened.sheets)
            raise RefusalError("empty-export") if empty else RefusalError("no-header", 1)
        if not found:
            names = tuple(f"{table.number}: {table.name}" for table in seen)
            raise RefusalError("unknown-table", table=wanted, tables=Listed(names))

    def _together(self, sheets: Iterable[Sheet]) -> Iterator[list[ExportTable]]:
        """The tables of each sheet, of a large one those at its beginning and then what is found below them."""
        number = 1
        for sheet in sheets:
            tables = split_tables(sheet, number=number)
            tables = each_apart(tables) if sheet.whole else _going_on(sheet, tables)
            if sheet.rows and not tables and self._rules.table is None:
                self.bare += (sheet.title,)
            while tables:
                yield tables
                last = tables[-1]
                number = last.number + 1
                if last.goes_on and last.below is None:
                    from kpiplan.exports.files.large.data import end_of

                    look_below(last, end_of(last))
                tables = last.below or []


def look_below(table: ExportTable, line: int | None) -> None:
    """Finds what stands below a table of a large file that ended at a line (None: at the end of the file).

    Footers of the table are counted with it.
    """
    below = None if line is None else sheet_below(table.sheet, line)
    table.below = [] if below is None else _going_on(below, split_tables(below, table))


def _going_on(sheet: Sheet, tables: list[ExportTable]) -> list[ExportTable]:
    """The last table of a large file goes on. Where not all of the file was looked at, too little of it was: it is
    found again below the one before."""
    tables = tables[:-1] if sheet.cut and len(tables) > 1 else tables
    if tables:
        tables[-1].goes_on = not sheet.whole
    return tables


def _named(tables: list[ExportTable], table: int | str) -> list[ExportTable]:
    """The tables that a rule names, by number or words of the name of their sheet, their title or header."""
    if isinstance(table, int):
        return [each for each in tables if each.number == table]
    text = key(table)
    return [t for t in tables if any(text in key(said) for said in (t.sheet.title, t.title, ", ".join(t.header)))]
