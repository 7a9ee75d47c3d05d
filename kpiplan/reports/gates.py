"""The gates of a review: what is behind, what is under its floor, and by how much. Comparison -> lines."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Literal, NamedTuple

from kpiplan.comparison.attainment import Compared
from kpiplan.comparison.compare import Comparison, behind, under
from kpiplan.locales.english import ENGLISH, Locale


class Floor(NamedTuple):
    """The least attainment to date that a KPI of the whole plan may have (0.85: 85%), and how it was written."""

    kpi: str
    share: float
    text: str


class Gate(NamedTuple):
    """A gate that was missed, of a segment or the whole plan, in a sentence."""

    gate: Literal["behind", "under"]
    segment: str | None
    kpi: str
    message: str


def missed(
    comparison: Comparison,
    floors: Sequence[Floor],
    *,
    on_behind: bool,
    locale: Locale = ENGLISH,
    off: Sequence[Gate] = (),
) -> tuple[Gate, ...]:
    """The gates that the actuals miss. A KPI without actuals misses its floor.

    `off` are those of the scorecard: KPIs that are off or overdue are behind too.
    """
    found = [*_behind(comparison, locale), *off] if on_behind else []
    return (*found, *_under(comparison, floors, locale))


def _behind(comparison: Comparison, locale: Locale) -> Iterator[Gate]:
    say, shown = locale.say, locale.count
    for stage in behind(comparison):
        numbers = {"kpi": locale.term(stage.kpi), "actual": shown(stage.actual), "target": shown(stage.target)}
        if stage.attainment is None:
            said = say("{kpi} behind by more than chance: {actual} of {target} to date", **numbers)
        else:
            share = _percent(stage.attainment, locale)
            said = say(
                "{kpi} behind by more than chance: {actual} of {target} to date, {share}", **numbers, share=share
            )
        of = f"{locale.term(stage.segment)}: " if stage.segment else ""
        yield Gate("behind", stage.segment, stage.kpi, of + said)


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
