"""Where the program meets the world: files, streams, the terminal, exit codes. Nothing below it touches them."""

from __future__ import annotations

from kpiplan.edge.console import (
    Ready,
    Result,
    Screen,
    color_on_stderr,
    deliver,
    held_output,
    locale,
    prints_to_terminal,
    remark_screen,
    screen,
    watched,
)
from kpiplan.edge.errors import DEFECT, FINE, INTERRUPTED, SHORT, UNREADABLE, USAGE, OutputError, WrongUseError
from kpiplan.edge.inputs import (
    STDIN,
    as_word,
    check_there,
    forget_inputs,
    plan_near,
    read_input,
    shown_name,
)
from kpiplan.edge.outputs import create_file, is_stream, refuse_input, write_file

__all__ = [
    "DEFECT",
    "FINE",
    "INTERRUPTED",
    "SHORT",
    "STDIN",
    "UNREADABLE",
    "USAGE",
    "OutputError",
    "Ready",
    "Result",
    "Screen",
    "WrongUseError",
    "as_word",
    "check_there",
    "color_on_stderr",
    "coming_year",
    "create_file",
    "deliver",
    "forget_inputs",
    "held_output",
    "is_stream",
    "locale",
    "plan_near",
    "prints_to_terminal",
    "read_input",
    "refuse_input",
    "remark_screen",
    "screen",
    "shown_name",
    "watched",
    "write_file",
]


def coming_year() -> int:
    """The calendar year that somebody plans now: this one until June, then the next."""
    from datetime import date

    today = date.today()
    return today.year + (1 if today.month > 6 else 0)
