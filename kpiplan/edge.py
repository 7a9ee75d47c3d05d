"""Where the program meets the world: files, streams, the terminal, exit codes. Nothing below it touches them."""

from __future__ import annotations

import codecs
import io
import os
import re
import sys
from collections.abc import Iterable
from contextlib import suppress
from typing import NamedTuple

from kpiplan.currencies import SYMBOLS
from kpiplan.locales.choice import LANGS, VARIABLE, lang_of, locale_named
from kpiplan.locales.english import Locale
from kpiplan.problems import printable

LANGUAGES = "pip install 'kpiplan[languages]'"  # what writes numbers as other languages do

_HEIGHTS = " _-=#"  # of a trend, where a terminal has no dots
# What of remarks goes out as it is: lines, colours, and bytes of file names that no encoding has (`_soften`).
_KEPT = re.compile(r"(\n|\x1b\[(?:0|31|33|36)m|[\ud800-\udfff])")

FINE, SHORT, USAGE, DEFECT, INTERRUPTED = 0, 1, 2, 3, 130
STDIN = "-"


class WrongUseError(Exception):
    """The command was wrong: a file that is not there, a name that nothing has."""


class OutputError(Exception):
    """The result could not be written: a full disk, say."""


class Result(NamedTuple):
    """What a command has to say: its result, remarks beside it, and how it ends."""

    text: str = ""
    remarks: str = ""
    code: int = FINE
    output: str | None = None
    utf8: bool = False


class Screen(NamedTuple):
    """What a result is printed on: its width (None: no limit), whether styles and colours show."""

    width: int | None
    styled: bool


def read_input(name: str) -> bytes:
    """The bytes of a file, or of standard input for `-`. Raises WrongUseError where there is nothing to read."""
    try:
        if name == STDIN:
            return sys.stdin.buffer.read()
        with open(name, "rb") as file:
            return file.read()
    except IsADirectoryError:
        raise WrongUseError(f"{name} is a folder, not a file") from None
    except FileNotFoundError:
        raise WrongUseError(f"{name}: no such file{_similar(name)}") from None
    except OSError as error:
        raise WrongUseError(f"{name}: {error.strerror or error}") from None


def _similar(name: str) -> str:
    from difflib import get_close_matches

    folder, base = os.path.split(name)
    stem, ending = os.path.splitext(base)
    with suppress(OSError):
        stems: dict[str, list[str]] = {}
        for entry in os.listdir(folder or "."):
            stems.setdefault(os.path.splitext(entry)[0], []).append(entry)
        for near in get_close_matches(stem, stems, n=1, cutoff=0.75):
            same = sorted(stems[near], key=lambda entry: not entry.endswith(ending or ".yaml"))
            return f"; did you mean {os.path.join(folder, same[0])}?"
    return ""


def check_there(names: Iterable[str]) -> None:
    """Raises WrongUseError where one of the files or folders is not there."""
    for name in names:
        if name != STDIN and not os.path.exists(name):
            raise WrongUseError(f"{name}: no such file{_similar(name)}")


def plan_near(export: str) -> str | None:
    """The plan.yaml in or beside an export, else the one here; None where there is none."""
    folders = [] if export == STDIN else [*([export] if os.path.isdir(export) else []), os.path.dirname(export)]
    for folder in (*folders, ""):
        name = os.path.join(folder, "plan.yaml")
        if os.path.isfile(name):
            return name
    return None


def watched() -> bool:
    """Whether a person is watching standard error."""
    return sys.stderr.isatty() and os.environ.get("TERM") != "dumb"


def refuse_overwriting(plan: str, output: str | None) -> None:
    """A result never takes the place of the plan that it came from. Raises WrongUseError then."""
    with suppress(OSError):
        if output and plan != STDIN and os.path.samefile(plan, output):
            raise WrongUseError(f"{output} is the plan itself; name another file for -o")


def shown_name(name: str) -> str:
    """What messages call an input."""
    return "<stdin>" if name == STDIN else name


def screen(output: str | None) -> Screen:
    """The screen that standard output (or a file) is, by its kind and by COLUMNS, NO_COLOR, FORCE_COLOR and TERM."""
    terminal = output is None and sys.stdout.isatty()
    environ = os.environ
    given = environ.get("COLUMNS", "")
    width = max(40, int(given)) if given.isdigit() and int(given) > 0 and output is None else None
    if terminal and width is None:
        width = max(40, os.get_terminal_size(sys.stdout.fileno()).columns or 80)
    forced = output is None and environ.get("FORCE_COLOR", "0") not in ("", "0")
    plain = bool(environ.get("NO_COLOR")) or environ.get("TERM") == "dumb"
    return Screen(width, (terminal or forced) and not plain)


def color_on_stderr() -> bool:
    """Whether problems on standard error may be coloured."""
    plain = bool(os.environ.get("NO_COLOR")) or os.environ.get("TERM") == "dumb"
    return sys.stderr.isatty() and not plain


def locale(asked: str | None) -> Locale:
    """The language that is asked for, else that of the environment. Raises WrongUseError where that names none.

    Says on standard error where the numbers of the one asked for can't be written, and what would help.
    """
    name = asked or lang_of(os.environ)
    try:
        found = locale_named(name)
    except KeyError:
        raise WrongUseError(f"{VARIABLE}={name} is no language; the choices are {', '.join(LANGS)}") from None
    if asked and not found.numbers:
        text = "numbers are written as in English; {command} writes them as this language does"
        _remark(f"kpiplan: {found.say(text, command=LANGUAGES)}\n")
    return found


def deliver(result: Result) -> int:
    """Write a result where it belongs and return the exit code. Raises OutputError where it can't be written."""
    if result.text and result.output not in (None, STDIN):
        write_file(result.output, result.text)
    elif result.text:
        _print(result.text, utf8=result.utf8)
    if result.remarks:
        _remark(result.remarks)
    return result.code


def _remark(text: str) -> None:
    """Say something on standard error: names of files and columns in it do nothing to a terminal."""
    safe = "".join(part if at % 2 else printable(part) for at, part in enumerate(_KEPT.split(text)))
    with suppress(OSError):  # nobody listens: the result is what counts
        _soften(sys.stderr)
        sys.stderr.write(safe)
        sys.stderr.flush()


def _print(text: str, *, utf8: bool) -> None:
    try:
        if utf8 and isinstance(sys.stdout, io.TextIOWrapper):
            sys.stdout.reconfigure(encoding="utf-8", newline="\n")
        else:
            _soften(sys.stdout)
        sys.stdout.write(text)
        sys.stdout.flush()
    except BrokenPipeError:
        # whoever read it has seen enough (`| head`); Python must not complain again when it exits
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except OSError as error:
        with suppress(OSError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise OutputError(f"standard output: {error.strerror}") from None


def write_file(name: str, text: str) -> None:
    """Write a file whole or not at all: into a temporary file beside it, which then takes its name."""
    import tempfile

    folder = os.path.dirname(os.path.abspath(name))
    if os.path.isdir(name):
        raise WrongUseError(f"{name} is a folder, not a file")
    if not os.path.isdir(folder):
        raise WrongUseError(f"{folder}: no such folder")
    temporary = ""
    try:
        with tempfile.NamedTemporaryFile("w", encoding="utf-8", newline="", dir=folder, delete=False) as file:
            temporary = file.name
            file.write(text)
        _take_mode(name, temporary)
        os.replace(temporary, name)
    except OSError as error:
        raise OutputError(f"{name}: {error.strerror}") from None
    finally:
        if temporary:
            with suppress(OSError):
                os.unlink(temporary)


def create_file(name: str, text: str) -> None:
    """Write a new file; one that is there already stays as it is. Raises WrongUseError then."""
    try:
        with open(name, "x", encoding="utf-8", newline="") as file:
            file.write(text)
    except FileExistsError:
        raise WrongUseError(f"{name} is there already; it stays as it is. Name another file.") from None
    except FileNotFoundError:
        raise WrongUseError(f"{os.path.dirname(name)}: no such folder") from None
    except OSError as error:
        raise OutputError(f"{name}: {error.strerror}") from None


def _take_mode(name: str, temporary: str) -> None:
    """The new file gets the mode of the one that it replaces, or the one that new files have."""
    try:
        mode = os.stat(name).st_mode & 0o7777
    except OSError:
        mask = os.umask(0)
        os.umask(mask)
        mode = 0o666 & ~mask
    os.chmod(temporary, mode)


def _soften(stream: object) -> None:
    """Print what a stream's encoding lacks in other words rather than fail: currency symbols as codes, the rest ?."""
    reconfigure = getattr(stream, "reconfigure", None)
    if reconfigure:
        codecs.register_error("kpiplan", _in_other_words)
        reconfigure(errors="kpiplan")


def _in_other_words(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    lost = error.object[error.start : error.end]
    return "".join(map(_plainly, lost)), error.end


def _plainly(char: str) -> str:
    """A character in others that every terminal has."""
    if char in SYMBOLS:
        return f"{SYMBOLS[char][0]} "
    dots = ord(char) - 0x2800  # of a trend: two columns of up to four dots
    if not 0 < dots < 0x100:
        return "?"
    return "".join(_HEIGHTS[(dots & column).bit_count()] for column in (0x47, 0xB8))


def coming_year() -> int:
    """The calendar year that somebody plans now: this one until June, then the next."""
    from datetime import date

    today = date.today()
    return today.year + (1 if today.month > 6 else 0)
