"""Transforms of funnels that stay as they are beside one that changes (`apart`)."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from kpiplan.analysis.goal_chance.chain import Transform
from kpiplan.analysis.goal_chance.invert import MOST, NOTHING, Circle, circle, of_mean, transformed
from kpiplan.analysis.goal_chance.moments import Part, Spread, expected, spread
from kpiplan.tuples import NamedTuple

Asked = NDArray[np.bool_]

_FINER = 1e-2  # how much less than nothing a transform is asked for, so that those changed ask for no more
_YEAR = 12


class _Known(NamedTuple):
    """What stays the same on a circle: exponents of what each funnel is expected to bring, transforms of groups.

    Groups are told where they are asked for.
    """

    gains: Transform
    means: tuple[Transform, ...]
    asked: Asked
    groups: tuple[Transform, ...] = ()


class Steady:
    """Funnels in groups that are independent of each other, and the number of customers that is asked for."""

    def __init__(self, parts: Sequence[Part], least: int) -> None:
        self._parts = tuple(parts)
        self._least = least
        self._groups = independent(self._parts)
        self._spreads = [spread([self._parts[at] for at in group]) for group in self._groups]
        self._dispersion = max(part.dispersion for part in parts)
        self._known: dict[Circle, _Known] = {}

    def chance(self, changed: Mapping[int, Part]) -> float:
        """P(customers >= the number) with some funnels, by position, in the place of those that are there."""
        moved = {
            at: [changed.get(each, self._parts[each]) for each in group]
            for at, group in enumerate(self._groups)
            if {*group} & {*changed}
        }
        total = _sum([spread(moved[at]) if at in moved else found for at, found in enumerate(self._spreads)])
        if total.mean <= 0:
            return 0.0
        here = circle(total.mean, total.variance, self._least + 1)
        known = self._known.get(here) or self._begun(here)
        means = [_mean(changed[at], known.gains) if at in changed else row for at, row in enumerate(known.means)]
        asked = _asked(means, total)
        known = self._told(here, known, asked)
        found = np.zeros(len(asked), complex)
        found[asked] = 1
        for at, row in enumerate(known.groups):
            if at in moved:
                row = transformed(moved[at], [known.gains] * len(moved[at]), asked)
            found *= row
        return min(1.0, max(0.0, 1 - math.fsum(here.chances(found)[: self._least].tolist())))

    def _begun(self, here: Circle) -> _Known:
        gains = here.gains(_YEAR, self._dispersion)
        means = tuple(_mean(part, gains) for part in self._parts)
        return _Known(gains, means, np.zeros(gains.shape[1], bool))

    def _told(self, here: Circle, known: _Known, asked: Asked) -> _Known:
        """With all groups where they are asked for, and a little beyond."""
        if known.groups and not np.any(asked & ~known.asked):
            return known
        every = asked | known.asked | _asked(known.means, _sum(self._spreads), _FINER)
        groups = [[self._parts[at] for at in group] for group in self._groups]
        rows = tuple(transformed(group, [known.gains] * len(group), every) for group in groups)
        self._known[here] = known._replace(asked=every, groups=rows)
        return self._known[here]


def _mean(part: Part, gains: Transform) -> Transform:
    found: Transform = np.asarray(expected(part)) @ gains
    return found


def _asked(means: Sequence[Transform], total: Spread, finer: float = 1.0) -> Asked:
    """The frequencies at which the transform of all is more than nothing."""
    least = (NOTHING if total.known > 0 else NOTHING / 1e3) * finer
    asked: Asked = np.abs(of_mean(np.sum(means, axis=0), total)) > least
    return asked & (np.arange(len(asked)) < MOST)


def _sum(parts: Sequence[Spread]) -> Spread:
    return Spread(
        math.fsum(part.mean for part in parts),
        math.fsum(part.luck for part in parts),
        math.fsum(part.known for part in parts),
        {},
    )


def independent(parts: Sequence[Part]) -> tuple[tuple[int, ...], ...]:
    """The positions of funnels that have factors in common, directly or through others."""
    groups: list[tuple[set[object], list[int]]] = []
    for at, part in enumerate(parts):
        keys: set[object] = {f.key for f in (*part.factors.stages, part.factors.market) if f}
        members, apart = [at], []
        for held, positions in groups:
            if held & keys:
                keys |= held
                members = [*positions, *members]
            else:
                apart.append((held, positions))
        groups = [*apart, (keys, members)]
    return tuple(tuple(sorted(members)) for _, members in groups)
