"""The sheet of the arithmetic itself: every line of every funnel, as far as time between stages reaches."""

from __future__ import annotations

from kpiplan.analysis.workbook.engine import Engine
from kpiplan.analysis.workbook.formulas import Line
from kpiplan.analysis.workbook.goals import GOAL, LEFT, RECURRING, TOTAL
from kpiplan.analysis.workbook.scope import Scope
from kpiplan.reports.workbook import numbers
from kpiplan.reports.workbook.drawing import Drawing
from kpiplan.reports.workbook.headings import month_of
from kpiplan.reports.workbook.model import Look
from kpiplan.reports.workbook.words import ENGINE_WORDS, Words

_LEFT = 1
_SINGLE = (
    "amount",
    "part",
    "elsewhere",
    "exact year",
    "rounding",
    "factor",
    "next year",
    "covers",
    "total goal",
    "left",
)
_BY_AGE = ("ages", "older")
_OF_PLAN = (GOAL, RECURRING, TOTAL, LEFT)
_OF_FIGURE = ("told", "known", "silent", "silent year")


def engine_sheet(sheet: Drawing, engine: Engine, words: Words) -> None:
    """Draw the sheet, from the goal upward."""
    say, months = words.say, engine.months
    sheet.say(0, say("Engine"), Look(style="title"))
    note = say("How targets follow from the goal; nothing is to be edited here. docs/arithmetic.md has the formulas.")
    sheet.say(1, note, Look(style="note"))
    for month in months:
        place = _LEFT + month - months[0]
        sheet.put(3, place, month_of(month), Look(numbers.MONTH, "head"))
    row = 4
    of_plan: list[Line] = [
        line for line in engine.cells if line in _OF_PLAN or (len(line) == 2 and line[0] in _OF_FIGURE)
    ]
    if TOTAL in engine.cells:
        sheet.say(row, say("whole plan"), Look(style="section"))
        row = _lines(sheet, engine, of_plan, None, row + 1, words)
    for scope in engine.scopes:
        if scope.segment:
            sheet.say(row, words.segment(scope.segment), Look(style="section"))
            row += 1
        own = [line for line in engine.cells if line[0] in ENGINE_WORDS and line[1:2] == (scope.number,)]
        row = _lines(sheet, engine, own, scope, row, words)
    sheet.frozen = (4, 1)


def _lines(sheet: Drawing, engine: Engine, lines: list[Line], scope: Scope | None, row: int, words: Words) -> int:
    first = engine.months[0]
    for line in lines:
        cells = engine.cells[line]
        single = line[0] in (*_SINGLE, *_BY_AGE)
        sheet.put(row, 0, _label(line, scope, words), Look(style="label"))
        left = _LEFT - min(cells) if single else _LEFT - first
        sheet.line(row, left, line, cells, Look(_number(str(line[0]))))
        if line[0] not in ("arrivals", "goal"):
            sheet.folded.append(row)
        row += 1
    return row + 1


def _label(line: Line, scope: Scope | None, words: Words) -> str:
    text = ENGINE_WORDS[str(line[0])]
    if scope is None:
        return words.say(text, stage=words.figure(str(line[1]))) if len(line) > 1 else words.say(text)
    if len(line) < 3:
        return words.say(text)
    return words.say(text, stage=words.stage(scope.segment, scope.branch.stages[int(line[2])].name))


def _number(what: str) -> str:
    if what in ("covers", "ages", "reach"):
        return "0"
    if what in ("elsewhere", "next year", "part"):
        return "0.0%"
    return numbers.plain(4) if what in ("factor", "exact year") else numbers.plain(2)
