"""The sheet of inputs: everything that can be edited, yellow, by the plan and by segment."""

from __future__ import annotations

from collections.abc import Sequence

from kpiplan.analysis.workbook.engine import Engine
from kpiplan.analysis.workbook.formulas import Named, total
from kpiplan.analysis.workbook.inputs import Form, SheetInput
from kpiplan.locales.english import phrase
from kpiplan.reports.workbook import numbers
from kpiplan.reports.workbook.drawing import Drawing, address, decimals_for
from kpiplan.reports.workbook.headings import month_of
from kpiplan.reports.workbook.model import CellLimit, CellRange, Look, Rule, Signal
from kpiplan.reports.workbook.words import INPUT_WORDS, Words

LEFT = 3  # the column of the first value
_HEAD, _LABEL = Look(style="head left"), Look(style="label")
_FORMS: tuple[tuple[Form, str], ...] = (
    ("one", ""),
    ("months", phrase("by month")),
    ("ages", phrase("part that arrives after so many months")),
)
_SAID: dict[Rule, str] = {
    "rate": phrase("a rate above 0% and up to 100%"),
    "share": phrase("a part from 0% to 100%"),
    "above zero": phrase("a number above 0"),
    "not negative": phrase("a number from 0 up"),
    "rounding": phrase("nearest, up or down; empty: exact, or as the plan has it"),
    "next year": phrase("a growth such as 10%, or none; empty: as the goal's own timing implies"),
    "day": phrase("the first day of the plan's first month"),
}
_ABOVE_ZERO = ("revenue", "units", "recurring_from", "recurring_to", "average_deal", "years_kept", "purchases_per_year")


def inputs_sheet(sheet: Drawing, engine: Engine, words: Words) -> None:
    """Draw the sheet."""
    say = words.say
    sheet.say(0, say("Inputs"), Look(style="title"))
    note = say("Yellow cells are what can be edited; all else follows. `kpiplan pull` takes edits back into the plan.")
    sheet.say(1, note, Look(style="note"))
    row = 3
    for segment in dict.fromkeys(each.segment for each in engine.inputs.all):
        held = [each for each in engine.inputs.all if each.segment == segment]
        if engine.plan.segments:
            sheet.say(row, words.segment(segment), Look(style="section"))
            row += 1
        for form, title in _FORMS:
            if found := [each for each in held if each.form == form]:
                if title:
                    _headings(sheet, row, form, say(title), found)
                    row += 1
                for each in found:
                    _input(sheet, row, each, words)
                    row += 1
                row += 1
    sheet.frozen = (3, LEFT)


def _headings(sheet: Drawing, row: int, form: Form, title: str, found: Sequence[SheetInput]) -> None:
    sheet.say(row, title, _HEAD)
    sheet.put(row, 1, None, _HEAD)
    if form == "months":
        sheet.put(row, LEFT - 1, None, _HEAD)
        for month in range(1, 13):
            sheet.put(row, LEFT + month - 1, month_of(month), Look(numbers.MONTH, "head"))
    elif form == "ages":
        sheet.put(row, LEFT - 1, "100%", Look(style="head"))
        for age in range(max(len(each.values) for each in found)):
            sheet.put(row, LEFT + age, age, Look("0", "head"))


def _input(sheet: Drawing, row: int, each: SheetInput, words: Words) -> None:
    what = words.say(INPUT_WORDS[each.key])
    of = words.of(each.segment, each.of)
    sheet.put(row, 0, of or what, _LABEL)
    if of:
        sheet.put(row, 1, what, Look(style="note"))
    where = sheet.input(row, LEFT, each, Look(_number(each, words.plan.currency), "input"))
    rule = _rule(each)
    sheet.limits.append(CellLimit(where, rule, words.say(_SAID[rule])))
    if each.form == "ages":
        _sum(sheet, row, each)


def _sum(sheet: Drawing, row: int, each: SheetInput) -> None:
    """Shares sum to 100%, or the sum is red."""
    sheet.put(row, LEFT - 1, total(Named(each.name)), Look(numbers.percent(), "check"))
    where = CellRange(sheet.name, row, LEFT - 1, row, LEFT - 1)
    sheet.signals.append(Signal(where, f"ABS({address(row, LEFT - 1)}-1)>0.000000001"))


def _number(each: SheetInput, currency: str | None) -> str:
    known = tuple(value for value in each.values if isinstance(value, float))
    match each.kind:
        case "money":
            return numbers.money(currency, decimals_for(known, "currency"))
        case "percent" | "weight" | "next year":
            return numbers.percent(decimals_for(known, "ratio"))
        case "month":
            return numbers.MONTH
        case "count":
            return numbers.plain(0 if all(value == int(value) for value in known) else 2)
        case "rounding":
            return ""
        case _:
            return "General"


def _rule(each: SheetInput) -> Rule:
    if each.key in _ABOVE_ZERO or each.kind == "each":
        return "above zero"
    if each.key == "rate":
        return "rate"
    if each.key in ("recurring_expansion", "existing_expansion"):
        return "not negative"
    rules: dict[str, Rule] = {"percent": "share", "rounding": "rounding", "next year": "next year", "month": "day"}
    return rules.get(each.kind, "not negative")
