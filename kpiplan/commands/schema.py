"""`kpiplan schema`: the JSON Schema of plan files."""

from __future__ import annotations

from kpiplan import edge
from kpiplan.render.data import json_text
from kpiplan.schema import plan_schema


def schema() -> edge.Result:
    """The JSON Schema of plan files, for editors."""
    return edge.Result(json_text(plan_schema()), utf8=True)
