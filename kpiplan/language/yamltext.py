"""YAML text -> nodes, guarded against hostile files. The only module that knows yaml."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Literal

import yaml

from kpiplan.language.nodes import Node, scalar_value, shorten
from kpiplan.problems import Place, Problem

MAX_BYTES = 32 * 1024 * 1024
MAX_SCALAR = 10_000  # characters of one text; far above any `why`
MAX_DEPTH = 40
MAX_ALIASED = 20_000  # nodes that aliases may add; in a large file …
ALIAS_GROWTH = 20  # … this many times its own

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_TEXT_TAGS = (None, "!", "tag:yaml.org,2002:str")
_OPENED = (
    "while scanning a quoted scalar",
    "while scanning a simple key",
    "while parsing a flow sequence",
    "while parsing a flow mapping",
)
_NO_TEXT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]")


class _UnreadableError(Exception):
    """Reading can't go on; carries the problem that says why."""

    def __init__(self, code: str, place: Place, message: str, hint: str = "") -> None:
        self.problem = Problem(code, message, hint=hint, place=place)


def decode(data: bytes) -> tuple[str, Problem | None]:
    """Bytes of a file as text; where they are none, the readable beginning and the problem."""
    if len(data) > MAX_BYTES:
        size = f"{len(data) / 2**20:,.0f} MB"
        return "", Problem("too-large", f"a file of {size}; a plan has 32 MB at the most", place=Place(1, 1))
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        # utf-8-sig counts without the mark that it took off
        before = data.removeprefix(b"\xef\xbb\xbf")[: error.start].decode("utf-8", errors="replace")
        utf16 = data[:2] in (b"\xff\xfe", b"\xfe\xff")
        found = "the file is UTF-16" if utf16 else f"the byte 0x{data[error.start]:02x} is not UTF-8"
        return before, Problem("not-utf8", found, hint="save the file as UTF-8", place=_place_at(before, len(before)))
    strange = _NO_TEXT.search(text)
    if strange:
        found = f"the character U+{ord(strange[0]):04X} has no place in a text"
        place = _place_at(text, strange.start())
        return text, Problem("not-text", found, hint="remove it; is this really a plan file?", place=place)
    return text, None


def parse(text: str) -> tuple[Node | None, tuple[Problem, ...]]:
    """The tree of a YAML text. None, with the problem, where the text can't be read to its end."""
    builder = _Builder()
    try:
        for event in yaml.parse(text, Loader=_LOADER):
            builder.take(event)
    except yaml.MarkedYAMLError as error:
        return None, (*builder.problems, _syntax_problem(error, text))
    except _UnreadableError as stop:
        return None, (*builder.problems, stop.problem)
    if builder.root is None or (builder.root.kind == "scalar" and scalar_value(builder.root) is None):
        hint = "`kpiplan init` writes a plan to start from"
        return None, (Problem("empty-file", "the file has no content", hint=hint, place=Place(1, 1)),)
    return builder.root, tuple(builder.problems)


@dataclass(slots=True)
class _Open:
    """A list or mapping that is being read: the key that waits for its value, the mappings that << names."""

    node: Node
    anchor: str | None
    key: Node | None = None
    merged: list[Node] = field(default_factory=list)


class _Builder:
    """Nodes out of yaml's events: no recursion, aliases counted, keys that stand twice noticed."""

    def __init__(self) -> None:
        self.root: Node | None = None
        self.problems: list[Problem] = []
        self.documents = 0
        self.own = 0
        self.aliased = 0
        self.anchors: dict[str, Node] = {}
        self.stack: list[_Open] = []

    def take(self, event: yaml.Event) -> None:
        match event:
            case yaml.ScalarEvent():
                self._add(_scalar(event), event.anchor)
            case yaml.SequenceStartEvent():
                self._open(event, "list")
            case yaml.MappingStartEvent():
                self._open(event, "mapping")
            case yaml.SequenceEndEvent() | yaml.MappingEndEvent():
                self._close()
            case yaml.AliasEvent():
                self._alias(event)
            case yaml.DocumentStartEvent():
                self.documents += 1
                if self.documents > 1:
                    hint = "a file holds one plan: split it, or remove the line"
                    raise _UnreadableError("several-documents", _place(event), "a second document begins here", hint)

    def _open(self, event: yaml.CollectionStartEvent, kind: Literal["list", "mapping"]) -> None:
        _check_tag(event)
        if len(self.stack) >= MAX_DEPTH:
            raise _UnreadableError("too-deep", _place(event), f"nested more than {MAX_DEPTH} deep")
        node = Node(kind, _place(event), flow=bool(event.flow_style))
        if event.anchor:
            self.anchors.pop(event.anchor, None)  # an alias inside its own anchor must find nothing
        self.stack.append(_Open(node, event.anchor))

    def _close(self) -> None:
        closed = self.stack.pop()
        if closed.node.kind == "mapping":
            self._finish(closed)
        self._add(closed.node, closed.anchor)

    def _alias(self, event: yaml.AliasEvent) -> None:
        target = self.anchors.get(event.anchor or "")
        if target is None:
            message = f"the alias *{event.anchor} stands inside its own anchor, or has none"
            raise _UnreadableError("too-many-aliases", _place(event), message, "write the value out")
        self._expand(target.size, _place(event))
        if len(self.stack) + target.depth > MAX_DEPTH:
            raise _UnreadableError("too-deep", _place(event), f"nested more than {MAX_DEPTH} deep")
        self._add(target, None)

    def _expand(self, size: int, place: Place) -> None:
        self.aliased += size
        if self.aliased > max(MAX_ALIASED, ALIAS_GROWTH * self.own):
            raise _UnreadableError("too-many-aliases", place, "aliases expand to far more than the file holds")

    def _add(self, node: Node, anchor: str | None) -> None:
        if anchor:
            self.anchors[anchor] = node
        self.own += 1
        if not self.stack:
            self.root = node
            return
        parent = self.stack[-1]
        parent.node.size += node.size
        parent.node.depth = max(parent.node.depth, node.depth + 1)
        if parent.node.kind == "list":
            parent.node.items.append(node)
        elif parent.key is None:
            parent.key = node
        else:
            key, parent.key = parent.key, None
            self._pair(parent, key, node)

    def _pair(self, parent: _Open, key: Node, value: Node) -> None:
        if key.kind != "scalar":
            self.problems.append(Problem("wrong-type", "a key must be a word, not a list or mapping", place=key.place))
        elif key.text == "<<" and key.plain:
            sources = value.items if value.kind == "list" else [value]
            if any(source.kind != "mapping" for source in sources):
                self.problems.append(Problem("wrong-type", "<< takes a mapping, or a list of them", place=value.place))
            else:
                parent.merged += sources
        else:
            parent.node.pairs.append((key, value))

    def _finish(self, closed: _Open) -> None:
        """Notice keys that stand twice; add the keys that only the mappings named by << have."""
        node, seen = closed.node, dict[str, Node]()
        for key, _ in node.pairs:
            if key.text in seen:
                first = seen[key.text].place.line
                message = f"{shorten(key.text)} stands here again (first in line {first})"
                hint = "remove one of the two"
                self.problems.append(Problem("duplicate-key", message, hint=hint, place=key.place))
            seen.setdefault(key.text, key)
        for source in closed.merged:
            self._expand(source.size, node.place)
            for key, value in source.pairs:
                if key.text not in seen:
                    seen[key.text] = key
                    node.pairs.append((key, value))


def _scalar(event: yaml.ScalarEvent) -> Node:
    _check_tag(event)
    if len(event.value) > MAX_SCALAR:
        raise _UnreadableError("too-large", _place(event), f"a text of {len(event.value):,} characters", "shorten it")
    return Node("scalar", _place(event), text=event.value, plain=not event.style and event.tag is None)


def _check_tag(event: yaml.ScalarEvent | yaml.CollectionStartEvent) -> None:
    tag = event.tag
    if tag not in _TEXT_TAGS:
        message = f"the tag {shorten(tag.replace('tag:yaml.org,2002:', '!!'))} has no place in a plan"
        raise _UnreadableError("yaml-tag", _place(event), message, "remove the tag; numbers and texts need none")


def _place(event: yaml.Event) -> Place:
    start, end = event.start_mark, event.end_mark
    if start is None:
        return Place(1, 1)
    length = end.column - start.column if end and end.line == start.line else 1
    return Place(start.line + 1, start.column + 1, max(1, length))


def _place_at(text: str, index: int) -> Place:
    begin = text.rfind("\n", 0, index) + 1
    return Place(text.count("\n", 0, index) + 1, index - begin + 1)


def _syntax_problem(error: yaml.MarkedYAMLError, text: str) -> Problem:
    opened = error.context in _OPENED  # then the mistake is where it was opened, not where the reader gave up
    mark = (error.context_mark if opened else None) or error.problem_mark or error.context_mark
    if mark is None:
        return Problem("yaml-syntax", f"not YAML: {error.problem}", place=Place(1, 1))
    place = Place(mark.line + 1, mark.column + 1)
    lines = text.split("\n", mark.line + 1)
    line = lines[mark.line] if mark.line < len(lines) else ""
    indent = line[: len(line) - len(line.lstrip())]
    if "\t" in indent:
        place = Place(place.line, indent.index("\t") + 1)
        return Problem("yaml-tab", "a tab in the indentation", hint="indent with spaces", place=place)
    message = f"not YAML: {error.problem}" + (f" ({error.context})" if error.context else "")
    return Problem("yaml-syntax", message, hint=_syntax_hint(line), place=place)


def _syntax_hint(line: str) -> str:
    if line.count('"') % 2 or line.count("'") % 2:
        return "a quote is opened here and not closed"
    if line.count("{") != line.count("}") or line.count("[") != line.count("]"):
        return "a bracket is opened and not closed, or the other way round"
    return "check the indentation, and that a space follows each colon"
