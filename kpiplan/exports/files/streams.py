"""Streams of bytes that are made block by block of others."""

from __future__ import annotations

import io
from abc import abstractmethod
from typing import IO, TYPE_CHECKING

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer as Buffer


class Blocks(io.RawIOBase):
    """A stream that gives on what is made of another, which it closes."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream
        self._left = b""

    @abstractmethod
    def block(self, size: int) -> bytes | None:
        """Some more bytes, about `size` of them; empty where the next block has some, None at the end."""

    def readable(self) -> bool:
        return True

    def close(self) -> None:
        self._stream.close()
        super().close()

    def readinto(self, target: Buffer) -> int:
        buffer = memoryview(target)
        while not self._left:
            made = self.block(len(buffer))
            if made is None:
                return 0
            self._left = made
        size = min(len(buffer), len(self._left))
        buffer[:size] = self._left[:size]
        self._left = self._left[size:]
        return size
