"""What can be read only once, or is made while reading, kept so that it can be read again."""

from __future__ import annotations

import io
import os
from tempfile import SpooledTemporaryFile
from typing import IO, TYPE_CHECKING

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer as Buffer

SPOOL_BYTES = 8 << 20


class Spool(SpooledTemporaryFile[bytes]):
    """Bytes that are kept, beyond a few megabytes on disk. Lives as long as the input that reads it; the file goes with
    it.
    """

    def __init__(self) -> None:
        super().__init__(max_size=SPOOL_BYTES)

    def opened(self) -> IO[bytes]:
        """A fresh reading of what was written so far."""
        return io.BufferedReader(_Again(self))

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
