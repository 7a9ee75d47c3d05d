"""What several commands are asked in the same words, and what the answers mean."""

from __future__ import annotations

from os.path import splitext
from typing import Annotated

import typer

from kpiplan.locales.choice import Lang

PlanFile = Annotated[str, typer.Argument(metavar="PLAN", help="A plan file; - reads standard input.")]
Output = Annotated[
    str | None, typer.Option("--output", "-o", metavar="FILE", help="Write to a file, whole or not at all.")
]
Language = Annotated[
    Lang | None, typer.Option(help="The language of what is shown; left out, that of the environment.")
]
FORMAT_HELP = "What to write; left out, what the ending of -o says, else "

_ENDINGS = {".csv": "csv", ".json": "json", ".md": "markdown", ".ics": "ics"}


def format_of(asked: str | None, output: str | None, known: tuple[str, ...]) -> str:
    """The format that is asked for, else what a file's ending says, else the first of those that there are."""
    ending = _ENDINGS.get(splitext(output or "")[1].lower(), "")
    return asked or (ending if ending in known else known[0])
