"""What a formula comes to: every name in it looked up as a measure, a KPI of the plan, a KPI of the catalogue, or as
what stands in for a measure that nothing says.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from types import MappingProxyType

from kpiplan.kpis.formulas import Formula
from kpiplan.kpis.lookup import find, formula_of, parsed
from kpiplan.kpis.measures import measure
from kpiplan.kpis.record import Kpi
from kpiplan.tuples import NamedTuple

_NO_FORMULAS: Mapping[str, Formula] = MappingProxyType({})


class Evaluation(NamedTuple):
    """A value, the base measures that are missing, and the names looked up that were known.

    The value is None where a measure is missing, and without one missing where something is divided by zero.
    """

    value: float | None
    missing: tuple[str, ...] = ()
    used: tuple[str, ...] = ()


class _Lookup(NamedTuple):
    known: Mapping[str, float]
    own: Mapping[str, Formula]
    found: dict[str, Evaluation]  # what the KPIs come to that were computed already
    told: Collection[str]


def evaluate(
    formula: Formula,
    known: Mapping[str, float],
    own: Mapping[str, Formula] = _NO_FORMULAS,
    told: Collection[str] = (),
) -> Evaluation:
    """What a formula comes to, given base measures over some months and the plan's own formulas.

    Nothing stands in for the measures that are `told` at all, in whatever months: without them it is unknown. A KPI
    whose formula leads back to itself is missing, under its own name.
    """
    lookup = _Lookup(known, own, {}, told)
    for name in inner_first(formula.names, known, own):
        inner = definition(name, own)
        if inner is not None:
            lookup.found[name] = _computed(inner, lookup, ())
    return _computed(formula, lookup, ())


def needed(kpi: Kpi, own: Mapping[str, Formula] = _NO_FORMULAS) -> tuple[str, ...]:
    """All base measures that could serve to compute a KPI: those of its formula first, then what stands in for them."""
    names = list((own.get(kpi.id) or formula_of(kpi)).names)
    for name in names:  # which grows
        names += [inner for inner in dict.fromkeys(_inside(name, own)) if inner not in names]
    return tuple(name for name in names if definition(name, own) is None)


def definition(name: str, own: Mapping[str, Formula]) -> Formula | None:
    """The formula of a KPI; None for a measure, which a KPI that is asked for as it stands names itself."""
    kpi = find(name)
    formula = own.get(name) or (formula_of(kpi) if kpi else None)
    return None if formula is None or formula.text.strip() == name else formula


def _inside(name: str, own: Mapping[str, Formula]) -> tuple[str, ...]:
    """The names that a KPI's formula has, or that stand in for a measure."""
    formula = definition(name, own)
    if formula is not None:
        return formula.names
    base = measure(name)
    return tuple(inner for text in (base.otherwise if base else ()) for inner in parsed(text).names)


def inner_first(names: Iterable[str], known: Iterable[str], own: Mapping[str, Formula]) -> list[str]:
    """Everything that has to be looked up, each after what it is made of, however deep that is."""
    order: list[str] = []
    begun = set(known)
    ahead = [(name, False) for name in names]
    while ahead:
        name, complete = ahead.pop()
        if complete:
            order.append(name)
        elif name not in begun:
            begun.add(name)
            ahead.append((name, True))
            ahead += ((inner, False) for inner in _inside(name, own))
    return order


def _computed(formula: Formula, lookup: _Lookup, within: tuple[str, ...]) -> Evaluation:
    """A formula's result; `within` are the measures for which it stands in, which it can't use itself."""
    parts = {name: _looked_up(name, lookup, within) for name in formula.names}
    used = tuple(dict.fromkeys(name for part in parts.values() for name in part.used))
    missing = tuple(dict.fromkeys(name for part in parts.values() for name in part.missing))
    values = {name: part.value for name, part in parts.items() if part.value is not None}
    if missing:
        return Evaluation(None, missing, used)
    return Evaluation(formula.value(values) if len(values) == len(parts) else None, (), used)


def _looked_up(name: str, lookup: _Lookup, within: tuple[str, ...]) -> Evaluation:
    if name in lookup.known:
        return Evaluation(lookup.known[name], (), (name,))
    if name in lookup.found:
        return lookup.found[name]
    base = measure(name)
    if base is not None and name not in (*within, *lookup.told) and definition(name, lookup.own) is None:
        for text in base.otherwise:
            found = _computed(parsed(text), lookup, (*within, name))
            if not found.missing:
                return found
    return Evaluation(None, (name,))
