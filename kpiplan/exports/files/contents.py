"""The tables of a file one after the other, those far below in a large one too."""

from __future__ import annotations

from collections.abc import Iterator

from kpiplan.exports.files.inputs import Input
from kpiplan.exports.files.sheets import Sheet
from kpiplan.exports.files.tables import MAX_TABLES, ExportTable, named, open_tables, tables_below
from kpiplan.exports.refusal import RefusalError
from kpiplan.exports.results import Listed
from kpiplan.plan.export_rules import FileRules


def file_tables(item: Input, rules: FileRules) -> Iterator[tuple[Sheet, ExportTable]]:
    """The tables of a file, the one that the rules name alone. Raises RefusalError where there is none.

    What stands below a table of a large file is looked for when it is asked for: who went through the rows of the table
    before knows where that is, and says so by `look_below`.
    """
    sheet, tables = open_tables(item, rules)
    seen: list[ExportTable] = []
    found = False
    while tables:
        seen.extend(tables)
        for table in tables:
            if rules.table is None or named([table], rules.table):
                found = True
                yield sheet, table
        last = tables[-1]
        if last.goes_on and last.below is None:
            from kpiplan.exports.files.large import end_of

            look_below(sheet, last, end_of(sheet, last))
        sheet, tables = last.below or (sheet, [])
    if not found and rules.table is not None:
        if len(seen) >= MAX_TABLES:
            raise RefusalError("too-many-tables", most=MAX_TABLES)
        names = tuple(f"{table.number}: {table.name}" for table in seen)
        raise RefusalError("unknown-table", table=rules.table, tables=Listed(names))


def look_below(sheet: Sheet, table: ExportTable, line: int | None) -> None:
    """Finds what stands below a table of a large file that ended at a line (None: at the end of the file).

    Footers of the table are counted with it. Raises RefusalError for too many tables.
    """
    table.below = tables_below(sheet, table, line) if line is not None else (sheet, [])
