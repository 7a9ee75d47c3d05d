"""What a path names: as problems print it (`funnel[2].mqls.lag`), or as a planner would say it (`mqls.lag`)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from kpiplan.language.keys.funnel import SOURCES, STAGE, TOP, FunnelShape
from kpiplan.language.keys.goal import GOAL
from kpiplan.language.keys.plan import PLAN
from kpiplan.language.keys.segments import SEGMENT
from kpiplan.language.overlay.change import LONGEST, Change
from kpiplan.language.overlay.meaning import may_be_amount, may_be_rate
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
from kpiplan.language.values.shape import Shape, listed
from kpiplan.language.yaml.nodes import Node, shorten
from kpiplan.problems import Path, Problem, nearest, path_text

# of the file, not of the plan that it holds
KEPT = {"scenarios": "scenarios are changed in the plan's file", "extends": "what a file extends is said in it"}
_PART = re.compile(r"(.*?)((?:\[[0-9]{1,6}\])*)", re.DOTALL)
_MOST_PARTS = 20


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


class _Lost(NamedTuple):
    """A part of a path that nothing has, after which others, and what is there."""

    part: str | int
    after: Path
    known: tuple[str, ...]


def target_of(change: Change, root: Node) -> Target | Problem:
    """The one place that a path of a change means, in the tree of a plan; else why there is none."""
    parts = _parts(change.path)
    if parts is None:
        hint = "write it as problems do, such as funnel[2].mqls.lag, or short, such as mqls.lag"
        return _problem("bad-change", change, f"{shorten(change.path)} is no path", hint)
    head = parts[0]
    if head in KEPT:
        return _problem("bad-change", change, f"{shorten(change.path)} can't be changed here: {KEPT[str(head)]}", "")
    wholes = [parts] if head in PLAN.keys else _longer(parts, change, root)
    found = [_walk(root, each) for each in wholes]
    good = {each.path: each for each in found if isinstance(each, Target)}
    if len(good) == 1:
        return next(iter(good.values()))
    if good:
        names = [path_text(path) for path in good]
        message = f"{shorten(change.path)} can mean {listed(names[:4], 'or')}"
        return _problem("unclear-path", change, message, "write the one that is meant in full")
    lost = next((each for each in found if isinstance(each, _Lost)), None) or _Lost(head, (), _heads(root))
    return _unknown(change, lost)


def _problem(code: Any, change: Change, message: str, hint: str) -> Problem:
    return Problem(code, message, change.said, hint, place=change.place)


def _unknown(change: Change, lost: _Lost) -> Problem:
    near = nearest(str(lost.part), lost.known)
    before = f"{path_text(lost.after)}." if lost.after else ""
    some = f"known here: {', '.join(lost.known[:20])}" if lost.known else ""
    hint = f"did you mean `{shorten(before + near, 80)}`?" if near else some
    where = f" in {shorten(path_text(lost.after), 60)}" if lost.after else " of the plan"
    return _problem("unknown-path", change, f"nothing{where} is called {shorten(str(lost.part))}", hint)


def _parts(text: str) -> list[str | int] | None:
    """`funnel[2].mqls` as funnel, 2, mqls; None where a text is no path."""
    if not text or len(text) > LONGEST:
        return None
    parts: list[str | int] = []
    for piece in text.split("."):
        found = _PART.fullmatch(piece.strip())
        if found is None or not found[1]:
            return None
        parts += [found[1], *map(int, re.findall("[0-9]+", found[2]))]
    return parts if len(parts) <= _MOST_PARTS else None


def _heads(root: Node) -> tuple[str, ...]:
    """What a path may begin with."""
    segments = _segments(root)
    own = [name for segment in segments.values() for name in positions(segment.get("funnel"))]
    names = [*positions(root.get("funnel")), *GOAL.keys, *segments, *own, *PLAN.keys]
    return tuple(dict.fromkeys(name for name in names if name not in KEPT))


def _segments(root: Node) -> dict[str, Node]:
    held = root.get("segments")
    return {key.text: value for key, value in held.pairs} if held and held.kind == "mapping" else {}


def _longer(parts: Sequence[str | int], change: Change, root: Node) -> Iterable[Sequence[str | int]]:
    """The full paths that a short one can mean."""
    head, segments = str(parts[0]), _segments(root)
    stages = positions(root.get("funnel"))
    yield from _of_owner((), head, parts, change, (root, stages))
    for name, segment in segments.items():
        own = positions(segment.get("funnel"))
        if head in own:
            yield from _of_owner(("segments", name), head, parts, change, (segment, own))
    if head in segments:
        yield from _of_segment(head, parts, change, root)


def _of_segment(name: str, parts: Sequence[str | int], change: Change, root: Node) -> Iterable[Sequence[str | int]]:
    segment = _segments(root)[name]
    if len(parts) == 1 or parts[1] in SEGMENT.keys:
        yield ("segments", *parts)
        return
    stages = positions(segment.get("funnel")) or positions(root.get("funnel"))
    found = list(_of_owner(("segments", name), str(parts[1]), parts[1:], change, (segment, stages)))
    yield from found or [("segments", *parts)]  # which says what a segment has


def _of_owner(
    before: Path, head: str, parts: Sequence[str | int], change: Change, owner: tuple[Node, dict[str, int]]
) -> Iterable[Sequence[str | int]]:
    """What a name means in the plan, or in a segment: a stage, a key of the goal, or both."""
    node, stages = owner
    goal = node.get("goal")
    unit = head in stages and stages[head] == len(stages) - 1
    counted = bool(goal and goal.get(head) is not None)
    alone = unit and len(parts) == 1
    each = alone and _has_each(node, head)
    if head in stages and (not alone or may_be_rate(change, counted=counted, each=each)):
        yield (*before, "funnel", *parts)
    if head in GOAL.keys or (alone and may_be_amount(change, counted=counted)):
        yield (*before, "goal", *parts)


def _has_each(owner: Node, name: str) -> bool:
    funnel = owner.get("funnel")
    at = positions(funnel).get(name)
    held = stage_at(funnel, at)[1] if funnel is not None and at is not None else None
    return held is not None and held.get("each") is not None


def _walk(root: Node, parts: Sequence[str | int]) -> Target | _Lost:
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
                return _Lost(part, tuple(path), tuple(at_names))
            if isinstance(part, int) and rest:
                if rest[0] != name:
                    return _Lost(rest[0], (*path, at), (name,))
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
            return _Lost(part, tuple(path), (*_names(structure, node), *more))
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
