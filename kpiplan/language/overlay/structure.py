"""The structure of a plan, as its shapes state it: what a name inside a value leads to."""

from __future__ import annotations

from typing import Any

from kpiplan.language.keys.funnel import REFERRAL, STAGE, TOP, DirectShape, FunnelShape, stage_names, value_shape
from kpiplan.language.keys.goal import GOAL
from kpiplan.language.values.containers import ByKind, Deferred, MapOf
from kpiplan.language.values.records import Record
from kpiplan.language.values.shape import Shape
from kpiplan.language.yaml.nodes import Node

Structure = Record | MapOf[Any] | FunnelShape | None  # None: a mapping whose names are nobody's business here


class Leaf:
    """What has no structure: numbers, texts, series, lags. It is laid whole."""


LEAF = Leaf()


def structure_of(shape: Shape[Any] | None, node: Node | None = None) -> Structure | Leaf:
    """The structure that a shape has; of what can be either, that of the node that is there."""
    if isinstance(shape, Deferred):
        inner = shape.shape()
        record = getattr(inner, "record", inner)
        return record if isinstance(record, Record | MapOf) else None
    if isinstance(shape, ByKind):
        return structure_of(shape.mapping)
    if isinstance(shape, DirectShape):
        return REFERRAL if node is not None and node.get("per_customer") is not None else LEAF
    if shape is None or isinstance(shape, Record | MapOf | FunnelShape):
        return shape
    return LEAF


def inside(structure: Record | MapOf[Any], name: str) -> Shape[Any] | None:
    """The shape of what a name leads to; None for a name that is not known."""
    if isinstance(structure, MapOf):
        shape: Shape[Any] = structure.value
        return shape
    if name in structure.keys:
        return structure.keys[name].shape
    if structure.others and not (structure is GOAL and name in GOAL.misplaced):
        return structure.others.shape
    return None


def stage_at(funnel: Node, at: int) -> tuple[Node, Node | None]:
    """The name of a stage and what stands behind it; None for a bare name."""
    item = funnel.items[at]
    return item.pairs[0] if item.kind == "mapping" and item.pairs else (item, None)


def settings(held: Node | None, *, top: bool) -> Node | None:
    """What stands behind the name of a stage, as settings; None where that is nothing, or a rate alone."""
    if held is None or held.kind != "mapping" or value_shape(held, top) not in (STAGE, TOP):
        return None
    return held


def stage_shape(at: int) -> Record:
    """The shape of a stage's settings, by position."""
    return STAGE if at else TOP


def positions(funnel: Node | None) -> dict[str, int]:
    """The stages of a funnel by name; the first where a name stands twice."""
    if funnel is None or funnel.kind != "list":
        return {}
    names = stage_names(funnel)
    return {name: names.index(name) for name in names if name}
