"""What a value of the plan file may look like: one definition that both reads it and states its JSON Schema.

A shape reads a node to a value and reports every problem on the way; None means that it could not be read. The
shapes are in `records`, `containers`, `quantities`, `words`, `series`, `amounts`, `ages` and the plan's own.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from typing import Any, Generic, TypeVar, cast

from kpiplan.codes import CodeName
from kpiplan.language.yaml.document import MAX_PROBLEMS
from kpiplan.language.yaml.nodes import Node, scalar_value, shorten
from kpiplan.months import Month
from kpiplan.problems import Path, Place, Problem

T = TypeVar("T")
Schema = dict[str, Any]


class TooManyProblemsError(Exception):
    """So many problems were found that reading on helps nobody."""


class Memory:
    """What parts of one tree have read to, for other readings of trees that share them.

    Shapes read a node by its path and what the reading knows, nothing else: where these are the same, so is the value.
    It learns while it is `open`, from the tree that changes are laid over; what changes bring is not worth keeping.
    """

    __slots__ = ("_marks", "known", "open")

    def __init__(self) -> None:
        self.known: dict[object, tuple[Node, Any, list[Problem]]] = {}
        self.open = True
        self._marks: dict[object, int] = {}

    def mark(self, context: object) -> int:
        """A number for what a reading knows: the same for the same."""
        return self._marks.setdefault(context, len(self._marks))


DEEPEST_KEPT = 3  # steps of a path: a stage's settings, a segment's funnel


def _scalars(node: Node) -> tuple[tuple[str, str], ...]:
    return tuple((key.text, held.text) for key, held in node.pairs)


class Reading:
    """What is known while one plan is read, and the problems found so far.

    `start` is None where the plan's first month can't be read: then no month lies outside. `funnels` holds the stage
    names of the plan (None) and of segments with funnels of their own, an empty name where one can't be read.
    `segments` are the names of the plan's segments, None where they can't be read. `partial`: parts of the file could
    not be read, so that nothing can be called missing from the plan. `last_years` are the nodes that say what happened
    last year, of the plan (None) and of segments.
    """

    __slots__ = (
        "currency",
        "funnels",
        "last_years",
        "mark",
        "memory",
        "partial",
        "problems",
        "segments",
        "start",
    )

    def __init__(
        self,
        start: Month | None,
        currency: str | None = None,
        funnels: Mapping[str | None, tuple[str, ...]] | None = None,
        segments: tuple[str, ...] | None = (),
        partial: bool = False,
        memory: Memory | None = None,
        last_years: Mapping[str | None, Node] | None = None,
    ) -> None:
        self.memory = memory
        self.start = start
        self.currency = currency
        self.funnels: Mapping[str | None, tuple[str, ...]] = funnels or {}
        self.problems: list[Problem] = []
        self.segments = segments
        self.partial = partial
        self.last_years: Mapping[str | None, Node] = last_years or {}
        years = tuple((name, _scalars(node)) for name, node in self.last_years.items())
        context = (start, currency, tuple(self.funnels.items()), segments, partial, years) if memory else None
        self.mark = memory.mark(context) if memory else 0

    def last_year(self, path: Path) -> Node | None:
        """What is said of last year beside the goal that the path leads to: the plan's, or the segment's own."""
        return self.last_years.get(str(path[1]) if len(path) > 2 and path[0] == "segments" else None)

    def aside(self) -> Reading:
        """The same with problems of its own: what is read twice is reported once."""
        return Reading(self.start, self.currency, self.funnels, self.segments, self.partial)

    def stages(self, path: Path) -> tuple[str, ...]:
        """The stages that a key may name: of a segment's funnel inside that segment, else of every funnel."""
        if len(path) > 1 and path[0] == "segments":
            return self.funnels.get(str(path[1])) or self.funnels.get(None, ())
        return tuple(dict.fromkeys(name for names in self.funnels.values() for name in names))

    def last_stages(self, path: Path) -> tuple[str, ...]:
        """The last stages of the funnels that a goal may count."""
        if len(path) > 1 and path[0] == "segments":
            return self.stages(path)[-1:]
        return tuple(dict.fromkeys(names[-1] for names in self.funnels.values() if names))

    def report(self, code: CodeName, message: str, path: Path, place: Place, hint: str = "") -> None:
        """Add a problem at a place of the file. Raises TooManyProblemsError where nobody would read on."""
        self.problems.append(Problem(code, message, path, hint, place=place))
        if len(self.problems) > MAX_PROBLEMS:
            raise TooManyProblemsError


class Shape(ABC, Generic[T]):
    """One form of value. `what` names it with an example, as messages do: `a percentage such as 20%`."""

    what: str

    def take(self, node: Node, path: Path, reading: Reading) -> T | None:
        """The value; None where there is none, which is reported, or was before."""
        if node.broken:
            return None
        if reading.memory is None or node.kind == "scalar" or len(path) > DEEPEST_KEPT:
            return self.read(node, path, reading)
        return self._recalled(node, path, reading, reading.memory)

    def _recalled(self, node: Node, path: Path, reading: Reading, memory: Memory) -> T | None:
        """What was read of the same node before, problems included; else it is read now, and kept."""
        key = (id(node), self, path, reading.mark)
        held = memory.known.get(key)
        if held is None:
            before = len(reading.problems)
            value = self.read(node, path, reading)
            if memory.open:
                memory.known[key] = (node, value, reading.problems[before:])
            return value
        reading.problems += held[2]
        if len(reading.problems) > MAX_PROBLEMS:
            raise TooManyProblemsError
        value = held[1]
        return value if not isinstance(value, dict) else cast(T, dict(value))

    @abstractmethod
    def read(self, node: Node, path: Path, reading: Reading) -> T | None:
        """The value of a node that is not broken, or None after reporting why there is none."""

    @abstractmethod
    def schema(self) -> Schema:
        """The same rule as JSON Schema (draft 7), as far as a schema can say it."""

    def wrong_type(self, node: Node, path: Path, reading: Reading) -> None:
        """Report that the node is of another kind than this shape."""
        report_wrong_type(node, self.what, path, reading)


def report_wrong_type(node: Node, what: str, path: Path, reading: Reading) -> None:
    """Report a node that stands where something of another kind should."""
    reading.report("wrong-type", f"{described(node)} stands where {what} should", path, node.place)


def described(node: Node) -> str:
    """A node in words for a message: `a list`, `nothing`, `'abc'`, `20`."""
    if node.kind != "scalar":
        return f"a {node.kind}" if node.items or node.pairs else f"an empty {node.kind}"
    if scalar_value(node) is None:
        return "nothing"
    return shorten(node.text) if node.plain else f"'{shorten(node.text)}'"


def any_of(*options: Schema) -> Schema:
    """A schema that takes what one of the options takes."""
    return {"anyOf": list(options)}


def listed(words: Sequence[str], joint: str) -> str:
    """`a, b or c`."""
    return f" {joint} ".join(part for part in (", ".join(words[:-1]), words[-1]) if part)
