"""A plan and its scenarios as data: figures of each, unrounded, and the chance of its goal."""

from __future__ import annotations

from collections.abc import Sequence

from kpiplan.analysis.scenarios import SAFE, Scenery, ShownFigure
from kpiplan.documents import Datum, Document, Rows
from kpiplan.documents.problems import problem_document
from kpiplan.figures import periods
from kpiplan.problems import Problem

CHANCE, SAFE_FACTOR = "chance", "safe_factor"
PLAN = ""  # what rows call the plan itself, which has no scenario


def scenarios_document(shown: Sequence[Scenery], lines: Sequence[ShownFigure], problems: Sequence[Problem]) -> Document:
    """The document that docs/what-if.md describes; with `lines` those figures alone."""
    plan = shown[0].figures
    return {
        "kind": "scenarios",
        "plan": plan.plan,
        "currency": plan.currency,
        "periods": [period.id for period in plan.periods],
        "scenarios": [_scenario(one, lines) for one in shown],
        "problems": [problem_document(problem) for problem in problems],
    }


def _scenario(one: Scenery, lines: Sequence[ShownFigure]) -> Document:
    wanted = {(line.segment, line.kpi) for line in lines}
    return {
        "name": one.variant.name,
        "set": dict(one.variant.changes),
        "why": one.variant.why,
        "figures": [
            {
                "segment": figure.segment,
                "kpi": figure.kpi,
                "unit": figure.unit,
                "values": list(figure.values),
                "total": figure.total,
            }
            for figure in one.figures.figures
            if not wanted or (figure.segment, figure.kpi) in wanted
        ],
        "carry_in": [
            {"segment": segment, "stage": stage, "needed": needed}
            for (segment, stage), needed in one.under_way().items()
        ],
        "chance": _chance(one),
    }


def _chance(one: Scenery) -> Document | None:
    if one.odds is None:
        return None
    names = {branch.stages[-1].name for branch in one.branches}
    unit = names.pop() if len(names) == 1 else "customers"
    return {
        unit: one.odds.customers,
        "revenue": one.odds.revenue,
        "safe": {"level": SAFE, "factor": one.odds.safe, "reached": one.odds.reached},
    }


def scenarios_rows(shown: Sequence[Scenery], lines: Sequence[ShownFigure] = ()) -> Rows:
    """One row a scenario, period, segment and KPI; the plan itself has no scenario. No totals over periods.

    The chance and the safe factor are the year's; they stand last, where no figures are chosen.
    """
    found: Rows = [["scenario", "period", "segment", "kpi", "value"]]
    for one in shown:
        found += [[*row[:4], row[5]] for row in long_rows(one, lines)]
    return found


def long_rows(one: Scenery, lines: Sequence[ShownFigure] = ()) -> list[tuple[Datum, ...]]:
    """Scenario, period, segment, KPI, unit, value: a row for each value of one scenario."""
    name = one.variant.name or PLAN
    wanted = {(line.segment, line.kpi) for line in lines}
    rows: list[tuple[Datum, ...]] = [
        (name, period.id, figure.segment, figure.kpi, figure.unit, value)
        for figure in one.figures.figures
        if not wanted or (figure.segment, figure.kpi) in wanted
        for period, value in zip(one.figures.periods, figure.values, strict=True)
    ]
    if one.odds is not None and not lines:
        year = periods(one.plan.start, "year")[0].id
        rows.append((name, year, None, CHANCE, "ratio", one.odds.customers))
        rows.append((name, year, None, SAFE_FACTOR, "ratio", one.odds.safe if one.odds.reached else None))
    return rows
