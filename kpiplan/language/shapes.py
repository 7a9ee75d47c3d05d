"""What a value of the plan file may look like: one definition that both reads it and states its JSON Schema.

A shape reads a node to a value and reports every problem on the way; None means that it could not be read. The rooms
that use this are `quantities` (single values), `series` (values over the year) and `language` (the plan itself).
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from kpiplan.language.nodes import Node, scalar_value, shorten
from kpiplan.months import Month
from kpiplan.problems import Path, Place, Problem, nearest

T = TypeVar("T")
Schema = dict[str, Any]


@dataclass(slots=True)
class Reading:
    """What is known while one plan is read, and the problems found so far."""

    start: Month
    currency: str | None = None
    funnels: Mapping[str | None, tuple[str, ...]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

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

    def report(self, code: str, message: str, path: Path, place: Place | None, hint: str = "") -> None:
        """Add a problem at a place of the file; without one it is found by its path later."""
        self.problems.append(Problem(code, message, path, hint, place=place))


class Shape(ABC, Generic[T]):
    """One form of value. `what` names it with an example, as messages do: `a percentage such as 20%`."""

    what: str

    @abstractmethod
    def read(self, node: Node, path: Path, reading: Reading) -> T | None:
        """The value, or None after reporting why there is none."""

    @abstractmethod
    def schema(self) -> Schema:
        """The same rule as JSON Schema (draft 7), as far as a schema can say it."""

    def wrong_type(self, node: Node, path: Path, reading: Reading) -> None:
        """Report that the node is of another kind than this shape."""
        reading.report("wrong-type", f"{described(node)} stands where {self.what} should", path, node.place)


def described(node: Node) -> str:
    """A node in words for a message: `a list`, `nothing`, `'abc'`, `20`."""
    if node.kind != "scalar":
        return f"a {node.kind}"
    value = scalar_value(node)
    if value is None:
        return "nothing"
    return shorten(node.text) if node.plain else f"'{shorten(node.text)}'"


def any_of(*options: Schema) -> Schema:
    """A schema that takes what one of the options takes."""
    return {"anyOf": list(options)}


@dataclass(frozen=True)
class Key:
    """A key of a record: the shape of its value, a sentence for editors, whether it must be there."""

    shape: Shape[Any]
    says: str
    required: bool = False
    example: str = ""


Rule = Callable[[dict[str, Any], Node, Path, Reading], None]


@dataclass(frozen=True)
class Record(Shape[dict[str, Any]]):
    """A mapping with known keys. Reads to the values that are valid, by key.

    `exclusive` are groups of keys of which at most one may stand, `needed` groups of which at least one must.
    `rules` look at several values together; they see the valid ones only.
    `others` takes keys that the user names (stages, say), where `other_known` accepts the name.
    `misplaced` says of keys known elsewhere why they have no place here.
    """

    what: str
    keys: Mapping[str, Key]
    exclusive: Sequence[tuple[str, ...]] = ()
    needed: Sequence[tuple[str, ...]] = ()
    rules: Sequence[Rule] = ()
    others: Shape[Any] | None = None
    other_known: Callable[[str, Path, Node, Reading], bool] | None = None
    misplaced: Mapping[str, str] = field(default_factory=dict)

    def read(self, node: Node, path: Path, reading: Reading) -> dict[str, Any] | None:
        if node.kind != "mapping":
            self.wrong_type(node, path, reading)
            return None
        values: dict[str, Any] = {}
        for key, value in node.pairs:
            shape = self._shape_of(key, path, reading)
            found = shape.read(value, (*path, key.text), reading) if shape else None
            if found is not None and key.text not in values:
                values[key.text] = found
        self._check_presence(node, path, reading)
        for rule in self.rules:
            rule(values, node, path, reading)
        return values

    def _shape_of(self, key: Node, path: Path, reading: Reading) -> Shape[Any] | None:
        if key.text in self.keys:
            return self.keys[key.text].shape
        if self.others and (self.other_known is None or self.other_known(key.text, path, key, reading)):
            return self.others
        if key.text in self.misplaced:
            message = f"{key.text} has no place here: {self.misplaced[key.text]}"
            reading.report("unknown-key", message, (*path, key.text), key.place, "remove it")
        elif self.other_known is None:
            report_unknown(key, path, self.keys, reading)
        return None

    def _check_presence(self, node: Node, path: Path, reading: Reading) -> None:
        present = {key.text: key for key, _ in reversed(node.pairs)}
        owner = str(path[-1]) if path and isinstance(path[-1], str) else "the plan"
        for name, key in self.keys.items():
            if key.required and name not in present:
                hint = f"add `{name}: {key.example}`" if key.example else ""
                reading.report("missing-key", f"{owner} has no {name}", path, None, hint)
        for group in self.exclusive:
            both = [name for name in present if name in group]
            if len(both) > 1:
                second = max((present[name] for name in both), key=lambda key: (key.place.line, key.place.column))
                message = f"{' and '.join(sorted(both, key=group.index))} say the same thing"
                reading.report("two-ways", message, (*path, second.text), second.place, "keep one of them")
        for group in self.needed:
            if not any(name in present for name in group):
                examples = " or ".join(f"`{name}: {self.keys[name].example}`" for name in group)
                message = f"{owner} has no {' or '.join(group)}"
                reading.report("missing-key", message, path, None, f"add {examples}")

    def schema(self) -> Schema:
        result: Schema = {
            "type": "object",
            "properties": {name: {**key.shape.schema(), "description": key.says} for name, key in self.keys.items()},
            "additionalProperties": self.others.schema() if self.others else False,
        }
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


def report_unknown(key: Node, path: Path, known: Mapping[str, Key] | Sequence[str], reading: Reading) -> None:
    """Report a key that nothing knows, with the nearest that is known, else with all of them."""
    near = nearest(key.text, known)
    hint = f"did you mean `{near}`?" if near else f"known here: {', '.join(known)}"
    message = f"unknown key {shorten(key.text)}"
    reading.report("unknown-key", message, (*path, key.text), key.place, hint)


@dataclass(frozen=True)
class ListOf(Shape[tuple[T, ...]]):
    """A list of values of one shape, of one of the given lengths (any length where none is given)."""

    item: Shape[T]
    what: str
    lengths: tuple[int, ...] = ()

    def read(self, node: Node, path: Path, reading: Reading) -> tuple[T, ...] | None:
        if node.kind != "list":
            self.wrong_type(node, path, reading)
            return None
        values = [self.item.read(item, (*path, index), reading) for index, item in enumerate(node.items)]
        if self.lengths and len(values) not in self.lengths:
            report_length(len(values), self.lengths, path, node, reading)
            return None
        good = tuple(value for value in values if value is not None)
        return good if len(good) == len(values) and (good or not self.lengths) else None

    def schema(self) -> Schema:
        item = self.item.schema()
        if not self.lengths:
            return {"type": "array", "items": item}
        return any_of(*({"type": "array", "items": item, "minItems": n, "maxItems": n} for n in self.lengths))


def report_length(found: int, wanted: Sequence[int], path: Path, node: Node, reading: Reading) -> None:
    """Report a list of the wrong length."""
    wants = {12: "12 values (months)", 4: "4 (quarters)", 3: "3 (the months of a quarter)"}
    hint = "write " + " or ".join(wants[number] for number in wanted)
    reading.report("wrong-length", f"a list of {found}", path, node.place, hint)


@dataclass(frozen=True)
class MapOf(Shape[dict[str, T]]):
    """A mapping whose keys the user names. `key_known` reports a name that can't be used, `key_schema` says so."""

    value: Shape[T]
    what: str
    key_known: Callable[[str, Path, Node, Reading], bool] | None = None
    key_schema: Schema | None = None
    total_rule: Rule | None = None

    def read(self, node: Node, path: Path, reading: Reading) -> dict[str, T] | None:
        if node.kind != "mapping" or not node.pairs:
            self.wrong_type(node, path, reading)
            return None
        values: dict[str, T] = {}
        for key, held in node.pairs:
            known = self.key_known is None or self.key_known(key.text, (*path, key.text), key, reading)
            value = self.value.read(held, (*path, key.text), reading)
            if known and value is not None:
                values.setdefault(key.text, value)
        if self.total_rule and len(values) == len(node.pairs):
            self.total_rule(values, node, path, reading)
        return values

    def schema(self) -> Schema:
        result: Schema = {"type": "object", "minProperties": 1, "additionalProperties": self.value.schema()}
        if self.key_schema:
            result["propertyNames"] = self.key_schema
        return result


@dataclass(frozen=True)
class ByKind(Shape[Any]):
    """A value that may be a scalar, a list or a mapping, each with a shape of its own."""

    what: str
    scalar: Shape[Any] | None = None
    list: Shape[Any] | None = None
    mapping: Shape[Any] | None = None

    def read(self, node: Node, path: Path, reading: Reading) -> Any:
        shape: Shape[Any] | None = getattr(self, node.kind)
        if shape is None or (node.kind == "scalar" and scalar_value(node) is None):
            self.wrong_type(node, path, reading)
            return None
        return shape.read(node, path, reading)

    def schema(self) -> Schema:
        return any_of(*(shape.schema() for shape in (self.scalar, self.list, self.mapping) if shape))


class Anything(Shape[Any]):
    """Known, and read by a later command."""

    what = "anything"

    def read(self, node: Node, path: Path, reading: Reading) -> Any:
        return node

    def schema(self) -> Schema:
        return {}
