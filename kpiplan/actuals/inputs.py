"""From what the user names (files, folders, zips, `-`) to inputs that can be opened again and again."""

from __future__ import annotations

import io
import sys
import zipfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from tempfile import SpooledTemporaryFile
from typing import IO, TYPE_CHECKING

from kpiplan.problems import Problem

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer as Buffer

TABLE_ENDINGS = (".csv", ".tsv", ".tab")
SPOOL_BYTES = 8 << 20
MAX_MEMBERS = 1000


@dataclass(frozen=True, slots=True)
class Input:
    """Bytes with a name. `alone`: named by the user, so that a file without a date is an error, not a by-
    catch.
    """

    name: str
    open: Callable[[], IO[bytes]]
    size: int | None = None
    alone: bool = True


def from_bytes(name: str, data: bytes) -> Input:
    """Bytes in memory as an input."""
    return Input(name, lambda: io.BytesIO(data), len(data))


def gather(named: Iterable[str | Path | Input]) -> tuple[list[Input], list[Problem]]:
    """All inputs behind the names, in order; folders by name, zips by member."""
    inputs: list[Input] = []
    problems: list[Problem] = []
    for item in named:
        try:
            if isinstance(item, Input):
                inputs.extend(_unzipped(item))
            elif str(item) == "-":
                inputs.extend(_unzipped(standard_input()))
            else:
                inputs.extend(_from_path(Path(item)))
        except OSError as error:
            reason = error.strerror or str(error)
            problems.append(Problem("unreadable-file", f"can't be read: {reason}", file=_name(item)))
        except (zipfile.BadZipFile, EOFError, NotImplementedError, RuntimeError) as error:
            problems.append(_bad_zip(_name(item), error))
    return inputs, problems


def _name(item: str | Path | Input) -> str:
    return item.name if isinstance(item, Input) else str(item)


def _bad_zip(name: str, error: Exception) -> Problem:
    return Problem(
        "unreadable-zip",
        f"the zip can't be read: {error}",
        hint="download it again, or unpack it and give the files inside",
        file=name,
    )


def _from_path(path: Path) -> Iterator[Input]:
    if path.is_dir():
        files = [f for f in sorted(path.rglob("*")) if f.is_file() and not f.name.startswith(".")]
        tables = [f for f in files if f.suffix.lower() in (*TABLE_ENDINGS, ".zip")]
        if not tables:
            raise FileNotFoundError(2, "the folder holds no .csv, .tsv or .zip")
        for file in tables:
            yield from _unzipped(_file(file, alone=False))
    else:
        yield from _unzipped(_file(path, alone=True))


def _file(path: Path, *, alone: bool) -> Input:
    return Input(str(path), lambda: path.open("rb"), path.stat().st_size, alone)


def standard_input() -> Input:
    """Standard input, read once and kept (beyond a few megabytes on disk), because reading may need a second pass."""
    spool = _Spool(max_size=SPOOL_BYTES)
    while block := sys.stdin.buffer.read(1 << 20):
        spool.write(block)
    return Input("-", lambda: io.BufferedReader(_Again(spool)), spool.tell())


class _Spool(SpooledTemporaryFile[bytes]):
    """Lives as long as the input that reads it; the file goes with it."""

    def __del__(self) -> None:
        self.close()


class _Again(io.RawIOBase):
    """A fresh reading of a spooled file, whose closing leaves the file open."""

    def __init__(self, spool: SpooledTemporaryFile[bytes]) -> None:
        self._spool = spool
        self._position = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Buffer) -> int:
        view = memoryview(buffer)
        self._spool.seek(self._position)
        data = self._spool.read(len(view))
        view[: len(data)] = data
        self._position += len(data)
        return len(data)


def _unzipped(item: Input) -> Iterator[Input]:
    with item.open() as stream:
        start = stream.read(4)
    if start != b"PK\x03\x04":
        yield item
        return
    with item.open() as stream, zipfile.ZipFile(_seekable(stream)) as archive:
        members = [m for m in archive.infolist() if not m.is_dir() and "__MACOSX/" not in m.filename]
    names = [m.filename for m in members]
    tables = [m for m in members if m.filename.lower().endswith((*TABLE_ENDINGS, ".txt"))][:MAX_MEMBERS]
    if "[Content_Types].xml" in names:
        yield item  # a workbook; its bytes will be refused by name
        return
    if not tables:
        raise zipfile.BadZipFile("it holds no .csv or .tsv")
    for member in tables:
        yield Input(
            f"{item.name}/{_member_name(member)}",
            partial(_open_member, item, member.filename),
            member.file_size,
            alone=item.alone and len(tables) == 1,
        )


def _member_name(member: zipfile.ZipInfo) -> str:
    """The member's name; those without the UTF-8 flag were often written in UTF-8 all the same."""
    if member.flag_bits & 0x800:
        return member.filename
    try:
        return member.filename.encode("cp437").decode("utf-8")
    except UnicodeError:
        return member.filename


def _seekable(stream: IO[bytes]) -> IO[bytes]:
    return stream if stream.seekable() else io.BytesIO(stream.read())


class _Member(io.RawIOBase):
    """A file inside a zip, which closes the zip with itself."""

    def __init__(self, member: IO[bytes], opened: ExitStack) -> None:
        self._member = member
        self._opened = opened

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Buffer) -> int:
        view = memoryview(buffer)
        data = self._member.read(len(view))
        view[: len(data)] = data
        return len(data)

    def close(self) -> None:
        self._opened.close()
        super().close()


def _open_member(item: Input, name: str) -> IO[bytes]:
    with ExitStack() as opened:
        stream = opened.enter_context(item.open())
        archive = opened.enter_context(zipfile.ZipFile(_seekable(stream)))
        member = opened.enter_context(archive.open(name))
        return io.BufferedReader(_Member(member, opened.pop_all()))
