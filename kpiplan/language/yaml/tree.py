"""Nodes out of what yaml tells of a text, guarded against hostile files."""

from __future__ import annotations

from typing import Any, Literal

import yaml

from kpiplan.codes import CodeName
from kpiplan.language.yaml.decoding import no_text, strange_character
from kpiplan.language.yaml.document import MAX_PROBLEMS, UnreadableError
from kpiplan.language.yaml.nodes import Node, shorten
from kpiplan.language.yaml.syntax import Fault
from kpiplan.problems import Path, Place, Problem

MAX_SCALAR = 10_000  # characters of one text; far above any `why`
MAX_DEPTH = 40
MAX_NODES = 500_000  # 10,000 segments with funnels of their own have about 300,000
MAX_ALIASED = 20_000  # nodes that aliases may add; in a large file …
ALIAS_GROWTH = 20  # … this many times its own

_TEXT_TAGS = (None, "!", "tag:yaml.org,2002:str")


class _Open:
    """A list or mapping that is being read: the key that waits for its value, the mappings that << names."""

    __slots__ = ("anchor", "key", "merged", "node")

    def __init__(self, node: Node, anchor: str | None) -> None:
        self.node = node
        self.anchor = anchor
        self.key: Node | None = None
        self.merged: list[Node] = []


def _mark(mark: Any) -> Place | None:
    """The place of a mark, which each reader has a type of its own for."""
    return Place(mark.line + 1, mark.column + 1) if mark else None


def _deeper(place: Place) -> Problem:
    return Problem("too-deep", f"nested more than {MAX_DEPTH} deep", place=place)


def _after(one: Place, other: Place) -> bool:
    return (one.line, one.column) > (other.line, other.column)


class Builder:
    """Nodes out of yaml's events: no recursion, aliases counted, keys that stand twice noticed."""

    def __init__(self, shifts: dict[int, int]) -> None:
        self.root: Node | None = None
        self.problems: list[Problem] = []
        self.shifts = shifts
        self.documents = 0
        self.own = 0
        self.aliased = 0
        self.anchors: dict[str, Node] = {}
        self.stack: list[_Open] = []
        self.reached = Place(1, 1)  # where what was taken last ends

    def fault(self, error: yaml.YAMLError) -> Fault:
        """Where the reader gave up after what was taken."""
        words = getattr(error, "problem", None) or str(error).partition("\n")[0]
        began = _mark(getattr(error, "context_mark", None))
        place = _mark(getattr(error, "problem_mark", None)) or began or self.reached
        inside = self.stack[-1].node.kind if self.stack and not self.stack[-1].node.block else ""
        return Fault(place, began, inside, words)

    def too_deep(self, text: str, until: Place) -> Problem | None:
        """The problem of brackets too deep in the part of the text that the reader saw and gave up in.

        Readers look ahead, and some stop at a depth of their own: they see more brackets than they told of.
        """
        from kpiplan.language.yaml.depth import first_deeper

        place = first_deeper(text, self.reached, until, MAX_DEPTH - len(self.stack))
        return _deeper(self._shifted(place)) if place else None

    def take(self, event: yaml.Event) -> None:
        """Add what an event says. Raises UnreadableError where reading has to end."""
        self.reached = _mark(event.end_mark) or self.reached
        if self.documents > 1:
            return
        match event:
            case yaml.ScalarEvent():
                self._scalar(event)
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
                    self._report("several-documents", "a second document begins here", self._place(event), hint)

    def _report(self, code: CodeName, message: str, place: Place, hint: str = "", name: str | None = None) -> None:
        if len(self.problems) >= MAX_PROBLEMS:
            message = "more problems than anyone would read"
            raise UnreadableError(Problem("too-many-problems", message, hint="mend the first", place=place))
        path = self._path() if name is None else (*self._path(), name)
        self.problems.append(Problem(code, message, path, hint, place=place))

    def _path(self) -> Path:
        """Where in the plan the next node stands."""
        path: list[str | int] = []
        for one in self.stack:
            if one.node.kind == "list":
                path.append(len(one.node.items))
            elif one.key:
                path.append(one.key.text)
        return tuple(path)

    def _place(self, event: yaml.Event) -> Place:
        start, end = event.start_mark, event.end_mark
        if start is None:
            return Place(1, 1)
        length = end.column - start.column if end and end.line == start.line else 1
        return self._shifted(Place(start.line + 1, start.column + 1, max(1, length)))

    def _shifted(self, place: Place) -> Place:
        """A place as it is in the file."""
        return place._replace(column=max(1, place.column - self.shifts.get(place.line, 0)))

    def _scalar(self, event: yaml.ScalarEvent) -> None:
        place = self._place(event)
        node = Node("scalar", place, text=event.value, plain=not event.style and event.tag is None)
        node.broken = not self._tag_allowed(event, place)
        strange = strange_character(event.value) if event.style == '"' else None
        if strange:
            node.broken = True
            self._report("not-text", no_text(strange[0]), place, "remove it")
        if len(event.value) > MAX_SCALAR:
            node.broken, node.text = True, event.value[:MAX_SCALAR]
            self._report("too-large", f"a text of {len(event.value):,} characters", place, "shorten it")
        self._add(node, event.anchor)

    def _tag_allowed(self, event: yaml.ScalarEvent | yaml.CollectionStartEvent, place: Place) -> bool:
        if event.tag in _TEXT_TAGS:
            return True
        message = f"the tag {shorten(event.tag.replace('tag:yaml.org,2002:', '!!'))} has no place in a plan"
        self._report("yaml-tag", message, place, "remove the tag; numbers and texts need none")
        return False

    def _open(self, event: yaml.CollectionStartEvent, kind: Literal["list", "mapping"]) -> None:
        place = self._place(event)
        if len(self.stack) >= MAX_DEPTH:
            raise UnreadableError(_deeper(place))
        node = Node(kind, place, block=not event.flow_style, broken=not self._tag_allowed(event, place))
        if event.anchor:
            self.anchors.pop(event.anchor, None)  # an alias inside its own anchor must find nothing
        self.stack.append(_Open(node, event.anchor))

    def _close(self) -> None:
        closed = self.stack.pop()
        if closed.node.kind == "mapping":
            self._finish(closed)
        self._add(closed.node, closed.anchor)

    def _alias(self, event: yaml.AliasEvent) -> None:
        place, name = self._place(event), event.anchor or ""
        target = self.anchors.get(name)
        if target is None:
            inside = any(one.anchor == name for one in self.stack)
            said = "stands inside what it names" if inside else "names nothing that stands above it"
            self._report("unknown-alias", f"the alias *{shorten(name)} {said}", place, "write the value out")
            self._add(Node("scalar", place, broken=True), None)
            return
        self._expand(target.size, place)
        if len(self.stack) + target.depth > MAX_DEPTH:
            raise UnreadableError(_deeper(place))
        self._add(target, None)

    def _expand(self, size: int, place: Place) -> None:
        self.aliased += size
        if self.aliased > min(MAX_NODES, max(MAX_ALIASED, ALIAS_GROWTH * self.own)):
            message = "aliases expand to far more than the file holds"
            raise UnreadableError(Problem("too-many-aliases", message, hint="write the values out", place=place))

    def _add(self, node: Node, anchor: str | None) -> None:
        if anchor:
            self.anchors[anchor] = node
        self.own += 1
        if self.own > MAX_NODES:
            message = f"more than {MAX_NODES:,} values; no plan has as many"
            raise UnreadableError(Problem("too-large", message, place=node.place))
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
            self._report("wrong-type", "a key must be a word, not a list or mapping", key.place)
            parent.node.broken = True
        elif key.text == "<<" and key.plain:
            sources = value.items if value.kind == "list" else [value]
            if all(source.kind == "mapping" for source in sources):
                parent.merged += sources
            elif not value.broken:
                self._report("wrong-type", "<< takes a mapping, or a list of them", value.place, name=key.text)
        elif not key.broken:
            # an alias keeps the place of its anchor
            if (value.block or value.unwritten) and _after(value.place, key.place):
                value.place = key.place
            parent.node.pairs.append((key, value))

    def _rejoin(self, node: Node) -> None:
        """Report numbers with commas between braces, where a comma ends a value."""
        from kpiplan.language.yaml.commas import rejoin  # few files need it

        for cut in rejoin(node):
            message = f"{shorten(cut.text)} has a comma, which ends a value between braces"
            place = cut.value.place._replace(length=len(cut.text))
            self._report("bad-number", message, place, cut.hint, name=cut.key.text)

    def _finish(self, closed: _Open) -> None:
        """Notice keys that stand twice; add the keys that only the mappings named by << have."""
        node, seen = closed.node, dict[str, Node]()
        if not node.block and any(value.unwritten for _, value in node.pairs):
            self._rejoin(node)
        for key, _ in node.pairs:
            if key.text in seen:
                message = f"{shorten(key.text)} stands here again (first in line {seen[key.text].place.line})"
                self._report("duplicate-key", message, key.place, "remove one of the two", name=key.text)
            seen.setdefault(key.text, key)
        for source in closed.merged:
            self._expand(source.size, node.place)
            for key, value in source.pairs:
                if key.text not in seen:
                    seen[key.text] = key
                    node.pairs.append((key, value))
