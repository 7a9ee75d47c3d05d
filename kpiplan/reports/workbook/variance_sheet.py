"""The sheet of variance: how actuals stand against targets, where the year goes, a chart a figure."""

from __future__ import annotations

from collections.abc import Sequence

from kpiplan.analysis.variance.actuals import Window
from kpiplan.analysis.workbook.course import CUSTOMERS, REVENUE, outlook
from kpiplan.analysis.workbook.engine import Engine
from kpiplan.analysis.workbook.formulas import Formula, Line
from kpiplan.analysis.workbook.standing import (
    ATTAINED,
    BEGIN,
    COVERED,
    DONE,
    FILLED,
    MISSED,
    MONTHS,
    OFF,
    PART,
    FigureGroup,
    last_filled,
    line,
)
from kpiplan.figures import Figure
from kpiplan.kpis.built_in import BUILT_IN, SPEND
from kpiplan.locales.english import phrase
from kpiplan.months import YEAR_MONTHS
from kpiplan.reports.workbook import numbers
from kpiplan.reports.workbook.drawing import Drawing, address
from kpiplan.reports.workbook.headings import month_of
from kpiplan.reports.workbook.model import CellLimit, CellRange, Curve, Look, Picture, Rule, Signal
from kpiplan.reports.workbook.target_sheets import number_format
from kpiplan.reports.workbook.words import Words

_TITLE, _NOTE, _HEAD, _SECTION = (Look(style=style) for style in ("title", "note", "head", "section"))
_SAID: dict[Rule, str] = {
    "month number": phrase("a whole number from 1 to 12"),
    "share": phrase("a part from 0% to 100%"),
    "rate": phrase("a rate above 0% and up to 100%"),
}
_CHARTS, _ROWS = 6, 13  # the column where charts begin, and the rows that one is high
_WIDE = 500  # pixels from one chart to the next
_MOST_CHARTS = 10


class VarianceSheet:
    """The sheet as it is drawn, from the top."""

    def __init__(
        self, sheet: Drawing, engine: Engine, groups: Sequence[FigureGroup], figures: Sequence[Figure], words: Words
    ) -> None:
        self._sheet = sheet
        self._engine = engine
        self._groups = groups
        self._words = words
        self._numbers = {(each.segment, each.kpi): number_format(each, words.plan.currency) for each in figures}
        self._row = 0

    def draw(self, window: Window) -> None:
        """Draw it all."""
        say = self._words.say
        self._sheet.say(0, say("Actuals against targets"), _TITLE)
        tolerance = self._words.locale.percent(self._engine.plan.status.tolerance)
        note = say(
            "Red is more than {part} short of its target; whether by chance, `kpiplan actuals` tells.", part=tolerance
        )
        self._sheet.say(1, note, _NOTE)
        self._row = 3
        self._compared(window)
        self._row += 1
        for group in self._groups:
            self._to_date(group)
        self._outlooks()
        self._by_month()
        self._sheet.frozen = (0, 1)

    def _compared(self, window: Window) -> None:
        """Which months are compared, and how much of them is covered."""
        say = self._words.say
        through = float(window.through) or last_filled()  # without exports what is typed says it
        self._named(say("months compared"), DONE, through)
        self._named(say("part of the last of them that is covered"), PART, window.part)
        if window.begin:
            self._named(say("number of the month whose first days are in no export"), BEGIN, float(window.begin))
            self._named(say("part of it that is in none"), MISSED, window.missed)

    def _named(self, label: str, name: str, value: Formula) -> None:
        month = name in (DONE, BEGIN)
        self._sheet.put(self._row, 0, label)
        self._sheet.named(self._row, 1, name, value, Look("0" if month else numbers.percent(0), "input"))
        rule: Rule = "month number" if month else "share" if name == MISSED else "rate"
        where = self._sheet.range(self._row, 1, self._row, 1)
        self._sheet.limits.append(CellLimit(where, rule, self._words.say(_SAID[rule])))
        self._row += 1

    def _heads(self, *titles: str) -> None:
        for column, title in enumerate(titles):
            self._sheet.put(self._row, column, title, _HEAD if column else Look(style="head left"))
        self._row += 1

    def _to_date(self, group: FigureGroup) -> None:
        say, first = self._words.say, self._row + 1
        name = self._words.segment(group.segment) if self._engine.plan.segments else ""
        self._heads(name, say("target to date"), say("actual to date"), say("off"), say("attained"))
        for kpi in group.kpis:
            cells = dict(self._engine.cells[line("to date", group, kpi)])
            attained = cells.pop(ATTAINED)
            number = self._numbers[group.segment, kpi]
            self._sheet.put(self._row, 0, self._label(group, kpi))
            self._sheet.line(self._row, 1, line("to date", group, kpi), cells, Look(number))
            self._sheet.put(self._row, 1 + ATTAINED, attained, Look(numbers.percent(1)))
            self._row += 1
        judged = [at for at, kpi in enumerate(group.kpis) if kpi not in SPEND]
        for at in judged:
            self._signals(first + at)
        self._row += 1

    def _signals(self, row: int) -> None:
        where = self._sheet.range(row, 1 + OFF, row, 1 + ATTAINED)
        cell = "$" + address(row, 1 + ATTAINED)
        least = 1 - self._engine.plan.status.tolerance
        self._sheet.signals.append(Signal(where, f"AND(ISNUMBER({cell}),{cell}<{least!r})"))
        self._sheet.signals.append(Signal(where, f"AND(ISNUMBER({cell}),{cell}>=1)", good=True))

    def _outlooks(self) -> None:
        say = self._words.say
        for what in (CUSTOMERS, REVENUE):
            lines = [(g.segment, outlook(g.segment, what)) for g in self._groups]
            there = [(segment, each) for segment, each in lines if each in self._engine.cells]
            if not there:
                continue
            title = say("The year, {what}", what=self._unit() if what == CUSTOMERS else say("new revenue"))
            self._heads(title, say("goal"), say("so far"), say("with the rest as planned"))
            number = numbers.plain(1) if what == CUSTOMERS else numbers.money(self._engine.plan.currency)
            for segment, each in there:
                label = self._words.segment(segment) if self._engine.plan.segments else say("the year")
                self._sheet.put(self._row, 0, label)
                self._sheet.line(self._row, 1, each, self._engine.cells[each], Look(number))
                self._row += 1
            self._row += 1

    def _unit(self) -> str:
        names = {scope.branch.stages[-1].name for scope in self._engine.scopes}
        return self._words.stage(None, names.pop()) if len(names) == 1 else self._words.locale.term("customers")

    def _by_month(self) -> None:
        """Targets and actuals by month, which charts show; those of the whole plan have one."""
        say = self._words.say
        charts = sum(kpi not in SPEND for group in self._groups if group.segment is None for kpi in group.kpis)
        head = max(self._row, 6 + _ROWS * ((min(charts, _MOST_CHARTS) + 1) // 2)) + 1
        self._sheet.printed = self._sheet.range(0, 0, head - 2, _CHARTS + 13)
        self._sheet.say(head, say("By month"), _SECTION)
        for month in MONTHS:
            self._sheet.put(head, month, month_of(month), Look(numbers.MONTH, "head"))
        self._of_months(head + 1, FILLED, say("months of which something is known"), "0")
        self._of_months(head + 2, COVERED, say("part of the month that is covered"), numbers.percent(0))
        months, row, place = self._sheet.range(head, 1, head, YEAR_MONTHS), head + 3, 0
        for group in self._groups:
            for kpi in group.kpis:
                self._months(group, kpi, row)
                if group.segment is None and kpi not in SPEND and place < _MOST_CHARTS:
                    self._chart(row, months, place, self._numbers[None, kpi])
                    place += 1
                row += 4

    def _of_months(self, row: int, each: Line, label: str, number: str) -> None:
        """A line of all figures, folded away."""
        self._sheet.put(row, 0, label, Look(style="detail"))
        self._sheet.line(row, 0, each, self._engine.cells[each], Look(number))
        self._sheet.folded.append(row)

    def _months(self, group: FigureGroup, kpi: str, row: int) -> None:
        say, number = self._words.say, Look(self._numbers[group.segment, kpi])
        name = self._label(group, kpi)
        title = f"{self._words.segment(group.segment)}: {name}" if group.segment else name
        self._sheet.put(row, 0, title, Look(style="section"))
        for at, (what, label) in enumerate(
            (("target", say("target")), ("shown", say("actual")), ("known", say("known")))
        ):
            each = line(what, group, kpi)
            look = Look("0") if what == "known" else number
            self._sheet.put(row + 1 + at, 0, label, Look(style="detail"))
            self._sheet.line(row + 1 + at, 0, each, self._engine.cells[each], look)
            self._sheet.folded += [row + 1 + at] if what == "known" else []

    def _chart(self, row: int, months: CellRange, place: int, number: str) -> None:
        def of(at: int) -> CellRange:
            return self._sheet.range(at, 1, at, YEAR_MONTHS)

        def name(at: int) -> CellRange:
            return self._sheet.range(at, 0, at, 0)

        curves = (Curve(name(row + 2), of(row + 2)), Curve(name(row + 1), of(row + 1), line=True))
        top, shift = 6 + _ROWS * (place // 2), _WIDE * (place % 2)
        self._sheet.pictures.append(Picture(top, _CHARTS, shift, numbers.axis(number), name(row), months, curves))

    def _label(self, group: FigureGroup, kpi: str) -> str:
        return self._words.figure(kpi) if kpi in BUILT_IN else self._words.stage(group.segment, kpi)
