"""How units go on from one stage to the next, from rows that date both or from sums of the same months."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Protocol

from kpiplan.analysis.baseline.estimators import by_age
from kpiplan.months import Month
from kpiplan.tuples import NamedTuple

UNLINKED = 0.05  # of a stage's arrivals: from here on, those that no row follows down count as direct
MISSED = 0.03  # of what goes on in a year: more than this, and its sums are none to go by
INCOMPLETE = 0.1  # of what goes on in a month: more than this, and it is called incomplete
STRAGGLERS = 0.2  # of a month's average: fewer units are none that the records begin with

Counts = Mapping[Month, float]


class CohortTable(Protocol):
    """Units by the month in which they reached a stage, and how many went on 0, 1, 2 … months later."""

    @property
    def sizes(self) -> Mapping[Month, int]: ...

    @property
    def by_age(self) -> Mapping[Month, tuple[int, ...]]: ...

    @property
    def backwards(self) -> int: ...


class Passage(NamedTuple):
    """How units went on to a stage: `came` of `units` in `months` months. The rate is above 1 where several follow.

    With rows that date both stages, `ages` are the parts that go on after 0, 1, 2 … months and sum to the rate,
    `too_young` of the units have not gone on but still may, `late` went on after more months than can be measured,
    `backwards` are dated the wrong way round, `direct` came a month without the stage above, `unlinked` in all.
    `rising`: the age in months at which the rate still rises, for the records are too short to see the end of it.
    `begin` is the month in which the units of the rows begin. `mature` is what came of how many units that are old
    enough for every age; of sums of the same months, all of them.
    """

    rate: float
    came: float
    units: float
    months: int
    ages: tuple[float, ...] = ()
    too_young: int = 0
    late: int = 0
    backwards: int = 0
    direct: float = 0.0
    unlinked: float = 0.0
    rising: int | None = None
    begin: Month | None = None
    mature: tuple[float, float] = (0.0, 0.0)


class Ramp(NamedTuple):
    """Units begin with a month (`begin`) that is no older than they take to go on from one stage to the next.

    So in the first `months` of the year that follow it, those who came earlier are missing at `lower` and below.
    """

    upper: str
    lower: str
    begin: Month
    months: tuple[Month, ...]


def conversion(
    months: Sequence[Month], within: Mapping[str, Counts], pair: tuple[str, str], cohorts: Sequence[CohortTable]
) -> Passage:
    upper, lower = within[pair[0]], within[pair[1]]
    if cohorts and (found := _followed(months, lower, cohorts)):
        return found
    came, units = common(lower, upper)
    return Passage(came / units, came, units, len(lower.keys() & upper.keys()), mature=(came, units))


def common(first: Counts, second: Counts) -> tuple[float, float]:
    """The sums of two over the months that both have."""
    shared = first.keys() & second.keys()
    return math.fsum(first[month] for month in shared), math.fsum(second[month] for month in shared)


def _followed(months: Sequence[Month], lower: Counts, cohorts: Sequence[CohortTable]) -> Passage | None:
    """Conversion by age from rows; None where none of the year's units went on."""
    first, last = months[0], months[-1]
    sizes, gone = linked(cohorts, last)
    found = by_age(sizes, gone, months)
    ages = found.parts
    units = sum(size for month, size in sizes.items() if month >= first)
    if not ages or not units:
        return None
    came = sum(count for (month, _), count in gone.items() if month >= first)
    young = last.plus(2 - len(ages))  # the first month too young to have lived through every age
    waiting = sum(size for month, size in sizes.items() if month >= max(young, first))
    landed = sum(count for (month, age), count in gone.items() if month.plus(age) >= first)
    unlinked = max(0.0, math.fsum(lower.values()) - landed)
    direct = unlinked / len(lower) if unlinked >= UNLINKED * math.fsum(lower.values()) else 0.0
    return Passage(
        math.fsum(ages),
        came,
        units,
        len(months),
        ages,
        waiting - sum(count for (month, _), count in gone.items() if month >= max(young, first)),
        sum(count for (month, age), count in gone.items() if age >= len(ages) and month >= first),
        sum(one.backwards for one in cohorts),
        direct,
        unlinked,
        found.ages - 1 if found.rising else None,
        _begin(sizes, months),
        (
            sum(count for (month, age), count in gone.items() if first <= month < young and age < len(ages)),
            sum(size for month, size in sizes.items() if first <= month < young),
        ),
    )


def linked(cohorts: Sequence[CohortTable], last: Month) -> tuple[dict[Month, int], dict[tuple[Month, int], int]]:
    """Units by month, and those that went on by month and age, of all cohorts together and up to the `last` month."""
    sizes: dict[Month, int] = {}
    gone: dict[tuple[Month, int], int] = {}
    for one in cohorts:
        for month, size in one.sizes.items():
            if month <= last:
                sizes[month] = sizes.get(month, 0) + size
        for month, counts in one.by_age.items():
            for age, count in enumerate(counts):
                if count and month.plus(age) <= last:
                    gone[month, age] = gone.get((month, age), 0) + count
    return sizes, gone


def _begin(sizes: Mapping[Month, int], months: Sequence[Month]) -> Month:
    """The month in which units begin to come: a few stragglers before it are no beginning."""
    few = STRAGGLERS * sum(sizes.get(month, 0) for month in months) / len(months)
    return min(month for month, size in sizes.items() if size >= few)


def ramp(months: Sequence[Month], stages: Sequence[str], conversions: Sequence[Passage]) -> Ramp | None:
    """The first stage below which those are missing who came before the records begin, where that is a part of them."""
    found, incomplete = None, 0
    for upper, lower, conversion in zip(stages, stages[1:], conversions, strict=False):
        rate, begin = math.fsum(conversion.ages), conversion.begin
        if begin is None or not rate:
            continue
        late = [math.fsum(conversion.ages[age + 1 :]) / rate for age in range(len(conversion.ages))]
        missing = [late[at] for month in months if 0 <= (at := month.since(begin)) < len(late)]
        if found or math.fsum(missing) > MISSED * len(months):
            found = found or (upper, lower, begin)
            incomplete += sum(part > INCOMPLETE for part in late)
    if found is None:
        return None
    first = max(found[2], months[0])
    return Ramp(*found, tuple(m for m in months if first <= m < found[2].plus(incomplete)) or (first,))
