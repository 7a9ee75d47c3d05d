"""What differs between the trees of two plans, each difference by itself, and every tree that lies between the two."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from typing import Any, Literal

from kpiplan.language.keys.funnel import STAGE, FunnelShape
from kpiplan.language.keys.plan import PLAN
from kpiplan.language.overlay.copies import Pair, listing, mapping, same, with_pairs
from kpiplan.language.overlay.rates import comparable
from kpiplan.language.overlay.stage_order import Slot, slots
from kpiplan.language.overlay.structure import inside, stage_at, stage_shape, structure_of
from kpiplan.language.values.containers import MapOf
from kpiplan.language.values.records import Record
from kpiplan.language.values.shape import Reading, Shape
from kpiplan.language.yaml.nodes import Node
from kpiplan.problems import Path, Place
from kpiplan.tuples import NamedTuple

Kind = Literal["changed", "added", "removed", "renamed"]
Chosen = Collection[int]  # the numbers of the differences that are made
_Made = Callable[[Chosen], Node | None]
CONVERSION = ("rate", "each", "by_age", "lag")  # what a stage makes of the one above it


class Difference(NamedTuple):
    """One value that is another in the new plan; None where there is none, names where something is `renamed`.

    `path` is that of the new plan, of what was removed that of the old one. `together`: differences that have the same
    make sense only together.
    """

    path: Path
    kind: Kind
    old: Node | None
    new: Node | None
    old_place: Place | None
    new_place: Place | None
    together: Path = ()


class Differences(NamedTuple):
    """All differences between two trees, and what makes the tree that has some of them."""

    found: tuple[Difference, ...]
    made: Callable[[Chosen], Node]


class Contexts(NamedTuple):
    """What values of the old and of the new tree are read by, to tell whether two say the same."""

    old: Reading
    new: Reading


def differences(old: Node, new: Node, contexts: Contexts) -> Differences:
    """What differs between two plans; comments and the order of keys don't count, and stages are known by name."""
    found = _Walk(contexts)
    made = found.between(old, new, PLAN, ())

    def tree(chosen: Chosen) -> Node:
        return made(chosen) or old

    return Differences(tuple(found.found), tree)


class _Walk:
    """Goes down both trees at once, and notes what differs."""

    def __init__(self, contexts: Contexts) -> None:
        self.found: list[Difference] = []
        self._contexts = contexts

    def between(self, old: Node, new: Node, shape: Shape[Any] | None, path: Path, together: Path = ()) -> _Made:
        """What makes the value between two; `together` is what its differences make sense with."""
        if old is new or same(old, new):
            return lambda _: old
        structure = structure_of(shape, old)
        if isinstance(structure, FunnelShape) and old.kind == new.kind == "list":
            return self._funnel(old, new, path)
        if isinstance(structure, Record | MapOf) and old.kind == new.kind == "mapping":
            return self._mapping(old, new, structure, path, together)
        if self._says_the_same(old, new, shape, path):
            return lambda _: old
        return self._one(Difference(path, "changed", old, new, old.place, new.place, together))

    def _one(self, difference: Difference) -> _Made:
        number = len(self.found)
        self.found.append(difference)
        old, new = difference.old, difference.new
        return lambda chosen: new if number in chosen else old

    def _says_the_same(self, old: Node, new: Node, shape: Shape[Any] | None, path: Path) -> bool:
        if shape is None or isinstance(structure_of(shape), FunnelShape):
            return False
        values = [
            shape.take(node, path, Reading(known.start, known.currency, known.funnels, known.segments))
            for node, known in zip((old, new), self._contexts, strict=True)
        ]
        return values[0] is not None and values[0] == values[1]

    def _mapping(self, old: Node, new: Node, structure: Record | MapOf[Any], path: Path, together: Path) -> _Made:
        keys = dict.fromkeys(key.text for key, _ in (*old.pairs, *new.pairs))
        makers: list[tuple[Pair, _Made]] = []
        for name in keys:
            was, now = _pair(old, name), _pair(new, name)
            shape = inside(structure, name)
            own = together if name in CONVERSION else ()
            if was and now:
                makers.append((was, self.between(was[1], now[1], shape, (*path, name), own)))
            elif there := was or now:
                makers.append((there, self._one(_alone(was, now, (*path, name), own))))
        return lambda chosen: with_pairs(old, list(_made_pairs(makers, chosen)))

    def _funnel(self, old: Node, new: Node, path: Path) -> _Made:
        order = slots(old, new)
        if order is None:
            return self._one(Difference(path, "changed", old, new, old.place, new.place))
        makers = [self._stage(old, new, slot, path) for slot in order]
        return lambda chosen: listing(old.place, [item for make in makers if (item := make(chosen)) is not None])

    def _stage(self, old: Node, new: Node, slot: Slot, path: Path) -> _Made:
        together = (*path, slot.gap) if slot.gap is not None else ()
        if slot.old is None or slot.new is None:
            tree, at = (new, slot.new) if slot.new is not None else (old, slot.old)
            item = tree.items[at or 0]
            name = stage_at(tree, at or 0)[0]
            was, now = (None, item) if slot.old is None else (item, None)
            kind: Kind = "added" if now else "removed"
            where = (None, name.place) if now else (name.place, None)
            return self._one(Difference((*path, at or 0, name.text), kind, was, now, where[0], where[1], together))
        (name, held), (_, other) = stage_at(old, slot.old), stage_at(new, slot.new)
        items = old.items[slot.old], new.items[slot.new]
        shape = STAGE if slot.old or slot.new else stage_shape(0)
        settings = comparable(held, items[0]), comparable(other, items[1])
        make = self._mapping(*settings, shape, (*path, slot.new, name.text), together)
        if same(*settings):
            return lambda _: items[0]

        def stage(chosen: Chosen) -> Node:
            return mapping(items[0].place, [(name, make(chosen) or settings[0])])

        return stage


def _pair(node: Node, name: str) -> Pair | None:
    return next(((key, value) for key, value in node.pairs if key.text == name), None)


def _alone(was: Pair | None, now: Pair | None, path: Path, together: Path) -> Difference:
    """A key that one of the two plans has."""
    if was:
        return Difference(path, "removed", was[1], None, was[0].place, None, together)
    if now:
        return Difference(path, "added", None, now[1], None, now[0].place, together)
    raise ValueError(path)


def _made_pairs(makers: Sequence[tuple[Pair, _Made]], chosen: Chosen) -> Iterator[Pair]:
    for (key, _), make in makers:
        value = make(chosen)
        if value is not None:
            yield key, value
