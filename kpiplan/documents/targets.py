"""Figures and problems as JSON, unrounded."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from typing import Any

from kpiplan.documents.problems import problem_document
from kpiplan.exports.cells.formulas import defused
from kpiplan.figures import Figures
from kpiplan.formats.csv import number
from kpiplan.formats.json import json_text


def figures_json(results: Figures, scorecard: Sequence[dict[str, Any]] = ()) -> str:
    """The document that docs/output.md describes; with a scorecard where the plan chooses KPIs."""
    document = {
        "kind": results.kind,
        "plan": results.plan,
        "currency": results.currency,
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
    return json_text(document)


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
