"""From bytes to rows of cells: encoding, delimiter and quotes. The guards against what is no table stand
here.
"""

import codecs
import csv
import io
from collections import Counter
from collections.abc import Callable
from itertools import zip_longest
from typing import IO

from kpiplan.exports.cells.formulas import as_written
from kpiplan.exports.cells.marks import seen, seen_bytes
from kpiplan.exports.files.encodings import Encoding, detect
from kpiplan.exports.files.failures import failures
from kpiplan.exports.files.inputs import Input
from kpiplan.exports.files.streams import Blocks
from kpiplan.exports.refusal import RefusalError
from kpiplan.tuples import NamedTuple

SMALL_BYTES = 6 << 20  # smaller files are read as a whole, larger ones in chunks
HEAD_BYTES = 256 << 10  # what is looked at of a larger one
LONGEST_LINE = 64 << 10  # characters of a header or preamble line
MAX_COLUMNS = 2000
DELIMITERS = ("\t", ";", ",", "|")
HEAD_ROWS = 1500  # and of them
SAMPLED_LINES = 60

Row = tuple[int, list[str]]  # the line on which it begins, and its cells
Watch = Callable[[int], None]


class Sheet(NamedTuple):
    """The rows of a file, or of the beginning of a large one (`whole` is False).

    `container`: what the rows were taken out of, where they are not the text of the file itself; `title` is the name
    that they have in it, and `above` how many lines their text has before the first of the file's own.
    """

    input: Input
    encoding: Encoding
    delimiter: str
    rows: list[Row]
    whole: bool
    final_newline: bool
    cut: bool = False  # whether there is more of the file than its rows here
    container: str = ""
    title: str = ""
    above: int = 0


def open_sheet(item: Input, stated: str | None = None, known: str | None = None) -> Sheet:
    """Reads a small file, or the head of a large one, whose delimiter may be `known`. Raises RefusalError for what is
    no table.
    """
    try:
        with item.open() as stream:
            data = stream.read(max(SMALL_BYTES, HEAD_BYTES) + 1)
    except failures() as error:
        raise RefusalError("unreadable-bytes", error=str(error)) from None
    if not data.strip(b"\0 \r\n\t\xef\xbb\xbf\xff\xfe"):
        raise RefusalError("empty-export")
    whole = len(data) <= SMALL_BYTES
    head = data if whole else data[:HEAD_BYTES]
    cut = len(head) < len(data)
    encoding = detect(head, stated)
    text = _text(head, encoding, whole=not cut).replace("\r\n", "\n").replace("\r", "\n")
    del data
    if known is None:
        _refuse_long_lines(text[: 4 * LONGEST_LINE])
    delimiter, skipped, text = (known, 0, text) if known else _delimiter(text)
    rows = _rows(text, delimiter, skipped, whole=not cut)
    return Sheet(item, encoding, delimiter, rows, whole, text.endswith("\n"), cut)


def sheet_below(sheet: Sheet, line: int) -> Sheet:
    """What stands in a large file from a line on, as far as its beginning is looked at."""
    with open_rest(sheet, line - 1, lambda size: None) as stream:
        data = stream.read(HEAD_BYTES + 1)
    cut = len(data) > HEAD_BYTES
    text = seen(codecs.getincrementaldecoder("utf-8")("strict").decode(data[:HEAD_BYTES], not cut))
    rows = _rows(text, sheet.delimiter, line - 1, whole=not cut)
    return sheet._replace(rows=rows, final_newline=text.endswith("\n"), cut=cut)


def _text(head: bytes, encoding: Encoding, *, whole: bool) -> str:
    try:
        return seen(codecs.getincrementaldecoder(encoding.codec)("strict").decode(head, whole))
    except UnicodeDecodeError as error:
        line = head.count(b"\n", 0, error.start) + 1
        raise RefusalError("encoding-to-byte", line, encoding=encoding.label, byte=error.start + 1) from None


def _refuse_long_lines(text: str) -> None:
    line = max(text.splitlines(), key=len, default="")
    if len(line) > LONGEST_LINE:
        raise RefusalError("line-too-long", most=LONGEST_LINE)


def _delimiter(text: str) -> tuple[str, int, str]:
    """The delimiter, the lines that say it (`sep=;` first), and the text without them."""
    first, _, rest = text.partition("\n")
    stated = first.strip("\r\"' ").lower()
    if stated.startswith("sep=") and len(stated) <= 5:
        said = first.strip("\r\"'").removeprefix(first.strip("\r\"'")[:4])
        return (said[0] if said else "\t"), 1, rest
    sample = "\n".join(line for line in text[: 8 * LONGEST_LINE].splitlines() if line.strip())
    lines = sample.split("\n")[:SAMPLED_LINES]
    return max(DELIMITERS, key=lambda mark: _regularity(lines, mark)), 0, text


def _regularity(lines: list[str], delimiter: str) -> tuple[int, int]:
    """How many rows have the commonest number of cells (more than one), and that number."""
    try:
        widths = Counter(len(row) for row in csv.reader(lines, delimiter=delimiter) if len(row) > 1)
    except csv.Error:
        return 0, 0
    if not widths:
        return (0, 1) if delimiter == "," else (0, 0)
    return max((count, width) for width, count in widths.items())


def _rows(text: str, delimiter: str, skipped: int, *, whole: bool) -> list[Row]:
    """All rows. A mark at the end of the text tells whether a quotation mark was still open there."""
    mark = "\x01end\x01"
    source = io.StringIO(text + ("" if text.endswith("\n") else "\n") + mark, newline="")
    reader = csv.reader(source, delimiter=delimiter)
    rows: list[Row] = []
    guarded = "'" in text
    line = 1
    try:
        for cells in reader:
            if len(cells) > MAX_COLUMNS:
                raise RefusalError("too-many-columns", line + skipped, number=len(cells), most=MAX_COLUMNS)
            rows.append((line + skipped, [as_written(cell) for cell in cells] if guarded else cells))
            line = reader.line_num + 1
            if not whole and len(rows) > HEAD_ROWS:
                break
    except csv.Error:
        raise _unclosed(line + skipped) from None
    if rows.pop()[1] != [mark] and whole:
        raise _unclosed(line_of_last(rows, skipped))
    if not whole:  # the last row of the head is likely cut
        rows = rows[:-1]
    _refuse_swallowed_rows(rows, delimiter)
    return rows


def line_of_last(rows: list[Row], skipped: int) -> int:
    """The line after the last complete row begins: where the open quotation mark must be."""
    if not rows:
        return skipped + 1
    line, cells = rows[-1]
    return line + 1 + sum(cell.count("\n") for cell in cells)


def _unclosed(line: int) -> RefusalError:
    return RefusalError("unclosed-quote", line)


def _refuse_swallowed_rows(rows: list[Row], delimiter: str) -> None:
    """A cell that holds several whole rows was opened by a stray quotation mark. Raises RefusalError."""
    width = Counter(len(cells) for _, cells in rows[:2000]).most_common(1)[0][0] if rows else 0
    ends = [line for line, _ in rows[1:]]
    for (line, cells), end in zip_longest(rows, ends):
        if (end is None or end - line > 3) and swallows_rows(cells, width, delimiter):
            raise _unclosed(line)


def swallows_rows(cells: list[str], width: int, delimiter: str) -> bool:
    """Whether a cell holds several rows of `width` cells."""
    for cell in cells if width >= 3 else ():
        if cell.count("\n") >= 3:
            inside = cell.split("\n")[1:-1]
            if sum(text.count(delimiter) == width - 1 for text in inside) >= max(2, len(inside) // 2 + 1):
                return True
    return False


def open_rest(sheet: Sheet, skip: int, watch: Watch) -> IO[bytes]:
    """The file again below the first `skip` of its own lines, as UTF-8 without BOM whose lines end in a newline alone.

    `watch` is told each byte count read.
    """
    return io.BufferedReader(
        _Utf8(sheet.input.open(), sheet.encoding.codec, skip + sheet.above, watch), buffer_size=1 << 18
    )


class _Utf8(Blocks):
    """A stream of bytes in any encoding, with any ends of lines, as one in UTF-8 with newlines and nothing invisible.

    So a line is here what it is where the head of the file is read: no reader of rows counts them its own way.
    """

    def __init__(self, stream: IO[bytes], codec: str, skip: int, watch: Watch) -> None:
        super().__init__(stream)
        self._watch = watch
        self._decoder = None if codec == "utf-8" else codecs.getincrementaldecoder(codec)("strict")
        self._skip = skip
        self._return = False  # whether the last character read was a carriage return
        self._begun = b""  # the end of a block that may begin an invisible character

    def block(self, size: int) -> bytes | None:
        data = self._stream.read(size)
        self._watch(len(data))
        text = data if self._decoder is None else self._decoder.decode(data, not data).encode("utf-8")
        text, begun = seen_bytes(self._begun + text)
        text, self._begun = (text, begun) if data else (text + begun, b"")
        return self._below(self._lines(text)) or (b"" if data else None)

    def _lines(self, text: bytes) -> bytes:
        """The text with newlines alone; of a carriage return and a newline in two blocks the second is left out."""
        if not text or not (self._return or b"\r" in text):
            return text
        half, self._return = self._return, text.endswith(b"\r")
        if half and text.startswith(b"\n"):
            text = text[1:]
        return text.replace(b"\r\n", b"\n").replace(b"\r", b"\n")

    def _below(self, text: bytes) -> bytes:
        """What of the text lies below the lines to skip."""
        at = 0
        while self._skip and at < len(text):
            end = text.find(b"\n", at)
            if end < 0:
                return b""
            at, self._skip = end + 1, self._skip - 1
        return text[at:] if at else text
