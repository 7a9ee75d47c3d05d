"""The whole of several segments: only months that all of them know, only segments that have all stages of a ratio."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping

from kpiplan.analysis.scorecard.measures import Known, Months, formula
from kpiplan.kpis.formulas import Formula
from kpiplan.kpis.measures import MEASURES
from kpiplan.kpis.record import Kpi
from kpiplan.kpis.resolve import definition
from kpiplan.locales.digits import NOISE

Funnels = Mapping[str, Collection[str]]  # the stages of each segment


def whole(told: Mapping[str, Months], segments: Mapping[str, Known], funnels: Funnels) -> dict[str, Months]:
    """The measures of the whole plan, without the months in which they are but the sum of some segments.

    A segment is missed in a month where it has the measure in another, or a stage of that name in its funnel.
    """
    return {name: _complete(name, values, segments, funnels) for name, values in told.items()}


def _complete(name: str, values: Months, segments: Mapping[str, Known], funnels: Funnels) -> Months:
    holders = [
        known.measures.get(name, {})
        for segment, known in segments.items()
        if name in known.measures or name in funnels.get(segment, ())
    ]
    return {month: value for month, value in values.items() if not _is_sum_of_some(month, value, holders)}


def _is_sum_of_some(month: int, value: float, holders: Collection[Months]) -> bool:
    parts = [held[month] for held in holders if month in held]
    some = 0 < len(parts) < len(holders)
    return some and abs(value - math.fsum(parts)) <= NOISE * max(1.0, abs(value))


def comparable(kpi: Kpi, known: Known, segments: Mapping[str, Known], funnels: Funnels) -> Known:
    """What a KPI of the whole plan is made of: of stages that some segments lack, the sums of those that have them all.

    SQLs of every segment over MQLs of one are no conversion of anybody.
    """
    stages = _stages(formula(kpi, known), known, funnels)
    fit = [name for name, own in funnels.items() if stages and stages <= set(own)]
    if not fit or len(fit) == len(funnels) or not segments:
        return known
    held = [segments[name].measures if name in segments else {} for name in fit]
    return known._replace(measures={**known.measures, **{stage: _summed(stage, held) for stage in stages}})


def _summed(stage: str, held: Collection[Mapping[str, Months]]) -> Months:
    first, *others = [measures.get(stage, {}) for measures in held]
    months = [month for month in first if all(month in other for other in others)]
    return {month: math.fsum(values[month] for values in (first, *others)) for month in months}


def _stages(formula: Formula, known: Known, funnels: Funnels) -> set[str]:
    """The stages that a formula is made of; none where it is made of anything else too."""
    every = {stage for own in funnels.values() for stage in own}
    found: set[str] = set()
    ahead, seen = list(formula.names), set[str]()
    while ahead:
        name = ahead.pop()
        if name in seen:
            continue
        seen.add(name)
        inner = definition(name, known.own)
        base = MEASURES.get(name)
        if name in every:
            found.add(name)
        elif inner is not None:
            ahead += inner.names
        elif base and base.otherwise and base.otherwise[0] in MEASURES:  # `won` is customers
            ahead.append(base.otherwise[0])
        else:
            return set()
    return found
