"""What a plan and its segments leave out, the other has to say: an amount, the deal size, a funnel."""

from __future__ import annotations

from typing import Any

from kpiplan.language.keys.goal import amounts, has_deal, in_money
from kpiplan.language.values.shape import Reading
from kpiplan.language.yaml.nodes import Node, shorten
from kpiplan.problems import Path


def complete(values: dict[str, Any], node: Node, path: Path, reading: Reading) -> None:
    """Report what neither the plan nor a segment says, a rule of the plan."""
    goal, held = node.get("goal"), node.get("segments")
    segments = held.pairs if held and held.kind == "mapping" else []
    whole = not reading.partial and (held is None or bool(segments))
    if not whole or (goal is None and node.has("goal")):
        return
    if goal is None or (goal.kind == "mapping" and not goal.broken):
        _amount_stated(node, goal, [segment for _, segment in segments], reading)
        _deal_stated(goal, segments, reading)
    if not node.has("funnel"):
        for key, segment in segments:
            if segment.kind == "mapping" and not segment.has("funnel"):
                message = f"{shorten(key.text)} has no funnel, and the plan has none for it to take"
                hint = "add `funnel: [calls, {customers: 5%}]`"
                reading.report("missing-key", message, ("segments", key.text), segment.place, hint)


def _amount_stated(node: Node, goal: Node | None, segments: list[Node], reading: Reading) -> None:
    if (goal is None and not segments) or (goal and amounts(goal)):
        return
    if not segments or any(segment.has("share") for segment in segments):
        last = [name for name in reading.funnels.get(None, ()) if name][-1:] or ["customers"]
        hint = f"add `revenue: 10M`, or `{last[0]}: 120`"
        reading.report("missing-key", "goal has no amount", ("goal",), (goal or node).place, hint)


def _deal_stated(goal: Node | None, segments: list[tuple[Node, Node]], reading: Reading) -> None:
    own = [(key, segment, segment.get("goal")) for key, segment in segments if segment.kind == "mapping"]
    goals = [goal, *(part for _, _, part in own)]
    if not any(part and in_money(part) for part in goals) or (goal and has_deal(goal)):
        return
    missing = [(key, segment) for key, segment, part in own if not (part and has_deal(part))]
    hint = "add `average_deal: 40k`"
    if goal and (not segments or (missing and amounts(goal))):
        reading.report("missing-key", "goal has no average_deal", ("goal",), goal.place, hint)
        return
    for key, segment in missing:
        message = f"{shorten(key.text)} has no average_deal, and the plan has none for it to take"
        reading.report("missing-key", message, ("segments", key.text), segment.place, hint)
