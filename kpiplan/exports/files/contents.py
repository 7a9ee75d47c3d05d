"""What a file holds: the rows of a text, of each sheet of a workbook, of each list of records."""

from kpiplan.exports.files.containers import head_of, is_json, is_packed, is_plan
from kpiplan.exports.files.encodings import Encoding
from kpiplan.exports.files.failures import failures
from kpiplan.exports.files.inputs import Input
from kpiplan.exports.files.parts import DELIMITER, FilePart
from kpiplan.exports.files.sheets import Sheet, open_sheet
from kpiplan.exports.refusal import RefusalError
from kpiplan.tuples import NamedTuple


class Opened(NamedTuple):
    """What a file holds: its sheets, one for a text, and the names of those of a workbook that are hidden."""

    sheets: tuple[Sheet, ...]
    hidden: tuple[str, ...] = ()


def open_sheets(item: Input, stated: str | None = None) -> Opened:
    """The sheets of a workbook, the lists of records in JSON, the one sheet of a text. Raises RefusalError."""
    head = _head(item)
    if is_packed(head):
        from kpiplan.exports.files.workbooks import sheets_of  # needs XML, and most exports are texts

        parts, hidden = sheets_of(item)
        return Opened(tuple(map(_part, parts)), hidden)
    if is_json(head):
        from kpiplan.exports.files.json_records import records_of  # spools them

        return Opened(tuple(map(_part, records_of(item))))
    if is_plan(head):
        raise RefusalError("plan-for-export")
    return Opened((open_sheet(item, stated),))


def _head(item: Input) -> bytes:
    try:
        return head_of(item)
    except failures() as error:
        raise RefusalError("unreadable-bytes", error=str(error)) from None


def _part(part: FilePart) -> Sheet:
    """A part of a file that is no text; of a sheet without a filled cell no row is there."""
    try:
        sheet = open_sheet(part.input, "utf-8", DELIMITER)
    except RefusalError as refusal:
        if refusal.code != "empty-export":
            raise
        sheet = Sheet(part.input, Encoding("utf-8", ""), DELIMITER, [], True, True)
    rows = [(line - part.above, cells) for line, cells in sheet.rows]
    encoding = Encoding(sheet.encoding.codec, "")
    return sheet._replace(rows=rows, encoding=encoding, container=part.container, title=part.title, above=part.above)
