"""What a file is, told by its first bytes: the kinds that hold tables, and those that can't be read, by name."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import zipfile

    from kpiplan.exports.files.inputs import Input

LOOK_BYTES = 4096  # of a file, in which it says what it is
ZIP_STARTS = (b"PK\x03\x04", b"PK\x05\x06")  # of a zip, and of an empty one

# What can't be read as a table, and how it begins.
_MAGIC = (
    (b"%PDF", "pdf"),
    (b"\x89PNG", "picture"),
    (b"\xff\xd8\xff", "picture"),
    (b"GIF8", "picture"),
    (b"Rar!", "rar"),
    (b"7z\xbc\xaf", "7z"),
    (b"PAR1", "parquet"),
    (b"ORC", "orc"),
    (b"Obj\x01", "avro"),
    (b"ARROW1", "arrow"),
    (b"FEA1", "arrow"),
    (b"SQLite format", "database"),
    (b"\x00\x01\x00\x00Standard", "access"),
    (b"\x89HDF", "hdf"),
    (b"$FL2", "spss"),
    (b"!BDN", "outlook"),
    (b"{\\rtf", "rtf"),
    (b"BEGIN:V", "calendar"),
    (b"\x1f\x8b", "gzip"),
    (b"BZh", "bzip2"),
    (b"\xfd7zXZ\x00", "xz"),
    (b"\x28\xb5\x2f\xfd", "zstandard"),
)
_WEB = re.compile(rb"\A\s*(?:<!doctype html|<html|<head|<meta|<style|<table|<div)\b", re.IGNORECASE)
_JSON = re.compile(rb'\A\s*(?:\[\s*(?:[{\[\]]|\Z)|\{\s*(?:"|\}))')
_XML = re.compile(rb"\A\s*<\?xml")
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # of Office before 2007
_KEY = re.compile(rb"^(name|year|start|goal|funnel|segments):(?=\s)", re.MULTILINE)
_TAR = (b"ustar", 257)
_BOM = b"\xef\xbb\xbf"
# A stream of an old Office file, by its name as the file's own directory has it.
_STREAMS = (
    ("EncryptedPackage", "locked-workbook"),
    ("Workbook", "old-workbook"),
    ("Book", "old-workbook"),
    ("WordDocument", "word"),
    ("PowerPoint Document", "slides"),
    ("__substg1.0_", "outlook"),
)
# A file of a package that is a zip.
_MEMBERS = (
    ("xl/workbook.xml", "workbook"),
    ("xl/workbook.bin", "workbook"),
    ("word/", "word"),
    ("ppt/", "slides"),
    ("Index/Document.iwa", "numbers"),
    ("Index.zip", "numbers"),
    ("index.apxl", "numbers"),
    ("[Content_Types].xml", "workbook"),  # one of those above without what makes it one
)
_OPEN_DOCUMENT = b"application/vnd.oasis.opendocument."
_WORKBOOK_NAMES = (".xlsx", ".xlsm", ".xlsb", ".ods")
_WORKBOOK_PARTS = (b"[Content_Types].xml", b"xl/w", b"application/vnd.oasis.opendocument.spreadsheet")
WORKBOOKS = ("workbook", "old-workbook", "open-workbook")  # those that can be read


def unread(head: bytes) -> str | None:
    """What a file is that begins so and holds no text; None where it may be one."""
    plain = head.removeprefix(_BOM)
    found = next((what for magic, what in _MAGIC if head.startswith(magic)), None)
    if found or head[_TAR[1] :].startswith(_TAR[0]):
        return found or "tar"
    if _WEB.match(plain):
        return "web-page"
    if _XML.match(plain):
        return "web-page" if b"<html" in plain.lower() else "xml"
    return "packed" if head.startswith(b"PK\x03\x04") else None


def head_of(item: Input) -> bytes:
    """The first bytes of a file, by which it is told what it is. Raises one of the `failures`."""
    with item.open() as stream:
        return stream.read(LOOK_BYTES)


def is_packed(head: bytes) -> bool:
    """Whether a file that begins so is a zip or an old Office file: perhaps a workbook."""
    return head.startswith((b"PK\x03\x04", OLE))


def is_json(head: bytes) -> bool:
    """Whether a file that begins so is JSON: a list of records or lists, or a record."""
    return _JSON.match(head.removeprefix(_BOM)) is not None


def is_plan(head: bytes) -> bool:
    """Whether a text that begins so is a plan of kpiplan's: it has a goal or funnel, and says of which year."""
    keys = set(_KEY.findall(head))
    return bool(keys & {b"goal", b"funnel", b"segments"}) and bool(keys & {b"name", b"year", b"start"})


def is_damaged_workbook(name: str, head: bytes) -> bool:
    """Whether a zip that can't be opened was a workbook: by its name, or by what it begins with."""
    return name.lower().endswith(_WORKBOOK_NAMES) or any(part in head for part in _WORKBOOK_PARTS)


def old_office(data: bytes) -> str:
    """Which of the old Office files it is."""
    return next((what for name, what in _STREAMS if name.encode("utf-16-le") in data), "old-document")


def package(archive: zipfile.ZipFile) -> str | None:
    """What a zip is that is one document; None for a zip of files."""
    names = archive.namelist()
    if names and names[0] == "mimetype":
        kind = archive.read("mimetype")[:200]
        if kind.startswith(_OPEN_DOCUMENT):
            return "open-workbook" if kind.startswith(_OPEN_DOCUMENT + b"spreadsheet") else "document"
    return _package(names)


def _package(names: Collection[str]) -> str | None:
    for begin, what in _MEMBERS:
        if any(name.startswith(begin) for name in names):
            return what
    return None
