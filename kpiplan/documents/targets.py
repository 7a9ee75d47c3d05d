"""The targets of a plan as data, unrounded: with problems, by period, or each value by itself."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from kpiplan.documents import Datum, Document, Rows
from kpiplan.figures import Figures
from kpiplan.kpis.built_in import SAFE
from kpiplan.plan.model import EMPTY

if TYPE_CHECKING:  # few plans are asked to be safe
    from kpiplan.analysis.goal_chance.results import Safe


def figures_document(
    results: Figures,
    scorecard: Sequence[Document] = (),
    changes: Mapping[str, object] = EMPTY,
    safe: Safe | None = None,
) -> Document:
    """The document that docs/output.md describes; with a scorecard where the plan chooses KPIs, and what was set.

    `safe` is how safe the goal is with targets that are raised for that.
    """
    from kpiplan.documents.problems import problem_document  # rows have none

    return {
        "kind": results.kind,
        "plan": results.plan,
        "currency": results.currency,
        **({"safe": safe._asdict()} if safe else {}),
        **({"set": dict(changes)} if changes else {}),
        "periods": [period.id for period in results.periods],
        "figures": [
            {
                "segment": figure.segment,
                "kpi": figure.kpi,
                "unit": figure.unit,
                "values": list(figure.values),
                "total": figure.total,
            }
            for figure in results.figures
        ],
        "carry_in": [
            {
                "segment": row.segment,
                "stage": row.stage,
                "month": str(row.month),
                "needed": row.needed,
                "brings": row.brings,
                "stated": row.stated,
            }
            for row in results.carry_in
        ],
        **({"scorecard": scorecard} if scorecard else {}),
        "problems": [problem_document(problem) for problem in results.problems],
    }


def figures_rows(results: Figures, safe: float | None = None) -> Rows:
    """One row a period, and segment where the plan has any. No totals, so that nothing counts twice.

    A last column says how `safe` the goal is with targets that are raised for that.
    """
    names = dict.fromkeys(figure.segment for figure in results.figures)
    segments = [name for name in names if name is not None or len(names) == 1]
    found = {(figure.segment, figure.kpi): figure for figure in results.figures}
    kpis = list(dict.fromkeys(figure.kpi for figure in results.figures if figure.segment in segments))
    safety = ([], []) if safe is None else ([SAFE], [safe])
    rows: Rows = [["period", "segment", *kpis, *safety[0]]]
    for segment in segments:
        columns = [found.get((segment, kpi)) for kpi in kpis]
        for at, period in enumerate(results.periods):
            values = [None if figure is None else figure.values[at] for figure in columns]
            rows.append([period.id, segment, *values, *safety[1]])
    return rows


def tidy_rows(results: Figures) -> list[tuple[Datum, ...]]:
    """One row a period, segment and KPI: the period's identifier and first day, segment, KPI, unit, value."""
    return [
        (period.id, f"{period.first}-01", figure.segment, figure.kpi, figure.unit, value)
        for figure in results.figures
        for period, value in zip(results.periods, figure.values, strict=True)
    ]
