"""JSON Schemas of what `--format json` writes: files of `documents/schemas/`, each with all that it refers to."""

from __future__ import annotations

import json
from importlib.resources import files
from typing import Any, Literal, get_args

Kind = Literal[
    "target",
    "actuals",
    "explanation",
    "chance",
    "levers",
    "solve",
    "scenarios",
    "diff",
    "replan",
    "check",
    "kpis",
    "reviews",
    "agreement",
]
KINDS: tuple[Kind, ...] = get_args(Kind)
_SHARED, _HERE = "common.json#", "#"  # where a file refers to what several hold, and where one document has it


def document_schema(kind: Kind) -> dict[str, Any]:
    """The schema (draft 7) of a kind of document, which refers to nothing beside itself."""
    schema, shared = _read(kind), _read("common")["definitions"]
    needed: dict[str, Any] = {}
    look = [schema]
    while look:
        for name in sorted(_referred(look.pop()) - needed.keys()):
            needed[name] = shared[name]
            look.append(shared[name])
    return {**_inward(schema), "definitions": {name: _inward(needed[name]) for name in sorted(needed)}}


def _read(name: str) -> dict[str, Any]:
    text = files("kpiplan.documents").joinpath("schemas", f"{name}.json").read_text(encoding="utf-8")
    found: dict[str, Any] = json.loads(text)
    return found


def _referred(part: Any) -> set[str]:
    """The names of shared definitions that a part of a schema refers to."""
    if isinstance(part, dict):
        own = {part["$ref"].rpartition("/")[2]} if isinstance(part.get("$ref"), str) else set()
        return own.union(*map(_referred, part.values()))
    return set().union(*map(_referred, part)) if isinstance(part, list) else set()


def _inward(part: Any) -> Any:
    """A part of a schema with its references to shared definitions leading into the schema itself."""
    if isinstance(part, dict):
        return {
            key: value.replace(_SHARED, _HERE) if key == "$ref" and isinstance(value, str) else _inward(value)
            for key, value in part.items()
        }
    return [_inward(value) for value in part] if isinstance(part, list) else part
