"""Tables out of files that are no text: each part of a file as text that all the rest reads like a CSV's."""

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta

from kpiplan.exports.files.inputs import Input
from kpiplan.tuples import NamedTuple

DELIMITER = ","
_LARGEST_WHOLE = 1e15  # what a spreadsheet still counts exactly


class FilePart(NamedTuple):
    """A sheet of a workbook, or a list of records, as text. `title` tells it from others of the file, `above` is how
    many lines the text has before the first of the file's own.
    """

    input: Input
    container: str
    title: str = ""
    above: int = 0


def written(item: Input, rows: Iterable[Sequence[str]]) -> Input:
    """Rows of texts as an input with the name of the file that they are of, a line each."""
    from kpiplan.exports.files.spool import Spool  # most files are texts themselves

    spool = Spool()
    text = io.TextIOWrapper(spool, encoding="utf-8", errors="replace", newline="")
    csv.writer(text, delimiter=DELIMITER, lineterminator="\n").writerows(rows)
    text.detach()
    return item._replace(open=spool.opened, size=spool.tell())


def text_of(cell: object) -> str:
    """A typed cell as people write it: days as 2026-01-31, numbers with a point that no one takes for thousands."""
    if type(cell) is float:  # most that are no texts
        return number_text(cell)
    match cell:
        case str():
            return " ".join(cell.splitlines()) if "\n" in cell or "\r" in cell else cell
        case None:
            return ""
        case bool():
            return "TRUE" if cell else "FALSE"
        case datetime():
            whole = cell.time() == time(0) and cell.tzinfo is None
            return (cell.date() if whole else cell.replace(microsecond=0)).isoformat(*(() if whole else (" ",)))
        case date() | time():
            return cell.isoformat()
        case timedelta():
            seconds = round(cell.total_seconds())
            return f"{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}"
        case _:
            return str(cell)


class KnownTexts(dict[float, str]):
    """Numbers as texts, each made once."""

    def __missing__(self, value: float) -> str:
        text = self[value] = number_text(value)
        return text


def number_text(value: float) -> str:
    """A number: whole ones without a point, others never with three decimals, which could be thousands."""
    if value.is_integer() and abs(value) < _LARGEST_WHOLE:
        return str(int(value))
    text = repr(value)
    return f"{text}0" if text[-4:-3] == "." else text
