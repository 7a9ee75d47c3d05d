"""Figures beside each other, and how much more or less one is than another: +19,606 (+39%), -5.36 points, =."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from kpiplan.figures import Unit
from kpiplan.kpis.built_in import BUILT_IN
from kpiplan.locales.digits import NOISE
from kpiplan.locales.english import Locale
from kpiplan.reports.cells import NOTHING, change_of_cell, people_cells, percent_cell, unknown
from kpiplan.reports.labels import money_label
from kpiplan.reports.model import Cell
from kpiplan.tuples import NamedTuple


class Values(NamedTuple):
    """The values of one figure (None: not known), and how they are written; `multiple`: 4.2x, not 420%."""

    values: tuple[float | None, ...]
    unit: Unit
    multiple: bool = False


def cells(row: Values, currency: str | None, locale: Locale) -> tuple[Cell, ...]:
    """The values beside each other."""
    if row.multiple:
        return tuple(_said(v, row.unit, lambda v: locale.say("{number}x", number=locale.count(v))) for v in row.values)
    if row.unit == "duration":
        return tuple(
            _said(v, row.unit, lambda v: locale.say("{number} mo", number=locale.count(v))) for v in row.values
        )
    if row.unit == "ratio":
        return tuple(percent_cell(locale, value) for value in row.values)
    return people_cells(locale, row.unit, row.values, currency)


def _said(value: float | None, unit: Unit, text: Callable[[float], str]) -> Cell:
    return unknown(unit) if value is None else Cell(text(value), value, unit)


def more_cell(value: float | None, base: float | None, row: Values, currency: str | None, locale: Locale) -> Cell:
    """How much more a value is than the base, in amounts and in parts of it; nothing where one is not known."""
    if base is None or value is None:
        return NOTHING
    off = value - base
    if abs(off) <= NOISE * max(abs(value), abs(base)):
        return Cell("=", 0.0, row.unit, "dim")
    sign = "+" if off > 0 else "-"
    if row.unit == "ratio" and not row.multiple:
        number = f"{sign}{locale.significant(abs(off) * 100, 3)}"
        return Cell(locale.say("{number} points", number=number), off, "ratio")
    size = cells(row._replace(values=(abs(off),)), currency, locale)[0].text
    if row.unit == "currency":
        size = change_of_cell(locale, abs(off), currency, row.values).text.lstrip("+")
    if row.multiple or not base:
        return Cell(f"{sign}{size}", off, row.unit)
    part = locale.percent(abs(off) / abs(base), 2)
    return Cell(locale.say("{amount} ({part})", amount=f"{sign}{size}", part=f"{sign}{part}"), off, row.unit)


def figure_label(locale: Locale, kpi: str, labels: Mapping[str, str], *, recurring: bool) -> str:
    """What a figure is called: money as tables have it, a stage by its label, a source behind its stage."""
    if kpi in BUILT_IN:
        return money_label(locale, kpi, recurring=recurring)
    stage, _, source = kpi.partition(".")
    said = locale.term(stage, labels.get(stage, ""))
    return locale.say("{figure}: {source}", figure=said, source=source) if source else said
