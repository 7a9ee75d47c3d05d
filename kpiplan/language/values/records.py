"""Mappings with known keys: which may stand, which must, which exclude each other, and what several say together."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from kpiplan.language.values.shape import Reading, Schema, Shape, any_of, listed
from kpiplan.language.yaml.nodes import Node, shorten
from kpiplan.problems import Path, nearest
from kpiplan.tuples import NamedTuple


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
