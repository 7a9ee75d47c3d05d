"""What a path names: as problems print it (`funnel[2].mqls.lag`), or as a planner would say it (`mqls.lag`)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any

from kpiplan.language.keys.goal import GOAL
from kpiplan.language.keys.plan import PLAN
from kpiplan.language.keys.segments import SEGMENT
from kpiplan.language.overlay.change import LONGEST, Change
from kpiplan.language.overlay.meaning import may_be_amount, may_be_rate
from kpiplan.language.overlay.structure import positions, stage_at
from kpiplan.language.overlay.walk import Lost, Target, walk
from kpiplan.language.values.shape import listed
from kpiplan.language.yaml.nodes import Node, shorten
from kpiplan.problems import Path, Problem, nearest, path_text

# of the file, not of the plan that it holds
KEPT = {"scenarios": "scenarios are changed in the plan's file", "extends": "what a file extends is said in it"}
_PART = re.compile(r"(.*?)((?:\[[0-9]{1,6}\])*)", re.DOTALL)
_MOST_PARTS = 20


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
    found = [walk(root, each) for each in wholes]
    good = {each.path: each for each in found if isinstance(each, Target)}
    if len(good) == 1:
        return next(iter(good.values()))
    if good:
        names = [path_text(path) for path in good]
        message = f"{shorten(change.path)} can mean {listed(names[:4], 'or')}"
        return _problem("unclear-path", change, message, "write the one that is meant in full")
    lost = next((each for each in found if isinstance(each, Lost)), None) or Lost(head, (), _heads(root))
    return _unknown(change, lost)


def _problem(code: Any, change: Change, message: str, hint: str) -> Problem:
    return Problem(code, message, change.said, hint, place=change.place)


def _unknown(change: Change, lost: Lost) -> Problem:
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
