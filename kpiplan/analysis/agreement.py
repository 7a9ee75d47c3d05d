"""The agreement between those who own a funnel's stages: who hands what to whom each month. Outcomes -> duties."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from kpiplan.funnel.branches import Branch
from kpiplan.funnel.targets import Outcome, whole_arrivals
from kpiplan.locales.digits import half_up
from kpiplan.months import Series
from kpiplan.plan.kpi_goals import owner_key
from kpiplan.plan.model import Stage
from kpiplan.tuples import NamedTuple

MARKETING = "marketing"  # whose a funnel's top is where nobody is named, as its costs are (docs/arithmetic.md, money)


class Duty(NamedTuple):
    """A stage of a side: whole arrivals a plan month, the stage above (None at the top), the year's direct arrivals.

    `beyond` are those of the direct arrivals that the stage does not need.
    """

    stage: Stage
    above: Stage | None
    arrivals: tuple[int, ...]
    direct: int
    beyond: int = 0


class Side(NamedTuple):
    """Neighbouring stages of one owner, who hands the last of them on. `owner` is empty where it is taken to be
    marketing."""

    owner: str
    duties: tuple[Duty, ...]

    @property
    def key(self) -> str:
        """What tells owners apart: capital letters do not."""
        return party_key(self.owner)

    @property
    def handed(self) -> Duty:
        """The stage that is handed on."""
        return self.duties[-1]


class Section(NamedTuple):
    """A funnel: its sides from top to bottom, and the revenue a month that its customers bring, if that is known."""

    branch: Branch
    sides: tuple[Side, ...]
    revenue: Series | None


class Agreement(NamedTuple):
    """All funnels of a plan."""

    sections: tuple[Section, ...]

    @property
    def parties(self) -> dict[str, str]:
        """Who agrees, in order of appearance: by key, the name as the plan first writes it (empty: nowhere)."""
        found: dict[str, str] = {}
        for side in (side for section in self.sections for side in section.sides):
            found[side.key] = found.get(side.key) or side.owner
        return found

    @property
    def hands_over(self) -> bool:
        """Whether anything is handed from one owner to another."""
        return any(len(section.sides) > 1 for section in self.sections)


def party_key(owner: str) -> str:
    """The party that an owner is; nobody is marketing, where a stage without an owner is booked."""
    return owner_key(owner) or MARKETING


def agreement(outcomes: Sequence[Outcome]) -> Agreement:
    """Who owes what: stages grouped by owner from top to bottom, targets in whole numbers that add up to the year's.

    A stage without an owner is whose the stage above is; the top, the segment's owner's, or else marketing's.
    """
    rounded = whole_arrivals(outcomes)
    return Agreement(tuple(_section(outcome, counts) for outcome, counts in zip(outcomes, rounded, strict=True)))


def _section(outcome: Outcome, counts: Mapping[str, tuple[int, ...]]) -> Section:
    branch, targets = outcome.branch, outcome.targets
    groups: list[tuple[str, list[Duty]]] = []
    owner = branch.own.owner
    above = None
    for stage, arrivals, direct in zip(branch.stages, targets.arrivals, targets.direct, strict=True):
        owner = stage.owner or owner
        if not groups or party_key(owner) != party_key(groups[-1][0]):
            groups.append((owner, []))
        within = math.fsum(map(min, direct.year, arrivals.year))
        beyond = half_up(math.fsum(direct.year) - within)
        duty = Duty(stage, above, counts[stage.name], half_up(math.fsum(direct.year)), beyond)
        groups[-1][1].append(duty)
        above = stage
    return Section(branch, tuple(Side(name, tuple(duties)) for name, duties in groups), branch.revenue())
