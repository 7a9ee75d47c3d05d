"""Figures as a pandas DataFrame. pandas is imported when one is asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kpiplan.figures import Figures

if TYPE_CHECKING:
    import pandas as pd


def to_frame(results: Figures) -> pd.DataFrame:
    """A tidy frame, one row a period, segment and KPI.

    Columns: `period` (its identifier), `start` (its first day, a timestamp), `segment` (missing for the whole plan),
    `kpi`, `unit`, `value` (missing where a ratio has no denominator).
    """
    import pandas as pd

    rows = [
        (period.id, f"{period.first}-01", figure.segment, figure.kpi, figure.unit, value)
        for figure in results.figures
        for period, value in zip(results.periods, figure.values, strict=True)
    ]
    frame = pd.DataFrame(rows, columns=["period", "start", "segment", "kpi", "unit", "value"])
    return frame.astype({"start": "datetime64[s]", "value": "float64"})
