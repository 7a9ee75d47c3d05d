"""What several commands are asked in the same words, and what the answers mean."""

from __future__ import annotations

from os.path import splitext
from typing import Annotated

import typer

from kpiplan import edge
from kpiplan.locales.choice import Lang
from kpiplan.locales.english import Locale

PlanFile = Annotated[str, typer.Argument(metavar="PLAN", help="A plan file; - reads standard input.")]
Output = Annotated[
    str | None, typer.Option("--output", "-o", metavar="FILE", help="Write to a file, whole or not at all.")
]
Language = Annotated[
    Lang | None, typer.Option(help="The language of what is shown; left out, that of the environment.")
]
FORMAT_HELP = "What to write; left out, what the ending of -o says, else "

_ENDINGS = {".csv": "csv", ".json": "json", ".md": "markdown", ".markdown": "markdown", ".ics": "ics"}
TEXT_ENDING = ".txt"  # of the first format of each command, which people read as text


def format_of(asked: str | None, output: str | None, known: tuple[str, ...], locale: Locale) -> str:
    """The format that is asked for, else what a file's ending says, else the first of those that there are.

    A name without an ending says nothing, nor does that of a device or pipe. Raises WrongUseError for an ending that
    none of the formats has, for a text under the name of another kind of file opens in no program, and for what the
    command has read.
    """
    edge.refuse_input(output)
    ending = splitext(output or "")[1].lower()
    if asked or not output or ending in ("", TEXT_ENDING) or edge.is_stream(output):
        return asked or known[0]
    if _ENDINGS.get(ending) in known:
        return _ENDINGS[ending]
    there = [name for name, format in _ENDINGS.items() if format in known and name != ".markdown"]
    endings = locale.listed([*there, TEXT_ENDING], "or")
    text = "-o {file}: no format has the ending {ending}; name the file with {endings}, or say --format"
    raise edge.WrongUseError(locale.say(text, file=output, ending=ending, endings=endings))
