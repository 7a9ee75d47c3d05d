"""Whether a document is what its schema says, and holds nothing that the schema does not name."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from typing import Any

from jsonschema import Draft7Validator

from kpiplan.cli.document_schemas import document_schema


class UnlawfulDocumentError(AssertionError):
    """A document went out that is not what its schema says."""


@cache
def validator(kind: Any) -> Draft7Validator:
    """What judges documents of a kind: more strictly than who reads them, for a field that nobody names is a defect."""
    return Draft7Validator(closed(document_schema(kind)))


def closed(part: Any) -> Any:
    """A part of a schema, no object of which has properties that it does not name."""
    if isinstance(part, list):
        return [closed(each) for each in part]
    if not isinstance(part, dict):
        return part
    found = {key: closed(each) for key, each in part.items() if key != "if"}
    if "properties" in part and "object" in types(part):
        found.setdefault("additionalProperties", False)
    return found | ({"if": part["if"]} if "if" in part else {})


def types(part: dict[str, Any]) -> list[str]:
    """What values a part of a schema says to be of."""
    stated = part.get("type", [])
    return [stated] if isinstance(stated, str) else stated


def faults(document: dict[str, Any]) -> Iterator[str]:
    """Where a document is not what its schema says."""
    for error in validator(document["kind"]).iter_errors(document):
        yield f"{document['kind']}: {'.'.join(map(str, error.absolute_path))}: {error.message[:300]}"


def judge(document: dict[str, Any]) -> None:
    """Raises UnlawfulDocumentError; a schema itself is no document."""
    if "kind" not in document:
        return
    if found := list(faults(document)):
        raise UnlawfulDocumentError("\n".join(found))


def judge_text(text: str) -> None:
    """The same of what a command printed, whatever that is."""
    if text.startswith('{\n  "kind"'):
        judge(json.loads(text))
