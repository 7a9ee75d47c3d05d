"""The plan language: every key of a plan and the shape of its value. Loader and JSON Schema both come of `PLAN`."""

from __future__ import annotations

from typing import Any

from kpiplan.codes import CODES
from kpiplan.language.keys.completeness import complete
from kpiplan.language.keys.funnel import FunnelShape, stage_names
from kpiplan.language.keys.goal import GOAL, amounts
from kpiplan.language.keys.names import stage_known
from kpiplan.language.keys.segments import RISK_SAYS, SEGMENTS, SHARED, SO_FAR_SAYS
from kpiplan.language.numerals import over_last_year
from kpiplan.language.values.containers import ByKind, Deferred, MapOf
from kpiplan.language.values.limits import ABOVE_ZERO, PART, Limits
from kpiplan.language.values.percentages import CHURN, EXPANSION, Percentage
from kpiplan.language.values.quantities import MoneyAmount, Multiplier
from kpiplan.language.values.records import Key, Record
from kpiplan.language.values.shape import Memory, Reading
from kpiplan.language.values.words import CurrencyCode, PlanYear, StartMonth, Text, ZoneName
from kpiplan.language.yaml.nodes import Node, shorten
from kpiplan.locales.currencies import CURRENCIES
from kpiplan.problems import Path, nearest

_WARNINGS = tuple(code for code, entry in CODES.items() if entry.severity == "warning")


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


def _currency_known(name: str, path: Path, key: Node, reading: Reading) -> bool:
    if name in CURRENCIES and name != reading.currency:
        return True
    near = nearest(name.upper(), CURRENCIES)
    if name == reading.currency:
        message, hint = f"{name} is the plan's own currency", "remove it"
    else:
        message = f"{shorten(name)} is no currency code"
        hint = f"did you mean `{near}`?" if near else "write a code such as EUR"
    reading.report("bad-choice", message, path, key.place, hint)
    return False


def _existing_goal(values: dict[str, Any], node: Node, path: Path, reading: Reading) -> None:
    key = next((key for key, _ in node.pairs if key.text == "existing"), None)
    goal = node.get("goal")
    names = [amount.text for amount in amounts(goal)] if goal else []
    if key and names and all(name in values.get("goal", {}) and name != "revenue" for name in names):
        kind = "recurring revenue" if "recurring" in names else "units"
        message = f"existing has no place beside a goal in {kind}"
        reading.report("two-ways", message, ("existing",), key.place, "remove it, or state goal.revenue")
    revenue = goal.get("revenue") if goal else None
    if key and revenue is not None and over_last_year(revenue.text) is not None:
        message = "last_year.revenue is what new customers brought, and the goal includes existing business"
        reading.report("two-ways", message, ("goal", "revenue"), revenue.place, "write the amount")


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
        "dispersion": Key(Multiplier("a number such as 1", ABOVE_ZERO), "Factor on the variance of counts."),
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
_SO_FAR = Deferred("kpiplan.language.keys.so_far", "SO_FAR", "what had happened")
_RISK = Deferred("kpiplan.language.keys.risk", "RISK", "what numbers rest on")
_EXPORTS = Deferred("kpiplan.language.keys.exports", "EXPORTS", "files and how to read them")
_KPIS = Deferred("kpiplan.language.keys.kpis", "KPIS", "KPIs and what they must be")
_SCENARIOS = Deferred("kpiplan.language.keys.scenarios", "SCENARIOS", "scenarios such as {cautious: {leads: 1.2%}}")
_ECONOMICS = Deferred("kpiplan.language.keys.kpis", "ECONOMICS", "numbers that no export knows")

PLAN = Record(
    "a plan: a mapping with name, year, goal and funnel",
    {
        "name": Key(Text(), "What the plan is called.", True, "Inbound marketing 2026"),
        "year": Key(PlanYear(), "The plan's calendar year.", example="2026"),
        "start": Key(StartMonth(), "First month of a fiscal year.", example="2026-04"),
        "currency": Key(CurrencyCode(), "Currency of every amount, by its ISO code."),
        "exchange": Key(
            MapOf(
                Multiplier("a rate such as 1.08", ABOVE_ZERO),
                "rates such as {EUR: 1.08}",
                _currency_known,
                {"enum": list(CURRENCIES)},
            ),
            "What one unit of other currencies in exports is worth in the plan's.",
        ),
        "timezone": Key(ZoneName(), "Where the days of exports are those of: times with an offset are put there."),
        "why": Key(Text(), "What the plan is for, in a sentence."),
        "goal": Key(GOAL, "What the year is to bring.", example="{revenue: 10M, average_deal: 50k}"),
        "funnel": Key(FunnelShape(), "The stages, top to bottom.", example="[visits, {leads: 2%}, {customers: 10%}]"),
        "existing": Key(_EXISTING, "Customers already won; goal.revenue then includes what they bring."),
        **SHARED,
        "so_far": Key(_SO_FAR, SO_FAR_SAYS),
        "risk": Key(_RISK, RISK_SAYS),
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
            SEGMENTS,
            "Parts of the plan with shares of the goal or goals of their own.",
        ),
        "actuals": Key(_EXPORTS, "How to read exports of what really happened."),
        "kpis": Key(_KPIS, "The KPIs that the plan promises beside its funnel: what each must be, and whose it is."),
        "economics": Key(_ECONOMICS, "Numbers that no export knows, for lifetime value and payback."),
        "scenarios": Key(_SCENARIOS, "Named changes of the plan, for `--scenario` and `kpiplan scenarios`."),
        "extends": Key(Text("the name of a file such as plan.yaml"), "The plan that this file is laid over."),
    },
    exclusive=[("year", "start")],
    needed=[("year", "start"), ("goal", "segments"), ("funnel", "segments")],
    rules=[_existing_goal, complete],
)


def prepared(root: Node, partial: bool, memory: Memory | None = None) -> Reading:
    """What other keys need to be read: the first month, the currency, the names of the stages."""
    aside = Reading(None)

    def value(name: str) -> Any:
        node = root.get(name)
        return None if node is None else PLAN.keys[name].shape.take(node, (name,), aside)

    segments = root.get("segments")
    funnels = [(key.text, held.get("funnel")) for key, held in (segments.pairs if segments else ())]
    names = {name: stage_names(held) for name, held in [(None, root.get("funnel")), *funnels] if held is not None}
    years = [(key.text, held.get("last_year")) for key, held in (segments.pairs if segments else ())]
    last_years = {name: held for name, held in [(None, root.get("last_year")), *years] if held is not None}
    start = value("start") or value("year")
    return Reading(start, value("currency"), names, _segment_names(segments, partial), partial, memory, last_years)


def _segment_names(segments: Node | None, partial: bool) -> tuple[str, ...] | None:
    if segments is None:
        return None if partial else ()
    return None if segments.broken or segments.kind != "mapping" else tuple(key.text for key, _ in segments.pairs)
