"""A full path followed through the structure of a plan and the tree that is there."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from kpiplan.language.keys.funnel import SOURCES, STAGE, TOP, FunnelShape
from kpiplan.language.keys.plan import PLAN
from kpiplan.language.keys.segments import SEGMENT
from kpiplan.language.overlay.structure import (
    Leaf,
    inside,
    positions,
    settings,
    stage_at,
    stage_shape,
    structure_of,
)
from kpiplan.language.values.containers import MapOf
from kpiplan.language.values.records import Record
from kpiplan.language.values.shape import Shape
from kpiplan.language.yaml.nodes import Node
from kpiplan.problems import Path
from kpiplan.tuples import NamedTuple


class Target(NamedTuple):
    """Where a path leads: names of keys (of stages, their own), then parts inside a value that is laid whole.

    `node` is the value that is there, None where there is none; `funnel` holds the stages where it is one of them.
    """

    steps: tuple[str, ...]
    rest: Path
    path: Path
    node: Node | None
    shape: Shape[Any] | None
    funnel: Node | None = None


class Lost(NamedTuple):
    """A part of a path that nothing has, after which others, and what is there."""

    part: str | int
    after: Path
    known: tuple[str, ...]


def walk(root: Node, parts: Sequence[str | int]) -> Target | Lost:
    """Follow a full path through the structure of the plan and the tree that is there."""
    shape: Shape[Any] | None = PLAN
    node: Node | None = root
    steps: list[str] = []
    path: list[str | int] = []
    funnel: Node | None = None
    rest = list(parts)
    while rest:
        structure = structure_of(shape, node)
        if isinstance(structure, Leaf) or structure is None:
            break
        part = rest.pop(0)
        funnel = None
        if isinstance(structure, FunnelShape):
            funnel = node or root.get("funnel")
            at_names = positions(funnel)
            at = part if isinstance(part, int) else at_names.get(part)
            name = next((name for name, where in at_names.items() if where == at), None)
            if funnel is None or at is None or name is None:
                return Lost(part, tuple(path), tuple(at_names))
            if isinstance(part, int) and rest:
                if rest[0] != name:
                    return Lost(rest[0], (*path, at), (name,))
                rest.pop(0)
            steps.append(name)
            path += [at, name]
            node = settings(stage_at(funnel, at)[1], top=at == 0) or stage_at(funnel, at)[1]
            shape = stage_shape(at)
            continue
        if structure in (STAGE, TOP) and part not in STAGE.keys and _has_source(node, part):
            steps.append("sources")
            path.append("sources")
            node, structure = (node.get("sources") if node else None), SOURCES
        found = _known(structure, node, part, last=not rest)
        if found is None:
            more = positions(node.get("funnel") or root.get("funnel")) if structure is SEGMENT and node else ()
            return Lost(part, tuple(path), (*_names(structure, node), *more))
        shape = found
        steps.append(str(part))
        path.append(str(part))
        node = _under(node, str(part), structure is STAGE)
    return Target(tuple(steps), tuple(rest), (*path, *rest), node, shape, funnel)


def landed(target: Target, root: Node) -> Target:
    """The same target in a tree with other values; stages that are gone have no value."""
    node: Node | None = root
    funnel: Node | None = None
    for step in target.steps:
        if node is not None and node.kind == "list":
            funnel, at = node, positions(node).get(step)
            held = None if at is None else stage_at(node, at)[1]
            node = settings(held, top=at == 0) or held
        else:
            funnel, node = None, _under(node, step, funnel is not None)
    return target._replace(node=node, funnel=funnel)


def _under(node: Node | None, name: str, stage: bool) -> Node | None:
    """The value of a name; what stands behind a stage's name alone is its rate."""
    if node is None or node.empty:
        return None
    if stage and settings(node, top=False) is None:
        return node if name == "rate" else None
    return node.get(name) if node.kind == "mapping" else None


def _has_source(stage: Node | None, part: str | int) -> bool:
    sources = stage.get("sources") if stage else None
    return sources is not None and isinstance(part, str) and sources.get(part) is not None


def _known(structure: Record | MapOf[Any], node: Node | None, part: str | int, *, last: bool) -> Shape[Any] | None:
    """The shape of what a part leads to; a new name is good at the end of a path alone."""
    if not isinstance(part, str):
        return None
    if isinstance(structure, Record) and part in structure.keys:
        return structure.keys[part].shape
    there = node is not None and node.get(part) is not None
    return inside(structure, part) if there or last else None


def _names(structure: Record | MapOf[Any], node: Node | None) -> tuple[str, ...]:
    keys = [key.text for key, _ in node.pairs] if node is not None else []
    known = structure.keys if isinstance(structure, Record) else ()
    return tuple(dict.fromkeys([*known, *keys]))
