"""What tables have in common that can be parts of one, and the days by which they are."""

from __future__ import annotations

from kpiplan.exports.columns.context import Context
from kpiplan.exports.columns.readings import TablePlan
from kpiplan.exports.months.tallies import DAY_ZERO, Tally


def layout_of(context: Context, plan: TablePlan) -> tuple[object, ...]:
    """What tables have in common that can be parts of one: title, columns and how they are read."""
    names = tuple(cell.strip().casefold() for cell in context.table.header)
    split = plan.split.label if plan.split else None
    return context.table.title, names, plan.shape, tuple((r.kpi, r.label) for r in plan.readings), split


def dated_days(plan: TablePlan, tallies: list[Tally]) -> frozenset[int]:
    """The days of a table; of leads and deals those of the first stage, for later ones come in any month."""
    seen = set().union(*(tally.seen for tally in (tallies[:1] if plan.records else tallies)))
    return frozenset(day + DAY_ZERO for day in seen)
