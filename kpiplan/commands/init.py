"""`kpiplan init`: a commented plan to start from."""

from __future__ import annotations

from typing import Annotated

import typer

from kpiplan import edge
from kpiplan.starter import starter_plan


def init(
    file: Annotated[str, typer.Argument(metavar="[FILE]", help="The plan file to write; - prints it.")] = "plan.yaml",
) -> edge.Result:
    """Write a commented plan to start from; never overwrites."""
    text = starter_plan(edge.coming_year())
    if file == edge.STDIN:
        return edge.Result(text, utf8=True)
    edge.create_file(file, text)
    return edge.Result(remarks=f"{file} is written. Now: kpiplan target {file}\n")
