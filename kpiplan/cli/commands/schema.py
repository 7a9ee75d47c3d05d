"""`kpiplan schema`: the JSON Schema of plan files."""

from __future__ import annotations

from kpiplan.cli import console
from kpiplan.formats.json import json_text
from kpiplan.language.json_schema import plan_schema


def schema() -> console.Result:
    """The JSON Schema of plan files, for editors."""
    return console.Result(json_text(plan_schema()), utf8=True)
