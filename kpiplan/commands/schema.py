"""`kpiplan schema`: the JSON Schema of plan files."""

from __future__ import annotations

import json

from kpiplan import edge
from kpiplan.schema import plan_schema


def schema() -> edge.Result:
    """The JSON Schema of plan files, for editors."""
    return edge.Result(json.dumps(plan_schema(), indent=2, ensure_ascii=False) + "\n", utf8=True)
