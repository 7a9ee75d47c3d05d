"""Inputs: bytes with a name that can be opened again and again, what can be read only once with them."""

import io
import os
import stat
import sys
from collections.abc import Callable
from pathlib import Path
from tempfile import SpooledTemporaryFile
from typing import IO, TYPE_CHECKING

from kpiplan.plan.export_rules import PACKED
from kpiplan.tuples import NamedTuple

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer as Buffer

TEXT_ENDINGS = (".csv", ".tsv", ".tab", ".json", ".jsonl", ".ndjson")
WORKBOOK_ENDINGS = (".xlsx", ".xlsm", ".xlsb", ".xls", ".ods")
TABLE_ENDINGS = (
    *TEXT_ENDINGS,
    *WORKBOOK_ENDINGS,
    *(f"{ending}{packed}" for ending in (*TEXT_ENDINGS, ".txt") for packed in PACKED),
)
SPOOL_BYTES = 8 << 20
BLOCK_BYTES = 1 << 20


class Input(NamedTuple):
    """Bytes with a name. `alone`: named by the user, so that a file without a date is an error, not a by-
    catch. `called` is the name that rules go by, where `name` tells two of one name apart. `shelf` is the folder or
    zip that it was found in.
    """

    name: str
    open: Callable[[], IO[bytes]]
    size: int | None = None
    alone: bool = True
    called: str = ""
    shelf: str = ""


def from_bytes(name: str, data: bytes) -> Input:
    """Bytes in memory as an input."""
    return Input(name, lambda: io.BytesIO(data), len(data))


def kept(item: str | Path | Input) -> str | Path | Input:
    """The same, so that it can be read more than once: what is no regular file is read now.

    What can't be read stays as it is: reading says why.
    """
    try:
        return item if isinstance(item, Input) else spooled(str(item)) or item
    except OSError:
        return item


def spooled(name: str) -> Input | None:
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
    spool = Spool()
    while block := stream.read(BLOCK_BYTES):
        spool.write(block)
        if not block.strip(b"\0"):  # no text goes on like that, and /dev/zero never ends
            break
    return spool.input(name)


class Spool(SpooledTemporaryFile[bytes]):
    """Bytes that are kept, beyond a few megabytes on disk. Lives as long as the input that reads it; the file goes with
    it.
    """

    def __init__(self) -> None:
        super().__init__(max_size=SPOOL_BYTES)

    def input(self, name: str) -> Input:
        """What was written so far as an input."""
        return Input(name, lambda: io.BufferedReader(_Again(self)), self.tell())

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

    def readinto(self, buffer: "Buffer") -> int:
        view = memoryview(buffer)
        self._spool.seek(self._position)
        data = self._spool.read(len(view))
        view[: len(data)] = data
        self._position += len(data)
        return len(data)
