"""Actuals as CSV, unrounded: against a plan, or the measured funnel by itself."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

from kpiplan.analysis.baseline.measured_funnel import Measured
from kpiplan.analysis.scorecard.score import Score
from kpiplan.analysis.variance.compare import Comparison
from kpiplan.exports.cells.formulas import defused
from kpiplan.formats.csv import number


def comparison_csv(comparison: Comparison, scorecard: Sequence[Score] = ()) -> str:
    """The actuals of the months compared: one row a period, and segment where segments have actuals of their own.

    Rows of the whole plan follow those of the segments only where it has actuals that no segment has. The KPIs of the
    scorecard follow the funnel's, with their values by month.
    """
    rows: dict[tuple[str | None, str], Sequence[float | None]] = {
        (score.segment, score.chosen.id): score.months
        for score in scorecard
        if score.chosen.kpi and score.part is None and any(value is not None for value in score.months)
    }
    scored = list(dict.fromkeys(rows))
    rows.update({(figure.segment, figure.kpi): figure.actual for figure in comparison.figures})
    segments = list(dict.fromkeys(figure.segment for figure in comparison.figures))
    own = [name for name in segments if name is not None]
    told = {figure.kpi for figure in comparison.figures if figure.segment is not None and figure.months}
    beyond = comparison.allocated or any(f.months and f.kpi not in told for f in comparison.figures)
    beyond = beyond or any(segment is None and (name, kpi) not in rows for segment, kpi in scored for name in own)
    shown = own if own and not beyond else segments
    found = [figure.kpi for figure in comparison.figures if figure.months]
    kpis = list(dict.fromkeys([*found, *(kpi for _, kpi in scored)]))
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["period", "segment", *map(defused, kpis)])
    for segment in shown:
        for at, period in enumerate(comparison.periods[: comparison.through]):
            columns = [rows.get((segment, kpi)) for kpi in kpis]
            cells = ["" if values is None else number(values[at]) for values in columns]
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
