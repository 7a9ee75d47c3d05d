"""From one plan to another: the changes, what becomes of every figure, and the part that each change has in it."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence

from kpiplan.analysis.goal_chance.engine import chance_now, countable
from kpiplan.analysis.goal_chance.results import Chance
from kpiplan.analysis.plan_diff.bundles import Bundle, bundles
from kpiplan.analysis.plan_diff.effects import REVENUE, amounts
from kpiplan.analysis.plan_diff.shapley import shapley
from kpiplan.figures import Figure, Figures, Unit
from kpiplan.funnel.targets import Known, PlanTargets, figures, plan_targets
from kpiplan.language.overlay.pairing import Edit, Pairing, paired
from kpiplan.language.overlay.renames import Renames
from kpiplan.language.yaml.nodes import Node
from kpiplan.locales.digits import NOISE
from kpiplan.plan.model import Plan
from kpiplan.tuples import NamedTuple

Reads = Callable[[Node], Plan | None]  # the plan of a tree between the two; None where it makes no sense


class Moved(NamedTuple):
    """A figure of the year in both plans, under its new name; None where one of them has it not. Months by position."""

    segment: str | None
    kpi: str
    unit: Unit
    old: float | None
    new: float | None
    old_months: tuple[float | None, ...]
    new_months: tuple[float | None, ...]

    @property
    def difference(self) -> float | None:
        """New less old; None where one of them is not known, 0 where rounding alone differs."""
        return _less(self.old, self.new)

    @property
    def months(self) -> tuple[float | None, ...]:
        """The same by plan month."""
        return tuple(map(_less, self.old_months, self.new_months))


class Share(NamedTuple):
    """The part that a change has in the difference of each amount, by KPI."""

    bundle: Bundle
    parts: Mapping[str, float]


class UnderWay(NamedTuple):
    """Units that must have reached a stage before the plan."""

    segment: str | None
    stage: str
    old: float
    new: float


class PlanDiff(NamedTuple):
    """What differs between two plans. `parts` are the shares of the changes that can move targets.

    `chances` are those of the old and of the new goal; None where its customers can't be told one by one.
    """

    old: Plan
    new: Plan
    edits: tuple[Edit, ...]
    figures: tuple[Moved, ...]
    under_way: tuple[UnderWay, ...]
    parts: tuple[Share, ...]
    chances: tuple[Chance, Chance] | None

    @property
    def kpis(self) -> tuple[str, ...]:
        """The amounts that have parts."""
        return tuple(dict.fromkeys(kpi for share in self.parts for kpi in share.parts))

    def figure(self, kpi: str, segment: str | None = None) -> Moved | None:
        """The figure of a KPI."""
        return next((each for each in self.figures if (each.kpi, each.segment) == (kpi, segment)), None)


def plan_diff(old: tuple[PlanTargets, Node], new: tuple[PlanTargets, Node], reads: Reads) -> PlanDiff:
    """Two plans, each with its targets and its tree; `reads` makes plans of the trees between them."""
    pairing = _readable(old[1], new[1], reads)
    targets = old[0], new[0]
    countables = all(map(countable, targets))
    return PlanDiff(
        old[0].plan,
        new[0].plan,
        pairing.edits,
        _figures(*targets, pairing.names),
        _under_way(*targets, pairing.names),
        _parts(pairing, *targets, reads),
        (chance_now(old[0]).chance, chance_now(new[0]).chance) if countables else None,
    )


def _readable(old: Node, new: Node, reads: Reads) -> Pairing:
    """Both plans as one; under their own names where the old one can't be read under the new names."""
    found = paired(old, new)
    return paired(old, new, rename=False) if found.names and reads(found.made(())) is None else found


def _parts(pairing: Pairing, old: PlanTargets, new: PlanTargets, reads: Reads) -> tuple[Share, ...]:
    known: dict[frozenset[int], dict[str, float] | None] = {}
    alike: Known = {}

    def found(some: Iterable[Edit]) -> dict[str, float] | None:
        chosen = frozenset(edit.number for edit in some if edit.number is not None)
        if chosen not in known:
            plan = reads(pairing.made(chosen))
            known[chosen] = None if plan is None else amounts(plan_targets(plan, alike))
        return known[chosen]

    changes = bundles(pairing.edits, lambda some: found(some) is not None)
    ends = found(()) or amounts(old), amounts(new)
    kpis = [kpi for kpi in dict.fromkeys([*ends[1], *ends[0]]) if kpi != REVENUE or all(kpi in end for end in ends)]

    def worth(mask: int) -> list[float]:
        some = [edit for at, bundle in enumerate(changes) if mask >> at & 1 for edit in bundle]
        held = ends[1] if mask + 1 == 1 << len(changes) else (found(some) if mask else None) or ends[0]
        return [held.get(kpi, 0.0) for kpi in kpis]

    parts = shapley(len(changes), worth) if changes else []
    sizes = [max(end.get(kpi, 0.0) for end in ends) for kpi in kpis]
    return tuple(
        Share(bundle, {kpi: _some(part, size) for kpi, part, size in zip(kpis, own, sizes, strict=True)})
        for bundle, own in zip(changes, parts, strict=True)
    )


def _some(part: float, size: float) -> float:
    """A part of an amount of some size; 0 where it is nothing but what rounding left."""
    return 0.0 if abs(part) <= NOISE * size else part


def _less(old: float | None, new: float | None) -> float | None:
    if old is None or new is None:
        return None
    off = new - old
    return 0.0 if abs(off) <= NOISE * max(abs(old), abs(new)) else off


_Key = tuple[str | None, str]


def _new_names(targets: PlanTargets, names: Renames) -> Callable[[str | None, str], _Key]:
    """What a figure of the old plan is called in the new one, by its segment and KPI."""
    own = {segment.name for segment in targets.plan.segments if segment.funnel}
    every = {was: now for stages in names.stages.values() for was, now in stages.items()}

    def name(segment: str | None, kpi: str) -> _Key:
        stages = every if segment is None else names.stages.get(segment if segment in own else None, {})
        stage, dot, source = kpi.partition(".")
        return names.segments.get(segment or "", segment), stages.get(stage, stage) + dot + source

    return name


def _figures(old: PlanTargets, new: PlanTargets, names: Renames) -> tuple[Moved, ...]:
    name = _new_names(old, names)
    sheets: list[Figures] = [figures(old), figures(new)]
    were: dict[_Key, Figure] = {name(each.segment, each.kpi): each for each in sheets[0].figures}
    are: dict[_Key, Figure] = {(each.segment, each.kpi): each for each in sheets[1].figures}
    return tuple(_moved(key, were.get(key), are.get(key)) for key in _merged(list(are), list(were)))


def _merged(new: Sequence[_Key], old: Sequence[_Key]) -> list[_Key]:
    """The figures of the new plan in their order, each that only the old one has behind the one before it."""
    found = list(new)
    for at, key in enumerate(old):
        if key not in found:
            place = found.index(old[at - 1]) + 1 if at and old[at - 1] in found else 0
            found.insert(place, key)
    return found


def _moved(key: _Key, old: Figure | None, new: Figure | None) -> Moved:
    either = new or old
    blank = (None,) * 12
    return Moved(
        *key,
        either.unit if either else "count",
        old.total if old else None,
        new.total if new else None,
        old.values if old else blank,
        new.values if new else blank,
    )


def _under_way(old: PlanTargets, new: PlanTargets, names: Renames) -> tuple[UnderWay, ...]:
    name = _new_names(old, names)
    were: dict[_Key, list[float]] = {}
    are: dict[_Key, list[float]] = {}
    for row in figures(old, by="year").carry_in:
        were.setdefault(name(row.segment, row.stage), []).append(row.needed)
    for row in figures(new, by="year").carry_in:
        are.setdefault((row.segment, row.stage), []).append(row.needed)
    return tuple(
        UnderWay(*key, math.fsum(were.get(key, ())), math.fsum(are.get(key, ()))) for key in _merged([*are], [*were])
    )
