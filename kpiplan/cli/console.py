"""Standard output, standard error and the terminal: what they can show, and how results and remarks reach them."""

import codecs
import io
import os
import stat
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import TextIO

from kpiplan.cli.ci_log import unobeyed
from kpiplan.cli.errors import FINE, OutputError, WrongUseError
from kpiplan.cli.inputs import ODD, STDIN, input_called
from kpiplan.formats.lines import one_line, wrapped
from kpiplan.locales.choice import LANGS, VARIABLE, lang_of, locale_named
from kpiplan.locales.currencies import SYMBOLS
from kpiplan.locales.english import Locale
from kpiplan.tuples import NamedTuple

LANGUAGES = "pip install 'kpiplan[languages]'"  # what writes numbers as other languages do
NARROWEST, WIDEST = 40, 1000  # columns of a screen, whatever COLUMNS says

_HEIGHTS = " _-=#"  # of a trend, where a terminal has no dots
_BARS = {"\u2586": "#", "\u00b7": "."}  # of a bar, where it has no blocks


class Ready(str):
    """Lines that go out as they are: printable, wrapped and coloured by who made them, the last one ended."""

    __slots__ = ()


class Aside(str):
    """A remark that is no error: who wants results alone (`-q`) is spared it."""

    __slots__ = ()


class ReadyAside(Ready, Aside):
    """Lines that go out as they are, and are no errors."""

    __slots__ = ()


class Loudness:
    """How much the command that runs says beside its result: `quiet`, errors alone; `verbose`, everything in full."""

    quiet = False
    verbose = False


def hear(*, quiet: bool, verbose: bool) -> None:
    """Says how much the command that runs has to say. Raises WrongUseError for both at once."""
    if quiet and verbose:
        raise WrongUseError("-q and --verbose contradict each other")
    Loudness.quiet, Loudness.verbose = quiet, verbose


class Result(NamedTuple):
    """What a command has to say: its result (a text, or the bytes of a file), remarks beside it, and how it ends.

    A remark is one line, whatever names of files and columns are in it. `commands`: the text is commands to a machine
    that runs jobs, which obeys them. `files`: those to be written beside it, by name, each with its text.
    """

    text: str | bytes = ""
    remarks: Sequence[str] = ()
    code: int = FINE
    output: str | None = None
    utf8: bool = False
    commands: bool = False
    files: Sequence[tuple[str, str | bytes]] = ()


class Screen(NamedTuple):
    """What a text is printed on: its width (None: no limit), whether styles and colours show."""

    width: int | None
    styled: bool


class _Held(io.StringIO):
    """What libraries print in place of standard output, which they may still ask what it is."""

    def __init__(self, stream: TextIO | None) -> None:
        super().__init__()
        self._stream = stream

    def isatty(self) -> bool:
        return _is_terminal(self._stream)

    def fileno(self) -> int:
        if self._stream is None:
            raise io.UnsupportedOperation("standard output is closed")
        return self._stream.fileno()


@contextmanager
def held_output() -> Iterator[io.StringIO]:
    """Holds what is printed (help, the version) until it can be delivered as results are."""
    stream = sys.stdout
    sys.stdout = held = _Held(stream)
    try:
        yield held
    finally:
        sys.stdout = stream


def watched() -> bool:
    """Whether a person is watching standard error."""
    return _is_terminal(sys.stderr) and os.environ.get("TERM") != "dumb"


def screen(output: str | None) -> Screen:
    """The screen that standard output (or a file) is, by its kind and by COLUMNS, NO_COLOR, FORCE_COLOR and TERM."""
    printed = output in (None, STDIN)
    terminal = printed and _is_terminal(sys.stdout)
    width = _given_width() if printed else None
    if terminal and width is None:
        width = _width_of(sys.stdout)
    forced = printed and os.environ.get("FORCE_COLOR", "0") not in ("", "0")
    return Screen(width, (terminal or forced) and not _plain())


def prints_to_terminal() -> bool:
    """Whether standard output is a terminal, whose lines are no wider than its width."""
    return _is_terminal(sys.stdout)


def remark_screen() -> Screen:
    """The screen that standard error is. Redirected it has no width: a remark is a line there, for editors and CI."""
    if not _is_terminal(sys.stderr):
        return Screen(None, False)
    return Screen(_given_width() or _width_of(sys.stderr), not _plain())


def color_on_stderr() -> bool:
    """Whether problems on standard error may be coloured."""
    return remark_screen().styled


def _is_terminal(stream: TextIO | None) -> bool:
    """Whether a stream, which may be closed (`>&-`), is a terminal."""
    with suppress(OSError, ValueError):
        return stream is not None and stream.isatty()
    return False


def _plain() -> bool:
    return bool(os.environ.get("NO_COLOR")) or os.environ.get("TERM") == "dumb"


def _given_width() -> int | None:
    """The width that COLUMNS gives; None where it is no number, such as `²`, or 0."""
    given = os.environ.get("COLUMNS", "").strip()
    if not (given.isascii() and given.isdecimal()) or not given.strip("0"):
        return None
    return WIDEST if len(given) > 9 else min(max(NARROWEST, int(given)), WIDEST)


def _width_of(stream: TextIO) -> int:
    columns = 0
    with suppress(OSError, ValueError):
        columns = os.get_terminal_size(stream.fileno()).columns
    return min(max(NARROWEST, columns or 80), WIDEST)


def locale(asked: str | None) -> Locale:
    """The language that is asked for, else that of the environment. Raises WrongUseError where that names none.

    Says on standard error where the numbers of the one asked for can't be written, and what would help.
    """
    name = asked or lang_of(os.environ)
    try:
        found = locale_named(name)
    except KeyError:
        raise WrongUseError(f"{VARIABLE}={name} is no language; the choices are {', '.join(LANGS)}") from None
    if asked and not found.numbers and not Loudness.quiet:
        text = "numbers are written as in English; {command} writes them as this language does"
        _remark([f"kpiplan: {found.say(text, command=LANGUAGES)}"])
    return found


def deliver(result: Result) -> int:
    """Write a result where it belongs and return the exit code. Raises OutputError where it can't be written."""
    if result.files:
        from kpiplan.cli.outputs import write_files

        write_files(result.files)
    if result.text and result.output not in (None, STDIN):
        from kpiplan.cli.outputs import write_file

        write_file(result.output, result.text)
    elif result.text:
        _print(result)
    if remarks := [each for each in result.remarks if not (Loudness.quiet and isinstance(each, Aside))]:
        _remark(remarks)
    return result.code


def _remark(remarks: Sequence[str]) -> None:
    """Say something on standard error, a line each; names of files and columns in it do nothing to a terminal."""
    if sys.stderr is None:
        return
    width = remark_screen().width
    lines = [each if isinstance(each, Ready) else f"{wrapped(one_line(each), width)}\n" for each in remarks]
    with suppress(OSError, ValueError):  # nobody listens: the result is what counts
        _soften(sys.stderr)
        sys.stderr.write(unobeyed("".join(lines)))
        sys.stderr.flush()


def _print(result: Result) -> None:
    if sys.stdout is None:
        raise OutputError("standard output is closed: the result can't be written")
    to_file = _is_file(sys.stdout)
    if isinstance(result.text, bytes):
        _print_bytes(result.text)
        return
    text = result.text if to_file else unobeyed(result.text, ours=result.commands)
    with _going_out():
        if result.utf8 and isinstance(sys.stdout, io.TextIOWrapper):
            sys.stdout.reconfigure(encoding="utf-8", errors=ODD, newline="\n")
        else:
            _soften(sys.stdout)
        sys.stdout.write(text)
        sys.stdout.flush()


def _print_bytes(data: bytes) -> None:
    """Bytes as they are. Raises OutputError where they can't be written."""
    with _going_out():
        sys.stdout.flush()
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()


@contextmanager
def _going_out() -> Iterator[None]:
    """What is written to standard output. Raises OutputError where it can't be."""
    try:
        yield
    except BrokenPipeError:
        # whoever read it has seen enough (`| head`); Python must not complain again when it exits
        _mute_stdout()
    except OSError as error:
        with suppress(OSError):
            _mute_stdout()
        raise OutputError(f"standard output: {error.strerror}") from None


def _mute_stdout() -> None:
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _is_file(stream: TextIO) -> bool:
    """Whether a stream goes to a file, where data stay as they are. Raises WrongUseError for what was read."""
    try:
        found = os.fstat(stream.fileno())
    except (OSError, ValueError):
        return False
    if stat.S_ISREG(found.st_mode) and (what := input_called(found)):
        raise WrongUseError(f"standard output goes into {what}; send it elsewhere")
    return stat.S_ISREG(found.st_mode)


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
    if char in _BARS:
        return _BARS[char]
    dots = ord(char) - 0x2800  # of a trend: two columns of up to four dots
    if not 0 < dots < 0x100:
        return "?"
    return "".join(_HEIGHTS[(dots & column).bit_count()] for column in (0x47, 0xB8))
