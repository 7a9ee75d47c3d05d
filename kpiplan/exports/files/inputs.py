"""Inputs: bytes with a name that can be opened again and again, what can be read only once with them."""

import io
import os
import stat
import sys
from collections.abc import Callable
from pathlib import Path
from typing import IO

from kpiplan.plan.export_rules import PACKED
from kpiplan.tuples import NamedTuple

TEXT_ENDINGS = (".csv", ".tsv", ".tab", ".json", ".jsonl", ".ndjson")
WORKBOOK_ENDINGS = (".xlsx", ".xlsm", ".xlsb", ".xls", ".ods")
TABLE_ENDINGS = (
    *TEXT_ENDINGS,
    *WORKBOOK_ENDINGS,
    *(f"{ending}{packed}" for ending in (*TEXT_ENDINGS, ".txt") for packed in PACKED),
)
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
    from kpiplan.exports.files.spool import Spool  # most inputs are files

    spool = Spool()
    while block := stream.read(BLOCK_BYTES):
        spool.write(block)
        if not block.strip(b"\0"):  # no text goes on like that, and /dev/zero never ends
            break
    return Input(name, spool.opened, spool.tell())
