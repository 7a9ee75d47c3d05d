"""The gates of a review: what is behind, what is under its floor, and by how much. Comparison -> lines."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Literal, NamedTuple

from kpiplan.comparison.attainment import Compared
from kpiplan.comparison.compare import Comparison, Missed, short, under
from kpiplan.comparison.verdict import Verdict
from kpiplan.locales.english import ENGLISH, Locale, phrase

FailOn = Literal["behind", "watch"]
_FAILING: dict[FailOn, tuple[Verdict, ...]] = {"behind": ("behind",), "watch": ("behind", "watch")}
_SHORT: dict[Verdict, str] = {
    "behind": phrase("{kpi} behind by more than chance: {actual} of {target} to date"),
    "watch": phrase("{kpi} to be watched, hardly by chance: {actual} of {target} to date"),
}
_SHORT_BY: dict[Verdict, str] = {
    "behind": phrase("{kpi} behind by more than chance: {actual} of {target} to date, {share}"),
    "watch": phrase("{kpi} to be watched, hardly by chance: {actual} of {target} to date, {share}"),
}


class Floor(NamedTuple):
    """The least attainment to date that a KPI of the whole plan may have (0.85: 85%), and how it was written."""

    kpi: str
    share: float
    text: str


class Gate(NamedTuple):
    """A gate that was missed, of a segment or the whole plan, in a sentence."""

    gate: Literal["behind", "watch", "under"]
    segment: str | None
    kpi: str
    message: str


def missed(
    comparison: Comparison,
    floors: Sequence[Floor],
    *,
    on: FailOn | None,
    locale: Locale = ENGLISH,
    off: Sequence[Gate] = (),
) -> tuple[Gate, ...]:
    """The gates that the actuals miss: `on` what is proven, or on what is to be watched too. No actuals miss a floor.

    `off` are those of the scorecard: KPIs that are off or overdue are behind too.
    """
    found = [_short(comparison, each, locale) for each in short(comparison, _FAILING[on])] if on else []
    scored = [gate for gate in off if on and gate.gate in _FAILING[on]]
    return (*found, *scored, *_under(comparison, floors, locale))


def _short(comparison: Comparison, found: Missed, locale: Locale) -> Gate:
    gate: FailOn = "behind" if found.status == "behind" else "watch"
    figure = comparison.get(found.kpi, found.segment)
    numbers = {
        "kpi": locale.term(found.kpi),
        "actual": _amount(comparison, figure, found.actual, locale),
        "target": _amount(comparison, figure, found.target, locale),
    }
    if found.attainment is None:
        said = locale.say(_SHORT[gate], **numbers)
    else:
        said = locale.say(_SHORT_BY[gate], **numbers, share=_percent(found.attainment, locale))
    of = f"{locale.term(found.segment)}: " if found.segment else ""
    return Gate(gate, found.segment, found.kpi, of + said)


def _under(comparison: Comparison, floors: Sequence[Floor], locale: Locale) -> Iterator[Gate]:
    say = locale.say
    for floor in floors:
        kpi = locale.term(floor.kpi)
        found = [f for f in comparison.figures if (f.kpi, f.segment) == (floor.kpi, None)]
        if not found or found[0].to_date.actual is None:
            said = say("{kpi} has no actuals, so it can't reach {floor}", kpi=kpi, floor=floor.text)
            yield Gate("under", None, floor.kpi, said)
        elif (share := under(comparison, floor.kpi, floor.share)) is not None:
            said = say(
                "{kpi} under {floor} of its target: {actual} of {target} to date, {share}",
                kpi=kpi,
                floor=floor.text,
                actual=_amount(comparison, found[0], found[0].to_date.actual, locale),
                target=_amount(comparison, found[0], found[0].to_date.target, locale),
                share=_percent(share, locale),
            )
            yield Gate("under", None, floor.kpi, said)


def _percent(share: float, locale: Locale) -> str:
    """82.1%; with more digits where fewer would hide that a floor is missed."""
    return locale.percent(share, 3 if share < 0.9949 else 5)


def _amount(comparison: Comparison, figure: Compared, value: float | None, locale: Locale) -> str:
    if value is None:
        return "-"
    return locale.money(value, comparison.currency) if figure.unit == "currency" else locale.count(value)
