"""The tornado of levers at the same work, what they save at the same goal, and what closes the gap alone."""

from __future__ import annotations

from kpiplan.analysis.levers.closing import SAFE, Close
from kpiplan.analysis.levers.inputs import PlanInput
from kpiplan.analysis.levers.levers import Lever
from kpiplan.locales.digits import NOISE
from kpiplan.locales.english import Locale
from kpiplan.reports.cells import NOTHING, change_of_cell, change_of_people_cell, percent_cell, words
from kpiplan.reports.labels import first_day, money_label
from kpiplan.reports.levers.words import ShownLevers, label_of, value_cell
from kpiplan.reports.model import Cell, Column, Row, Table

BAR = 10  # columns of the longest bar; # is as wide in every terminal


def work_table(shown: ShownLevers) -> Table:
    """What a little more of each input brings, a bar for each; those that bring nothing are left out."""
    locale = shown.locale
    levers = [each for each in shown.found.levers if _moves(each)]
    say, over = locale.say, locale.say("the same work, in the year")
    base = shown.found.base
    money, chances = base.revenue is not None, base.chance is not None
    columns = [
        Column("", words=True),
        Column(say("now")),
        Column(say("then")),
        Column(shown.unit, over=over),
        Column("", words=True, over=over),
    ]
    if money:
        recurring = all(branch.churn is not None for branch in shown.branches)
        label, monthly = money_label(locale, "revenue", recurring=False), say("a month") if recurring else ""
        columns.append(Column(label, monthly, group="tail", over=over))
    if chances:
        columns.append(Column(say("chance"), say("points"), group="tail", over=over))
    largest = max((each.gain.customers for each in levers), default=0.0)
    rows = []
    for each in levers:
        gain = each.gain
        bar = "#" * round(BAR * gain.customers / largest) if largest > 0 else ""
        cells = [
            words(label_of(shown, each.old)),
            value_cell(shown, each.old),
            value_cell(shown, each.new),
            change_of_people_cell(locale, gain.customers),
            Cell(bar, bar or None),
        ]
        if money:
            cells.append(_money(shown, gain.revenue))
        if chances:
            cells.append(_points(locale, gain.chance if each.old.kind != "deal" else gain.chance_of_revenue))
        rows.append(Row(tuple(cells)))
    return Table(tuple(columns), tuple(rows))


def _moves(each: Lever) -> bool:
    """Whether a lever changes what the same work brings: costs do not."""
    return abs(each.gain.customers) > NOISE or abs(each.gain.revenue or 0.0) > NOISE


def _money(shown: ShownLevers, amount: float | None) -> Cell:
    if amount is None:
        return NOTHING
    if abs(amount) <= NOISE * max(1.0, shown.found.base.revenue or 0.0):
        return Cell("0", 0.0, "currency", "dim")
    return change_of_cell(shown.locale, amount, shown.plan.currency, [shown.found.base.revenue])


def _points(locale: Locale, chance: float | None) -> Cell:
    if chance is None:
        return NOTHING
    return Cell(locale.difference(chance * 100, 1), chance, "ratio")


def goal_table(shown: ShownLevers) -> Table:
    """What the goal takes instead; levers that change nothing of it are left out."""
    locale, base = shown.locale, shown.found.base.needs
    say, over = locale.say, locale.say("the same goal, in the year")
    hangs = base.hanging > NOISE
    columns = [Column("", words=True)]
    columns += [Column(shown.stage(top), over=over) for top in base.tops]
    if base.spend is not None:
        columns.append(Column(say("spend"), group="tail", over=over))
    if hangs:
        day = first_day(locale, shown.plan.start)
        columns.append(Column(shown.unit, say("open on {day}", day=day), group="tail", over=over))
    rows = []
    for each in shown.found.levers:
        saving = each.saving
        if saving is None:
            continue
        cells = [change_of_people_cell(locale, saving.tops.get(top, 0.0)) for top in base.tops]
        if base.spend is not None:
            cells.append(_spend(shown, saving.spend or 0.0))
        if hangs:
            cells.append(change_of_people_cell(locale, saving.hanging))
        if any(isinstance(cell.value, float) and cell.text not in ("0", "") for cell in cells):
            rows.append(Row((words(label_of(shown, each.old)), *cells)))
    return Table(tuple(columns), tuple(rows))


def _spend(shown: ShownLevers, amount: float) -> Cell:
    if abs(amount) <= NOISE * max(1.0, shown.found.base.needs.spend or 0.0):
        return Cell("0", 0.0, "currency", "dim")
    return change_of_cell(shown.locale, amount, shown.plan.currency, [shown.found.base.needs.spend])


def gap_table(shown: ShownLevers) -> Table:
    """The value with which each lever alone brings the goal, and what its rate rests on."""
    locale, levers = shown.locale, [each for each in shown.found.levers if each.average is not None]
    say, over = locale.say, locale.say("brings the goal alone")
    rests = [each.rests for each in levers]
    last, risk = any(r and r.last_year is not None for r in rests), any(r and r.stated for r in rests)
    chances = shown.found.base.chance is not None
    columns = [Column("", words=True), Column(say("now")), Column(say("on average"), over=over)]
    if chances:
        columns.append(Column(say("at {level}", level=locale.percent(SAFE)), over=over))
    if last:
        columns.append(Column(say("last year"), group="tail"))
    if risk:
        columns.append(Column(say("rests on"), words=True, group="tail"))
        columns.append(Column(say("chance of"), say("so much"), group="tail"))
    rows = []
    for each in levers:
        cells = [words(label_of(shown, each.old)), value_cell(shown, each.old), _closing(shown, each.old, each.average)]
        if chances:
            cells.append(_closing(shown, each.old, each.reliable))
        found = each.rests
        if last:
            known = found is not None and found.last_year is not None
            cells.append(percent_cell(locale, found.last_year) if found and known else NOTHING)
        if risk:
            cells.append(words(found.stated) if found and found.stated else NOTHING)
            sure = found.as_much if found else None
            cells.append(NOTHING if sure is None else Cell(locale.percent(sure, 2), sure, "ratio"))
        rows.append(Row(tuple(cells)))
    return Table(tuple(columns), tuple(rows))


def _closing(shown: ShownLevers, old: PlanInput, close: Close | None) -> Cell:
    if close is None:
        return NOTHING
    if close.value is None:
        return words(_why_not(shown.locale, old, close))
    return value_cell(shown, old._replace(values=(close.value,) * len(old.values)))


def _why_not(locale: Locale, old: PlanInput, close: Close) -> str:
    """Why an input alone does not bring the goal."""
    if close.why == "late":
        return locale.say("too late")
    bounded = old.kind == "rate" and not old.each
    return locale.say("above {limit}", limit=locale.percent(1.0)) if bounded else locale.say("not by itself")
