"""The program. Nothing is imported before an interrupt can be caught."""

from __future__ import annotations

import sys

INTERRUPTED = 130  # said here too, for this is all that is loaded when it is needed


def main(arguments: list[str] | None = None) -> int:
    """Run a command line (that of the process where none is given); returns the exit code."""
    words = sys.argv[1:] if arguments is None else arguments
    try:
        from kpiplan.cli.boundary import concluded

        kept = [word for word in words if word != "--debug"]
        return concluded(lambda: _run(kept), debug="--debug" in words)
    except KeyboardInterrupt:
        return INTERRUPTED


def _run(words: list[str]) -> object:
    """The command line, run. Modules make no garbage worth collecting, and importing is half of a short run."""
    import gc

    gc.disable()
    try:
        from kpiplan.cli.app import command_line

        app = command_line(words)
    finally:
        gc.freeze()
        gc.set_threshold(200_000, 10, 10)  # large plans are many values and no cycles
        gc.enable()
    return app(args=words, prog_name="kpiplan", standalone_mode=False)


if __name__ == "__main__":
    sys.exit(main())
