"""The plan language: every key of a plan and the shape of its value. Loader and JSON Schema both come of `PLAN`."""

from __future__ import annotations

from typing import Any

from kpiplan.codes import CODES
from kpiplan.language import numerals
from kpiplan.language.keys.funnel import COST, FunnelShape, name_known, name_schema
from kpiplan.language.keys.goal import GOAL, amounts, has_deal, in_money
from kpiplan.language.values.ages import StagesBefore
from kpiplan.language.values.containers import ByKind, Deferred, MapOf
from kpiplan.language.values.limits import ABOVE_ZERO, PART, Limits
from kpiplan.language.values.quantities import CHURN, EXPANSION, Count, Factor, MoneyAmount, Percentage
from kpiplan.language.values.series import sums_to_one
from kpiplan.language.values.shape import Key, Others, Reading, Record, Schema, Shape
from kpiplan.language.values.words import CurrencyCode, PlanYear, StartMonth, Text
from kpiplan.language.yaml.nodes import Node, shorten
from kpiplan.plan.model import Stated
from kpiplan.problems import Path, nearest

_WARNINGS = tuple(code for code, entry in CODES.items() if entry.severity == "warning")


def stage_known(name: str, path: Path, key: Node, reading: Reading) -> bool:
    """Whether a stage of the plan or, inside a segment, of its funnel has this name; reported where not."""
    known = reading.stages(path)
    if name in known or not all(known) or not known:
        return True
    near = nearest(name, known)
    hint = f"did you mean `{near}`?" if near else f"the stages are {', '.join(known)}"
    reading.report("unknown-stage", f"no stage is called {shorten(name)}", path, key.place, hint)
    return False


def _code_known(name: str, path: Path, key: Node, reading: Reading) -> bool:
    if name in _WARNINGS:
        return True
    near = nearest(name, _WARNINGS)
    hint = f"did you mean `{near}`?" if near else f"warnings are {', '.join(_WARNINGS)}"
    message = f"no warning has the code {shorten(name)}"
    if name in CODES:
        kind = {"error": "an error", "note": "a note"}[CODES[name].severity]
        message, hint = f"{name} is {kind}; only warnings are accepted", "remove it"
    reading.report("unknown-code", message, path, key.place, hint)
    return False


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


def _existing_goal(values: dict[str, Any], node: Node, path: Path, reading: Reading) -> None:
    key = next((key for key, _ in node.pairs if key.text == "existing"), None)
    goal = node.get("goal")
    names = [amount.text for amount in amounts(goal)] if goal else []
    if key and names and all(name in values.get("goal", {}) and name != "revenue" for name in names):
        kind = "recurring revenue" if "recurring" in names else "units"
        message = f"existing has no place beside a goal in {kind}"
        reading.report("two-ways", message, ("existing",), key.place, "remove it, or state goal.revenue")


def _complete(values: dict[str, Any], node: Node, path: Path, reading: Reading) -> None:
    """What the plan and its segments leave out, the other has to say: an amount, the deal size, a funnel."""
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


_BEFORE = StagesBefore(Count(), stage_known)
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

_SHARED = {
    "before": Key(_BEFORE, "What reached a stage before the plan, by month or calendar quarter."),
    "costs": Key(_COSTS, "Fixed costs a month."),
    "budget": Key(_BUDGET, "The year's spend, checked."),
    "last_year": Key(_LAST_YEAR, "What really happened in the year before."),
    "stated": Key(_STATED, "Numbers a month as published; `check` multiplies them out."),
}

# few plans have it
_RISK = Deferred("kpiplan.language.keys.risk", "RISK", "what numbers rest on")
_SEGMENT_RISK = Deferred("kpiplan.language.keys.risk", "SEGMENT_RISK", "what numbers rest on")
_RISK_SAYS = "What rates and volumes rest on, for the chance of the goal."

_SEGMENT = Record(
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
        **_SHARED,
        "risk": Key(_SEGMENT_RISK, _RISK_SAYS),
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

_EXISTING = Record(
    "existing business such as {revenue: 4M, churn: 8%, expansion: 12%}",
    {
        "revenue": Key(MoneyAmount(), "What customers already won would bring this year.", True, "4M"),
        "churn": Key(CHURN, "Part of it lost, a year unless stated otherwise."),
        "expansion": Key(EXPANSION, "Part gained, a year unless stated otherwise."),
    },
)
_PART_OF_CHANCE = Percentage(limits=Limits(0, 1, open_low=True, open_high=True))
_NOISE = Percentage("a percentage such as 10%", PART)
_STATUS = Record(
    "settings such as {tolerance: 5%, chance: 10%, watch: 10%, dispersion: 1, noise: 10%}",
    {
        "tolerance": Key(Percentage(limits=Limits(0, 1, open_high=True)), "How far below target is still on track."),
        "chance": Key(_PART_OF_CHANCE, "The part of years as planned in which anything is called behind by mistake."),
        "watch": Key(_PART_OF_CHANCE, "A shortfall less likely than this is to be watched."),
        "dispersion": Key(Factor("a number such as 1", ABOVE_ZERO), "Factor on the variance of counts."),
        "noise": Key(
            ByKind(
                "a percentage for the top such as 10%, or {visits: 10%}",
                _NOISE,
                MapOf(_NOISE, "noise by stage such as {visits: 10%}", stage_known),
            ),
            "How much volumes vary from month to month beyond chance: at the top, or by stage.",
        ),
    },
)

# few plans have these
_EXPORTS = Deferred("kpiplan.language.keys.exports", "EXPORTS", "files and how to read them")
_KPIS = Deferred("kpiplan.language.keys.kpis", "KPIS", "KPIs and what they must be")
_ECONOMICS = Deferred("kpiplan.language.keys.kpis", "ECONOMICS", "numbers that no export knows")

PLAN = Record(
    "a plan: a mapping with name, year, goal and funnel",
    {
        "name": Key(Text(), "What the plan is called.", True, "Inbound marketing 2026"),
        "year": Key(PlanYear(), "The plan's calendar year.", example="2026"),
        "start": Key(StartMonth(), "First month of a fiscal year.", example="2026-04"),
        "currency": Key(CurrencyCode(), "Currency of every amount, by its ISO code."),
        "why": Key(Text(), "What the plan is for, in a sentence."),
        "goal": Key(GOAL, "What the year is to bring.", example="{revenue: 10M, average_deal: 50k}"),
        "funnel": Key(FunnelShape(), "The stages, top to bottom.", example="[visits, {leads: 2%}, {customers: 10%}]"),
        "existing": Key(_EXISTING, "Customers already won; goal.revenue then includes what they bring."),
        **_SHARED,
        "risk": Key(_RISK, _RISK_SAYS),
        "accept": Key(
            MapOf(
                Text(),
                "accepted warnings such as {rounding-short: agreed}",
                _code_known,
                {"enum": list(_WARNINGS)},
            ),
            "Warnings seen and accepted, each with the reason.",
        ),
        "status": Key(_STATUS, "Settings of the comparison with actuals."),
        "segments": Key(
            MapOf(
                _SEGMENT,
                "segments such as {inbound: {share: 60%}, outbound: {share: 40%}}",
                name_known,
                name_schema(),
                _shares,
            ),
            "Parts of the plan with shares of the goal or goals of their own.",
        ),
        "actuals": Key(_EXPORTS, "How to read exports of what really happened."),
        "kpis": Key(_KPIS, "The KPIs that the plan promises beside its funnel: what each must be, and whose it is."),
        "economics": Key(_ECONOMICS, "Numbers that no export knows, for lifetime value and payback."),
    },
    exclusive=[("year", "start")],
    needed=[("year", "start"), ("goal", "segments"), ("funnel", "segments")],
    rules=[_existing_goal, _complete],
)
