"""Actuals as CSV, unrounded: against a plan, or the measured funnel by itself."""

from __future__ import annotations

import csv
import io

from kpiplan.comparison.compare import Comparison
from kpiplan.measured import Measured
from kpiplan.render.table_csv import defused, number


def comparison_csv(comparison: Comparison) -> str:
    """The actuals of the months compared: one row a period, and segment where segments have actuals of their own.

    Rows of the whole plan follow those of the segments only where it has actuals that no segment has.
    """
    rows = {(figure.segment, figure.kpi): figure for figure in comparison.figures}
    segments = list(dict.fromkeys(figure.segment for figure in comparison.figures))
    own = [name for name in segments if name is not None]
    told = {figure.kpi for figure in comparison.figures if figure.segment is not None and figure.months}
    beyond = comparison.allocated or any(f.months and f.kpi not in told for f in comparison.figures)
    shown = own if own and not beyond else segments
    kpis = list(dict.fromkeys(figure.kpi for figure in comparison.figures if figure.months))
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["period", "segment", *map(defused, kpis)])
    for segment in shown:
        for at, period in enumerate(comparison.periods[: comparison.through]):
            figures = [rows.get((segment, kpi)) for kpi in kpis]
            cells = ["" if figure is None else number(figure.actual[at]) for figure in figures]
            writer.writerow([period.id, defused(segment or ""), *cells])
    return out.getvalue()


def measured_csv(measured: Measured) -> str:
    """One row a month, and segment: counts, then each rate with the ends of its interval."""
    counts = {(row.segment, row.kpi): row.months for row in measured.counts}
    rates = {(row.segment, row.kpi): row.months for row in measured.rates}
    kpis = list(dict.fromkeys(row.kpi for row in measured.counts))
    converted = list(dict.fromkeys(row.kpi for row in measured.rates))
    ends = [f"{kpi} {end}" for kpi in converted for end in ("rate", "rate low", "rate high")]
    nothing = (None,) * len(measured.months)
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["period", "segment", *map(defused, kpis), *map(defused, ends)])
    for segment in measured.segments:
        for at, month in enumerate(measured.months):
            cells = [number(counts.get((segment, kpi), nothing)[at]) for kpi in kpis]
            for kpi in converted:
                rate = rates.get((segment, kpi), nothing)[at]
                cells += [number(value) for value in rate or (None, None, None)]
            writer.writerow([str(month), defused(segment or ""), *cells])
    return out.getvalue()
