"""The program: one boundary for every error, distinct exit codes."""

from __future__ import annotations

import gc
import sys
from collections.abc import Callable, Sequence
from functools import partial

from kpiplan import edge

ISSUES = "https://github.com/kpiplan/kpiplan/issues"


def main(arguments: list[str] | None = None) -> int:
    """Run a command line (that of the process where none is given); returns the exit code."""
    words = sys.argv[1:] if arguments is None else arguments
    debug = "--debug" in words
    try:
        app = _program([word for word in words if word != "--debug"])
        result = app()
        if isinstance(result, edge.Result):
            return edge.deliver(result)
        return result if isinstance(result, int) else edge.FINE
    except KeyboardInterrupt:
        return edge.INTERRUPTED
    except edge.WrongUseError as error:
        return _said(f"kpiplan: {error}", edge.USAGE)
    except edge.OutputError as error:
        return _said(f"kpiplan: {error}", edge.SHORT)
    except Exception as error:
        usage = getattr(error, "format_message", None)  # what typer raises for a wrong command line
        if usage:
            return _usage(error, usage())
        if debug:
            raise
        name = f"{type(error).__name__}: {error}".splitlines()[0][:200]
        return _said(f"kpiplan: a defect of kpiplan ({name}). Please report it with --debug: {ISSUES}", edge.DEFECT)


def _program(words: Sequence[str]) -> Callable[[], object]:
    """The command line ready to run. Modules make no garbage worth collecting, and importing is half of a short run."""
    gc.disable()
    try:
        from kpiplan.cli import command_line

        return partial(command_line(words), args=list(words), prog_name="kpiplan", standalone_mode=False)
    finally:
        gc.freeze()
        gc.set_threshold(200_000, 10, 10)  # large plans are many values and no cycles
        gc.enable()


def _usage(error: Exception, message: str) -> int:
    context = getattr(error, "ctx", None)
    path = context.command_path if context else "kpiplan"
    if "Usage:" in message:  # no command at all: the message is the help
        return _said(message, edge.USAGE)
    return _said(f"kpiplan: {message}\nTry `{path} --help`.", edge.USAGE)


def _said(message: str, code: int) -> int:
    edge.deliver(edge.Result(remarks=message.rstrip("\n") + "\n"))
    return code


if __name__ == "__main__":
    sys.exit(main())
