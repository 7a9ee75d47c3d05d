"""Segments of a plan, with shares of its goal or goals of their own; and the keys that they share with the plan."""

from __future__ import annotations

from typing import Any

from kpiplan.language import numerals
from kpiplan.language.keys.funnel import COST, FunnelShape
from kpiplan.language.keys.goal import GOAL, amounts
from kpiplan.language.keys.names import name_known, name_schema, stage_known
from kpiplan.language.values.containers import Deferred, MapOf
from kpiplan.language.values.limits import ABOVE_ZERO, Limits
from kpiplan.language.values.percentages import Percentage
from kpiplan.language.values.quantities import Count, MoneyAmount
from kpiplan.language.values.records import Key, Others, Record
from kpiplan.language.values.series import SeriesOf, sums_to_one
from kpiplan.language.values.shape import Reading, Schema, Shape
from kpiplan.language.values.words import Text
from kpiplan.language.yaml.nodes import Node, shorten
from kpiplan.plan.model import Stated
from kpiplan.problems import Path


class StatedNumber(Shape[Stated]):
    """A number as published; the digits that it was written with say how exact it is meant."""

    def __init__(self, what: str = "a number a month such as 6000 or 0.75") -> None:
        self.what = what

    def read(self, node: Node, path: Path, reading: Reading) -> Stated | None:
        value = Count(self.what).read(node, path, reading)
        return None if value is None else Stated(value, numerals.decimals(node.text))

    def schema(self) -> Schema:
        return Count(self.what).schema()


def _shares(values: dict[str, Any], node: Node, path: Path, reading: Reading) -> None:
    """The segments that share what the others leave have shares that sum to 100%."""
    shares = [segment["share"] for segment in values.values() if "share" in segment]
    sharing = [held for _, held in node.pairs if not own_goal(held)]
    if shares and len(shares) == len(sharing):
        sums_to_one(shares, node, path, reading)


def own_goal(segment: Node) -> bool:
    """Whether a segment states the amount of a goal of its own."""
    goal = segment.get("goal")
    return goal is not None and bool(amounts(goal))


def _share_or_goal(values: dict[str, Any], node: Node, path: Path, reading: Reading) -> None:
    share = next((key for key, _ in node.pairs if key.text == "share"), None)
    goal = node.get("goal")
    own = amounts(goal) if goal else []
    if share and own:
        later = max((share, own[0]), key=lambda key: (key.place.line, key.place.column))
        where = (*path, "share") if later is share else (*path, "goal", later.text)
        message = f"{shorten(str(path[-1]))} has a share and a goal of its own"
        reading.report("two-ways", message, where, later.place, "keep one of them")
    whole = goal is None or (goal.kind == "mapping" and not goal.broken)
    if not node.has("share") and not own and whole:
        hint = "add `share: 40%`, or `goal: {revenue: 3M}`"
        message = f"{shorten(str(path[-1]))} has no share and no goal of its own"
        reading.report("missing-key", message, path, node.place, hint)


_BEFORE = Deferred("kpiplan.language.keys.before", "BEFORE", "what reached the stages before the plan")
_COSTS = Record(
    "fixed costs such as {marketing: 45k, sales: 60k}",
    {
        "marketing": Key(COST, "Fixed marketing cost a month."),
        "sales": Key(COST, "Fixed sales cost a month."),
    },
)
_LAST_YEAR = Record(
    "last year's numbers such as {visits: 61_000, customers: 7}",
    {"revenue": Key(MoneyAmount(), "What new customers brought last year.")},
    others=Others(Count(), stage_known),
)
_STATED = MapOf(StatedNumber(), "stated numbers a month such as {visits: 6000, customers: 0.75}", stage_known)
_BUDGET = MoneyAmount(limits=ABOVE_ZERO)
_REPLAN = MapOf(
    SeriesOf(Count(), "a number a month or a series of them"),
    "arrivals by month such as {visits: [9000, 8000, 9500, 9500]}",
    stage_known,
)

SHARED = {
    "before": Key(_BEFORE, "What reached a stage before the plan, by month or calendar quarter."),
    "costs": Key(_COSTS, "Fixed costs a month."),
    "budget": Key(_BUDGET, "The year's spend, checked."),
    "last_year": Key(_LAST_YEAR, "What really happened in the year before."),
    "replan": Key(_REPLAN, "What each month is to bring, over what follows from the goal; `kpiplan replan` writes it."),
    "stated": Key(_STATED, "Numbers a month as published; `check` multiplies them out."),
}

# few plans have them
_SEGMENT_SO_FAR = Deferred("kpiplan.language.keys.so_far", "SEGMENT_SO_FAR", "what had happened")
SO_FAR_SAYS = "What a re-plan knew; `kpiplan replan` writes it."
_SEGMENT_RISK = Deferred("kpiplan.language.keys.risk", "SEGMENT_RISK", "what numbers rest on")
RISK_SAYS = "What rates and volumes rest on, for the chance of the goal."

SEGMENT = Record(
    "a segment such as {share: 40%} or {goal: {revenue: 3M}}",
    {
        "share": Key(
            Percentage("a share such as 40%", Limits(0, 1, open_low=True)),
            "Part of what segments with goals of their own leave.",
        ),
        "goal": Key(GOAL, "A goal of its own, or what differs from the plan's."),
        "funnel": Key(FunnelShape(), "A funnel of its own; it replaces the plan's whole."),
        "label": Key(Text(), "What tables call the segment."),
        "owner": Key(Text(), "Who owns the segment."),
        **SHARED,
        "so_far": Key(_SEGMENT_SO_FAR, SO_FAR_SAYS),
        "risk": Key(_SEGMENT_RISK, RISK_SAYS),
    },
    rules=[_share_or_goal],
    misplaced={
        "existing": "existing business belongs to the plan",
        "segments": "segments have no segments",
        "actuals": "exports belong to the plan, and `split` tells the segments apart",
        "kpis": "KPIs belong to the plan",
        "economics": "it belongs to the plan",
    },
)

SEGMENTS = MapOf(
    SEGMENT,
    "segments such as {inbound: {share: 60%}, outbound: {share: 40%}}",
    name_known,
    name_schema(),
    _shares,
)
