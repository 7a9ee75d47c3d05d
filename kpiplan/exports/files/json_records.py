"""Lists of records in JSON, or a record a line, as tables of texts."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from kpiplan.exports.files.failures import failures
from kpiplan.exports.files.inputs import Input
from kpiplan.exports.files.parts import FilePart, text_of, written
from kpiplan.exports.refusal import RefusalError
from kpiplan.exports.results import Note

MOST_BYTES = 64 << 20  # of a file that is one value: it is read as a whole
LONGEST_LINE = 4 << 20
DEEPEST = 6  # keys within keys
MOST_KEYS = 2000
_BOM = b"\xef\xbb\xbf"
_OWN = ("target", "actuals")  # the kinds of documents that kpiplan writes

Row = dict[str, str]


def records_of(item: Input) -> tuple[FilePart, ...]:
    """The lists of records of a file. Raises RefusalError for what is no JSON, and for JSON that has none."""
    try:
        if _is_lines(item):
            return (FilePart(_table(item, _lines(item)), "json-lines", above=1),)
        with item.open() as stream:
            data = stream.read(MOST_BYTES + 1)
    except failures() as error:
        raise RefusalError("unreadable-bytes", error=str(error)) from None
    if len(data) > MOST_BYTES:
        raise RefusalError("large-json", most=MOST_BYTES >> 20)
    try:
        value = json.loads(data.removeprefix(_BOM).decode("utf-8"))
    except (json.JSONDecodeError, UnicodeDecodeError) as error:
        raise _broken(error) from None
    except RecursionError:
        raise RefusalError("deep-json") from None
    if isinstance(value, dict) and value.get("kind") in _OWN and "figures" in value:
        raise RefusalError("other-format", what=Note("own-json"))
    return tuple(_parts(item, value))


def _broken(error: json.JSONDecodeError | UnicodeDecodeError) -> RefusalError:
    if isinstance(error, UnicodeDecodeError):
        return RefusalError("encoding-to-byte", encoding="UTF-8", byte=error.start + 1)
    return RefusalError("broken-json", error.lineno, error=error.msg, column=error.colno)


def _is_lines(item: Input) -> bool:
    """Whether the first line is a record and another line follows that begins one."""
    with item.open() as stream:
        first, second = stream.readline(LONGEST_LINE).removeprefix(_BOM), stream.readline(LONGEST_LINE)
        while second and not second.strip():
            second = stream.readline(LONGEST_LINE)
    try:
        return second.lstrip().startswith(b"{") and isinstance(json.loads(first), dict)
    except (ValueError, RecursionError):
        return False


def _lines(item: Input) -> Iterator[Row]:
    """A row for each line; lines that hold nothing are rows without cells."""
    with item.open() as stream:
        number = 0
        while line := stream.readline(LONGEST_LINE):
            number += 1
            text = line.removeprefix(_BOM).strip()
            try:
                value = json.loads(text) if text else {}
            except (ValueError, RecursionError) as error:
                why = getattr(error, "msg", str(error))
                raise RefusalError("broken-json", number, error=why, column=getattr(error, "colno", 1)) from None
            yield _flat(value) if isinstance(value, dict) else {}


def _parts(item: Input, value: Any) -> Iterator[FilePart]:
    """Every list of records, at the top or under keys; each a table."""
    found = list(_lists(value, ()))
    if not found:
        raise RefusalError("no-records")
    for path, records in found:
        title = ".".join(path) if len(found) > 1 else ""
        if isinstance(records[0], list):
            yield FilePart(written(item, ([text_of(cell) for cell in row] for row in records)), "json", title)
        else:
            yield FilePart(_table(item, map(_flat, records)), "json", title, above=1)


def _lists(value: Any, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], Sequence[Any]]]:
    if isinstance(value, list):
        if value and (all(isinstance(each, dict) for each in value) or _is_grid(value)):
            yield path, value
    elif isinstance(value, dict) and len(path) < DEEPEST:
        for key, inner in value.items():
            yield from _lists(inner, (*path, key))


def _is_grid(value: Sequence[Any]) -> bool:
    """Whether it is a list of rows of plain cells, the first of them names."""
    rows = [row for row in value if isinstance(row, list) and not any(isinstance(c, dict | list) for c in row)]
    return len(rows) == len(value) > 1 and all(isinstance(cell, str) for cell in rows[0])


def _flat(record: Mapping[str, Any], before: str = "", depth: int = 0) -> Row:
    """A record with the keys of records in it joined: `properties.amount`."""
    found: Row = {}
    for key, value in record.items():
        name = f"{before}{key}"
        if isinstance(value, dict) and depth < DEEPEST:
            found |= _flat(value, f"{name}.", depth + 1)
        elif isinstance(value, list):
            plain = not any(isinstance(each, dict | list) for each in value)
            found[name] = ", ".join(map(text_of, value)) if plain else f"[{len(value)}]"
        else:
            found[name] = text_of(value)
    return found


def _table(item: Input, rows: Iterable[Row]) -> Input:
    """Records as rows below a header of all their keys, in the order in which they come up."""
    from kpiplan.exports.files.spool import Spool

    names: dict[str, int] = {}
    body = Spool()
    for number, row in enumerate(rows, start=1):
        for name in row:
            names.setdefault(name, len(names))
        if len(names) > MOST_KEYS:
            raise RefusalError("too-many-columns", number, number=len(names), most=MOST_KEYS)
        body.write(json.dumps([row.get(name, "") for name in names]).encode() + b"\n")
    with body.opened() as stream:
        return written(item, _with_header(list(names), map(json.loads, stream)))


def _with_header(names: list[str], rows: Iterable[list[str]]) -> Iterator[list[str]]:
    last = [name.rpartition(".")[2] for name in names]
    yield [short if last.count(short) == 1 else name for name, short in zip(names, last, strict=True)]
    yield from rows
