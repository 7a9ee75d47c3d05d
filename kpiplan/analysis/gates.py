"""The gates of a review: what is behind, what is under its floor, and by how much. Comparison, scores -> gates."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Literal, NamedTuple

from kpiplan.analysis.goal_chance.results import CHANCE
from kpiplan.analysis.scorecard.score import Score
from kpiplan.analysis.scorecard.standing import Standing
from kpiplan.analysis.variance.attainment import Compared
from kpiplan.analysis.variance.compare import Comparison
from kpiplan.analysis.variance.status import Verdict
from kpiplan.figures import Unit
from kpiplan.locales.digits import NOISE

FailOn = Literal["behind", "watch"]
_FAILING: dict[FailOn, tuple[FailOn, ...]] = {"behind": ("behind",), "watch": ("behind", "watch")}


class Floor(NamedTuple):
    """The least attainment to date that a KPI of the whole plan may have (0.85: 85%), and how it was written.

    That of CHANCE is the least chance that the goal may have.
    """

    kpi: str
    share: float
    text: str


class Gate(NamedTuple):
    """A gate that was missed, of a segment or the whole plan (None).

    `kind` is its code: behind (or overdue), watch (what chance hardly explains), under (a floor), chance (that of the
    goal, which is the `actual`). `target` and
    `actual` are those to date, in `unit`; a chosen KPI has in their place the limit that it is beyond and its value,
    and the `score` that tells the rest. `attainment` is actual / target, of a floor what is below it, and `chance` how
    likely by chance alone the shortfall is. None where nothing is known, or nothing is measured.
    """

    kind: Literal["behind", "watch", "under", "chance"]
    segment: str | None
    kpi: str
    status: Verdict | Standing | None = None
    unit: Unit | None = None
    target: float | None = None
    actual: float | None = None
    attainment: float | None = None
    chance: float | None = None
    floor: Floor | None = None
    score: Score | None = None


def missed(
    comparison: Comparison,
    floors: Sequence[Floor] = (),
    *,
    on: FailOn | None = None,
    scores: Sequence[Score] = (),
    chance: float | None = None,
) -> tuple[Gate, ...]:
    """The gates that the actuals miss: `on` what is proven, or on what is to be watched too; then the floors.

    `chance` is that of the goal, None where it can't be told.

    Stages and revenue come before the `scores` of chosen KPIs, of each the worst first. Where there are no actuals a
    floor is missed.
    """
    found: list[Gate] = []
    if on:
        found += [gate for kind in _FAILING[on] for gate in _short(comparison, kind)]
        found += [gate for kind in _FAILING[on] for gate in _off(scores, kind)]
    return (*found, *_under(comparison, floors, chance))


def _short(comparison: Comparison, kind: FailOn) -> Iterator[Gate]:
    """The stages, and revenue, whose status to date is this one."""
    for figure in comparison.figures:
        if figure.to_date.status == kind:
            yield _of_figure(kind, figure)


def _off(scores: Sequence[Score], kind: FailOn) -> Iterator[Gate]:
    """The chosen KPIs that are off or overdue, or to be watched."""
    for each in scores:
        if each.is_off if kind == "behind" else each.is_watched:
            unit = each.chosen.kpi.unit if each.chosen.kpi else None
            limit = each.limits.beyond(each.side)
            yield Gate(
                kind,
                each.segment,
                each.chosen.id,
                each.standing,
                unit,
                limit,
                each.value,
                chance=each.chance,
                score=each,
            )


def _under(comparison: Comparison, floors: Sequence[Floor], chance: float | None) -> Iterator[Gate]:
    """The floors that KPIs of the whole plan are below, taken literally: chance excuses nothing."""
    figures = {figure.kpi: figure for figure in comparison.figures if figure.segment is None}
    for floor in floors:
        figure = figures.get(floor.kpi)
        if figure is None and floor.kpi == CHANCE:
            if chance is None or chance < floor.share - NOISE:
                yield Gate("chance", None, CHANCE, unit="ratio", actual=chance, floor=floor)
        elif figure is None:
            yield Gate("under", None, floor.kpi, floor=floor)
        elif _is_under(figure, floor):
            yield _of_figure("under", figure)._replace(floor=floor)


def _is_under(figure: Compared, floor: Floor) -> bool:
    reached = figure.to_date.attainment
    return figure.to_date.actual is None or (reached is not None and reached < floor.share - NOISE)


def _of_figure(kind: Literal["behind", "watch", "under"], figure: Compared) -> Gate:
    target, actual, attainment, status = figure.to_date
    return Gate(kind, figure.segment, figure.kpi, status, figure.unit, target, actual, attainment, figure.chance)
