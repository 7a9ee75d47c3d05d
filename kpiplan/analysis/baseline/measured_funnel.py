"""The funnel as it was measured, without a plan: counts by month, and rates with the range that chance leaves them."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from types import MappingProxyType
from typing import TYPE_CHECKING

from kpiplan.analysis.baseline.conversions import linked
from kpiplan.analysis.baseline.estimators import NORMAL_95, ByAge, by_age
from kpiplan.exports import read_cohorts
from kpiplan.exports.cutoff import Figures, Key, Taken, days, taken
from kpiplan.exports.results import Cohorts, Exports, Note, Refusal
from kpiplan.figures import Unit
from kpiplan.kpis.built_in import EXPORTED, built_in
from kpiplan.months import Month
from kpiplan.plan.export_rules import FileRules
from kpiplan.tuples import NamedTuple

if TYPE_CHECKING:
    from kpiplan.exports.files.parquet import Named

STAGES = ("visits", "leads", "mqls", "sqls", "opportunities", "customers")  # as exports call them, top to bottom
AT_ONCE = frozenset({("visits", "leads")})  # a visitor leaves a name during the visit; elsewhere time passes

Row = tuple[float | None, ...]  # a value a month
Linked = Mapping[tuple[str, str], Sequence[Cohorts]]  # by stage above and below


class Rate(NamedTuple):
    """A share, and the interval that covers the true one in 95 samples of 100; None where there can be none.

    A share with a `low` end alone still rises where the records end: it is the least that the true one can be.
    """

    rate: float
    low: float | None
    high: float | None


class Counted(NamedTuple):
    """One KPI of a segment or (None) of the whole by month, and together. None: the exports do not say.

    `targets` are those that the exports have beside it; none where they have none.
    """

    segment: str | None
    kpi: str
    unit: Unit
    months: Row
    total: float
    targets: Row = ()

    @property
    def pairs(self) -> tuple[tuple[float, float] | None, ...]:
        """Actual and target of each month that has both, and of all of these together."""
        both = [
            None if actual is None or target is None else (actual, target)
            for actual, target in zip(self.months, self.targets, strict=False)
        ]
        known = [pair for pair in both if pair]
        total = (math.fsum(actual for actual, _ in known), math.fsum(target for _, target in known))
        return (*both, total if known else None) if self.targets else ()


class Converted(NamedTuple):
    """Arrivals at a stage over those at the stage above in the same month, and over all months that know both.

    Where rows date both stages (`by_age`), the total is of units that are followed from one to the other. `rising` is
    the age in months at which it still rises.
    """

    segment: str | None
    kpi: str
    above: str
    months: tuple[Rate | None, ...]
    total: Rate | None
    by_age: bool = False
    rising: int | None = None


class Measured(NamedTuple):
    """What exports show by themselves; the first of the `months` is covered from its day `since` on, the last up to its
    `day`.
    """

    months: tuple[Month, ...]
    day: int
    counts: tuple[Counted, ...]
    rates: tuple[Converted, ...]
    notes: tuple[Note, ...]
    since: int = 1

    @property
    def part(self) -> float:
        """How much of the last month is covered."""
        return self.day / days(self.months[-1])

    @property
    def segments(self) -> tuple[str | None, ...]:
        """The segments, the whole last."""
        return tuple(dict.fromkeys(row.segment for row in self.counts))


def wilson(part: float, whole: float) -> Rate | None:
    """The share `part / whole` with its 95% interval by Wilson (1927); no interval where part exceeds whole."""
    if whole <= 0:
        return None
    share, z = part / whole, NORMAL_95
    if part < 0 or part > whole:
        return Rate(share, None, None)
    scale = 1 + z * z / whole
    middle = (share + z * z / (2 * whole)) / scale
    reach = z / scale * math.sqrt(share * (1 - share) / whole + z * z / (4 * whole * whole))
    return Rate(share, middle - reach if part > 0 else 0.0, middle + reach if part < whole else 1.0)


def read_linked(inputs: Sequence[Named], rules: Sequence[FileRules], exports: Exports) -> Linked:
    """Of every pair of stages that follow each other, the cohorts of the exports whose rows date both."""
    if not any(source.records for source in exports.sources):
        return {}
    known = {measure.kpi for measure in exports.measures}
    pairs = pairwise(kpi for kpi in STAGES if kpi in known)
    return {pair: found for pair in pairs if (found := read_cohorts(inputs, *pair, rules=rules))}


def measure(exports: Exports, through: Month | None, followed: Linked = MappingProxyType({})) -> Measured | Refusal:
    """The funnel that exports show, an incomplete last month included; what is wrong where they show no month.

    `followed` are the cohorts of the stages that rows date (`read_linked`).
    """
    found = taken(exports, through or (exports.partial.month if exports.partial else None))
    if isinstance(found, Refusal):
        return found
    known = sorted({month for values in found.figures.values() for month in values})
    months = tuple(known[0].plus(at) for at in range(known[-1].since(known[0]) + 1))
    whole = [month for month in months if month != found.begin and (found.part == 1 or month != found.last)]
    ages = {pair: by_age(*linked(cohorts, whole[-1]), whole) for pair, cohorts in followed.items() if whole}
    kpis = _in_order(found.figures)
    counts, rates = [], []
    for segment in sorted({segment for segment, _ in found.figures}, key=lambda name: (name is None, name or "")):
        own = {kpi: found.figures[segment, kpi] for kpi in kpis if (segment, kpi) in found.figures}
        counts += [
            Counted(
                segment,
                kpi,
                built_in(kpi).unit,
                _row(values, months),
                math.fsum(values.values()),
                _targets(exports, found, (segment, kpi), months),
            )
            for kpi, values in own.items()
        ]
        rates += list(_rates(segment, own, months, ages))
    return Measured(months, found.day, tuple(counts), tuple(rates), found.notes, found.since)


def _targets(exports: Exports, found: Taken, key: Key, months: Sequence[Month]) -> Row:
    """What the exports say was planned for a KPI: of a month that is covered in part for these days."""
    planned = next((each for each in exports.targets if (each.segment, each.kpi) == key), None)
    if planned is None:
        return ()
    values = dict(planned.values)
    for month in {found.begin or found.last, found.last} & values.keys():
        since, day = found.since if month == found.begin else 1, found.day if month == found.last else days(month)
        by_day = planned.days.get(month)
        if by_day is None:
            values[month] *= (day - since + 1) / days(month)
        else:
            values[month] = math.fsum(amount for at, amount in by_day.items() if since <= at <= day)
    return _row(values, months)


def _in_order(figures: Figures) -> list[str]:
    """Stages from the top, what no stage is known by in the order of the exports, money."""
    kpis = list(dict.fromkeys(kpi for _, kpi in figures))
    stages = [kpi for kpi in STAGES if kpi in kpis]
    money = [kpi for kpi in EXPORTED if kpi in kpis]
    return [*stages, *(kpi for kpi in kpis if kpi not in stages and kpi not in money), *money]


def _row(values: Mapping[Month, float], months: Sequence[Month]) -> Row:
    return tuple(values.get(month) for month in months)


def _rates(
    segment: str | None,
    counts: Mapping[str, Mapping[Month, float]],
    months: Sequence[Month],
    ages: Mapping[tuple[str, str], ByAge],
) -> Iterator[Converted]:
    """Rates between the known stages, each to the next one that the exports have.

    Units of the same months are the same units only where no time passes between the stages: there alone the interval
    of a ratio covers what it says.
    """
    for above, below in pairwise(kpi for kpi in STAGES if kpi in counts):
        both = [month for month in months if month in counts[above] and month in counts[below]]
        found = ages.get((above, below))
        at_once = (above, below) in AT_ONCE or (found is not None and len(found.parts) == 1)
        share = wilson if at_once else _ratio
        yield _followed(
            Converted(
                segment,
                below,
                above,
                tuple(share(counts[below][month], counts[above][month]) if month in both else None for month in months),
                share(*(math.fsum(counts[kpi][month] for month in both) for kpi in (below, above))),
            ),
            None if at_once or segment is not None else found,
        )


def _followed(row: Converted, found: ByAge | None) -> Converted:
    """The row with the rate of units that were followed, if any."""
    if found is None or not found.parts:
        return row
    low, high = found.interval or (None, None)
    if found.rising:
        return row._replace(total=Rate(found.rate, low, None), by_age=True, rising=found.ages - 1)
    return row._replace(total=Rate(found.rate, low, high), by_age=True)


def _ratio(part: float, whole: float) -> Rate | None:
    return Rate(part / whole, None, None) if whole > 0 else None
