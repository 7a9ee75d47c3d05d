"""What ends a command without a result, and the exit codes."""

from __future__ import annotations

FINE, SHORT, USAGE, DEFECT, UNREADABLE, INTERRUPTED = 0, 1, 2, 3, 4, 130


class WrongUseError(Exception):
    """The command was wrong: a file that is not there, a name that nothing has."""


class OutputError(Exception):
    """The result could not be written: a full disk, say."""
