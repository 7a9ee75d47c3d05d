"""What is said of the gates that were missed. Gate -> sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kpiplan.locales.english import ENGLISH, Locale, phrase

if TYPE_CHECKING:
    from kpiplan.analysis.gates import Floor, Gate
    from kpiplan.plan.model import Plan

_SHORT = {
    "behind": phrase("{kpi} behind by more than chance: {actual} of {target} to date"),
    "watch": phrase("{kpi} to be watched, probably not just bad luck: {actual} of {target} to date"),
}
_SHORT_BY = {
    "behind": phrase("{kpi} behind by more than chance: {actual} of {target} to date, {share}"),
    "watch": phrase("{kpi} to be watched, probably not just bad luck: {actual} of {target} to date, {share}"),
}


def gate_text(gate: Gate, plan: Plan, locale: Locale = ENGLISH) -> str:
    """What was missed, and by how much: `leads under 85% of its target: 231 of 281.25 to date, 82.1%`."""
    if gate.score:
        from kpiplan.reports.scorecard.report import off_text

        return off_text(plan, gate.score, locale)
    if gate.kind == "chance" and gate.floor:
        from kpiplan.reports.goal_chance.words import floor_missed

        return floor_missed(gate.actual, gate.floor.text, locale)
    if gate.floor:
        said = _under(gate, gate.floor, plan, locale)
    elif gate.attainment is None:
        said = locale.say(_SHORT[gate.kind], **_numbers(gate, plan, locale))
    else:
        share = _percent(gate.attainment, locale)
        said = locale.say(_SHORT_BY[gate.kind], **_numbers(gate, plan, locale), share=share)
    return f"{locale.term(gate.segment)}: {said}" if gate.segment else said


def _under(gate: Gate, floor: Floor, plan: Plan, locale: Locale) -> str:
    if gate.actual is None or gate.attainment is None:
        kpi = locale.term(gate.kpi)
        return locale.say("{kpi} has no actuals, so it can't reach {floor}", kpi=kpi, floor=floor.text)
    return locale.say(
        "{kpi} under {floor} of its target: {actual} of {target} to date, {share}",
        floor=floor.text,
        share=_percent(gate.attainment, locale),
        **_numbers(gate, plan, locale),
    )


def _numbers(gate: Gate, plan: Plan, locale: Locale) -> dict[str, str]:
    actual, target = (_amount(gate, value, plan, locale) for value in (gate.actual, gate.target))
    return {"kpi": locale.term(gate.kpi), "actual": actual, "target": target}


def _percent(share: float, locale: Locale) -> str:
    """82.1%; with more digits where fewer would hide that a floor is missed."""
    return locale.percent(share, 3 if share < 0.9949 else 5)


def _amount(gate: Gate, value: float | None, plan: Plan, locale: Locale) -> str:
    if value is None:
        return "-"
    return locale.money(value, plan.currency) if gate.unit == "currency" else locale.count(value)
