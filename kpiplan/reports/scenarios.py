"""The screen of `kpiplan scenarios`: a plan and its scenarios side by side, then each against the plan."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

from kpiplan.analysis.scenarios import SAFE, Scenery, ShownFigure
from kpiplan.figures import Unit
from kpiplan.kpis.built_in import built_in
from kpiplan.locales.english import Locale, phrase
from kpiplan.months import YEAR_MONTHS, plan_months
from kpiplan.plan.model import Goal, whole_labels
from kpiplan.reports.cells import section, words
from kpiplan.reports.differences import Values, cells, figure_label, more_cell
from kpiplan.reports.labels import period_label
from kpiplan.reports.model import Column, Fact, Report, Row, RowKind, Table
from kpiplan.tuples import NamedTuple


class _Values(NamedTuple):
    """What a row compares: a label, one value a scenario (None: not known), and how these are written."""

    label: str
    values: tuple[float | None, ...]
    unit: Unit
    multiple: bool = False
    kind: RowKind = "plain"

    @property
    def shown(self) -> Values:
        """The values as they are written."""
        return Values(self.values, self.unit, self.multiple)


def scenarios_report(shown: Sequence[Scenery], lines: Sequence[ShownFigure], locale: Locale, *, chosen: bool) -> Report:
    """Side by side, then the differences; `chosen`: the figures were asked for, and nothing else is shown."""
    plan, say = shown[0].plan, locale.say
    months = plan_months(plan.start)
    title = f"{plan.name} - {locale.span(months[0], months[-1])}"
    rows = list(_rows(shown, lines, locale, chosen=chosen))
    facts = tuple(_fact(one, shown[0], locale) for one in shown[1:])
    tables = (_table(shown, rows, locale), *([_against(shown, rows, locale)] if len(shown) > 1 else []))
    remarks = () if chosen or shown[0].odds is None else (say(_REMARK, level=locale.percent(SAFE)),)
    none = (say("The plan has no scenarios; --set or `scenarios:` in the plan make some."),) if len(shown) == 1 else ()
    return Report(f"{title}, {plan.currency}" if plan.currency else title, facts, tables, (*none, *remarks))


_REMARK = phrase(
    "Chance: that the year brings the goal's customers. Safe at {level}: so many times the work at the top."
)


def _fact(one: Scenery, plan: Scenery, locale: Locale) -> Fact:
    """What a scenario asks of the top, what it changes, and why it is looked at."""
    lines = [locale.say("; ").join(filter(None, [_top(one, plan, locale), *_why(one)])), *_changes(one, locale)]
    return Fact(_name(one, locale), tuple(line for line in lines if line))


def _why(one: Scenery) -> list[str]:
    return [one.variant.why] if one.variant.why else []


def _changes(one: Scenery, locale: Locale) -> list[str]:
    """The changes in a line, where they are not the name already."""
    said = locale.say(", ").join(one.variant.said)
    return [] if said == one.variant.name else [said]


def _top(one: Scenery, plan: Scenery, locale: Locale) -> str:
    """`11,111 visits a month, not 8,333`, of a plan with one funnel."""
    if len(one.branches) != 1 or len(plan.branches) != 1 or one.branches[0].stages[0] != plan.branches[0].stages[0]:
        return ""
    stage = one.branches[0].stages[0]
    line = ShownFigure(one.branches[0].segment, stage.name, monthly=True)
    now, before = _value(one, line, None), _value(plan, line, None)
    if now is None or before is None:
        return ""
    top = locale.unit(now, locale.term(stage.name, stage.label))
    counts = {"count": locale.people(now), "unit": top, "planned": locale.people(before)}
    if counts["count"] == counts["planned"]:
        return locale.say("{count} {unit} a month, as planned", **counts)
    return locale.say("{count} {unit} a month, not {planned}", **counts)


def _name(one: Scenery, locale: Locale) -> str:
    return locale.say("the plan") if one.variant.name is None else one.variant.name


def _table(shown: Sequence[Scenery], rows: Sequence[_Values | Row], locale: Locale) -> Table:
    columns = (Column("", words=True), *(Column(_name(one, locale), group="period") for one in shown))
    currency = shown[0].plan.currency
    return Table(columns, tuple(row if isinstance(row, Row) else _row(row, currency, locale) for row in rows))


def _row(row: _Values, currency: str | None, locale: Locale) -> Row:
    return Row((words(row.label), *cells(row.shown, currency, locale)), row.kind)


def _against(shown: Sequence[Scenery], rows: Sequence[_Values | Row], locale: Locale) -> Table:
    """What is more or less than in the plan, in amounts and in parts of it."""
    columns = (
        Column(locale.say("against the plan"), words=True),
        *(Column(_name(one, locale), group="period") for one in shown[1:]),
    )
    currency = shown[0].plan.currency
    found = [row if isinstance(row, Row) else _difference(row, currency, locale) for row in rows]
    return Table(columns, tuple(found))


def _difference(row: _Values, currency: str | None, locale: Locale) -> Row:
    base, *others = row.values
    found = [more_cell(value, base, row.shown, currency, locale) for value in others]
    return Row((words(row.label), *found), row.kind)


def _rows(
    shown: Sequence[Scenery], lines: Sequence[ShownFigure], locale: Locale, *, chosen: bool
) -> list[_Values | Row]:
    found: list[_Values | Row] = [] if chosen else _goals(shown, locale)
    several = any(line.segment is not None for line in lines)
    before: str | None = None
    for line in lines:
        if several and line.segment != before and line.segment is not None:
            found.append(section(_segment(shown, line.segment, locale)))
        before = line.segment
        found += _line(shown, line, locale)
    if not chosen:
        found += [*([section(locale.say("whole plan"))] if several else []), *_last(shown, locale)]
    return found


def _segment(shown: Sequence[Scenery], name: str, locale: Locale) -> str:
    labels = [branch.label for one in shown for branch in one.branches if branch.segment == name]
    return locale.term(name, labels[0] if labels and labels[0] != name else "")


def _goals(shown: Sequence[Scenery], locale: Locale) -> list[_Values | Row]:
    """The goal as it is stated, a row for each kind that there is."""
    found: list[_Values | Row] = []
    kinds: tuple[tuple[Unit, Callable[[Goal], float | None]], ...] = (
        ("currency", lambda goal: goal.revenue if goal.revenue is not None else goal.recurring and goal.recurring.end),
        ("count", lambda goal: goal.units),
    )
    for unit, amount in kinds:
        values = tuple(amount(one.plan.goal) for one in shown)
        if any(value is not None for value in values):
            found.append(_Values(locale.say("goal"), values, unit))
    return found


def _line(shown: Sequence[Scenery], line: ShownFigure, locale: Locale) -> list[_Values | Row]:
    """A figure of the year, or of a month of it on average; with a row for each period where the year is cut."""
    figures = [one.figure(line) for one in shown]
    unit: Unit = next((figure.unit for figure in figures if figure), "count")
    record = built_in(line.kpi)
    label = _label(shown, line, locale)
    if line.monthly:
        label = locale.say("{figure} a month", figure=label)
    values = tuple(_value(one, line, None) for one in shown)
    rows: list[_Values | Row] = [
        _Values(label, values, unit, record.multiple, "total" if record.prominent else "plain")
    ]
    cut = shown[0].figures.periods
    for at, period in enumerate(cut if len(cut) > 1 else ()):
        said = f"  {period_label(locale, period)}"
        rows.append(_Values(said, tuple(_value(one, line, at) for one in shown), unit, record.multiple, "detail"))
    return rows


def _value(one: Scenery, line: ShownFigure, at: int | None) -> float | None:
    figure = one.figure(line)
    if figure is None:
        return None
    value = figure.total if at is None else figure.values[at]
    months = YEAR_MONTHS if at is None else len(one.figures.periods[at].months)
    return value / months if line.monthly and value is not None else value


def _label(shown: Sequence[Scenery], line: ShownFigure, locale: Locale) -> str:
    recurring = all(branch.churn is not None for one in shown for branch in one.branches)
    labels = whole_labels([branch.stages for one in shown for branch in one.branches])
    return figure_label(locale, line.kpi, labels, recurring=recurring)


def _last(shown: Sequence[Scenery], locale: Locale) -> list[_Values | Row]:
    """What must be under way on the first day, the chance of the goal, what makes it safe."""
    under = [one.under_way() for one in shown]
    stages = dict.fromkeys(stage for found in under for _, stage in found)
    labels = whole_labels([branch.stages for one in shown for branch in one.branches])
    rows: list[_Values | Row] = []
    for stage in stages:
        needed = tuple(math.fsum(units for (_, name), units in each.items() if name == stage) for each in under)
        said = locale.say("under way: {stage}", stage=locale.term(stage, labels.get(stage, "")))
        rows.append(_Values(said, needed, "count"))
    if all(one.odds is not None for one in shown):
        odds = [one.odds for one in shown if one.odds is not None]
        rows.append(_Values(locale.say("chance"), tuple(each.customers for each in odds), "ratio"))
        safe = tuple(each.safe if each.reached else None for each in odds)
        rows.append(_Values(locale.say("safe at {level}", level=locale.percent(SAFE)), safe, "ratio", True))
    return rows
