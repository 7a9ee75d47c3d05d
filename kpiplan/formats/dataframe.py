"""Rows of figures as a pandas DataFrame. pandas is imported when one is asked for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from kpiplan.documents import Datum

if TYPE_CHECKING:
    import pandas as pd


def to_frame(rows: Sequence[Sequence[Datum]]) -> pd.DataFrame:
    """A tidy frame, one row a period, segment and KPI (`documents.targets.tidy_rows`).

    Columns: `period` (its identifier), `start` (its first day, a timestamp), `segment` (missing for the whole plan),
    `kpi`, `unit`, `value` (missing where a ratio has no denominator).
    """
    import pandas as pd

    frame = pd.DataFrame(rows, columns=["period", "start", "segment", "kpi", "unit", "value"])
    return frame.astype({"start": "datetime64[s]", "value": "float64"})


def scenarios_frame(rows: Sequence[Sequence[Datum]]) -> pd.DataFrame:
    """A tidy frame, one row a scenario, period, segment and KPI (`documents.scenarios.long_rows`)."""
    import pandas as pd

    frame = pd.DataFrame(rows, columns=["scenario", "period", "segment", "kpi", "unit", "value"])
    return frame.astype({"value": "float64"})


def rows_frame(rows: Sequence[Sequence[Datum]]) -> pd.DataFrame:
    """Rows as a frame; the first one names the columns."""
    import pandas as pd

    return pd.DataFrame(rows[1:], columns=list(rows[0]))


def replan_frame(rows: Sequence[Sequence[Datum]]) -> pd.DataFrame:
    """A tidy frame, one row a month left, segment and stage (`documents.replan.long_rows`)."""
    import pandas as pd

    return pd.DataFrame(rows, columns=["period", "segment", "kpi", "planned", "replanned", "at_other_rates"])


def diff_frame(rows: Sequence[Sequence[Datum]]) -> pd.DataFrame:
    """A tidy frame, one row a figure of the year and one a part of a change (`documents.plan_diff.long_rows`)."""
    import pandas as pd

    frame = pd.DataFrame(rows, columns=["segment", "kpi", "change", "unit", "old", "new", "difference"])
    return frame.astype({"old": "float64", "new": "float64", "difference": "float64"})
