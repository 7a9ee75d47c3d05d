"""Zips as inputs, a file in them each."""

from __future__ import annotations

import io
import lzma
import struct
import zipfile
import zlib
from collections import OrderedDict
from contextlib import ExitStack
from functools import partial
from typing import IO

from kpiplan.exports.files.containers import is_damaged_workbook, package
from kpiplan.exports.files.inputs import TABLE_ENDINGS, Input
from kpiplan.exports.files.streams import Blocks
from kpiplan.exports.results import Refusal
from kpiplan.exports.sentences import problem
from kpiplan.problems import Problem

MAX_MEMBERS = 1000
OPEN_ZIPS = 16  # at a time: their directories are read once as long as they are
LOCKED = 0x1  # flags of a member
UTF8 = 0x800

# What reading a file or a zip raises, wherever it breaks: zipfile checks some of its bytes and trusts the others.
BROKEN = (
    OSError,
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    struct.error,
    EOFError,
    NotImplementedError,
    RuntimeError,
    ValueError,
    LookupError,
    OverflowError,
)


class Shelf:
    """The zips that are read, some of them open."""

    def __init__(self) -> None:
        self._open: OrderedDict[int, _Archive] = OrderedDict()

    def unpacked(self, item: Input, start: bytes, problems: list[Problem]) -> list[Input]:
        """The tables in a file that begins as a zip does, or the file itself where it is a document of another kind."""
        try:
            archive = self._taken(_Archive(item))
            members = [m for m in archive.members if not m.is_dir() and "__MACOSX/" not in m.filename]
            document = package(archive.zip)
        except BROKEN as error:
            if is_damaged_workbook(item.name, start):
                return [item]  # reading it says what is wrong
            problems.append(problem(Refusal("unreadable-zip", {"error": str(error)}), item.name))
            return []
        if document:
            return [item]
        return self._tables(item, archive, members, problems)

    def _tables(
        self, item: Input, archive: _Archive, members: list[zipfile.ZipInfo], problems: list[Problem]
    ) -> list[Input]:
        """The members that are tables; what is left out of them is a problem."""
        tables = [m for m in members if m.filename.lower().endswith((*TABLE_ENDINGS, ".txt"))]
        for member in (m for m in members if m.filename.lower().endswith(".zip")):
            name = f"{item.name}/{_name(member)}"
            problems.append(problem(Refusal("zip-in-zip"), name))
        if not tables:
            problems.append(problem(Refusal("zip-without-table"), item.name))
        if len(tables) > MAX_MEMBERS:
            fields = {"number": len(tables), "most": MAX_MEMBERS}
            problems.append(problem(Refusal("too-many-files", fields), item.name))
            return []
        locked = [_name(member) for member in tables if member.flag_bits & LOCKED]
        if locked:
            code = "locked-file" if len(locked) == 1 else "locked-files"
            refusal = Refusal(code, {"member": locked[0], "number": len(locked) - 1})
            problems.append(problem(refusal, item.name))
        inputs: list[Input] = []
        times: dict[str, int] = {}
        for member in (m for m in tables if not m.flag_bits & LOCKED):
            name = f"{item.name}/{_name(member)}"
            times[name] = times.get(name, 0) + 1
            told = name if times[name] == 1 else f"{name} ({times[name]})"
            alone = item.alone and len(tables) == 1
            shelf = item.shelf or item.name
            inputs.append(Input(told, partial(self._member, archive, member), member.file_size, alone, name, shelf))
        return inputs

    def _taken(self, archive: _Archive) -> _Archive:
        """The archive, open; of the others those stay open that were used last."""
        archive.open()
        self._open[id(archive)] = archive
        self._open.move_to_end(id(archive))
        while len(self._open) > OPEN_ZIPS:
            self._open.popitem(last=False)[1].close()
        return archive

    def _member(self, archive: _Archive, member: zipfile.ZipInfo) -> IO[bytes]:
        return io.BufferedReader(_Member(self._taken(archive).zip.open(member)))


class _Archive:
    """A zip that is opened when it is needed; its directory is read whenever it is opened, and kept."""

    def __init__(self, item: Input) -> None:
        self._item = item
        self._opened: ExitStack | None = None
        self.members: list[zipfile.ZipInfo] = []
        self.zip: zipfile.ZipFile

    def open(self) -> None:
        if self._opened is not None:
            return
        with ExitStack() as opened:
            stream = opened.enter_context(self._item.open())
            seekable = stream if stream.seekable() else io.BytesIO(stream.read())
            self.zip = opened.enter_context(zipfile.ZipFile(seekable))
            self._opened = opened.pop_all()
        self.members = self.members or self.zip.infolist()

    def close(self) -> None:
        if self._opened is not None:
            self._opened.close()
            self._opened = None

    def __del__(self) -> None:
        self.close()


class _Member(Blocks):
    """A file inside a zip."""

    def block(self, size: int) -> bytes | None:
        return self._stream.read(size) or None


def _name(member: zipfile.ZipInfo) -> str:
    """The member's name; those without the UTF-8 flag were often written in UTF-8 all the same."""
    if member.flag_bits & UTF8:
        return member.filename
    try:
        return member.filename.encode("cp437").decode("utf-8")
    except UnicodeError:
        return member.filename
