"""Where in a text the values of its tree stand, and how the text is when some of them are others."""

from __future__ import annotations

from itertools import accumulate

from kpiplan.language.yaml.nodes import Node, find
from kpiplan.problems import Path
from kpiplan.tuples import NamedTuple

_QUOTES = "\"'"


class UnwritableError(Exception):
    """A value that can't be changed in the text of its file without losing something of it."""


class TextEdit(NamedTuple):
    """Characters of a text, from one offset to another, and what takes their place."""

    start: int
    end: int
    text: str


class Spans:
    """A text whose nodes can be found in it."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._lines = [0, *accumulate(len(line) + 1 for line in text.split("\n"))]

    def start(self, node: Node) -> int:
        """Where a node begins; a block where its key does."""
        return self._lines[node.place.line - 1] + node.place.column - 1

    def scalar(self, node: Node) -> tuple[int, int]:
        """The characters of a scalar. Raises UnwritableError where they are not all of it: an anchor, several lines."""
        start = self.start(node)
        end = start + node.place.length
        raw = self.text[start:end]
        if raw != node.text and not (raw[:1] in _QUOTES and raw[-1:] == raw[:1] and len(raw) > 1):
            raise UnwritableError
        return start, end

    def value(self, key: Node, node: Node) -> tuple[int, int]:
        """The characters of the value of a key. Raises UnwritableError where they hold a comment, or can't be found."""
        if node.kind == "scalar":
            return self.scalar(node)
        if node.block:
            return self._block(key, node)
        start = self.start(node)
        end = self._closing(start)
        return start, self._without_comments(start, end)

    def _block(self, key: Node, node: Node) -> tuple[int, int]:
        """From behind the colon of the key to the end of the last value."""
        colon = self.text.find(":", self.scalar(key)[1])
        if colon < 0:
            raise UnwritableError
        last = node
        while last.kind != "scalar" and last.block:
            last = last.items[-1] if last.kind == "list" else last.pairs[-1][1]
        end = self.scalar(last)[1] if last.kind == "scalar" else self._closing(self.start(last))
        return colon + 1, self._without_comments(colon + 1, end)

    def _closing(self, start: int) -> int:
        """Where brackets that open here are closed. Raises UnwritableError where none do, as before an anchor."""
        depth, at, quote = 0, start, ""
        if self.text[start] not in "[{":
            raise UnwritableError
        while at < len(self.text):
            char = self.text[at]
            if quote:
                if char == "\\" and quote == '"':
                    at += 1
                elif char == quote:
                    quote = ""
            elif char in _QUOTES and self.text[at - 1] in " ,[{:\n":
                quote = char
            elif char == "#" and self.text[at - 1] in " \t\n":
                at = self.text.find("\n", at)
                if at < 0:
                    break
            elif char in "[{":
                depth += 1
            elif char in "]}":
                depth -= 1
                if depth == 0:
                    return at + 1
            at += 1
        raise UnwritableError

    def _without_comments(self, start: int, end: int) -> int:
        if "#" in self.text[start:end]:
            raise UnwritableError
        return end

    def inserted(self, mapping: Node, key: str, value: str) -> TextEdit:
        """A new key of a mapping that has some, before the first of them."""
        if not mapping.pairs:
            raise UnwritableError
        first = mapping.pairs[0][0]
        at = self.start(first)
        if not mapping.block:
            return TextEdit(at, at, f"{key}: {value}, ")
        return TextEdit(at, at, f"{key}: {value}\n{' ' * (first.place.column - 1)}")

    def removed(self, mapping: Node, name: str) -> TextEdit:
        """A key of a mapping and its value taken out: of a block the whole line, which must hold nothing else."""
        at, (key, node) = next((at, pair) for at, pair in enumerate(mapping.pairs) if pair[0].text == name)
        start, end = self.start(key), self.value(key, node)[1]
        if len(mapping.pairs) == 1:
            raise UnwritableError
        if not mapping.block:
            if at + 1 < len(mapping.pairs):
                return TextEdit(start, self.start(mapping.pairs[at + 1][0]), "")
            before_key, before = mapping.pairs[at - 1]
            return TextEdit(self.value(before_key, before)[1], end, "")
        begin = self.text.rfind("\n", 0, start) + 1
        stop = self.text.find("\n", end)
        stop = len(self.text) if stop < 0 else stop + 1
        if self.text[begin:start].strip() or self.text[end:stop].strip():
            raise UnwritableError
        return TextEdit(begin, stop, "")

    def renamed(self, key: Node, node: Node, name: str, value: str) -> TextEdit:
        """Another key with another value in the place of one."""
        start, end = self.start(key), self.value(key, node)[1]
        return TextEdit(start, end, f"{name}: {value}")


def pair_of(mapping: Node, name: str) -> tuple[Node, Node] | None:
    """A key of a mapping with its value."""
    return next((pair for pair in mapping.pairs if pair[0].text == name), None)


# what says the same as a key of an input, where the file has no such key
_OTHER_WORDS = {
    "start": ("year",),
    "by_month": ("by_quarter", "in_quarter", "growth", "revenue"),
    "rate": ("by_age",),
    "lag": ("by_age",),
}


def line_of(root: Node, path: Path) -> int:
    """The line of the value at a path, in whichever words the file states it; else of the last part that it has."""
    holder: Node | None = root
    for part in path[:-1]:
        holder = holder.child(part) if holder else None
    if holder is not None:
        for name in (str(path[-1]), *_OTHER_WORDS.get(str(path[-1]), ())):
            if found := pair_of(holder, name):
                return found[1].place.line
    return find(root, path).line


def edited(text: str, edits: list[TextEdit]) -> str:
    """A text with its edits. Raises UnwritableError where two of them are of the same characters."""
    found, reached = [], 0
    for edit in sorted(edits, key=lambda each: (each.start, each.end)):
        if edit.start < reached:
            raise UnwritableError
        found += [text[reached : edit.start], edit.text]
        reached = edit.end
    return "".join((*found, text[reached:]))
