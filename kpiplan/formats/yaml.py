"""A plan, or what is laid over one, as a YAML file: comments first, every number with all its digits."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from kpiplan.formats.lines import one_line, wrapped

_PLAIN = re.compile(r"[a-z][a-z0-9_]*")
_WORDS = ("null", "true", "false")
_IN_A_LINE = 3  # numbers
_WIDTH = 118


def plan_yaml(comments: Sequence[str], plan: Mapping[str, Any]) -> str:
    """The text of a file; what is in the mapping are texts, numbers, lists of both and mappings."""
    said = [f"# {line}" for text in comments for line in wrapped(one_line(text), _WIDTH).split("\n")]
    return "\n".join([*said, *_mapping(plan, "")]) + "\n"


def _mapping(found: Mapping[str, Any], inset: str) -> Iterator[str]:
    for key, value in found.items():
        name = f"{inset}{key if _PLAIN.fullmatch(key) and key not in _WORDS else _text(key)}:"
        if isinstance(value, Mapping):
            yield name
            yield from _mapping(value, inset + "  ")
        elif isinstance(value, list):
            yield f"{name} ["
            shown = [_number(each) if isinstance(each, float) else _text(each) for each in value]
            for at in range(0, len(shown), _IN_A_LINE):
                yield f"{inset}  {', '.join(shown[at : at + _IN_A_LINE])},"
            yield f"{inset}]"
        else:
            yield f"{name} {_number(value) if isinstance(value, float) else _text(value)}"


def _text(text: str) -> str:
    """A text in quotation marks, as YAML has it from JSON."""
    return json.dumps(text, ensure_ascii=False)


def _number(value: float) -> str:
    """A number in plain digits; three behind the point could be thousands, and have one more."""
    text = f"{Decimal(repr(value)):f}"
    return f"{text}0" if len(text.partition(".")[2]) == 3 else text
