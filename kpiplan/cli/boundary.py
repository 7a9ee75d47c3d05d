"""The one boundary for every error: each ends in a sentence and an exit code of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from kpiplan.cli.console import Ready, Result, deliver, hear, held_output
from kpiplan.cli.errors import DEFECT, FINE, INTERRUPTED, SHORT, USAGE, OutputError, WrongUseError
from kpiplan.cli.inputs import forget_inputs
from kpiplan.formats.lines import one_line

ISSUES = "https://github.com/kpiplan/kpiplan/issues"


def concluded(run: Callable[[], object], *, debug: bool) -> int:
    """Run a command and deliver its result; returns the exit code. With `debug` a defect is raised."""
    forget_inputs()
    hear(quiet=False, verbose=False)
    try:
        with held_output() as printed:
            result = run()
        if isinstance(result, Iterator):  # a command that goes on
            return max(map(deliver, result), default=FINE)
        if not isinstance(result, Result):
            result = Result(printed.getvalue(), code=result if isinstance(result, int) else 0)
        return deliver(result)
    except KeyboardInterrupt:
        return INTERRUPTED
    except WrongUseError as error:
        return _said(f"kpiplan: {error}", USAGE)
    except OutputError as error:
        return _said(f"kpiplan: {error}", SHORT)
    except Exception as error:
        usage = getattr(error, "format_message", None)  # what typer raises for a wrong command line
        if usage:
            return _usage(error, usage())
        if debug:
            raise
        if isinstance(error, OSError) and error.strerror:  # a disk or folder, not a defect
            named = f"{error.filename}: " if error.filename else ""
            return _said(f"kpiplan: {named}{error.strerror}", SHORT)
        name = f"{type(error).__name__}: {one_line(str(error))}"[:200]
        return _said(f"kpiplan: a defect of kpiplan ({name}). Please report it with --debug: {ISSUES}", DEFECT)


def _usage(error: Exception, message: str) -> int:
    context = getattr(error, "ctx", None)
    path = context.command_path if context else "kpiplan"
    if message.startswith("Usage:"):  # no command at all: the message is the help
        deliver(Result(remarks=[Ready(message.rstrip("\n") + "\n")]))
        return USAGE
    return _said(f"kpiplan: {message}", USAGE, f"Try `{path} --help`.")


def _said(message: str, code: int, *more: str) -> int:
    return deliver(Result(remarks=[message, *more], code=code))
