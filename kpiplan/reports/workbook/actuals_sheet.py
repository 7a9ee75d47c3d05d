"""The sheet of actuals: a row a month, as `kpiplan actuals` reads it; empty cells are not known.

Months stand there as texts, and not as formulas of the plan's first one: what happened in a month stays there, whatever
is planned, and is read with no program having computed the sheet.
"""

from __future__ import annotations

from collections.abc import Sequence

from kpiplan.analysis.workbook.engine import Engine
from kpiplan.analysis.workbook.standing import MONTHS, FigureGroup, actual
from kpiplan.kpis.built_in import BUILT_IN
from kpiplan.months import YEAR_MONTHS
from kpiplan.reports.workbook import numbers
from kpiplan.reports.workbook.drawing import Drawing
from kpiplan.reports.workbook.headings import START
from kpiplan.reports.workbook.model import CellLimit, Look, Signal

_HEAD = Look(style="head left")
# a month that is none of the plan's any more, where its first one was edited
_OF_ANOTHER_YEAR = f"DATE(LEFT($A2,4),RIGHT($A2,2),1)<>DATE(YEAR({START}),MONTH({START})+MOD(ROW()-2,{YEAR_MONTHS}),1)"


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
            sheet.put(top + month, 0, str(engine.plan.start.plus(month - 1)))
            if segments:
                sheet.put(top + month, 1, group.segment or "")
        for column, kpi in enumerate(kpis, start=left):
            if kpi in group.columns:
                _column(sheet, engine, group, kpi, top, column)
                where = sheet.range(top + 1, column, top + YEAR_MONTHS, column)
                sheet.limits.append(CellLimit(where, "not negative", said))
        top += YEAR_MONTHS
    sheet.signals.append(Signal(sheet.range(1, 0, top, 0), _OF_ANOTHER_YEAR))
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
