"""From what the user names (files, folders, zips, `-`) to inputs that can be opened again and again."""

from __future__ import annotations

import io
import os
import stat
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import SpooledTemporaryFile
from typing import IO, TYPE_CHECKING

from kpiplan.exports.results import Refusal
from kpiplan.exports.sentences import problem
from kpiplan.problems import Problem

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer as Buffer

TABLE_ENDINGS = (".csv", ".tsv", ".tab")
SPOOL_BYTES = 8 << 20
BLOCK_BYTES = 1 << 20


@dataclass(frozen=True, slots=True)
class Input:
    """Bytes with a name. `alone`: named by the user, so that a file without a date is an error, not a by-
    catch. `called` is the name that rules go by, where `name` tells two of one name apart.
    """

    name: str
    open: Callable[[], IO[bytes]]
    size: int | None = None
    alone: bool = True
    called: str = ""


def from_bytes(name: str, data: bytes) -> Input:
    """Bytes in memory as an input."""
    return Input(name, lambda: io.BytesIO(data), len(data))


def gather(named: Iterable[str | Path | Input]) -> tuple[list[Input], list[Problem]]:
    """All inputs behind the names, in order; folders by name, zips by member."""
    from kpiplan.exports.files.archives import Shelf

    inputs: list[Input] = []
    problems: list[Problem] = []
    shelf = Shelf()
    for item in named:
        try:
            files = [item] if isinstance(item, Input) else _files(str(item), problems)
        except OSError as error:
            problems.append(_unreadable(str(item), error))
            continue
        for file in files:
            try:
                inputs.extend(shelf.unpacked(file, problems))
            except OSError as error:
                problems.append(_unreadable(file.name, error))
    return inputs, problems


def kept(item: str | Path | Input) -> str | Path | Input:
    """The same, so that it can be read more than once: what is no regular file is read now.

    What can't be read stays as it is: reading says why.
    """
    try:
        return item if isinstance(item, Input) else _spooled(str(item)) or item
    except OSError:
        return item


def _unreadable(name: str, error: OSError, code: str = "unreadable-file") -> Problem:
    return problem(Refusal(code, {"error": error.strerror or str(error)}), name)


def _files(name: str, problems: list[Problem]) -> list[Input]:
    """The files that a name stands for; a folder that can't be read inside another is a problem."""
    if spooled := _spooled(name):
        return [spooled]
    path = Path(name)
    if not path.is_dir():
        return [_file(path, alone=True)]
    tables = [file for file in _within(path, problems) if file.suffix.lower() in (*TABLE_ENDINGS, ".zip")]
    if not tables and not any(Path(problem.file).is_relative_to(path) for problem in problems):
        raise FileNotFoundError(2, "the folder holds no .csv, .tsv or .zip")
    return [_file(file, alone=False) for file in tables]


def _within(folder: Path, problems: list[Problem]) -> Iterator[Path]:
    """All files in a folder and those in it, by name, but for hidden ones."""

    def unread(error: OSError) -> None:
        where = str(error.filename or folder)
        problems.append(_unreadable(where, error, "unreadable-folder"))

    files = [Path(at, name) for at, _, names in os.walk(folder, onerror=unread) for name in names]
    return (file for file in sorted(files) if not file.name.startswith(".") and (file.is_file() or file.is_symlink()))


def _file(path: Path, *, alone: bool) -> Input:
    try:
        size = path.stat().st_size
    except OSError:  # opening it says why
        size = None
    return Input(str(path), lambda: path.open("rb"), size, alone)


def _spooled(name: str) -> Input | None:
    """What can be read only once (`-`, a pipe, a device), read; None for files, folders and what is not there."""
    if name == "-":
        return standard_input()
    try:
        mode = os.stat(name).st_mode
    except (OSError, ValueError):
        return None
    if stat.S_ISREG(mode) or stat.S_ISDIR(mode):
        return None
    with open(name, "rb") as stream:
        return _spool(name, stream)


def standard_input() -> Input:
    """Standard input, read once and kept (beyond a few megabytes on disk), because reading may need a second pass."""
    return _spool("-", sys.stdin.buffer)


def _spool(name: str, stream: IO[bytes]) -> Input:
    spool = _Spool(max_size=SPOOL_BYTES)
    while block := stream.read(BLOCK_BYTES):
        spool.write(block)
        if not block.strip(b"\0"):  # no text goes on like that, and /dev/zero never ends
            break
    return Input(name, lambda: io.BufferedReader(_Again(spool)), spool.tell())


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

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        base = self._position if whence == os.SEEK_CUR else 0
        if whence == os.SEEK_END:
            self._spool.seek(0, os.SEEK_END)
            base = self._spool.tell()
        if base + offset < 0:
            raise OSError(22, "a place before the beginning")
        self._position = base + offset
        return self._position

    def readinto(self, buffer: Buffer) -> int:
        view = memoryview(buffer)
        self._spool.seek(self._position)
        data = self._spool.read(len(view))
        view[: len(data)] = data
        self._position += len(data)
        return len(data)
