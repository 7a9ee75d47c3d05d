"""KPIs of a plan's own: the record that each has, read from its keys before their values are, whose shapes it says."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast, get_args

from kpiplan.figures import Unit
from kpiplan.kpis.formulas import FormulaError, parse
from kpiplan.kpis.record import Better, Kpi, Scale
from kpiplan.language.keys.kpi_limits import per_period
from kpiplan.language.yaml.nodes import Node
from kpiplan.plan.kpi_goals import in_words
from kpiplan.problems import nearest

UNITS: tuple[str, ...] = get_args(Unit)
OWN = ("formula", "unit", "direction")  # what only a KPI of the plan's own states
_VALUES = ("at_least", "at_most", "between", "from", "reach")


def is_own(held: Node) -> bool:
    """Whether a KPI is the plan's own: it states a formula or a unit."""
    return held.kind == "mapping" and any(held.has(name) for name in OWN)


def own_kpi(name: str, held: Node) -> Kpi:
    """The record of a KPI of the plan's own, as far as its keys can be read; a formula left out is its own name."""
    formula, unit, better = (found.text if (found := held.get(key)) else "" for key in OWN)
    try:
        text = parse(formula).text
    except FormulaError:
        text = name
    unit = nearest(unit, UNITS) or "" if unit else ""  # one that is mistaken is reported where it is read
    if not unit and any(_any(held.get(key), _is_percentage) for key in _VALUES):
        unit = "ratio"
    lower = better == "lower" or (not better and held.has("at_most"))
    label = held.get("name")
    return own_record(
        name,
        text,
        cast(Unit, unit) if unit in UNITS else "count",
        "lower" if lower else "higher",
        label.text if label else "",
        given=not held.has("formula") and not any(_any(held.get(key), _is_per_period) for key in _VALUES),
    )


def own_record(name: str, formula: str, unit: Unit, better: Better, label: str = "", *, given: bool = False) -> Kpi:
    """A record with what a plan says of a KPI of its own."""
    shown = label or in_words(name)
    scale: Scale = "days" if unit == "duration" else ""
    return Kpi(
        name, shown, formula, unit, better, "low", "both", "monthly", "leads and sales", "", "", "", scale, given=given
    )


def _any(node: Node | None, says: Callable[[str], bool]) -> bool:
    """Whether a value, or one within it, says something of the KPI by how it is written."""
    if node is None:
        return False
    if node.kind == "scalar":
        return says(node.text)
    return any(_any(inner, says) for inner in (*node.items, *(held for _, held in node.pairs)))


def _is_per_period(text: str) -> bool:
    """An amount of a month, quarter or year, which says that it adds up."""
    return per_period(text) is not None


def _is_percentage(text: str) -> bool:
    """A percent sign, which says the unit."""
    return text.endswith("%")
