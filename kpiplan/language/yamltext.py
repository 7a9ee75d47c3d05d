"""YAML text -> nodes, guarded against hostile files. The only module that knows yaml."""

from __future__ import annotations

from typing import Literal

import yaml

from kpiplan.language.decoding import NO_TEXT, no_text
from kpiplan.language.nodes import Node, shorten
from kpiplan.language.syntax import OPENED, Fault, Repairs
from kpiplan.problems import Path, Place, Problem

MAX_SCALAR = 10_000  # characters of one text; far above any `why`
MAX_DEPTH = 40
MAX_NODES = 500_000  # 10,000 segments with funnels of their own have about 300,000
MAX_ALIASED = 20_000  # nodes that aliases may add; in a large file …
ALIAS_GROWTH = 20  # … this many times its own
MAX_PROBLEMS = 50  # nobody reads on
MAX_REPAIRS = 20

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_TEXT_TAGS = (None, "!", "tag:yaml.org,2002:str")


class Parsed:
    """The tree of a text (None where it can't be read), and its problems.

    `partial`: parts of the file could not be read, so that what is missing may well be there.
    """

    __slots__ = (
        "partial",
        "problems",
        "root",
    )

    def __init__(self, root: Node | None, problems: list[Problem], partial: bool = False) -> None:
        self.root = root
        self.problems = problems
        self.partial = partial


class _UnreadableError(Exception):
    """Reading can't go on; carries the problem that says why."""

    def __init__(self, code: str, place: Place, message: str, hint: str = "") -> None:
        self.problem = Problem(code, message, hint=hint, place=place)


def parse(text: str) -> Parsed:
    """The tree of a YAML text. Where its syntax is broken, the tree of the other keys."""
    repairs = Repairs(text)
    for _ in range(MAX_REPAIRS):
        builder = _Builder(repairs.shifts)
        try:
            for event in yaml.parse(repairs.text, Loader=_LOADER):
                builder.take(event)
            break
        except yaml.MarkedYAMLError as error:
            if not repairs.take_out(_fault(error)):
                return Parsed(None, repairs.problems)
        except _UnreadableError as stop:
            return Parsed(None, [*repairs.problems, *builder.problems, stop.problem])
    else:
        return Parsed(None, repairs.problems)
    problems = [*repairs.problems, *builder.problems]
    root = builder.root
    if root is None or root.empty:
        hint = "`kpiplan init` writes a plan to start from"
        empty = Problem("empty-file", "the file has no content", hint=hint, place=Place(1, 1))
        return Parsed(None, problems or [empty])
    readable = not root.broken and (root.kind == "mapping" or not repairs.partial)
    return Parsed(root if readable else None, problems, repairs.partial)


def _fault(error: yaml.MarkedYAMLError) -> Fault:
    opened = error.context in OPENED  # then the mistake is where it was opened, not where the reader gave up
    mark = (error.context_mark if opened else None) or error.problem_mark or error.context_mark
    place = Place(mark.line + 1, mark.column + 1) if mark else Place(1, 1)
    return Fault(error.problem or "", error.context or "", place)


class _Open:
    """A list or mapping that is being read: the key that waits for its value, the mappings that << names."""

    __slots__ = (
        "anchor",
        "key",
        "merged",
        "node",
    )

    def __init__(self, node: Node, anchor: str | None) -> None:
        self.node = node
        self.anchor = anchor
        self.key: Node | None = None
        self.merged: list[Node] = []


def _after(one: Place, other: Place) -> bool:
    return (one.line, one.column) > (other.line, other.column)


def _unwritten(value: Node) -> bool:
    return value.kind == "scalar" and value.plain and not value.text


class _Builder:
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

    def take(self, event: yaml.Event) -> None:
        """Add what an event says. Raises _UnreadableError where reading has to end."""
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

    def _report(self, code: str, message: str, place: Place, hint: str = "", name: str | None = None) -> None:
        if len(self.problems) >= MAX_PROBLEMS:
            raise _UnreadableError("too-many-problems", place, "more problems than anyone would read", "mend the first")
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
        column = start.column + 1 - self.shifts.get(start.line + 1, 0)
        return Place(start.line + 1, max(1, column), max(1, length))

    def _scalar(self, event: yaml.ScalarEvent) -> None:
        place = self._place(event)
        node = Node("scalar", place, text=event.value, plain=not event.style and event.tag is None)
        node.broken = not self._tag_allowed(event, place)
        strange = NO_TEXT.search(event.value) if event.style == '"' else None
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
            raise _UnreadableError("too-deep", place, f"nested more than {MAX_DEPTH} deep")
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
            raise _UnreadableError("too-deep", place, f"nested more than {MAX_DEPTH} deep")
        self._add(target, None)

    def _expand(self, size: int, place: Place) -> None:
        self.aliased += size
        if self.aliased > min(MAX_NODES, max(MAX_ALIASED, ALIAS_GROWTH * self.own)):
            hint = "write the values out"
            raise _UnreadableError("too-many-aliases", place, "aliases expand to far more than the file holds", hint)

    def _add(self, node: Node, anchor: str | None) -> None:
        if anchor:
            self.anchors[anchor] = node
        self.own += 1
        if self.own > MAX_NODES:
            raise _UnreadableError("too-large", node.place, f"more than {MAX_NODES:,} values; no plan has as many")
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
            if (value.block or _unwritten(value)) and _after(value.place, key.place):
                value.place = key.place
            parent.node.pairs.append((key, value))

    def _rejoin(self, node: Node) -> None:
        """Report numbers with commas between braces, where a comma ends a value."""
        from kpiplan.language.commas import rejoin  # few files need it

        for cut in rejoin(node):
            message = f"{shorten(cut.text)} has a comma, which ends a value between braces"
            place = cut.value.place._replace(length=len(cut.text))
            self._report("bad-number", message, place, cut.hint, name=cut.key.text)

    def _finish(self, closed: _Open) -> None:
        """Notice keys that stand twice; add the keys that only the mappings named by << have."""
        node, seen = closed.node, dict[str, Node]()
        if not node.block and any(_unwritten(value) for _, value in node.pairs):
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
