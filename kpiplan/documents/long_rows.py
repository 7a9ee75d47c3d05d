"""A row a value, in columns that never change: targets and actuals alike, so that one table holds all of them.

What is not known has no row. Nothing counts twice in a sum: the whole plan has rows of what its segments do not say.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from kpiplan.documents import Rows
from kpiplan.documents.actuals_rows import comparison_rows, measured_rows

if TYPE_CHECKING:
    from kpiplan.analysis.baseline.measured_funnel import Measured
    from kpiplan.analysis.scorecard.score import Score
    from kpiplan.analysis.variance.compare import Comparison
    from kpiplan.figures import Figures

COLUMNS = ("plan", "version", "period", "segment", "kpi", "unit", "value")
PLAN, ACTUAL = "plan", "actual"  # versions: what the plan says as it stands, what happened


def long_targets(results: Figures, version: str = PLAN) -> Rows:
    """Every value of the targets; `version` is the plan, or what it is looked at under."""
    told = {figure.kpi for figure in results.figures if figure.segment is not None}
    shown = [figure for figure in results.figures if figure.segment is not None or figure.kpi not in told]
    rows: Rows = [COLUMNS]
    for figure in shown:
        what = (figure.segment, figure.kpi, figure.unit)
        values = zip(results.periods, figure.values, strict=True)
        rows += [(results.plan, version, period.id, *what, value) for period, value in values if value is not None]
    return rows


def long_actuals(comparison: Comparison, scorecard: Sequence[Score] = ()) -> Rows:
    """Every actual of the months compared, by the names of the plan."""
    units: dict[str, str] = {score.chosen.id: score.chosen.kpi.unit for score in scorecard if score.chosen.kpi}
    units |= {figure.kpi: figure.unit for figure in comparison.figures}
    return _melted(comparison.plan, comparison_rows(comparison, scorecard), units)


def long_measured(measured: Measured) -> Rows:
    """Every count that exports show by themselves, of no plan, and every rate with the ends of its interval."""
    return _melted(None, measured_rows(measured), {row.kpi: row.unit for row in measured.counts})


def _melted(plan: str | None, wide: Rows, units: Mapping[str, str]) -> Rows:
    """A row for each cell of a table that begins with the period and the segment; what has no unit is a ratio."""
    (_, _, *kpis), *table = wide
    rows: Rows = [COLUMNS]
    for at, kpi in enumerate(map(str, kpis)):
        unit = units.get(kpi, "ratio")
        rows += [(plan, ACTUAL, *row[:2], kpi, unit, row[at + 2]) for row in table if row[at + 2] is not None]
    return rows
