"""What is written: files whole or not at all, through links to what they lead to; devices and pipes as streams."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Sequence
from contextlib import suppress

from kpiplan.cli.ci_log import unobeyed
from kpiplan.cli.errors import OutputError, WrongUseError
from kpiplan.cli.inputs import ODD, STDIN, input_called

_DESCRIPTORS = r"/proc/(?:\d+|self)(?:/task/\d+)?/fd|/dev/fd"
_MOST_LINKS = 40


def write_file(name: str, text: str | bytes) -> None:
    """Write a file whole or not at all: into a temporary file beside it, which then takes its name.

    A link stays, and what it leads to is written; devices, pipes and what `/dev/stdout` stands for are written as
    streams. Raises WrongUseError for a folder and for what the command has read, OutputError where nothing can be
    written.
    """
    found = _writable(name)
    if is_stream(name):
        _write_stream(name, text)
    else:
        _replace(name, found, text)


def write_files(files: Sequence[tuple[str, str | bytes]]) -> None:
    """Write several files as one each is; none where one of the names is wrong.

    Raises as that does, for the first that could not be written after all others were.
    """
    for name, _ in files:
        _writable(name)
        _target(name)
    lost: list[OutputError] = []
    for name, text in files:
        try:
            write_file(name, text)
        except OutputError as error:
            lost.append(error)
    if lost:
        raise lost[0]


def _writable(name: str) -> os.stat_result | None:
    """What stands under a name that may be written to, if anything. Raises WrongUseError, OutputError."""
    if not name:
        raise WrongUseError("-o needs the name of a file")
    found = _found(name)
    if found is not None and stat.S_ISDIR(found.st_mode):
        raise WrongUseError(f"{name} is a folder, not a file")
    refuse_input(name)
    return found


def rewrite_file(name: str, before: bytes, after: bytes) -> None:
    """Put a file that was read into its new state, whole or not at all.

    Raises OutputError where it is no longer as it was read, or can't be written, WrongUseError for a stream.
    """
    if name == STDIN or is_stream(name):
        raise WrongUseError(f"{name} is no file that can be written in place")
    try:
        with open(name, "rb") as file:
            if file.read() != before:
                raise OutputError(f"{name} has changed while it was read; it is as it was. Try again")
    except OSError as error:
        raise OutputError(f"{name}: {error.strerror}") from None
    _replace(name, _found(name), after)


def create_file(name: str, text: str) -> None:
    """Write a new file; one that is there already stays as it is. Raises WrongUseError then."""
    found = _found(name)
    if found is not None and is_stream(name):
        refuse_input(name)
        return _write_stream(name, text)
    if found is not None:
        raise WrongUseError(f"{name} is there already; it stays as it is. Name another file.")
    target = _target(name)
    try:
        with open(target, "x", encoding="utf-8", errors=ODD, newline="") as file:
            created = os.fstat(file.fileno())
            try:
                file.write(text)
                file.flush()
            except BaseException:
                _remove(target, created)
                raise
    except FileExistsError:
        raise WrongUseError(f"{name} is there already; it stays as it is. Name another file.") from None
    except OSError as error:
        raise OutputError(f"{name}: {error.strerror}") from None


def is_stream(name: str) -> bool:
    """Whether what a name stands for can't be replaced: a device, a pipe, a file that a process holds open."""
    found = _found(name) if name else None
    if found is None or stat.S_ISDIR(found.st_mode):
        return False
    return not stat.S_ISREG(found.st_mode) or _is_descriptor(name)


def refuse_input(name: str | None) -> None:
    """A result never takes the place of what the command has read. Raises WrongUseError then."""
    found = _found(name) if name and name != STDIN else None
    if found is not None and (what := input_called(found)):
        raise WrongUseError(f"{name} is {what}; name another file for -o")


def _found(name: str) -> os.stat_result | None:
    """What a name leads to, links followed; None where nothing is there yet. Raises OutputError."""
    try:
        return os.stat(name)
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        raise OutputError(f"{name}: {error.strerror}") from None


def _is_descriptor(name: str) -> bool:
    """Whether a name leads through those that a process has for its open files, such as `/dev/stdout`."""
    for _ in range(_MOST_LINKS):
        if not os.path.islink(name):
            return False
        folder = os.path.dirname(name)
        if re.fullmatch(_DESCRIPTORS, os.path.realpath(folder or os.curdir)):
            return True
        name = os.path.join(folder, os.readlink(name))
    return False


def _write_stream(name: str, text: str | bytes) -> None:
    """Write what is no regular file, which stays what it is; what it holds already stays before the text."""
    flags = os.O_WRONLY | os.O_APPEND | getattr(os, "O_NOCTTY", 0)
    try:
        with open(os.open(name, flags), "wb") as stream:
            stream.write(text if isinstance(text, bytes) else _encoded(unobeyed(text)))
    except BrokenPipeError:
        pass  # whoever read it has seen enough
    except OSError as error:
        raise OutputError(f"{name}: {error.strerror}") from None


def _encoded(text: str) -> bytes:
    return text.encode("utf-8", ODD)


def _target(name: str) -> str:
    """The file that a name stands for, links followed. Raises WrongUseError where its folder is not there."""
    target = os.path.realpath(name) if os.path.islink(name) else name
    folder = os.path.dirname(target)
    if folder and not os.path.isdir(folder):
        raise WrongUseError(f"{folder}: no such folder")
    return target


def _replace(name: str, found: os.stat_result | None, text: str | bytes) -> None:
    import tempfile

    target = _target(name)
    folder = os.path.dirname(target) or os.curdir
    temporary = ""
    try:
        if found is not None and not os.access(target, os.W_OK):
            raise OutputError(f"{name} may not be written to; it is as it was")
        with tempfile.NamedTemporaryFile("wb", dir=folder, delete=False) as file:
            temporary = file.name
            file.write(text if isinstance(text, bytes) else _encoded(text))
        _take_mode(found, temporary)
        _take_name(name, temporary, target, found)
    except OSError as error:
        place = "the current folder" if folder == os.curdir else folder
        at = name if temporary else f"{name}: no file can be written in {place}"
        raise OutputError(f"{at}: {error.strerror}") from None
    finally:
        if temporary:
            with suppress(OSError):
                os.unlink(temporary)


def _take_name(name: str, temporary: str, target: str, found: os.stat_result | None) -> None:
    """The temporary file becomes the target. Raises OutputError where a mount, say, holds that in its place."""
    try:
        os.replace(temporary, target)
    except OSError as error:
        if found is None:
            raise
        told = f"{name} can't be replaced: {error.strerror}; it is as it was. Name another file for -o"
        raise OutputError(told) from None


def _take_mode(found: os.stat_result | None, temporary: str) -> None:
    """The new file gets owner and mode of the one that it replaces, or the mode that new files have."""
    if found is None:
        mask = os.umask(0)
        os.umask(mask)
        os.chmod(temporary, 0o666 & ~mask)
        return
    mode = found.st_mode & 0o777
    if hasattr(os, "chown"):
        for owner in (found.st_uid, -1):  # only the system's owner may give a file away; a group of one's own is free
            with suppress(OSError):
                os.chown(temporary, owner, found.st_gid)
                mode = found.st_mode & 0o7777
                break
    os.chmod(temporary, mode)


def _remove(name: str, created: os.stat_result) -> None:
    """Take away a file that could not be written to its end, unless the name is that of another by now."""
    with suppress(OSError):
        if os.path.samestat(os.stat(name), created):
            os.unlink(name)
