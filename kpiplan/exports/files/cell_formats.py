"""What the formats of a workbook's cells say that their values don't: that a part is in per cent, a day a month."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator, Mapping
from typing import IO
from xml.etree import ElementTree

Formats = Mapping[int, Mapping[int, str]]  # by row and column, from 0: "percent" or "month"

MOST_STYLE_BYTES = 16 << 20
BLOCK_BYTES = 1 << 20
LONGEST_CELL = 4096  # bytes of the beginning of one cell
_BUILT_IN = {9: "percent", 10: "percent", 17: "month"}
_QUOTED = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|_.|\*.')
_CELL = re.compile(rb'<(?:\w+:)?c\s(?=[^>]*?\br="([A-Z]{1,3})(\d{1,7})")[^>]*?\bs="(\d+)"')


def formats_of(archive: zipfile.ZipFile) -> list[Formats]:
    """The formats of each sheet, in order; empty where the workbook is of another kind, or has none of them."""
    names = set(archive.namelist())
    if not {"xl/styles.xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels"} <= names:
        return []
    styles = _styles(_tree(archive, "xl/styles.xml"))
    if not styles:
        return []
    paths = [path if path in names else None for path in _paths(archive)]
    return [_cells(archive, path, styles) if path else {} for path in paths]


def _tree(archive: zipfile.ZipFile, name: str) -> ElementTree.Element | None:
    """A small file of a workbook; None for one that is large, broken or defines what it is made of."""
    with archive.open(name) as stream:
        data = stream.read(MOST_STYLE_BYTES + 1)
    if len(data) > MOST_STYLE_BYTES or b"<!DOCTYPE" in data:
        return None
    try:
        return ElementTree.fromstring(data)
    except ElementTree.ParseError:
        return None


def _styles(root: ElementTree.Element | None) -> dict[bytes, str]:
    """What the cells of each style are, by its number as cells write it."""
    if root is None:
        return {}
    forms = {
        int(each.get("numFmtId", "0")): _form(each.get("formatCode", "")) for each in root.iter() if _is(each, "numFmt")
    }
    listed = next((each for each in root.iter() if _is(each, "cellXfs")), ())
    kinds = [int(each.get("numFmtId", "0")) for each in listed]
    found = {at: forms.get(kind) or _BUILT_IN.get(kind) for at, kind in enumerate(kinds)}
    return {str(at).encode(): form for at, form in found.items() if form}


def _form(code: str) -> str | None:
    plain = _QUOTED.sub("", code.split(";")[0]).lower()
    if "%" in plain:
        return "percent"
    return "month" if "m" in plain and "y" in plain and not set(plain) & set("dhs0#") else None


def _is(element: ElementTree.Element, name: str) -> bool:
    return element.tag.rpartition("}")[2] == name


def _paths(archive: zipfile.ZipFile) -> list[str]:
    """The file of each sheet, in the order of the workbook."""
    book, links = _tree(archive, "xl/workbook.xml"), _tree(archive, "xl/_rels/workbook.xml.rels")
    if book is None or links is None:
        return []
    targets = {each.get("Id"): each.get("Target", "") for each in links}
    sheets = [each for each in book.iter() if _is(each, "sheet")]
    ids = [next((value for name, value in each.items() if name.endswith("}id")), None) for each in sheets]
    return [_path(targets.get(each, "")) for each in ids]


def _path(target: str) -> str:
    return target.removeprefix("/") if target.startswith("/") else f"xl/{target}"


def _cells(archive: zipfile.ZipFile, path: str, styles: Mapping[bytes, str]) -> Formats:
    found: dict[int, dict[int, str]] = {}
    with archive.open(path) as stream:
        for block in blocks(stream):
            for letters, row, style in _CELL.findall(block):
                if form := styles.get(style):
                    found.setdefault(int(row) - 1, {})[column_number(letters) - 1] = form
    return found


def blocks(stream: IO[bytes]) -> Iterator[bytes]:
    """A file in blocks, each with the last bytes of the one before, so that no cell is cut in all of them."""
    rest = b""
    while data := stream.read(BLOCK_BYTES):
        yield rest + data
        rest = data[-LONGEST_CELL:]


def column_number(letters: bytes) -> int:
    """1 for A, 27 for AA."""
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number
