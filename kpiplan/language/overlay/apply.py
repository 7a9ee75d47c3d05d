"""Changes laid over the tree of a plan, one after the other, with what is wrong with each."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from kpiplan.language.keys.funnel import STAGE, TOP, FunnelShape
from kpiplan.language.overlay.change import Change
from kpiplan.language.overlay.copies import mapping, same, scalar, whole, with_items, with_pairs
from kpiplan.language.overlay.laying import laid_over
from kpiplan.language.overlay.paths import target_of
from kpiplan.language.overlay.rates import comparable, form_of
from kpiplan.language.overlay.scaling import factor_of, times
from kpiplan.language.overlay.structure import Leaf, settings, structure_of
from kpiplan.language.overlay.walk import Target, landed
from kpiplan.language.values.shape import Reading, Shape
from kpiplan.language.yaml.nodes import Node, shorten
from kpiplan.problems import Path, Problem, path_text

_FACTOR = "write a number from 0 on, such as 1.1 or 110%"


def applied(root: Node, changes: Sequence[Change], context: Reading) -> tuple[Node, list[Problem]]:
    """The tree with all changes, and the problems of those that could not be laid, or change nothing.

    `context` is what values are read by, to tell whether two say the same.
    """
    problems: list[Problem] = []
    for change in changes:
        root = _one(root, change, context, problems)
    return root, problems


def _one(root: Node, change: Change, context: Reading, problems: list[Problem]) -> Node:
    target = target_of(change, root)
    if isinstance(target, Problem):
        problems.append(target)
        return root
    if change.value.broken:
        return root
    value = _value(change, target, root)
    if isinstance(value, Problem):
        problems.append(value)
        return root
    steps = target.steps
    if change.times and target.funnel is not None:
        steps = (*steps, form_of(target.node)) if settings(target.node, top=False) is not None else steps
    before = len(problems)
    found = laid_over(root, _nested(steps, value, change), problems)
    if len(problems) == before and _says_the_same(target, landed(target, found), context):
        message = f"{shorten(change.path)} is so already"
        problems.append(Problem("no-change", message, change.said, place=change.place))
    return found


def _nested(steps: Sequence[str], value: Node, change: Change) -> Node:
    """`a.b = value` as `{a: {b: value}}`."""
    for name in reversed(steps):
        value = mapping(change.place, [(scalar(name, change.place), value)])
    return value


def _value(change: Change, target: Target, root: Node) -> Node | Problem:
    """What is laid at the target: the value, the one that is there in proportion, or that with a part of it changed."""
    there = target.node if target.node is not None else _inherited(target, root)
    part = _part(there, target.rest)
    if target.rest and (there is None or not _reaches(there, target.rest)):
        message = f"nothing stands at {shorten(path_text(target.path), 80)}"
        return Problem("unknown-path", message, change.said, "change the whole value", place=change.place)
    value = change.value
    if change.times:
        found = _times(change, target, part)
        if isinstance(found, Problem):
            return found
        value = found
    if target.rest and there is not None:
        return whole(_with_part(there, target.rest, value))
    return value


def _inherited(target: Target, root: Node) -> Node | None:
    """What a segment takes from the plan, where it says nothing itself."""
    node: Node | None = root
    if len(target.steps) < 3 or target.steps[0] != "segments":
        return None
    for step in target.steps[2:]:
        node = node.get(step) if node is not None else None
    return node


def _times(change: Change, target: Target, there: Node | None) -> Node | Problem:
    factor = factor_of(change.value)
    if factor is None:
        message = f"{shorten(change.path)} can't be multiplied by that"
        return Problem("bad-change", message, change.said, _FACTOR, place=change.value.place)
    if target.funnel is not None:  # a stage: its rate
        held = settings(there, top=False)
        there = held.get(form_of(held)) if held is not None else there
    several = there is None or (not target.rest and target.funnel is None and not _whole_value(target.shape, there))
    found = None if several or there is None else times(there, factor, change.value)
    if found is None:
        why = "states no number" if there is None or not several else "holds several things: name one"
        message = f"{shorten(change.path)} has nothing to multiply: the plan {why}"
        if target.shape is TOP:
            message = f"{shorten(change.path)} is the first stage: what it must bring follows from the goal"
        return Problem("bad-change", message, change.said, "give it a value with =", place=change.place)
    return whole(found)


def _whole_value(shape: Shape[Any] | None, there: Node) -> bool:
    return there.kind == "scalar" or isinstance(structure_of(shape), Leaf)


def _part(node: Node | None, rest: Path) -> Node | None:
    for part in rest:
        node = _child(node, part) if node is not None else None
    return node


def _child(node: Node, part: str | int) -> Node | None:
    if isinstance(part, int):
        return node.items[part] if node.kind == "list" and part < len(node.items) else None
    return node.get(part) if node.kind == "mapping" else None


def _reaches(node: Node, rest: Path) -> bool:
    """Whether a part of a value is there, or can be added to a mapping."""
    *before, last = rest
    held = _part(node, tuple(before))
    if held is None:
        return False
    return held.kind == "mapping" if isinstance(last, str) else _child(held, last) is not None


def _with_part(node: Node, rest: Path, value: Node) -> Node:
    if not rest:
        return value
    first, *more = rest
    held = _child(node, first)
    changed = _with_part(held, tuple(more), value) if held is not None else value
    if isinstance(first, int):
        return with_items(node, [changed if at == first else item for at, item in enumerate(node.items)])
    kept = [(key, changed if key.text == first else old) for key, old in node.pairs]
    if held is None:
        kept.append((scalar(first, value.place), changed))
    return with_pairs(node, [pair for pair in kept if not (pair[1] is value and value.empty)])


def _says_the_same(before: Target, after: Target, context: Reading) -> bool:
    """Whether a change has left what was there, however it is written."""
    one, other = before.node, after.node
    if before.funnel is not None and after.funnel is not None:
        one, other = comparable(one, before.funnel), comparable(other, after.funnel)
    if one is None or other is None:
        return one is other
    if same(one, other):
        return True
    shape = after.shape
    if shape is None or isinstance(shape, FunnelShape):
        return False
    aside = Reading(context.start, context.currency, context.funnels, context.segments)
    values = [(STAGE if shape is STAGE else shape).take(node, after.path, aside) for node in (one, other)]
    return values[0] is not None and values[0] == values[1] and not aside.problems
