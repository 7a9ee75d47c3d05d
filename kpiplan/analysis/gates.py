"""The gates of a review: what is behind, what is under its floor, what holds. Comparison, scores -> gates."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Literal

from kpiplan.locales.digits import NOISE
from kpiplan.tuples import NamedTuple

if TYPE_CHECKING:
    from kpiplan.analysis.scorecard.score import Score
    from kpiplan.analysis.scorecard.standing import Standing
    from kpiplan.analysis.variance.attainment import Compared
    from kpiplan.analysis.variance.compare import Comparison
    from kpiplan.analysis.variance.status import Verdict
    from kpiplan.figures import Unit

CHANCE = "chance"  # what a floor calls the chance of the goal, in a plan that has no stage of this name

FailOn = Literal["behind", "watch"]
_FAILING: dict[FailOn, tuple[FailOn, ...]] = {"behind": ("behind",), "watch": ("behind", "watch")}


class Floor(NamedTuple):
    """The least attainment to date that a KPI may have (0.85: 85%), and how it was written.

    It is of a segment, or of the whole plan (None). That of CHANCE is the least chance that the goal may have.
    """

    kpi: str
    share: float
    text: str
    segment: str | None = None


class Gate(NamedTuple):
    """A gate of a segment or the whole plan (None), which was missed, or `holds`.

    `kind` is its code: behind (or overdue), watch (what chance hardly explains), under (a floor), chance (that of the
    goal, which is the `actual`). `target` and
    `actual` are those to date, in `unit`; a chosen KPI has in their place the limit that it is beyond and its value,
    and the `score` that tells the rest. `attainment` is actual / target, of a floor what is below it, and `chance` how
    likely by chance alone the shortfall is. None where nothing is known, or nothing is measured.

    `limit` is what the gate asks for: the chance below which a shortfall is behind, or to be watched; the least
    attainment, or chance of the goal, of a floor; of a chosen KPI the limit that it is beyond.
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
    limit: float | None = None
    holds: bool = False


def gates(
    comparison: Comparison,
    floors: Sequence[Floor] = (),
    *,
    on: FailOn | None = None,
    scores: Sequence[Score] = (),
    chance: float | None = None,
) -> tuple[Gate, ...]:
    """What the actuals are asked: `on` what is proven, or on what is to be watched too; then the floors.

    `chance` is that of the goal, None where it can't be told.

    Those that are missed come first: stages and revenue before the `scores` of chosen KPIs, of each the worst first,
    then floors; where there are no actuals a floor is missed. What nothing judges, for want of numbers, is no gate.
    """
    found: list[Gate] = []
    if on:
        found += [gate for kind in _FAILING[on] for gate in _short(comparison, kind)]
        found += [gate for kind in _FAILING[on] for gate in _off(scores, kind)]
    found += _under(comparison, floors, chance)
    if on:
        found += [*_in_order(comparison, on), *_kept(scores, on)]
    return tuple(sorted(found, key=lambda gate: gate.holds))


def missed(found: Iterable[Gate]) -> tuple[Gate, ...]:
    """Those of some gates that are missed."""
    return tuple(gate for gate in found if not gate.holds)


def _short(comparison: Comparison, kind: FailOn) -> Iterator[Gate]:
    """The stages, and revenue, whose status to date is this one."""
    for figure in comparison.figures:
        if figure.to_date.status == kind:
            yield _of_figure(kind, figure, _least_chance(comparison, kind))


def _in_order(comparison: Comparison, on: FailOn) -> Iterator[Gate]:
    """The stages, and revenue, that are judged and not blamed."""
    for figure in comparison.figures:
        if figure.to_date.status not in (None, *_FAILING[on]):
            yield _of_figure(on, figure, _least_chance(comparison, on))._replace(holds=True)


def _least_chance(comparison: Comparison, kind: FailOn) -> float:
    judge = comparison.judge
    return judge.alpha if kind == "behind" else judge.settings.watch


def _off(scores: Sequence[Score], kind: FailOn) -> Iterator[Gate]:
    """The chosen KPIs that are off or overdue, or to be watched."""
    for each in scores:
        if each.is_off if kind == "behind" else each.is_watched:
            yield _of_score(kind, each)


def _kept(scores: Sequence[Score], on: FailOn) -> Iterator[Gate]:
    """The chosen KPIs that are judged and not blamed."""
    for each in scores:
        blamed = each.is_off or (on == "watch" and each.is_watched)
        if each.part is None and each.standing is not None and not blamed:
            yield _of_score(on, each)._replace(holds=True)


def _of_score(kind: FailOn, each: Score) -> Gate:
    kpi, limit = each.chosen.kpi, each.limits.beyond(each.side)
    unit = kpi.unit if kpi else None
    found = Gate(kind, each.segment, each.chosen.id, each.standing, unit, limit, each.value, limit=limit)
    return found._replace(chance=each.chance, score=each)


def _under(comparison: Comparison, floors: Sequence[Floor], chance: float | None) -> Iterator[Gate]:
    """The floors, taken literally: chance excuses nothing that is below one."""
    figures = {(figure.segment, figure.kpi): figure for figure in comparison.figures}
    for floor in floors:
        figure = figures.get((floor.segment, floor.kpi))
        if figure is None and floor.kpi == CHANCE:
            holds = chance is not None and chance >= floor.share - NOISE
            yield Gate("chance", None, CHANCE, unit="ratio", actual=chance, floor=floor, limit=floor.share, holds=holds)
        elif figure is None:
            yield Gate("under", floor.segment, floor.kpi, floor=floor, limit=floor.share)
        else:
            yield _of_figure("under", figure, floor.share)._replace(floor=floor, holds=not _is_under(figure, floor))


def _is_under(figure: Compared, floor: Floor) -> bool:
    reached = figure.to_date.attainment
    return figure.to_date.actual is None or (reached is not None and reached < floor.share - NOISE)


def _of_figure(kind: Literal["behind", "watch", "under"], figure: Compared, limit: float) -> Gate:
    target, actual, attainment, status = figure.to_date
    found = Gate(kind, figure.segment, figure.kpi, status, figure.unit, target, actual, attainment, figure.chance)
    return found._replace(limit=limit)
