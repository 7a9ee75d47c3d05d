"""What is done again each time a file is saved."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress

from kpiplan.cli import inputs
from kpiplan.cli.console import Result
from kpiplan.cli.errors import USAGE, WrongUseError

EVERY = 0.5  # seconds between two looks at the files

_Stamp = tuple[int, int, int] | None  # when a file was written, its size, which file it is; None: it is not there


def ticks() -> Iterator[None]:
    """The times to look at the files: once in a while, as long as nobody interrupts."""
    while True:
        time.sleep(EVERY)
        yield


def again(run: Callable[[], Result], named: Callable[[], Sequence[str]], times: Iterator[None]) -> Iterator[Result]:
    """The result of a command, and another one each time one of its files has changed since.

    Its files are those that it read, and those that it would read now (`named`), for a folder may have new ones. Their
    state is that from before they are read, so that one which is written meanwhile is read again. A file that is gone
    is an error like any other, and may be back soon: some editors save so.
    """
    known: set[str] = set()
    while True:
        inputs.forget_inputs()
        before = _stamps({*known, *_there(named)})
        yield _result(run)
        known = {*before, *inputs.names_read()}
        before |= _stamps(known - before.keys())
        for _ in times:
            if _stamps({*known, *_there(named)}) != before:
                break
        else:
            return


def _result(run: Callable[[], Result]) -> Result:
    try:
        return run()
    except WrongUseError as error:
        return Result(remarks=[f"kpiplan: {error}"], code=USAGE)


def _there(named: Callable[[], Sequence[str]]) -> Sequence[str]:
    with suppress(WrongUseError):
        return named()
    return ()


def _stamps(names: Iterable[str]) -> dict[str, _Stamp]:
    return {name: _stamp(name) for name in names}


def _stamp(name: str) -> _Stamp:
    with suppress(OSError):
        found = os.stat(name)
        return found.st_mtime_ns, found.st_size, found.st_ino
    return None
