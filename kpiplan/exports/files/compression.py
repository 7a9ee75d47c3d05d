"""Single files that are compressed, read as what they hold."""

from __future__ import annotations

import io
from collections.abc import Callable
from contextlib import ExitStack
from functools import partial
from importlib import import_module
from typing import IO, Any

from kpiplan.exports.files.inputs import Input
from kpiplan.exports.files.streams import Blocks

_LIBRARIES = {b"\x1f\x8b": "gzip", b"BZh": "bz2", b"\xfd7zXZ\x00": "lzma"}  # by the bytes that a file begins with


def _zstandard() -> Callable[[IO[bytes]], Any] | None:
    """Python's own reader of Zstandard, from 3.14 on."""
    try:
        opened: Callable[[IO[bytes]], Any] = import_module("compression.zstd").open
    except ImportError:
        return None
    return opened


def _opener(head: bytes) -> Callable[[IO[bytes]], Any] | None:
    for begin, library in _LIBRARIES.items():
        if head.startswith(begin):
            opened: Callable[[IO[bytes]], Any] = import_module(library).open
            return opened
    return _zstandard() if head.startswith(b"\x28\xb5\x2f\xfd") else None


def inside(item: Input, head: bytes) -> Input:
    """What a compressed file holds, under its own name; any other file as it is.

    It is unpacked while it is read, never as a whole, so that what it grows to takes no memory.
    """
    opener = _opener(head)
    return item._replace(open=partial(_opened, item, opener), size=None) if opener else item


def _opened(item: Input, opener: Callable[[IO[bytes]], Any]) -> IO[bytes]:
    with ExitStack() as stack:
        packed = stack.enter_context(item.open())
        stream = _Unpacked(opener(packed), packed)
        stack.pop_all()
    return io.BufferedReader(stream)


class _Unpacked(Blocks):
    """The bytes inside, which close the file that they are in."""

    def __init__(self, stream: IO[bytes], packed: IO[bytes]) -> None:
        super().__init__(stream)
        self._packed = packed

    def block(self, size: int) -> bytes | None:
        return self._stream.read(size) or None

    def close(self) -> None:
        super().close()
        self._packed.close()
