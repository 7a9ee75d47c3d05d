"""What the count of a stage is held against: given the actual arrivals above, or its targets alone."""

import math
from collections.abc import Iterable, Sequence

from kpiplan.analysis.variance.expectation import Course
from kpiplan.analysis.variance.status import Basis
from kpiplan.funnel.stages import chance
from kpiplan.plan.model import Stage, Status
from kpiplan.tuples import NamedTuple

_Origin = tuple[str, int]  # whose arrivals of which plan month


class StagePlace(NamedTuple):
    """A stage of one funnel, by its position from the top."""

    course: Course
    at: int

    @property
    def stage(self) -> Stage:
        """The stage itself."""
        return self.course.outcome.branch.stages[self.at]


def places(courses: Sequence[Course], name: str) -> tuple[StagePlace, ...]:
    """Where the funnels have a stage of this name."""
    return tuple(
        StagePlace(course, at)
        for course in courses
        for at, stage in enumerate(course.outcome.branch.stages)
        if stage.name == name
    )


def given_above(same: Sequence[StagePlace], months: Sequence[int], settings: Status) -> Basis:
    """What was to be expected over some months compared, given the arrivals above as far as they are known.

    What is not known above stands at its expectation, and its volumes vary by the noise of their stage.
    """
    mean = math.fsum(course.given[at][at].over(months) for course, at in same)
    return Basis(mean, _noise(same, months, settings), _trials(same, months))


def own_target(same: Sequence[StagePlace], months: Sequence[int], settings: Status) -> Basis:
    """The stage's own targets, which vary by its own noise alone."""
    found = [(place.course.planned[place.at].to_date, _noise_of(place, settings)) for place in same]
    mean = math.fsum(wanted[month - 1] for wanted, _ in found for month in months)
    moved = (math.fsum(noise * wanted[month - 1] for wanted, noise in found) for month in months)
    return Basis(mean, math.fsum(amount**2 for amount in moved))


def customers_planned(courses: Sequence[Course], months: Sequence[int], settings: Status) -> Basis:
    """The customers that the goal wants of some months, as if nothing were known of how they come about."""
    same = [StagePlace(course, len(course.planned) - 1) for course in courses]
    mean = math.fsum(course.planned[at].over(months) for course, at in same)
    return Basis(mean, _noise(same, months, settings, blind=True))


def above(same: Sequence[StagePlace], months: Iterable[int]) -> float:
    """The actual arrivals at the stages above."""
    held = tuple(months)
    return math.fsum(course.actual[at - 1].over(held) for course, at in same)


def _trials(same: Sequence[StagePlace], months: Sequence[int]) -> float | None:
    """The units above, where every one is an actual and comes through in its own month or never."""
    for course, at in same:
        known = at > 0 and course.happened.own and set(months) <= set(course.known(at - 1))
        if not known or not _plain(course.outcome.branch.stages[at]):
            return None
    return above(same, months)


def _plain(stage: Stage) -> bool:
    """Whether each unit above comes through in its own month or never, and nothing else arrives."""
    return stage.lag.longest == 0 and stage.direct is None and not stage.each


def _noise_of(place: StagePlace, settings: Status) -> float:
    return settings.noise_of(place.stage.name, top=place.at == 0)


def _noise(same: Sequence[StagePlace], months: Sequence[int], settings: Status, *, blind: bool = False) -> float:
    """The variance of the arrivals of some months by the noise of every volume that they hang on and that is not known.

    Volumes of the same stage and month vary together, in all funnels. `blind`: nothing is taken as known.
    """
    moved: dict[_Origin, float] = {}
    for place in same:
        weights = dict.fromkeys(months, 1.0)
        for at in range(place.at, -1, -1):
            noise = _noise_of(StagePlace(place.course, at), settings)
            for month, weight in weights.items():
                origin = place.course.outcome.branch.stages[at].name, month
                moved[origin] = moved.get(origin, 0.0) + noise * weight * _volume(place.course, at, month, blind)
            if at:
                weights = _unknown_above(place.course, at, weights, blind)
    return math.fsum(amount**2 for amount in moved.values())


def _volume(course: Course, at: int, month: int, blind: bool) -> float:
    """The arrivals to expect in a month, those before the plan at their target."""
    if month < 1:
        return course.outcome.targets.arrivals[at].at(month)
    return (course.planned if blind else course.given[at])[at].to_date[month - 1]


def _unknown_above(course: Course, at: int, weights: dict[int, float], blind: bool) -> dict[int, float]:
    """How much of each month's arrivals above that are not known is among those that are weighed here."""
    targets, found = course.outcome.targets, dict[int, float]()
    known = () if blind else {*course.known(at - 1), *course.happened.before[at - 1]}
    for month, weight in weights.items():
        for age, share in enumerate(targets.stages[at].lag.shares):
            if share > 0 and month - age not in known:
                part = chance(targets, at, month, month - age)
                found[month - age] = found.get(month - age, 0.0) + weight * part
    return found
