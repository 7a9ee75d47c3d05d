"""Figures as CSV, unrounded."""

from __future__ import annotations

import csv
import io

from kpiplan.cells import defused
from kpiplan.figures import Figures

_IN_FULL = 1e21  # whole numbers below have no exponent


def figures_csv(results: Figures) -> str:
    """One row a period, and segment where the plan has any. No totals, so that nothing counts twice."""
    names = dict.fromkeys(figure.segment for figure in results.figures)
    segments = [name for name in names if name is not None or len(names) == 1]
    found = {(figure.segment, figure.kpi): figure for figure in results.figures}
    kpis = list(dict.fromkeys(figure.kpi for figure in results.figures if figure.segment in segments))
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["period", "segment", *map(defused, kpis)])
    for segment in segments:
        columns = [found.get((segment, kpi)) for kpi in kpis]
        for at, period in enumerate(results.periods):
            row = ["" if figure is None else number(figure.values[at]) for figure in columns]
            writer.writerow([period.id, defused(segment or ""), *row])
    return out.getvalue()


def number(value: float | None) -> str:
    """A number as data: whole ones in full, others with all their digits; nothing for None."""
    if value is None:
        return ""
    return str(int(value)) if value.is_integer() and abs(value) < _IN_FULL else repr(value)
