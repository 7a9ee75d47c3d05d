"""`kpiplan schema`: the JSON Schema of plan files, or of what a command writes as JSON."""

from __future__ import annotations

from typing import Annotated

import typer

from kpiplan.cli import console
from kpiplan.cli.document_schemas import Kind, document_schema
from kpiplan.cli.options import command
from kpiplan.formats.json import json_text


@command
def schema(
    of: Annotated[
        Kind | None,
        typer.Option("--of", help="What a command writes with --format json, by its `kind`; left out, plan files."),
    ] = None,
) -> console.Result:
    """The JSON Schema of plan files, for editors; with --of that of what --format json writes."""
    if of:
        return console.Result(json_text(document_schema(of)), utf8=True)
    from kpiplan.language.json_schema import plan_schema

    return console.Result(json_text(plan_schema()), utf8=True)
