"""Units that count once, however many rows they have, found where the table lies: a statement for each such rule."""

from __future__ import annotations

from typing import Any

from kpiplan.exports.columns.readings import KpiReading
from kpiplan.exports.warehouses.cells import BEYOND, UNDATED, Cells
from kpiplan.exports.warehouses.statement import TableQuestion, worth_of, written


def units_statement(question: TableQuestion, reading: KpiReading) -> str:
    """Of each unit the row that it counts by (`exports.months.units`): those by segment, day and what they lack.

    It gives the segment, the day, 2 for those without a day and 1 for those without a known amount, how many units that
    are, the sum of their amounts, how many of them have several, and how many one that can't be converted.
    """
    import ibis

    cells = question.cells
    unit = cells.plain(reading.distinct or 0)
    named = cells.table.filter(*([cells.met(reading.where)] if reading.where else []), unit != "")
    rows = named.select(unit=unit, **_standing(question, cells, reading))
    of_unit = {"group_by": "unit"}
    order = [rows["lacks"], rows["day"], rows["amount"].desc(), rows["place"]]
    ranked = rows.mutate(
        rank=ibis.row_number().over(order_by=order, **of_unit),
        least=rows["value"].min().over(**of_unit),
        greatest=rows["value"].max().over(**of_unit),
    )
    first = ranked.filter(ranked["rank"] == 0)
    asked = first.group_by("segment", "day", "lacks").agg(
        units=first.count(),
        total=first["value"].sum(),
        # Spark adds up what is to be counted: nothing known would be no number
        differing=first.count(where=ibis.coalesce(first["least"] < first["greatest"], False)),
        lost=first.count(where=first["lost"]),
    )
    return written(question, asked)


def _standing(question: TableQuestion, cells: Cells, reading: KpiReading) -> dict[str, Any]:
    """What a row makes its unit count by."""
    import ibis

    day, segment = cells.day(reading.dating.columns[0]), question.segment(cells)
    value, lost = ibis.literal(1.0), ibis.literal(False)
    if reading.value is not None:
        value, worth = cells.number(reading.value), worth_of(cells, reading)
        if worth is not None:
            value, lost = value * worth, value.notnull() & worth.isnull()
    dated = ~day.isin([UNDATED, BEYOND])
    return {
        "day": day,
        "segment": segment,
        "place": _place(question, segment),
        "value": value,
        "amount": ibis.coalesce(value, 0.0),
        "lost": lost,
        "lacks": ibis.cases((~dated, 2), (value.isnull(), 1), else_=0),
    }


def _place(question: TableQuestion, segment: Any) -> Any:
    """Where a segment stands among others, in the order in which files put them."""
    import ibis

    if question.split is None:
        return segment
    names = sorted(question.split.segments)
    return ibis.cases(*((segment == name, at) for at, name in enumerate(names, 1)), else_=0)
