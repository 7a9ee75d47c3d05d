"""The rest of the year planned anew as data: stages month by month, the factor, the chances; and as an overlay."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from kpiplan.analysis.replan.replan import Replanned, RestOfYear, Way
from kpiplan.documents import Datum, Document, Rows
from kpiplan.documents.problems import problem_document
from kpiplan.months import Series
from kpiplan.problems import Problem


def replan_document(found: RestOfYear, problems: Sequence[Problem]) -> Document:
    """The document that docs/what-if.md describes."""
    months = found.months
    return {
        "kind": "replan",
        "plan": found.plan.name,
        "currency": found.plan.currency,
        "actuals_to": str(found.plan.start.plus(found.window.through - 1)),
        "months": [str(found.plan.start.plus(month - 1)) for month in months],
        "goal": found.goal,
        "won": found.won,
        "reachable": found.reachable,
        **_way(found.chosen),
        "chance": {"before": found.chosen.before, "after": found.chosen.after},
        "other_rates": {
            **_way(found.other),
            "chance": {"before": found.other.before, "after": found.other.after},
        },
        "safe": found.safe,
        "stages": [_stage(row, months) for row in found.stages],
        "too_late": [{"kpi": row.kpi, "after": _month(found, row.last), "factor": row.factor} for row in found.lower],
        "problems": [problem_document(problem) for problem in problems],
    }


def _way(way: Way) -> Document:
    return {"rates": way.rates, "factor": way.factor, "base": way.line.base, "slope": way.line.slope}


def _stage(row: Replanned, months: Sequence[int]) -> Document:
    def left(series: Series) -> list[float]:
        return [series[month - 1] for month in months]

    return {
        "segment": row.segment,
        "kpi": row.kpi,
        "planned": left(row.planned),
        "replanned": left(row.replanned),
        "at_other_rates": left(row.other),
        "year": {"planned": sum(row.planned), "replanned": sum(row.replanned), "at_other_rates": sum(row.other)},
    }


def _month(found: RestOfYear, month: int) -> str | None:
    """The identifier of a plan month; None where none of the year counts."""
    return str(found.plan.start.plus(month - 1)) if month >= 1 else None


def replan_rows(found: RestOfYear) -> Rows:
    """One row a month left, segment and stage."""
    return [["period", "segment", "kpi", "planned", "replanned", "at_other_rates"], *long_rows(found)]


def long_rows(found: RestOfYear) -> list[tuple[Datum, ...]]:
    """Period, segment, KPI, planned, re-planned, re-planned at other rates."""
    return [
        (_month(found, at), row.segment, row.kpi, row.planned[at - 1], row.replanned[at - 1], row.other[at - 1])
        for row in found.stages
        for at in found.months
    ]


def overlay(found: RestOfYear, extends: str, name: str, why: str) -> Document:
    """A plan that extends another: all twelve months of every stage, those so far as they happened; what is known."""
    plan: Document = {"extends": extends, "name": name, "why": why}
    last = found.months[0] - 1
    if last:
        plan["so_far"] = {"after": str(found.plan.start.plus(last - 1))}
    segments: dict[str, Document] = {}
    for knew in found.knew:
        one = plan if knew.segment is None else segments.setdefault(knew.segment, {})
        told: Document = {"seen": list(knew.seen), "rates": dict(knew.rates)}
        if told := {key: value for key, value in told.items() if value}:
            one["so_far"] = one.get("so_far", {}) | told
        if knew.before:
            one["before"] = {name: _dated(found, months) for name, months in knew.before.items()}
        rows = (row for row in found.stages if row.segment == knew.segment)
        one["replan"] = {row.kpi: list(row.replanned) for row in rows}
    return plan | {"segments": segments} if segments else plan


def _dated(found: RestOfYear, months: Mapping[int, float]) -> Document:
    return {str(found.plan.start.plus(month - 1)): count for month, count in sorted(months.items())}
