"""Actuals as JSON, unrounded: against a plan, or the measured funnel by itself."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from kpiplan.analysis.baseline.measured_funnel import Counted, Measured, Rate
from kpiplan.analysis.gates import Gate
from kpiplan.analysis.scorecard.score import Score
from kpiplan.analysis.variance.attainment import Compared
from kpiplan.analysis.variance.compare import Comparison
from kpiplan.analysis.variance.outlook import Ahead, Outlook
from kpiplan.analysis.variance.walk import Step
from kpiplan.documents.problems import problem_document
from kpiplan.documents.scorecard import score_documents
from kpiplan.exports.results import Account, ColumnUse, Exports
from kpiplan.formats.json import json_text
from kpiplan.plan.model import Plan
from kpiplan.problems import Problem
from kpiplan.reports.actuals.gates import gate_text
from kpiplan.reports.actuals.sources import remark_said, why_said


def comparison_json(
    plan: Plan,
    comparison: Comparison,
    gates: Sequence[Gate],
    exports: Exports,
    problems: Sequence[Problem],
    scorecard: Sequence[Score] = (),
) -> str:
    """The document that docs/output.md describes, with a plan."""
    periods = [period.id for period in comparison.periods]
    incomplete = _incomplete(exports, periods[comparison.through - 1])
    return json_text(
        {
            "kind": "actuals",
            "plan": comparison.plan,
            "currency": comparison.currency,
            "periods": periods,
            "through": periods[comparison.through - 1],
            "part": comparison.part,
            "incomplete": incomplete,
            "figures": [_figure(figure, exports, periods if incomplete else ()) for figure in comparison.figures],
            "conversions": [row._asdict() for row in comparison.conversions],
            "walk": [
                {"segment": walk.segment, "step": step.name, **_without_name(step)}
                for walk in comparison.walks
                for step in walk.steps
            ],
            "outlook": [_outlook(outlook) for outlook in comparison.outlooks],
            **({"scorecard": score_documents(scorecard)} if scorecard else {}),
            "gates": [_gate(gate, plan) for gate in gates],
            **_account(exports.sources, problems),
        }
    )


def measured_json(measured: Measured, exports: Exports, problems: Sequence[Problem]) -> str:
    """The document that docs/output.md describes, without a plan."""
    through = str(measured.months[-1])
    incomplete = _incomplete(exports, through)
    last = [incomplete["month"]] if incomplete else []
    return json_text(
        {
            "kind": "actuals",
            "plan": None,
            "currency": None,
            "periods": [*map(str, measured.months), *last],
            "through": through,
            "part": measured.part,
            "incomplete": incomplete,
            "figures": [_counted(row, exports if incomplete else None) for row in measured.counts],
            "rates": [
                {
                    "segment": row.segment,
                    "kpi": row.kpi,
                    "above": row.above,
                    "values": [*(_rate(rate) for rate in row.months), *(None for _ in last)],
                    "to_date": _rate(row.total),
                    **({"by_age": True, "rising": row.rising} if row.by_age else {}),
                }
                for row in measured.rates
            ],
            **_account(exports.sources, problems),
        }
    )


def _gate(gate: Gate, plan: Plan) -> dict[str, Any]:
    """A gate with the English sentence, whatever language the rest is shown in."""
    return {"gate": gate.kind, "segment": gate.segment, "kpi": gate.kpi, "message": gate_text(gate, plan)}


def _without_name(step: Step) -> dict[str, Any]:
    return {name: value for name, value in step._asdict().items() if name != "name"}


def _account(sources: Sequence[Account], problems: Sequence[Problem]) -> dict[str, Any]:
    return {
        "sources": [source_document(source) for source in sources],
        "problems": [problem_document(problem) for problem in problems],
    }


def source_document(source: Account) -> dict[str, Any]:
    """How one table of a file was read."""
    return {
        "file": source.name,
        "encoding": source.encoding,
        "delimiter": source.delimiter,
        "table": source.table,
        "system": source.system,
        "shape": source.shape,
        "rows_used": source.rows_used,
        "left_out": [{"code": why.code, "why": why_said(why, rows), "rows": rows} for why, rows in source.left_out],
        "columns": {kpi: _use(use) for kpi, use in source.columns.items()},
        "note": "; ".join(map(remark_said, source.remarks)),
    }


def _use(use: ColumnUse) -> dict[str, Any]:
    """The column and the one that dates it; of a level also which value of a month counts."""
    return {"column": use.column, "date": use.date} | ({"over": use.over} if use.over != "sum" else {})


def _incomplete(exports: Exports, through: str) -> dict[str, Any] | None:
    """The month after the last one taken, which the exports cover up to a day: counted, and compared with nothing."""
    partial = exports.partial
    if partial is None or str(partial.month) <= through:
        return None
    return {"month": str(partial.month), "day": partial.day}


def _figure(figure: Compared, exports: Exports, periods: Sequence[str]) -> dict[str, Any]:
    """A figure compared; among the actuals also those of the incomplete month, where that is one of the periods."""
    actual = list(figure.actual)
    partial = exports.partial
    if partial and str(partial.month) in periods and actual[at := periods.index(str(partial.month))] is None:
        actual[at] = exports.values(figure.kpi, figure.segment).get(partial.month)
    return {
        "segment": figure.segment,
        "kpi": figure.kpi,
        "unit": figure.unit,
        "target": list(figure.target),
        "actual": actual,
        "attainment": list(figure.attainment),
        "status": list(figure.status),
        "to_date": {**figure.to_date._asdict(), **({"shows": figure.shows} if figure.unit == "count" else {})},
    }


def _outlook(outlook: Outlook) -> dict[str, Any]:
    needed = outlook.needed
    return {
        "segment": outlook.segment,
        "goal": outlook.goal._asdict(),
        "so_far": outlook.so_far._asdict(),
        "at_plan": _ahead(outlook.at_plan),
        "at_rates": _ahead(outlook.at_rates),
        "needed": None
        if needed is None
        else {
            "months": needed.months,
            "customers": needed.customers,
            "planned": dict(needed.planned),
            "at_plan": None if needed.at_plan is None else dict(needed.at_plan),
            "at_rates": None if needed.at_rates is None else dict(needed.at_rates),
        },
    }


def _ahead(ahead: Ahead) -> dict[str, Any]:
    return {"rest": ahead.rest._asdict(), "year": ahead.year._asdict()}


def _counted(row: Counted, exports: Exports | None) -> dict[str, Any]:
    """A measured count by month; with the incomplete month where exports are given that have one."""
    last = []
    if exports and exports.partial:
        last.append(exports.values(row.kpi, row.segment).get(exports.partial.month))
    return {
        "segment": row.segment,
        "kpi": row.kpi,
        "unit": row.unit,
        "actual": [*row.months, *last],
        "to_date": {"actual": row.total},
    }


def _rate(rate: Rate | None) -> dict[str, float | None] | None:
    return None if rate is None else rate._asdict()
