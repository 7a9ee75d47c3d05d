"""The gates of a review: what is behind, what is under its floor, and by how much. Comparison -> lines."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Literal, NamedTuple

from kpiplan import wording
from kpiplan.comparison.attainment import Compared
from kpiplan.comparison.compare import Comparison, behind, under


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


def missed(comparison: Comparison, floors: Sequence[Floor], *, on_behind: bool) -> tuple[Gate, ...]:
    """The gates that the actuals miss. A KPI without actuals misses its floor."""
    found = list(_behind(comparison)) if on_behind else []
    return (*found, *_under(comparison, floors))


def _behind(comparison: Comparison) -> Iterator[Gate]:
    for stage in behind(comparison):
        of = f"{stage.segment}: " if stage.segment else ""
        share = "" if stage.attainment is None else f", {_percent(stage.attainment)}"
        numbers = f"{wording.count(stage.actual)} of {wording.count(stage.target)} to date{share}"
        yield Gate("behind", stage.segment, stage.kpi, f"{of}{stage.kpi} behind by more than chance: {numbers}")


def _under(comparison: Comparison, floors: Sequence[Floor]) -> Iterator[Gate]:
    for floor in floors:
        found = [f for f in comparison.figures if (f.kpi, f.segment) == (floor.kpi, None)]
        if not found or found[0].to_date.actual is None:
            yield Gate("under", None, floor.kpi, f"{floor.kpi} has no actuals, so it can't reach {floor.text}")
        elif (share := under(comparison, floor.kpi, floor.share)) is not None:
            numbers = f"{_amount(comparison, found[0], found[0].to_date.actual)} of {_target(comparison, found[0])}"
            message = f"{floor.kpi} under {floor.text} of its target: {numbers} to date, {_percent(share)}"
            yield Gate("under", None, floor.kpi, message)


def _percent(share: float) -> str:
    """82.1%; with more digits where fewer would hide that a floor is missed."""
    return wording.percent(share, 3 if share < 0.9949 else 5)


def _target(comparison: Comparison, figure: Compared) -> str:
    return _amount(comparison, figure, figure.to_date.target)


def _amount(comparison: Comparison, figure: Compared, value: float | None) -> str:
    if value is None:
        return "-"
    return wording.money(value, comparison.currency) if figure.unit == "currency" else wording.count(value)
