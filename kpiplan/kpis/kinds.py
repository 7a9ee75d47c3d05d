"""What becomes of a KPI as time passes: a flow grows with the months, a stock stands, a share is of sums, a rate is of
a length of time.
"""

from __future__ import annotations

import ast
from collections.abc import Collection, Mapping
from types import MappingProxyType
from typing import Literal

from kpiplan.kpis.formulas import Formula
from kpiplan.kpis.lookup import formula_of
from kpiplan.kpis.measures import MEASURES, adds_up, over
from kpiplan.kpis.record import Kpi
from kpiplan.kpis.resolve import definition, inner_first
from kpiplan.tuples import NamedTuple

Kind = Literal["flow", "stock", "share", "rate"]

_NO_FORMULAS: Mapping[str, Formula] = MappingProxyType({})
_STANDS, _GROWS = frozenset({0}), frozenset({1})
_MIXED = frozenset({0, 1})  # neither: what stands and what grows added to each other


class _Powers(NamedTuple):
    """By which powers of the time that passes the parts of a sum grow, and whether anything that grows is in it."""

    found: frozenset[int]
    flows: bool


def kind(kpi: Kpi, own: Mapping[str, Formula] = _NO_FORMULAS, levels: Collection[str] = ()) -> Kind:
    """The kind of a KPI, told from what its formula is made of.

    flow: an amount that adds up over months (leads, revenue, leads + calls). stock: what stands at a time (followers).
    share: flows over flows (leads / visits, spend / leads); over any months it is that of their sums. rate: what grows
    with the months and yet is no amount, so that it must be said of how long it is (customers lost of those there at
    the start). `own` are the plan's own formulas, `levels` those of the plan's own KPIs that don't add up.
    """
    formula = own.get(kpi.id) or formula_of(kpi)
    if formula.text.strip() == kpi.id:
        return "stock" if kpi.id in levels or over(kpi.id) != "sum" or not adds_up(kpi) else "flow"
    if kpi.id not in levels and adds_up(kpi):
        return "flow"
    found = _powers(formula, own, levels)
    if found.found != _STANDS:
        return "rate"
    return "share" if found.flows else "stock"


def at_rest(formula: Formula, own: Mapping[str, Formula] = _NO_FORMULAS) -> float | None:
    """What a formula comes to over no time at all: nothing flows, and every stock is what it was.

    0 of a part that is lost, 1 of a part that stays; None where there is nothing to divide by.
    """
    found: dict[str, float | None] = {}
    for name in (*inner_first(formula.names, (), own), ""):
        inner = definition(name, own) if name else formula
        if inner is None:
            found[name] = 0.0 if over(name) == "sum" else 1.0
            continue
        values = {part: value for part in inner.names if (value := found.get(part)) is not None}
        found[name] = inner.value(values) if len(values) == len(inner.names) else None
    return found[""]


def _powers(formula: Formula, own: Mapping[str, Formula], levels: Collection[str]) -> _Powers:
    known: dict[str, _Powers] = {}
    for name in inner_first(formula.names, (), own):
        inner = definition(name, own)
        if name in levels and inner is None:
            known[name] = _Powers(_STANDS, False)
        elif inner is None or name in MEASURES:
            flows = over(name) == "sum"
            known[name] = _Powers(_GROWS if flows else _STANDS, flows)
        else:
            known[name] = _of(inner.tree, known)
    return _of(formula.tree, known)


def _of(node: ast.expr, known: Mapping[str, _Powers]) -> _Powers:
    match node:
        case ast.Name(id=name):
            return known.get(name, _Powers(_MIXED, True))  # it leads back to itself
        case ast.UnaryOp(operand=operand):
            return _of(operand, known)
        case ast.BinOp(left=left, op=op, right=right):
            one, two = _of(left, known), _of(right, known)
            return _Powers(_combined(one.found, two.found, op), one.flows or two.flows)
        case _:
            return _Powers(_STANDS, False)


def _combined(one: frozenset[int], two: frozenset[int], op: ast.operator) -> frozenset[int]:
    if isinstance(op, ast.Add | ast.Sub):
        return one | two
    if len(one) > 1 or len(two) > 1:
        return _MIXED
    (first,), (second,) = one, two
    return frozenset({first + second if isinstance(op, ast.Mult) else first - second})
