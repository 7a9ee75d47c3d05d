"""`kpiplan schema`: the JSON Schema of plan files."""

from __future__ import annotations

from kpiplan.cli import console, reporting
from kpiplan.language.json_schema import plan_schema


def schema() -> console.Result:
    """The JSON Schema of plan files, for editors."""
    return console.Result(reporting.document(plan_schema()), utf8=True)
