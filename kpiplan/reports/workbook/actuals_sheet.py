"""The sheet of actuals: a row a month, as `kpiplan actuals` reads it; empty cells are not known."""

from __future__ import annotations

from collections.abc import Sequence

from kpiplan.analysis.workbook.engine import Engine
from kpiplan.analysis.workbook.standing import MONTHS, FigureGroup, actual
from kpiplan.kpis.built_in import BUILT_IN
from kpiplan.months import YEAR_MONTHS
from kpiplan.reports.workbook import numbers
from kpiplan.reports.workbook.drawing import Drawing
from kpiplan.reports.workbook.headings import month_id
from kpiplan.reports.workbook.model import CellLimit, Look

_HEAD = Look(style="head left")


def actuals_sheet(sheet: Drawing, engine: Engine, groups: Sequence[FigureGroup], said: str) -> None:
    """Draw the sheet; `said` is what is told of a number that can't be an actual."""
    segments = bool(engine.plan.segments)
    kpis = list(dict.fromkeys(kpi for group in groups for kpi in group.columns))
    left = 2 if segments else 1
    sheet.put(0, 0, "period", _HEAD)
    if segments:
        sheet.put(0, 1, "segment", _HEAD)
    for column, kpi in enumerate(kpis, start=left):
        sheet.put(0, column, kpi, _HEAD)
    top = 0
    for group in groups:
        for month in MONTHS:
            sheet.put(top + month, 0, month_id(month))
            if segments:
                sheet.put(top + month, 1, group.segment or "")
        for column, kpi in enumerate(kpis, start=left):
            if kpi in group.columns:
                _column(sheet, engine, group, kpi, top, column)
                where = sheet.range(top + 1, column, top + YEAR_MONTHS, column)
                sheet.limits.append(CellLimit(where, "not negative", said))
        top += YEAR_MONTHS
    sheet.frozen = (1, left)


def _column(sheet: Drawing, engine: Engine, group: FigureGroup, kpi: str, top: int, column: int) -> None:
    """The twelve cells of a figure."""
    look = Look(numbers.money(engine.plan.currency) if kpi in BUILT_IN else numbers.plain(), "input")
    line = actual(group.segment, kpi)
    cells = engine.cells.get(line, {})
    for month in MONTHS:
        if month not in cells:
            sheet.put(top + month, column, None, look)
    sheet.down(top, column, line, cells, look)
