"""What a value of the plan file may look like: one definition that both reads it and states its JSON Schema.

A shape reads a node to a value and reports every problem on the way; None means that it could not be read. Records
are here; the other shapes are in `containers`, `quantities`, `words`, `series`, `amounts`, `ages` and the plan's own.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Generic, NamedTuple, TypeVar

from kpiplan.codes import CodeName
from kpiplan.language.yaml.nodes import Node, scalar_value, shorten
from kpiplan.language.yaml.reader import MAX_PROBLEMS
from kpiplan.months import Month
from kpiplan.problems import Path, Place, Problem, nearest

T = TypeVar("T")
Schema = dict[str, Any]


class TooManyProblemsError(Exception):
    """So many problems were found that reading on helps nobody."""


class Reading:
    """What is known while one plan is read, and the problems found so far.

    `start` is None where the plan's first month can't be read: then no month lies outside. `funnels` holds the stage
    names of the plan (None) and of segments with funnels of their own, an empty name where one can't be read.
    `segments` are the names of the plan's segments, None where they can't be read. `partial`: parts of the file could
    not be read, so that nothing can be called missing from the plan.
    """

    __slots__ = (
        "currency",
        "funnels",
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
    ) -> None:
        self.start = start
        self.currency = currency
        self.funnels: Mapping[str | None, tuple[str, ...]] = funnels or {}
        self.problems: list[Problem] = []
        self.segments = segments
        self.partial = partial

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
        return None if node.broken else self.read(node, path, reading)

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


class Key(NamedTuple):
    """A key of a record: the shape of its value, a sentence for editors, whether it must be there."""

    shape: Shape[Any]
    says: str
    required: bool = False
    example: str = ""


Rule = Callable[[dict[str, Any], Node, Path, Reading], None]
NameRule = Callable[[str, Path, Node, Reading], bool]


class Others(NamedTuple):
    """Keys of a record that the user names (stages, say): their shape, and what accepts a name, or reports it.

    `names` says the same of all names of the record as JSON Schema, as far as it can.
    """

    shape: Shape[Any]
    known: NameRule
    names: Schema | None = None


class Record(Shape[dict[str, Any]]):
    """A mapping with known keys. Reads to the values that are valid, by key.

    `exclusive` are groups of keys of which at most one may stand, `needed` groups of which at least one must.
    `rules` look at several values together; they see the valid ones only.
    `misplaced` says of keys known elsewhere why they have no place here.
    """

    def __init__(
        self,
        what: str,
        keys: Mapping[str, Key],
        exclusive: Sequence[tuple[str, ...]] = (),
        needed: Sequence[tuple[str, ...]] = (),
        rules: Sequence[Rule] = (),
        others: Others | None = None,
        misplaced: Mapping[str, str] | None = None,
    ) -> None:
        self.what = what
        self.keys = keys
        self.exclusive = exclusive
        self.needed = needed
        self.rules = rules
        self.others = others
        self.misplaced: Mapping[str, str] = misplaced or {}

    def read(self, node: Node, path: Path, reading: Reading) -> dict[str, Any] | None:
        if node.kind != "mapping":
            self.wrong_type(node, path, reading)
            return None
        values: dict[str, Any] = {}
        for key, value in node.pairs:
            shape = self._shape_of(key, path, reading)
            found = shape.take(value, (*path, key.text), reading) if shape else None
            if found is not None:
                values.setdefault(key.text, found)
        self._check_presence(node, path, reading)
        self._check_exclusive(node, path, reading)
        for rule in self.rules:
            rule(values, node, path, reading)
        return values

    def _shape_of(self, key: Node, path: Path, reading: Reading) -> Shape[Any] | None:
        name, own = key.text, (*path, key.text)
        if name in self.keys:
            return self.keys[name].shape
        if name in self.misplaced:
            message = f"{shorten(name)} has no place here: {self.misplaced[name]}"
            reading.report("unknown-key", message, own, key.place, "remove it")
        elif self.others is None:
            report_unknown(key, own, self.keys, reading)
        elif self.others.known(name, own, key, reading):
            return self.others.shape
        return None

    def _check_presence(self, node: Node, path: Path, reading: Reading) -> None:
        if reading.partial and not path:
            return
        required = [(name,) for name, key in self.keys.items() if key.required]
        for group in (*required, *self.needed):
            if not any(node.has(name) for name in group):
                shown = [name for name in group if self.keys[name].example]
                hint = listed([f"`{name}: {self.keys[name].example}`" for name in shown], "or")
                message = f"{_owner(path)} has no {listed(shown, 'or')}"
                reading.report("missing-key", message, (*path, group[0]), node.place, f"add {hint}")

    def _check_exclusive(self, node: Node, path: Path, reading: Reading) -> None:
        said: list[set[str]] = []
        for group in self.exclusive:
            both = [name for name in group if node.get(name) is not None]
            if len(both) > 1 and not any(set(both) <= earlier for earlier in said):
                said.append(set(both))
                second = max((key for key, _ in node.pairs if key.text in both), key=_position)
                message = f"{listed(both, 'and')} say the same thing"
                reading.report("two-ways", message, (*path, second.text), second.place, "keep one of them")

    def schema(self) -> Schema:
        result: Schema = {
            "type": "object",
            "properties": {name: {**key.shape.schema(), "description": key.says} for name, key in self.keys.items()},
            "additionalProperties": self.others.shape.schema() if self.others else False,
        }
        if self.others and self.others.names:
            result["propertyNames"] = self.others.names
        required = [name for name, key in self.keys.items() if key.required]
        if required:
            result["required"] = required
        combined: list[Schema] = [any_of(*({"required": [name]} for name in group)) for group in self.needed]
        for group in self.exclusive:
            pairs = [(one, two) for index, one in enumerate(group) for two in group[index + 1 :]]
            combined += [{"not": {"required": list(pair)}} for pair in pairs]
        if combined:
            result["allOf"] = combined
        return result


def _owner(path: Path) -> str:
    return next((shorten(part) for part in reversed(path) if isinstance(part, str)), "the plan")


def _position(key: Node) -> tuple[int, int]:
    return key.place.line, key.place.column


def report_unknown(key: Node, path: Path, known: Iterable[str], reading: Reading) -> None:
    """Report a key that nothing knows, with the nearest that is known, else with all of them."""
    known = tuple(known)
    near = nearest(key.text, known)
    key.meant = near or ""
    hint = f"did you mean `{near}`?" if near else f"known here: {', '.join(known)}"
    reading.report("unknown-key", f"unknown key {shorten(key.text)}", path, key.place, hint)
