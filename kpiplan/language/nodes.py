"""The tree of a YAML file: nodes with their places, and what YAML 1.2's core schema makes of their texts.

Nothing is constructed: `no` is a word, `1e6` a number, `010` ten, a date a text.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, field
from typing import Literal

from kpiplan.problems import Path, Place

Scalar = str | int | float | bool | None

_NULLS = {"", "~", "null", "Null", "NULL"}
_BOOLS = {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}
_INT = re.compile(r"[-+]?[0-9]+")
_BASED = re.compile(r"0o[0-7]+|0x[0-9a-fA-F]+")
_FLOAT = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?")
_NOT_FINITE = re.compile(r"[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)")
_LONGEST_INT = 300  # digits; a float has no more


@dataclass(slots=True, eq=False)
class Node:
    """A scalar (`text`), a list (`items`) or a mapping (`pairs`), and where it begins in the file."""

    kind: Literal["scalar", "list", "mapping"]
    place: Place
    text: str = ""
    plain: bool = True
    flow: bool = True
    items: list[Node] = field(default_factory=list)
    pairs: list[tuple[Node, Node]] = field(default_factory=list)
    size: int = 1
    depth: int = 1


def scalar_value(node: Node) -> Scalar:
    """What YAML 1.2 makes of a scalar: None, a bool, an int, a float (inf and nan too) or a text."""
    text = node.text
    if not node.plain:
        return text
    if text in _NULLS:
        return None
    if text in _BOOLS:
        return _BOOLS[text]
    if _INT.fullmatch(text):
        return int(text) if len(text) <= _LONGEST_INT else math.inf
    if _BASED.fullmatch(text):
        return int(text, 0)
    if _FLOAT.fullmatch(text):
        return float(text)
    if _NOT_FINITE.fullmatch(text):
        return float(text.lower().replace(".", ""))
    return text


def find(root: Node, path: Path) -> Place:
    """The place of the value at `path`, or of the last part of the path that the file has.

    A list or mapping that is written over several lines, and a value left empty, is found at its key.
    """
    node, place = root, root.place
    for part in path:
        step = _step(node, part)
        if step is None:
            break
        key, node = step
        spread = not node.flow or (node.kind == "scalar" and node.plain and not node.text)
        place = key.place if key and spread else node.place
    return place


def find_key(root: Node, path: Path) -> Place:
    """The place of the key that a path ends with (for list items, of the item)."""
    node, place = root, root.place
    for part in path:
        step = _step(node, part)
        if step is None:
            break
        key, node = step
        place = (key or node).place
    return place


def _step(node: Node, part: str | int) -> tuple[Node | None, Node] | None:
    if isinstance(part, int):
        return (None, node.items[part]) if node.kind == "list" and part < len(node.items) else None
    return next(((key, value) for key, value in node.pairs if key.text == part), None)


def shorten(text: str, width: int = 40) -> str:
    """A text from the file as it may stand in a message: printable, and not long."""
    clean = "".join(char if char.isprintable() else " " for char in text[: width + 1])
    return clean if len(text) <= width else clean[: width - 3] + "..."
