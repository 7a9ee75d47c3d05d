"""Shapes that hold others: lists, mappings with names of the user's, values of several kinds."""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module
from typing import Any

from kpiplan.language.values.records import NameRule, Rule
from kpiplan.language.values.shape import Reading, Schema, Shape, T, any_of, listed
from kpiplan.language.yaml.nodes import Node
from kpiplan.problems import Path


class ListOf(Shape[tuple[T, ...]]):
    """A list of values of one shape, of one of the given lengths (any length above 0 where none is given)."""

    def __init__(self, item: Shape[T], what: str, lengths: tuple[int, ...] = ()) -> None:
        self.item = item
        self.what = what
        self.lengths = lengths

    def read(self, node: Node, path: Path, reading: Reading) -> tuple[T, ...] | None:
        if node.kind != "list" or not (node.items or self.lengths):
            self.wrong_type(node, path, reading)
            return None
        count = len(node.items)
        if self.lengths and count not in self.lengths:
            _report_length(count, self.lengths, path, node, reading)
        if self.lengths and count > 2 * max(self.lengths):
            return None  # the length says it all
        values = [self.item.take(item, (*path, index), reading) for index, item in enumerate(node.items)]
        good = tuple(value for value in values if value is not None)
        return good if len(good) == count and (not self.lengths or count in self.lengths) else None

    def schema(self) -> Schema:
        item = self.item.schema()
        if not self.lengths:
            return {"type": "array", "items": item, "minItems": 1}
        return any_of(*({"type": "array", "items": item, "minItems": n, "maxItems": n} for n in self.lengths))


_PARTS = {12: "12 values (months)", 4: "4 (quarters)", 3: "3 (the months of a quarter)"}


def _report_length(found: int, wanted: Sequence[int], path: Path, node: Node, reading: Reading) -> None:
    hint = "write " + listed([_PARTS[number] for number in wanted], "or")
    message = f"a list of {found} value{'' if found == 1 else 's'}"
    reading.report("wrong-length", message, path, node.place, hint)


class MapOf(Shape[dict[str, T]]):
    """A mapping whose keys the user names. `key_known` reports a name that can't be used, `key_schema` says so.

    `total_rule` looks at the values together.
    """

    def __init__(
        self,
        value: Shape[T],
        what: str,
        key_known: NameRule,
        key_schema: Schema | None = None,
        total_rule: Rule | None = None,
    ) -> None:
        self.value = value
        self.what = what
        self.key_known = key_known
        self.key_schema = key_schema
        self.total_rule = total_rule

    def read(self, node: Node, path: Path, reading: Reading) -> dict[str, T] | None:
        if node.kind != "mapping" or not node.pairs:
            self.wrong_type(node, path, reading)
            return None
        values: dict[str, T] = {}
        for key, held in node.pairs:
            known = self.key_known(key.text, (*path, key.text), key, reading)
            value = self.value.take(held, (*path, key.text), reading)
            if known and value is not None:
                values.setdefault(key.text, value)
        if self.total_rule:
            self.total_rule(values, node, path, reading)
        return values

    def schema(self) -> Schema:
        result: Schema = {"type": "object", "minProperties": 1, "additionalProperties": self.value.schema()}
        if self.key_schema:
            result["propertyNames"] = self.key_schema
        return result


class ByKind(Shape[Any]):
    """A value that may be a scalar or a mapping, each with a shape of its own."""

    def __init__(self, what: str, scalar: Shape[Any], mapping: Shape[Any]) -> None:
        self.what = what
        self.scalar = scalar
        self.mapping = mapping

    def read(self, node: Node, path: Path, reading: Reading) -> Any:
        if node.kind == "list" or node.empty:
            self.wrong_type(node, path, reading)
            return None
        return (self.scalar if node.kind == "scalar" else self.mapping).read(node, path, reading)

    def schema(self) -> Schema:
        return any_of(self.scalar.schema(), self.mapping.schema())


class Deferred(Shape[Any]):
    """A shape of a module that is imported when the first value is read, or the schema is asked for."""

    def __init__(self, module: str, name: str, what: str) -> None:
        self.module = module
        self.name = name
        self.what = what

    def read(self, node: Node, path: Path, reading: Reading) -> Any:
        return self.shape().read(node, path, reading)

    def schema(self) -> Schema:
        return self.shape().schema()

    def shape(self) -> Shape[Any]:
        """The shape itself."""
        shape: Shape[Any] = getattr(import_module(self.module), self.name)
        return shape
