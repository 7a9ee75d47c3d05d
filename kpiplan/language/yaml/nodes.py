"""The tree of a YAML file: nodes with their places, and what YAML 1.2's core schema makes of their texts.

Nothing is constructed: `no` is a word, `1e6` a number, `010` ten, a date a text.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from typing import Literal

from kpiplan.problems import Path, Place, masked

Scalar = str | int | float | bool | None

_NULLS = {"", "~", "null", "Null", "NULL"}
_BOOLS = {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}
_NUMBER = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?")
_BASED = r"0o[0-7]+|0x[0-9a-fA-F]+"  # few plans have these
_NOT_FINITE = r"[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)"
_LONGEST_INT = 250  # digits, of base 16 too; a float has no more


class Node:
    """A scalar (`text`), a list (`items`) or a mapping (`pairs`), and where it stands in the file.

    A block that is written over several lines, and a value left empty, stand where their key does. A `broken` node
    was reported already and is not read. `size` and `depth` count it with all that it holds.
    """

    __slots__ = (
        "_values",
        "block",
        "broken",
        "depth",
        "items",
        "kind",
        "meant",
        "pairs",
        "place",
        "plain",
        "size",
        "text",
    )

    def __init__(
        self,
        kind: Literal["scalar", "list", "mapping"],
        place: Place,
        text: str = "",
        plain: bool = True,
        block: bool = False,
        broken: bool = False,
        pairs: Sequence[tuple[Node, Node]] = (),
    ) -> None:
        self.kind = kind
        self.place = place
        self.text = text
        self.plain = plain
        self.block = block
        self.broken = broken
        self.items: list[Node] = []
        self.pairs: list[tuple[Node, Node]] = list(pairs)
        self.size = 1
        self.depth = 1
        self.meant = ""
        self._values: dict[str, Node] | None = None

    def get(self, name: str) -> Node | None:
        """The value of a key; the first where it stands twice."""
        if self._values is None:
            self._values = {key.text: value for key, value in reversed(self.pairs)}
        return self._values.get(name)

    def child(self, part: str | int) -> Node | None:
        """The value of a key, or the item at a position."""
        if isinstance(part, str):
            return self.get(part)
        return self.items[part] if part < len(self.items) else None

    def has(self, name: str) -> bool:
        """Whether a key stands here, or one that is most likely meant to be it."""
        return self.get(name) is not None or any(key.meant == name for key, _ in self.pairs)

    @property
    def unwritten(self) -> bool:
        """Whether it is a value that nobody wrote."""
        return self.kind == "scalar" and self.plain and not self.text

    @property
    def empty(self) -> bool:
        """Whether it is a value that nobody wrote, or null."""
        return self.kind == "scalar" and not self.broken and scalar_value(self) is None


def scalar_value(node: Node) -> Scalar:
    """What YAML 1.2 makes of a scalar: None, a bool, an int, a float (inf and nan too) or a text."""
    text = node.text
    if not node.plain:
        return text
    if text in _NULLS:
        return None
    if text in _BOOLS:
        return _BOOLS[text]
    if _NUMBER.fullmatch(text):
        if not text.lstrip("+-").isdecimal():
            return float(text)
        return int(text) if len(text) <= _LONGEST_INT else math.inf
    if text[:2] in ("0o", "0x") and re.fullmatch(_BASED, text):
        return int(text, 0) if len(text) <= _LONGEST_INT else math.inf
    if text[-1:] in "fFnN" and re.fullmatch(_NOT_FINITE, text):
        return float(text.lower().replace(".", ""))
    return text


def find(root: Node, path: Path) -> Place:
    """The place of the value at `path`, or of the last part of the path that the file has."""
    node = root
    for part in path:
        step = node.child(part)
        if step is None:
            break
        node = step
    return node.place


def shorten(text: str, width: int = 40) -> str:
    """A text from the file as it may stand in a message: printable, and not long."""
    clean = "".join(char if char.isprintable() else " " for char in masked(text)[: width + 1])
    return clean if len(text) <= width else clean[: width - 3] + "..."
