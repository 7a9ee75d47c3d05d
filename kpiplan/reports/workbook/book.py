"""The workbook of a plan: all sheets, drawn and filled."""

from __future__ import annotations

import json
from datetime import date

from kpiplan.analysis.variance.actuals import Actuals
from kpiplan.analysis.variance.allocation import happened
from kpiplan.analysis.workbook.course import add_outlook
from kpiplan.analysis.workbook.engine import engine
from kpiplan.analysis.workbook.names import Names
from kpiplan.analysis.workbook.results import add_results
from kpiplan.analysis.workbook.standing import add_standing, given_by, groups_of, seen_by, window_of
from kpiplan.analysis.workbook.values import SheetValues
from kpiplan.funnel.targets import PlanTargets
from kpiplan.locales.english import Locale
from kpiplan.reports.workbook.actuals_sheet import actuals_sheet
from kpiplan.reports.workbook.drawing import Atlas, Drawing
from kpiplan.reports.workbook.engine_sheet import engine_sheet
from kpiplan.reports.workbook.inputs_sheet import inputs_sheet
from kpiplan.reports.workbook.model import CellRange, Workbook
from kpiplan.reports.workbook.target_sheets import before_sheet, targets_sheet
from kpiplan.reports.workbook.variance_sheet import VarianceSheet
from kpiplan.reports.workbook.words import ACTUALS, BEFORE, ENGINE, INPUTS, KPIPLAN, TARGETS, VARIANCE, Words

FORMAT = 1  # of what `pull` reads
MOST_SEGMENTS = 40  # so that no formula of the whole is longer than Excel lets one be
_CHUNK = 30_000  # characters of a cell, of 32,767


def workbook(targets: PlanTargets, text: str, locale: Locale, actuals: Actuals | None = None) -> Workbook:
    """The workbook of a plan, and of what happened; `text` is the plan's file, by which edits find their way back."""
    found, plan = engine(targets), targets.plan
    figures = add_results(found).figures
    groups, window = groups_of(found, actuals), window_of(actuals)
    add_standing(found, groups, seen_by(actuals, groups), window)
    add_outlook(found, [each.before for each in happened(targets, actuals)] if actuals else ())
    atlas, words = Atlas(), Words(plan, locale)
    names = Names((TARGETS, BEFORE, INPUTS, ACTUALS, VARIANCE, ENGINE, KPIPLAN))
    title = f"{plan.name} - {locale.span(plan.start, plan.start.plus(11))}"
    if plan.currency:
        title = locale.say("{title}, {more}", title=title, more=plan.currency)
    sheets = [Drawing(TARGETS, atlas)]
    targets_sheet(sheets[0], found, [each for each in figures if each.segment is None], words, title)
    for scope in found.scopes if plan.segments else ():
        sheet = Drawing(names.sheet(words.segment(scope.segment)), atlas)
        own = [each for each in figures if each.segment == scope.segment]
        targets_sheet(sheet, found, own, words, words.segment(scope.segment))
        sheets.append(sheet)
    others = {name: Drawing(name, atlas) for name in (VARIANCE, INPUTS, ACTUALS, BEFORE, ENGINE, KPIPLAN)}
    VarianceSheet(others[VARIANCE], found, groups, figures, words).draw(window)
    actuals_sheet(others[ACTUALS], found, groups, locale.say("a number from 0 up; empty: not known"))
    inputs_sheet(others[INPUTS], found, words)
    before_sheet(others[BEFORE], found, words)
    engine_sheet(others[ENGINE], found, words)
    _base(others[KPIPLAN], text)
    sheets += others.values()
    given = {each.name: each.values for each in found.inputs.all}
    values = SheetValues({**found.cells, **atlas.labels}, {**given, **given_by(window)})
    values.fill()
    made = date(plan.start.year, plan.start.month, 1)
    return Workbook(plan.name, made, tuple(sheet.sheet(values) for sheet in sheets), tuple(atlas.inputs.items()))


def _base(sheet: Drawing, text: str) -> None:
    """What `pull` needs: the number of this format, and the plan as it was, in pieces that are JSON together."""
    held = json.dumps(text)
    pieces = [held[at : at + _CHUNK] for at in range(0, len(held), _CHUNK)]
    for row, piece in enumerate(("kpiplan", *pieces)):
        sheet.put(row + (row > 0), 0, piece)
    sheet.put(1, 0, float(FORMAT))
    sheet.atlas.inputs["kpiplan_plan"] = CellRange(sheet.name, 0, 0, len(pieces) + 1, 0)
    sheet.hidden = True
