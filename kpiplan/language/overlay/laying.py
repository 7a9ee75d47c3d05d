"""The one rule of laying a value over a plan's nodes: mappings key by key, funnels by stage, all else whole.

Nothing that is there is changed: what differs is copied, the rest is shared.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from kpiplan.language.keys.funnel import STAGE, FunnelShape
from kpiplan.language.keys.goal import amounts
from kpiplan.language.keys.names import unknown_stage
from kpiplan.language.keys.plan import PLAN
from kpiplan.language.keys.segments import SEGMENT
from kpiplan.language.overlay.alternatives import pushed_out
from kpiplan.language.overlay.copies import Pair, Whole, mapping, with_items, with_pairs
from kpiplan.language.overlay.rates import as_settings, rated
from kpiplan.language.overlay.structure import (
    Leaf,
    inside,
    positions,
    settings,
    stage_at,
    stage_shape,
    structure_of,
)
from kpiplan.language.values.records import Record
from kpiplan.language.values.shape import Shape
from kpiplan.language.yaml.nodes import Node, shorten
from kpiplan.problems import Path, Problem
from kpiplan.tuples import NamedTuple


class Ground(NamedTuple):
    """What a value is laid over: the plan's own funnel, which segments inherit, and where problems are reported."""

    funnel: Node | None
    problems: list[Problem]

    def report(self, problem: Problem) -> None:
        """Add a problem."""
        self.problems.append(problem)


def laid_over(root: Node, changes: Node, problems: list[Problem]) -> Node:
    """The tree of a plan with a mapping of changes laid over it."""
    return _merged(root, changes, PLAN, Ground(root.get("funnel"), problems), ())


def _merged(old: Node | None, new: Node, shape: Shape[Any] | None, ground: Ground, path: Path) -> Node:
    structure = structure_of(shape, old)
    if new.kind != "mapping" or new.broken or isinstance(new, Whole) or isinstance(structure, Leaf):
        return new
    if isinstance(structure, FunnelShape):
        return _funnel(old or ground.funnel, new, ground, path)
    if old is None or old.kind != "mapping":
        share = inside(structure, "share") if isinstance(structure, Record) else None
        keep = share is not None and old is not None and old.kind == "scalar" and not old.empty
        old = mapping(new.place, [(Node("scalar", old.place, "share"), old)] if keep and old else [])
    return with_pairs(old, _pairs(old, new, structure, ground, path))


def _pairs(old: Node, new: Node, structure: Any, ground: Ground, path: Path) -> Sequence[Pair]:
    """The pairs of a mapping with others laid over: those that are there keep their order."""
    kept: dict[str, Pair] = {key.text: (key, value) for key, value in reversed(old.pairs)}
    kept = {key.text: kept[key.text] for key, _ in old.pairs}
    coming = {key.text for key, value in new.pairs if not value.empty}
    for key, value in new.pairs:
        if value.empty:
            kept.pop(key.text, None)
            continue
        shape = inside(structure, key.text) if structure is not None else None
        there = kept.get(key.text)
        own = (*path, key.text)
        held = there[1] if there else None
        found = _merged(held, value, shape, ground, own)
        kept[key.text] = (there[0] if there and found is not value else key, found)
    for name in (name for key in coming for name in pushed_out(structure, key, kept) if name not in coming):
        gone = kept.pop(name)
        if structure is STAGE and name == "by_age" and not coming & {"rate", "each"}:
            kept |= {key.text: (key, value) for key, value in rated(gone[1]) if key.text == "rate"}
    return _apart(kept, coming, structure)


def _apart(kept: dict[str, Pair], coming: set[str], structure: Any) -> list[Pair]:
    """Of a segment, its share or the amount of its own goal: whichever comes pushes the other out."""
    goal = kept.get("goal")
    if structure is SEGMENT and goal and goal[1].kind == "mapping":
        own = {key.text for key in amounts(goal[1])}
        if "share" in coming and "goal" not in coming and own:
            rest = [(key, value) for key, value in goal[1].pairs if key.text not in own]
            kept["goal"] = (goal[0], with_pairs(goal[1], rest))
        elif "goal" in coming and "share" not in coming and own:
            kept.pop("share", None)
    return list(kept.values())


def _funnel(base: Node | None, new: Node, ground: Ground, path: Path) -> Node:
    at_names = positions(base)
    if base is None or not at_names:
        message = "there is no funnel whose stages could be changed"
        ground.report(Problem("bad-change", message, path, "write the whole funnel as a list", place=new.place))
        return base or new
    items: list[Node | None] = list(base.items)
    for key, value in new.pairs:
        at = at_names.get(key.text)
        if at is None:
            ground.report(unknown_stage(key, (*path, key.text), tuple(at_names)))
        else:
            items[at] = None if value.empty else _stage(base, at, value, ground, (*path, at, key.text))
    return with_items(base, [item for item in items if item is not None])


def _stage(base: Node, at: int, value: Node, ground: Ground, path: Path) -> Node:
    name, held = stage_at(base, at)
    new = settings(value, top=False)
    if new is None and at == 0:
        message = f"{shorten(name.text)} is the first stage: what it must bring follows from the goal"
        hint = f"change the goal, or a rate below it; a cost is {shorten(name.text)}.cost"
        ground.report(Problem("bad-change", message, path, hint, place=value.place))
        return base.items[at]
    if new is None:
        found = as_settings(settings(held, top=False), value)
    else:
        there = settings(held, top=at == 0)
        if there is None and held is not None and not held.empty:
            there = mapping(held.place, [(Node("scalar", held.place, "rate"), held)])
        found = _merged(there, new, stage_shape(at), ground, path)
    return mapping(base.items[at].place, [(name, found)])
