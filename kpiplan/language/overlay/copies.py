"""Copies of nodes: what is read stays as it is, for other changes are laid over the same."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from kpiplan.language.yaml.nodes import Node, scalar_value
from kpiplan.problems import Place

Pair = tuple[Node, Node]


class Whole(Node):
    """A mapping or list that takes the place of what is there whole, whatever it is."""

    __slots__ = ()


def mapping(place: Place, pairs: Iterable[Pair]) -> Node:
    """A mapping of pairs."""
    return Node("mapping", place, pairs=tuple(pairs))


def scalar(text: str, place: Place) -> Node:
    """A plain text."""
    return Node("scalar", place, text)


def listing(place: Place, items: Iterable[Node]) -> Node:
    """A list of items."""
    node = Node("list", place)
    node.items.extend(items)
    return node


def with_pairs(node: Node, pairs: Sequence[Pair]) -> Node:
    """A mapping with other pairs."""
    return Node("mapping", node.place, block=node.block, broken=node.broken, pairs=pairs)


def with_items(node: Node, items: Iterable[Node]) -> Node:
    """A list with other items."""
    found = Node("list", node.place, block=node.block, broken=node.broken)
    found.items.extend(items)
    return found


def whole(node: Node) -> Node:
    """A node that takes the place of what is there whole."""
    found = Whole(node.kind, node.place, node.text, node.plain, node.block, node.broken, node.pairs)
    found.items.extend(node.items)
    return found


def moved(node: Node, where: Callable[[Place], Place]) -> Node:
    """A tree with all its places moved; what an alias repeats is moved once."""
    done: dict[int, Node] = {}

    def move(old: Node) -> Node:
        found = done.get(id(old))
        if found is None:
            found = Node(old.kind, where(old.place), old.text, old.plain, old.block, old.broken)
            done[id(old)] = found
            found.items.extend(move(item) for item in old.items)
            found.pairs.extend((move(key), move(value)) for key, value in old.pairs)
        return found

    return move(node)


def same(one: Node, other: Node) -> bool:
    """Whether two trees say the same, wherever they stand; the order of keys says nothing."""
    if one is other:
        return True
    if one.kind != other.kind or len(one.items) != len(other.items) or len(one.pairs) != len(other.pairs):
        return False
    if one.kind == "scalar":
        return scalar_value(one) == scalar_value(other)
    if one.kind == "list":
        return all(same(mine, yours) for mine, yours in zip(one.items, other.items, strict=True))
    theirs = {key.text: value for key, value in other.pairs}
    return all(key.text in theirs and same(value, theirs[key.text]) for key, value in one.pairs)
