"""Actuals as rows, unrounded: against a plan, or the measured funnel by itself."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kpiplan.analysis.baseline.measured_funnel import Measured
    from kpiplan.analysis.scorecard.score import Score
    from kpiplan.analysis.variance.compare import Comparison
    from kpiplan.documents import Datum, Rows


def comparison_rows(comparison: Comparison, scorecard: Sequence[Score] = ()) -> Rows:
    """The actuals of the months compared: one row a period, and segment where segments have actuals of their own.

    Rows of the whole plan follow those of the segments only where it has actuals that no segment has. The KPIs of the
    scorecard follow the funnel's, with their values by month.
    """
    found: dict[tuple[str | None, str], Sequence[float | None]] = {
        (score.segment, score.chosen.id): score.months
        for score in scorecard
        if score.chosen.kpi and score.part is None and any(value is not None for value in score.months)
    }
    scored = list(dict.fromkeys(found))
    found.update({(figure.segment, figure.kpi): figure.actual for figure in comparison.figures})
    segments = list(dict.fromkeys(figure.segment for figure in comparison.figures))
    own = [name for name in segments if name is not None]
    told = {figure.kpi for figure in comparison.figures if figure.segment is not None and figure.months}
    beyond = comparison.allocated or any(f.months and f.kpi not in told for f in comparison.figures)
    beyond = beyond or any(segment is None and (name, kpi) not in found for segment, kpi in scored for name in own)
    shown = own if own and not beyond else segments
    seen = [figure.kpi for figure in comparison.figures if figure.months]
    kpis = list(dict.fromkeys([*seen, *(kpi for _, kpi in scored)]))
    rows: Rows = [["period", "segment", *kpis]]
    for segment in shown:
        for at, period in enumerate(comparison.periods[: comparison.through]):
            columns = [found.get((segment, kpi)) for kpi in kpis]
            rows.append([period.id, segment, *(None if values is None else values[at] for values in columns)])
    return rows


def measured_rows(measured: Measured) -> Rows:
    """One row a month, and segment: counts, targets that the exports have, then each rate with the ends of its
    interval.
    """
    counts = {(row.segment, row.kpi): row.months for row in measured.counts}
    targets = {(row.segment, row.kpi): row.targets for row in measured.counts if row.targets}
    rates = {(row.segment, row.kpi): row.months for row in measured.rates}
    kpis = list(dict.fromkeys(row.kpi for row in measured.counts))
    converted = list(dict.fromkeys(row.kpi for row in measured.rates))
    ends = [f"{kpi} {end}" for kpi in converted for end in ("rate", "rate low", "rate high")]
    nothing = (None,) * len(measured.months)
    planned = list(dict.fromkeys(kpi for _, kpi in targets))
    rows: Rows = [["period", "segment", *kpis, *(f"{kpi} target" for kpi in planned), *ends]]
    for segment in measured.segments:
        for at, month in enumerate(measured.months):
            values: list[Datum] = [counts.get((segment, kpi), nothing)[at] for kpi in kpis]
            values += [targets.get((segment, kpi), nothing)[at] for kpi in planned]
            for kpi in converted:
                values += rates.get((segment, kpi), nothing)[at] or (None, None, None)
            rows.append([str(month), segment, *values])
    return rows
