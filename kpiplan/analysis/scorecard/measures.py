"""Base measures by plan month, planned or seen, and what a formula over them comes to: ratios of sums, never of ratios.

Months count from 1, the plan's first, to 12.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence
from types import MappingProxyType

from kpiplan.kpis import find, formula_of
from kpiplan.kpis.formulas import Formula
from kpiplan.kpis.kinds import at_rest, kind
from kpiplan.kpis.measures import MEASURES, Over, over
from kpiplan.kpis.record import Kpi
from kpiplan.kpis.resolve import Evaluation, evaluate
from kpiplan.locales.digits import NOISE
from kpiplan.months import YEAR_MONTHS
from kpiplan.tuples import NamedTuple

Months = Mapping[int, float]


class Known(NamedTuple):
    """What is known of a segment or the whole plan: base measures by month, and KPIs that are given as they stand.

    `own` are the formulas of the plan's own KPIs, which others may name; `levels` those of them that don't add up.
    `deal` is the revenue that a customer is planned to bring. `told` are the measures that exports have at all, of
    whatever segment and month: where one of them is not in `measures` it is unknown, and nothing stands in for it.
    `several` are the KPIs that the plan lets be above 100%: several units come of one (`each`).
    """

    measures: Mapping[str, Months]
    own: Mapping[str, Formula] = MappingProxyType({})
    levels: Collection[str] = ()
    deal: float | None = None
    told: Collection[str] = ()
    several: Collection[str] = ()


class KpiValue(NamedTuple):
    """A KPI over some months: its value (None: nothing to divide by, or unknown), the base measures that are missing,
    the months that it really covers, and the amounts it was computed of. `given`: it stands in an export as it is.
    `beyond`: what it would have been, were a share above 100% one.
    """

    value: float | None
    missing: tuple[str, ...] = ()
    months: tuple[int, ...] = ()
    amounts: Mapping[str, float] = MappingProxyType({})
    given: bool = False
    beyond: float | None = None


def formula(kpi: Kpi, known: Known) -> Formula:
    """The formula of a KPI: the plan's own, else the catalogue's."""
    return known.own.get(kpi.id) or formula_of(kpi)


def value(kpi: Kpi, known: Known, months: Sequence[int], period: int = 1) -> KpiValue:
    """The KPI over some months; one that is given as it stands is the sum of what adds up, else the latest.

    What is of a length of time (`kinds.kind`: rate) is of `period` months, however many there are. A share that comes
    to more than 100% is unknown: what is counted below is no part of what is counted above.
    """
    own = formula(kpi, known)
    if kpi.id in known.measures and kpi.id not in MEASURES:
        found = _as_given(kpi, own, known, months)
    elif kind(kpi, known.own, known.levels) == "rate":
        found = _of_time(kpi, own, known, months, period)
    else:
        found = _over_all(own, known, months)
    if found.value is not None and found.value > 1 + NOISE and is_share(kpi) and kpi.id not in known.several:
        return found._replace(value=None, beyond=found.value)
    return found


def _over_all(own: Formula, known: Known, months: Sequence[int]) -> KpiValue:
    """A formula over the months that know its measures, together."""
    found = _evaluated(own, known, months)
    if found.missing:
        return KpiValue(None, found.missing)
    there = _covered(found.used, known, months)
    if not there:
        held = [known.measures[name] for name in found.used]
        return KpiValue(
            None, tuple(n for n, of in zip(found.used, held, strict=True) if any(m not in of for m in months))
        )
    if len(there) < len(months):
        found = _evaluated(own, known, there)
    return KpiValue(found.value, found.missing, there, _amounts(known, there))


def is_share(kpi: Kpi) -> bool:
    """Whether a KPI of the catalogue is a part of a whole: a ratio of counts, and no multiple."""
    parts = formula_of(kpi).fraction if kpi.unit == "ratio" and not kpi.scale and find(kpi.id) else None
    return parts is not None and all(
        base is not None and base.unit == "count" for part in parts for base in map(MEASURES.get, part.names)
    )


def _as_given(kpi: Kpi, formula: Formula, known: Known, months: Sequence[int]) -> KpiValue:
    given = known.measures[kpi.id]
    there = tuple(month for month in months if month in given)
    computed = formula.text.strip() != kpi.id
    if not there:
        return KpiValue(None, (kpi.id,), given=computed)
    if _over(kpi.id, known) == "last":
        there = there[-1:]
    return KpiValue(math.fsum(given[month] for month in there), (), there, _amounts(known, there), computed)


def _covered(used: Sequence[str], known: Known, months: Sequence[int]) -> tuple[int, ...]:
    """The months that know all measures: every one what adds up, the first what holds at the start, the last levels.

    Of levels alone it is the last month: there is nothing to add up.
    """
    by: dict[Over, list[Months]] = {"sum": [], "first": [], "last": []}
    for name in used:
        by[_over(name, known)].append(known.measures[name])
    there = [month for month in months if all(month in held for held in by["sum"])]
    while there and any(there[-1] not in held for held in by["last"]):
        there.pop()
    while there and any(there[0] not in held for held in by["first"]):
        there.pop(0)
    return tuple(there if by["sum"] or by["first"] else there[-1:])


def _evaluated(formula: Formula, known: Known, months: Sequence[int]) -> Evaluation:
    return evaluate(formula, _amounts(known, months), known.own, {*known.told, *known.measures})


def _over(name: str, known: Known) -> Over:
    return "last" if name in known.levels else over(name)


def _amounts(known: Known, months: Sequence[int]) -> dict[str, float]:
    """Every measure over some months: its sum, or its first or last value in them."""
    found = {}
    for name, values in known.measures.items():
        there = [month for month in months if month in values]
        if there:
            how = _over(name, known)
            ends = there[-1 if how == "last" else 0]
            found[name] = math.fsum(values[month] for month in there) if how == "sum" else values[ends]
    return found


def _of_time(kpi: Kpi, own: Formula, known: Known, months: Sequence[int], period: int) -> KpiValue:
    """What is of a length of time, of one `period`: of a ratio all that counts over all that it is part of, of anything
    else the mean of the months.

    Counted are whole periods, from the plan's first month on, or else months, or else the one stretch that is known;
    then in proportion: a loss of 2% in a month is 6% a quarter.
    """
    length = period if kpi.unit == "ratio" else 1
    together = _over_all(own, known, months)
    spans = [_known_whole(own, known, months, size) for size in dict.fromkeys((length, 1))]
    if together.months and together.months[-1] - together.months[0] == len(together.months) - 1:
        spans.append((together.months,))
    for found in filter(None, spans):
        there = tuple(month for span in found for month in span)
        amount = _together(kpi, own, known, found)
        if len(found[0]) != length and amount is not None:
            rest = at_rest(own, known.own)
            amount = None if rest is None else rest + (amount - rest) * length / len(found[0])
        return KpiValue(amount, (), there, _amounts(known, there))
    return together._replace(value=None, months=())


def _known_whole(own: Formula, known: Known, months: Sequence[int], size: int) -> tuple[tuple[int, ...], ...]:
    """The stretches of so many months, from the plan's first on, that lie in the months and know all measures."""
    spans = (tuple(range(at, at + size)) for at in range(1, YEAR_MONTHS + 1, size))
    return tuple(span for span in spans if set(span) <= set(months) and _over_all(own, known, span).months == span)


def _together(kpi: Kpi, own: Formula, known: Known, spans: Sequence[Sequence[int]]) -> float | None:
    """A formula over stretches of the same length as one of them."""
    parts = own.fraction if kpi.unit == "ratio" else None
    if parts is not None:
        above, below = ([_evaluated(part, known, span).value for span in spans] for part in parts)
        tops = [top for top in above if top is not None]
        bottoms = [bottom for bottom in below if bottom is not None]
        whole = math.fsum(bottoms)
        return math.fsum(tops) / whole if len(tops) == len(bottoms) == len(spans) and whole else None
    each = [value for span in spans if (value := _evaluated(own, known, span).value) is not None]
    if len(each) == len(spans):
        return math.fsum(each) / len(each)
    # a month with nothing to divide by, such as one without opportunities, is one in which nothing came
    together = _evaluated(own, known, [month for span in spans for month in span]).value
    return None if together is None else together / len(spans)
