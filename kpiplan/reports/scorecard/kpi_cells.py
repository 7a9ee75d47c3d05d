"""Values of a KPI as cells, in the KPI's unit: $480, 45%, 3.2x; what it must be, how far it is, where it went."""

from __future__ import annotations

from collections.abc import Sequence

from kpiplan.kpis.record import Kpi
from kpiplan.kpis.words import range_text, value_text
from kpiplan.locales.english import Locale
from kpiplan.reports.cells import spanned
from kpiplan.reports.model import Cell


def kpi_cell(kpi: Kpi, value: float, currency: str | None, locale: Locale, cents: bool = False) -> Cell:
    """One value; with `cents` beside amounts that have them."""
    return Cell(value_text(kpi, value, currency, locale, cents), value, kpi.unit)


def kpi_range_cell(
    kpi: Kpi, values: Sequence[float], currency: str | None, locale: Locale, cents: bool = False
) -> Cell:
    """From the lowest to the highest; one value where they are the same."""
    return Cell(range_text(kpi, values, currency, locale, cents), spanned(values), kpi.unit)
