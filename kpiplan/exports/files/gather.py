"""From what the user names (files, folders, zips, `-`) to inputs, one a table."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from kpiplan.exports.files.compression import inside
from kpiplan.exports.files.containers import ZIP_STARTS, head_of
from kpiplan.exports.files.failures import failures
from kpiplan.exports.files.inputs import TABLE_ENDINGS, Input, spooled
from kpiplan.exports.results import Refusal
from kpiplan.exports.sentences import problem
from kpiplan.problems import Problem

if TYPE_CHECKING:
    from kpiplan.exports.files.archives import Shelf

# What is read of a folder: not JSON, which is as often the result of a command or the settings of a program.
_FOUND = (*(ending for ending in TABLE_ENDINGS if ending != ".json"), ".zip")


def gather(named: Iterable[str | Path | Input]) -> tuple[list[Input], list[Problem]]:
    """All inputs behind the names, in order; folders by name, zips by member."""
    inputs: list[Input] = []
    problems: list[Problem] = []
    shelf = cache(_shelf)  # one for all zips, where there is any
    for item in named:
        try:
            files = [item] if isinstance(item, Input) else _files(str(item), problems)
        except OSError as error:
            problems.append(_unreadable(str(item), error))
            continue
        for file in files:
            try:
                inputs.extend(_unpacked(file, shelf, problems))
            except OSError as error:
                problems.append(_unreadable(file.name, error))
    return inputs, problems


def _shelf() -> Shelf:
    from kpiplan.exports.files.archives import Shelf  # most files are no zips

    return Shelf()


def _unpacked(item: Input, shelf: Callable[[], Shelf], problems: list[Problem]) -> list[Input]:
    """The tables in a zip, or the file itself where it is none: what a compressed one holds.

    Raises OSError where it can't be read at all.
    """
    try:
        start = head_of(item)
        if (held := inside(item, start)) is not item:
            item = held
            start = head_of(item)
    except OSError:
        raise
    except failures():  # a member of a zip; opening it as a table says why
        return [item]
    return shelf().unpacked(item, start, problems) if start.startswith(ZIP_STARTS) else [item]


def _unreadable(name: str, error: OSError, code: str = "unreadable-file") -> Problem:
    return problem(Refusal(code, {"error": error.strerror or str(error)}), name)


def _files(name: str, problems: list[Problem]) -> list[Input]:
    """The files that a name stands for; a folder that can't be read inside another is a problem."""
    if once := spooled(name):
        return [once]
    path = Path(name)
    if not path.is_dir():
        return [_file(path)]
    tables = [file for file in _within(path, problems) if file.name.lower().endswith(_FOUND)]
    if not tables and not any(Path(problem.file).is_relative_to(path) for problem in problems):
        raise FileNotFoundError(2, "the folder holds no .csv, .tsv, .xlsx or .zip")
    return [_file(file, shelf=name) for file in tables]


def _within(folder: Path, problems: list[Problem]) -> Iterator[Path]:
    """All files in a folder and those in it, by name, but for hidden ones."""

    def unread(error: OSError) -> None:
        where = str(error.filename or folder)
        problems.append(_unreadable(where, error, "unreadable-folder"))

    files = [Path(at, name) for at, _, names in os.walk(folder, onerror=unread) for name in names]
    hidden = (".", "~$")  # `~$book.xlsx` says that somebody has the workbook open
    return (
        file for file in sorted(files) if not file.name.startswith(hidden) and (file.is_file() or file.is_symlink())
    )


def _file(path: Path, *, shelf: str = "") -> Input:
    try:
        size = path.stat().st_size
    except OSError:  # opening it says why
        size = None
    return Input(str(path), lambda: path.open("rb"), size, alone=not shelf, shelf=shelf)
