"""What an unknown of the plan has to be, as data."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from kpiplan.analysis.solve import SolvedFor
from kpiplan.documents import Document, Rows
from kpiplan.documents.problems import problem_document
from kpiplan.funnel.targets import figures
from kpiplan.plan.model import EMPTY
from kpiplan.problems import Problem


def solve_document(found: SolvedFor, problems: Sequence[Problem], changes: Mapping[str, object] = EMPTY) -> Document:
    """The document that docs/what-if.md describes."""
    plan, given = found.before.plan, found.given
    after = found.after
    return {
        "kind": "solve",
        "plan": plan.name,
        "currency": plan.currency,
        **({"set": dict(changes)} if changes else {}),
        "given": {
            "kpi": given.kpi,
            "segment": given.segment,
            "period": given.span,
            "value": given.stated,
            "planned": found.now,
        },
        "unknown": found.name,
        "planned": found.planned,
        "last_year": found.last_year,
        "value": found.value,
        "line": found.line or None,
        "under": found.under or None,
        "reached": found.value is not None,
        "limit": _limit(found),
        "same_work": found.same_work,
        "with_carry_in": None if found.brought is None else dict(found.brought._asdict()),
        "figures": []
        if after is None
        else [
            {"segment": each.segment, "kpi": each.kpi, "unit": each.unit, "total": each.total}
            for each in figures(after, by="year").figures
        ],
        "problems": [problem_document(problem) for problem in problems],
    }


def _limit(found: SolvedFor) -> Document | None:
    """Why there is no value, and the figure at both ends of those that are possible."""
    if found.value is not None:
        return None
    ends = [{"value": value, "figure": figure} for value, figure in found.ends]
    return {"why": found.why, "ends": ends, "most_customers": found.most}


def solve_rows(found: SolvedFor) -> Rows:
    """One row: what is given, the unknown as planned, last year and as it has to be."""
    given = found.given
    return [
        ("kpi", "segment", "period", "given", "unknown", "planned", "last_year", "value"),
        (
            given.kpi,
            given.segment,
            given.span,
            given.stated,
            found.name,
            found.planned,
            found.last_year,
            found.value,
        ),
    ]
