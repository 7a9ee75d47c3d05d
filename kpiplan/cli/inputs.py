"""What is read: plans, exports, standard input. Which files these are is kept, for no result may take their place."""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Iterable, Sequence
from contextlib import suppress

from kpiplan.cli.errors import WrongUseError
from kpiplan.language.yaml.decoding import MAX_BYTES
from kpiplan.locales.english import Locale

STDIN = "-"
ODD = "backslashreplace"  # what is no character, as bytes of file names can be: \udcff, which JSON reads back
_PLAIN = dict.fromkeys(map(ord, "@%+=:,./-_"))  # what shells take as it stands, beside letters and digits
PLAN_ENDINGS = (".yaml", ".yml")
_TEXTS = (".csv", ".tsv", ".tab", ".json", ".jsonl", ".ndjson")
_TABLES = (*_TEXTS, ".zip", ".gz", ".xlsx", ".xlsm", ".xlsb", ".xls", ".ods")
_PLAN, _EXPORT, _WORKBOOK = "the plan itself", "one of the exports", "the workbook itself"

# Of the command that runs: its inputs by identity (device and number), and the folders that are looked through.
_inputs: dict[tuple[int, int], str] = {}
_folders: list[str] = []
_names: list[str] = []  # of plans, as they were asked for


def forget_inputs() -> None:
    """A new command begins, which has read nothing."""
    _inputs.clear()
    _folders.clear()
    _names.clear()


def names_read() -> tuple[str, ...]:
    """The plan files that the command asked for so far, those too that are not there."""
    return tuple(dict.fromkeys(_names))


def read_input(name: str) -> bytes:
    """The bytes of a plan file, or of standard input for `-`, and one more than a plan may have at the most.

    Raises WrongUseError where there is nothing to read.
    """
    return _read(name, _PLAN, MAX_BYTES + 1)


def read_workbook(name: str) -> bytes:
    """The bytes of a workbook, no more than it may have. Raises WrongUseError as `read_input` does."""
    from kpiplan.formats.workbook.reading import MAX_BYTES as MOST

    return _read(name, _WORKBOOK, MOST + 1)


def _read(name: str, what: str, most: int) -> bytes:
    try:
        if name == STDIN:
            _note_stdin(what)
            return sys.stdin.buffer.read(most)
        _names.append(name)
        with open(name, "rb") as file:
            _note(os.fstat(file.fileno()), what)
            return file.read(most)
    except IsADirectoryError:
        raise WrongUseError(f"{name} is a folder, not a file") from None
    except FileNotFoundError:
        raise _missing(name) from None
    except OSError as error:
        raise WrongUseError(f"{name}: {error.strerror or error}") from None


def refuse_both(plan: str | None, exports: Sequence[str], locale: Locale) -> None:
    """Raises WrongUseError where one stream is to be two things."""
    if plan == STDIN and STDIN in exports:
        raise WrongUseError(locale.say("standard input can't be both the plan and an export"))


def read_extended(name: str) -> bytes:
    """The bytes of a plan that another file extends. Raises OSError, for it is that file which is wrong."""
    try:
        return read_input(name)
    except WrongUseError as error:
        raise OSError(0, str(error)) from None


def check_there(names: Sequence[str], known: Sequence[str] | None = None) -> None:
    """Whoever reads exports (files, folders, or `-`) says so before.

    Raises WrongUseError where one of them is not there, or standard input is asked for and closed. `known` are the
    tables that a plan has names for; before it is read a bare word may be one of them.
    """
    for name in names:
        bare = known is None and name.replace("_", "").replace("-", "").isalnum()
        if name != STDIN and not (bare or "://" in name or name in (known or ()) or os.path.exists(name)):
            raise _missing(name)
    if known is None:
        _reads(names)


def _reads(names: Iterable[str]) -> None:
    for name in names:
        if name == STDIN:
            _note_stdin(_EXPORT)
            continue
        with suppress(OSError):  # the reading will say what is wrong with it
            found = os.stat(name)
            if stat.S_ISDIR(found.st_mode):
                _folders.append(name)
            else:
                _note(found, _EXPORT)


def input_called(found: os.stat_result) -> str | None:
    """What a file is to the command that runs, None where it was not read. A device loses nothing by writing to it."""
    if stat.S_ISCHR(found.st_mode):
        return None
    return _inputs.get(_identity(found)) or (_EXPORT if any(_is_read_from(each, found) for each in _folders) else None)


def _identity(found: os.stat_result) -> tuple[int, int]:
    return found.st_dev, found.st_ino


def _note(found: os.stat_result, what: str) -> None:
    _inputs.setdefault(_identity(found), what)


def _note_stdin(what: str) -> None:
    if sys.stdin is None or sys.stdin.closed:
        raise WrongUseError("standard input is closed: there is nothing to read")
    with suppress(OSError, ValueError):  # not a file of the system
        _note(os.fstat(sys.stdin.fileno()), what)


def _is_read_from(folder: str, found: os.stat_result) -> bool:
    """Whether a file is one of those that are read where a folder is given, or a zip among them."""
    from kpiplan.exports.files.gather import gather

    for item in gather([folder])[0]:
        name = item.name
        while name and not os.path.exists(name):  # a file inside a zip
            name = os.path.dirname(name)
        if name and _identity(os.stat(name)) == _identity(found):
            return True
    return False


def _missing(name: str) -> WrongUseError:
    if os.path.islink(name):
        return WrongUseError(f"{name} is a link to {os.readlink(name)}, which is not there")
    return WrongUseError(f"{name}: no such file{_similar(name)}")


def _similar(name: str) -> str:
    from difflib import get_close_matches

    folder, base = os.path.split(name)
    stem, ending = os.path.splitext(base)
    with suppress(OSError):
        stems: dict[str, list[str]] = {}
        for entry in os.listdir(folder or "."):
            if os.path.exists(os.path.join(folder, entry)):  # not a link to nothing
                stems.setdefault(os.path.splitext(entry)[0], []).append(entry)
        for near in get_close_matches(stem, stems, n=1, cutoff=0.75):
            same = sorted(stems[near], key=lambda entry: not entry.endswith(ending or ".yaml"))
            return f"; did you mean {os.path.join(folder, same[0])}?"
    return ""


def plan_near(export: str) -> str | None:
    """The plan.yaml in or beside an export, else the one here; None where there is none."""
    folders = [] if export == STDIN else [*([export] if os.path.isdir(export) else []), os.path.dirname(export)]
    for folder in (*folders, ""):
        name = os.path.join(folder, "plan.yaml")
        if os.path.isfile(name):
            return name
    return None


def plan_or_here(name: str | None, locale: Locale) -> str:
    """The plan that is named, else plan.yaml here. Raises WrongUseError where there is none."""
    found = name or plan_near(STDIN)
    if found is None:
        text = "no plan.yaml is here; name a plan, or begin one with {command}"
        raise WrongUseError(locale.say(text, command="kpiplan init"))
    return found


def plan_and_exports(
    word: str | None, more: Sequence[str], locale: Locale, *, needed: bool = False
) -> tuple[str, list[str]]:
    """A plan and the exports after it; the plan may be left out where a plan.yaml is beside the first export, or here.

    Raises WrongUseError where it is left out and there is none, and without the exports that are `needed`.
    """
    if word is None or not _is_export(word):
        plan = plan_or_here(word, locale)
        if needed and not more:
            raise WrongUseError(locale.say("name the exports of the months so far after the plan"))
        return plan, list(more)
    near = plan_near(word)
    if near is None:
        text = "{file} is no plan, and no plan.yaml is beside it or here; name the plan first"
        raise WrongUseError(locale.say(text, file=word))
    return near, [word, *more]


def _is_export(word: str) -> bool:
    """Whether a word can only be an export: a folder, or called like a table."""
    return word.lower().endswith(_TABLES) or os.path.isdir(word)


def plan_and_words(word: str | None, more: Sequence[str], locale: Locale) -> tuple[str, list[str]]:
    """A plan and what is said of it; where the first word is no file and a plan.yaml is here, it is about that one.

    Raises WrongUseError where the plan is left out and there is none.
    """
    no_file = word is not None and word != STDIN and not word.lower().endswith(PLAN_ENDINGS)
    if word is not None and no_file and not os.path.exists(word) and (near := plan_near(STDIN)):
        return near, [word, *more]
    return plan_or_here(word, locale), list(more)


def as_word(name: str) -> str:
    """A name as a shell reads it, for commands that are ready to paste."""
    if name.isascii() and name.translate(_PLAIN).isalnum():
        return name
    from shlex import quote

    return quote(name)


def shown_name(name: str) -> str:
    """What messages call an input."""
    return "<stdin>" if name == STDIN else name
