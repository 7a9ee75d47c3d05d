"""One number of a plan that is tried, and the plan with a value of it."""

from __future__ import annotations

import math
from collections.abc import Callable
from decimal import Decimal
from typing import Protocol

from kpiplan.analysis.solve import Bounds
from kpiplan.language.overlay.change import Change, Overlay
from kpiplan.language.overlay.copies import scalar, whole
from kpiplan.language.overlay.quantity import OPTION, Quantity, line_of, plain, quantity, tidy, written
from kpiplan.language.overlay.walk import landed
from kpiplan.language.values.shape import Reading
from kpiplan.language.yaml.nodes import Node
from kpiplan.plan.model import Plan
from kpiplan.problems import Place, Problem
from kpiplan.tuples import NamedTuple

LARGEST = 1e6  # times what is there, an amount at most
MOST_EACH = 1_000.0  # that follow from one
LEAST = 1e-6
AMOUNTS = Bounds(1.0, 1e-6, 1e15)  # where nothing stands
_PARTS = Bounds(0.1, 1e-6, 1.0)
_MONTHS = Bounds(1.0, 1e-3, 36.0)
PLACE = Place(1, 1, 1, OPTION)


class Laid(Protocol):
    """A plan under changes, as whoever reads plans gives it: None where it has errors, its problems, its tree."""

    @property
    def plan(self) -> Plan | None: ...

    @property
    def problems(self) -> tuple[Problem, ...]: ...

    @property
    def tree(self) -> Node | None: ...


class PlanTree(NamedTuple):
    """What numbers are tried on: the tree of a plan file, what reading it needs, and how it is read under changes."""

    root: Node
    reading: Reading
    lay: Callable[[Overlay], Laid]


class Trial(NamedTuple):
    """A number of the plan that is tried: in proportion where the plan has it, else by itself."""

    ground: PlanTree
    asked: Quantity

    @property
    def planned(self) -> float | None:
        """What the plan has, on average where it is a series."""
        values = self.asked.values
        return math.fsum(values) / len(values) if values else None

    @property
    def bounds(self) -> Bounds:
        """Where it is looked for: rates up to 100%, so many for each up to 1,000, amounts a million times as large."""
        values = self.asked.values
        if not values:
            return _PARTS if self.asked.percent else _MONTHS if self.asked.lag else AMOUNTS
        if self.asked.percent and max(values) <= 1:
            return Bounds(1.0, LEAST, 1 / max(values))
        return Bounds(1.0, LEAST, max(1.0, MOST_EACH / max(values)) if self.asked.each else LARGEST)

    def value(self, at: float) -> float:
        """The value that is tried."""
        return at if self.planned is None else self.planned * at

    def under(self, at: float) -> Laid:
        """The plan with it, and what is wrong with that."""
        if self.asked.values:
            change = Change(self.asked.path, scalar(plain(Decimal(repr(at))), PLACE), PLACE, times=True)
        else:
            change = Change(self.asked.path, scalar(written(self.asked, at), PLACE), PLACE)
        return self.ground.lay(Overlay((change,)))

    def taken(self, at: float) -> tuple[str, Laid]:
        """The line that puts the value into the plan, rounded as one writes it, and the plan with this line."""
        found = landed(self.asked.target, self.under(at).tree or scalar("", PLACE)).node
        node = tidy(found) if found is not None else scalar(written(self.asked, self.value(at)), PLACE)
        return line_of(self.asked, node), self.ground.lay(Overlay((Change(self.asked.path, whole(node), PLACE),)))


def trial(ground: PlanTree, name: str) -> Trial | Problem:
    """The number of a plan that a name means; else why it means none."""
    found = quantity(name, ground.root, ground.reading)
    return found if isinstance(found, Problem) else Trial(ground, found)
