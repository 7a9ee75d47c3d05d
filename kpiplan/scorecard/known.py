"""Base measures by plan month, planned or seen, and what a formula over them comes to: ratios of sums, never of ratios.

Months count from 1, the plan's first, to 12.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

from kpiplan.formulas import Formula
from kpiplan.kpis import formula_of
from kpiplan.kpis.measures import MEASURES, Over, over
from kpiplan.kpis.record import Kpi
from kpiplan.kpis.resolve import Result, evaluate

Months = Mapping[int, float]


class Known(NamedTuple):
    """What is known of a segment or the whole plan: base measures by month, and KPIs that are given as they stand.

    `own` are the formulas of the plan's own KPIs, which others may name; `levels` those of them that don't add up.
    `deal` is the revenue that a customer is planned to bring.
    """

    measures: Mapping[str, Months]
    own: Mapping[str, Formula] = MappingProxyType({})
    levels: Collection[str] = ()
    deal: float | None = None


class Value(NamedTuple):
    """A KPI over some months: its value (None: nothing to divide by, or unknown), the base measures that are missing,
    the months that it really covers, and the amounts it was computed of. `given`: it stands in an export as it is.
    """

    value: float | None
    missing: tuple[str, ...] = ()
    months: tuple[int, ...] = ()
    amounts: Mapping[str, float] = MappingProxyType({})
    given: bool = False


def formula(kpi: Kpi, known: Known) -> Formula:
    """The formula of a KPI: the plan's own, else the catalogue's."""
    return known.own.get(kpi.id) or formula_of(kpi)


def value(kpi: Kpi, known: Known, months: Sequence[int]) -> Value:
    """The KPI over some months; one that is given as it stands is the sum of what adds up, else the latest."""
    own = formula(kpi, known)
    if kpi.id in known.measures and kpi.id not in MEASURES:
        return _as_given(kpi, own, known, months)
    found = _evaluated(own, known, months)
    if found.missing:
        return Value(None, found.missing)
    there = _covered(found.used, known, months)
    if not there:
        held = [known.measures[name] for name in found.used]
        return Value(None, tuple(n for n, of in zip(found.used, held, strict=True) if any(m not in of for m in months)))
    if len(there) < len(months):
        found = _evaluated(own, known, there)
    return Value(found.value, found.missing, there, _amounts(known, there))


def _as_given(kpi: Kpi, formula: Formula, known: Known, months: Sequence[int]) -> Value:
    given = known.measures[kpi.id]
    there = tuple(month for month in months if month in given)
    computed = formula.text.strip() != kpi.id
    if not there:
        return Value(None, (kpi.id,), given=computed)
    if _over(kpi.id, known) == "last":
        there = there[-1:]
    return Value(math.fsum(given[month] for month in there), (), there, _amounts(known, there), computed)


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


def _evaluated(formula: Formula, known: Known, months: Sequence[int]) -> Result:
    return evaluate(formula, _amounts(known, months), known.own)


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
