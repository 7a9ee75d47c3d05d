"""The report of actuals against a plan: on track or not, where the gap arose, where the year goes."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import NamedTuple

from kpiplan import wording
from kpiplan.comparison.attainment import Compared, Value
from kpiplan.comparison.conversion import Conversion
from kpiplan.comparison.outlook import Amount, Outlook
from kpiplan.comparison.verdict import Verdict
from kpiplan.comparison.walk import CARRY_IN, DEAL_SIZE, Step, Walk
from kpiplan.reports.actuals_words import facts, off, remarks
from kpiplan.reports.facing import Facing
from kpiplan.reports.model import Column, Report, Row, RowKind, Table
from kpiplan.rounding import NOISE

GAP = "gap"  # what the walk calls its sum
SAID: dict[Verdict | None, str] = {
    "on_track": "on track",
    "within_chance": "within chance",
    "behind": "behind",
    None: "",
}
MONEY_LABELS = {
    "revenue": "new revenue",
    "marketing_spend": "marketing spend",
    "sales_spend": "sales spend",
    "spend": "spend",
}


def actuals_report(facing: Facing) -> Report:
    """The screen of `kpiplan actuals` with a plan."""
    plan = facing.plan
    currency = f", {plan.currency}" if plan.currency else ""
    return Report(
        f"{plan.name} - actuals to {facing.end} ({facing.covered}){currency}",
        facts(facing),
        (_attainment(facing), _walk(facing), _outlook(facing)),
        remarks(facing),
    )


def _attainment(facing: Facing) -> Table:
    """Target and actual of the last month and to date."""
    several = facing.comparison.through > 1
    columns = [Column("", words=True)]
    if several:
        month = facing.month_label
        columns += [Column("target", group="period", over=month), Column("actual", group="period", over=month)]
    columns += [
        Column("target", group="period", over=facing.span_label),
        Column("actual", group="period", over=facing.span_label),
        Column("off", group="period", over=facing.span_label),
        Column("", words=True, group="period"),
    ]
    rows: list[Row] = []
    for segment, figures in groupby(facing.comparison.figures, key=lambda figure: figure.segment):
        if facing.plan.segments:
            rows.append(Row((facing.segment_label(segment),), "section"))
        rows += [_figure_row(facing, figure, several) for figure in figures if _shows(facing, figure)]
    return Table(tuple(columns), tuple(rows))


def _shows(facing: Facing, figure: Compared) -> bool:
    """Not money that nobody saw, nor, of the whole plan, a stage that segments show already or nobody saw."""
    seen = figure.to_date.actual is not None
    if figure.unit != "count":
        return seen
    if figure.segment is not None or not facing.plan.segments:
        return True
    if facing.has(figure.kpi) > 1 or figure.kpi == facing.last_stage(None):
        return True
    return seen and not any(other.segment and other.kpi == figure.kpi for other in facing.comparison.figures)


def _figure_row(facing: Facing, figure: Compared, several: bool) -> Row:
    label = facing.inset(MONEY_LABELS.get(figure.kpi) or facing.label(figure.kpi))
    at = facing.comparison.through - 1
    cells = [label]
    if several:
        cells += [_amount(facing, figure, figure.target[at]), _amount(facing, figure, figure.actual[at])]
    target, actual, _, status = figure.to_date
    cells += [_amount(facing, figure, target), _amount(facing, figure, actual), _off(figure.to_date)]
    cells.append(SAID[status] + facing.gaps(figure))
    kind: RowKind = "total" if figure.kpi == "revenue" else "plain"
    return Row(tuple(cells), kind)


def _off(value: Value) -> str:
    return "" if value.attainment is None else off(value.attainment - 1)


def _amount(facing: Facing, figure: Compared, value: float | None) -> str:
    if value is None:
        return "-"
    return wording.count(value) if figure.unit == "count" else facing.money(value)


def _walk(facing: Facing) -> Table:
    """The steps from target to actual; for the year too where time passes between stages."""
    priced = any(step.revenue is not None for walk in facing.comparison.walks for step in walk.steps)
    later = any(_later(step) for walk in facing.comparison.walks for step in walk.steps)
    over, year = ("to date", "by the end of the year") if later else ("", "")
    columns = [
        Column("Where the gap arose", words=True),
        Column("planned", group="period"),
        Column("actual", group="period"),
        Column(facing.unit, group="period", over=over),
    ]
    if priced:
        columns.append(Column("revenue", group="period", over=over))
    columns.append(Column("", words=True, group="period"))
    if later:
        columns.append(Column(facing.unit, group="tail", over=year))
        if priced:
            columns.append(Column("revenue", group="tail", over=year))
    rows: list[Row] = []
    steps = [step for walk in facing.comparison.walks for step in (*walk.steps, walk.gap)]
    layout = _Layout(priced, later, _decimals(size for step in steps for size in (step.customers, step.year_customers)))
    for walk in facing.comparison.walks:
        if facing.plan.segments:
            rows.append(Row((facing.segment_label(walk.segment),), "section"))
        rows += _walk_rows(facing, walk, layout)
    return Table(tuple(columns), tuple(rows))


class _Layout(NamedTuple):
    """Which columns the walk has, and the decimals of customers."""

    priced: bool
    later: bool
    decimals: int


def _decimals(values: Iterable[float]) -> int:
    """As many for all steps, so that they can be seen to add up: four digits of the largest."""
    largest = max(abs(value) for value in values)
    return max(0, 3 - (math.floor(math.log10(largest)) if largest >= 1 else 0))


def _later(step: Step) -> bool:
    """Whether a step is another by the end of the year than to date."""
    size = max(1.0, abs(step.customers), abs(step.year_customers))
    return abs(step.year_customers - step.customers) > NOISE * size


def _walk_rows(facing: Facing, walk: Walk, layout: _Layout) -> Iterator[Row]:
    conversions = {found.stage: found for found in facing.comparison.conversions if found.segment == walk.segment}
    for step in (*walk.steps, walk.gap):
        if not any((step.customers, step.revenue, step.year_customers, step.year_revenue)) and _idle(
            facing, walk, step
        ):
            continue
        label, planned, actual, status = _explained(facing, walk, step.name, conversions)
        units = [
            "" if step.name == DEAL_SIZE else _change(value, layout.decimals)
            for value in (step.customers, step.year_customers)
        ]
        cells = [facing.inset(label), planned, actual, units[0]]
        if layout.priced:
            cells.append(facing.change(step.revenue))
        cells.append(SAID[status])
        if layout.later:
            cells.append(units[1])
            if layout.priced:
                cells.append(facing.change(step.year_revenue))
        yield Row(tuple(cells), "total" if step.name == GAP else "plain")


def _idle(facing: Facing, walk: Walk, step: Step) -> bool:
    """Whether a step without effect has nothing to say either."""
    if step.name in (CARRY_IN, DEAL_SIZE):
        return True
    seen = [f.to_date.actual for f in facing.comparison.figures if (f.kpi, f.segment) == (step.name, walk.segment)]
    return bool(facing.plan.segments) and walk.segment is None and seen == [None]


def _explained(
    facing: Facing, walk: Walk, name: str, conversions: Mapping[str, Conversion]
) -> tuple[str, str, str, Verdict | None]:
    """What a step is called, what was planned, what came, and how that is judged."""
    label = facing.step_label(walk.segment, name)
    if name == DEAL_SIZE:
        return (label, *facing.deals(walk), None)
    if name in (CARRY_IN, GAP):
        return name, "", "", None
    found = conversions.get(name)
    if found is None:
        figure = next(f for f in facing.comparison.figures if (f.kpi, f.segment) == (name, walk.segment))
        value = figure.to_date
        return label, _amount(facing, figure, value.target), _amount(facing, figure, value.actual), value.status
    if facing.mixed(walk.segment, name):
        expected, came = ("-" if value is None else wording.count(value) for value in (found.expected, found.came))
        return f"{label}*", expected, came, found.status
    return label, _rate(found.planned), "-" if found.actual is None else _rate(found.actual), found.status


def _rate(rate: float) -> str:
    return wording.percent(rate) if rate <= 1 else wording.significant(rate, 3)


def _change(value: float, decimals: int) -> str:
    """-0.306, +0.020, 0."""
    text = f"{value:+,.{decimals}f}"
    return text if text.strip("+-0.") else "0"


def _outlook(facing: Facing) -> Table:
    outlooks = facing.comparison.outlooks
    priced = any(outlook.goal.revenue is not None for outlook in outlooks)
    title = "The year" if outlooks[-1].needed is None else "The year, with the rest"
    columns = [Column(title, words=True), Column(facing.unit, group="period")]
    if priced:
        columns.append(Column("revenue", group="period"))
    columns.append(Column("off", group="period"))
    rows: list[Row] = []
    for outlook in outlooks:
        if facing.plan.segments:
            rows.append(Row((facing.segment_label(outlook.segment),), "section"))
        rows += _outlook_rows(facing, outlook, priced)
    return Table(tuple(columns), tuple(rows))


def _outlook_rows(facing: Facing, outlook: Outlook, priced: bool) -> Sequence[Row]:
    lines: list[tuple[str, Amount]] = [("goal", outlook.goal)]
    if outlook.needed is None:
        lines.insert(0, ("reached", outlook.so_far))
    else:
        lines.insert(0, (f"like {facing.span_label}", outlook.at_rates.year))
        lines.insert(0, ("as planned", outlook.at_plan.year))
    rows = []
    for label, amount in lines:
        cells = [facing.inset(label), wording.count(amount.customers)]
        if priced:
            cells.append("-" if amount.revenue is None else facing.money(amount.revenue))
        cells.append("" if label == "goal" else _short(amount, outlook.goal))
        rows.append(Row(tuple(cells), "total" if label == "goal" else "plain"))
    return rows


def _short(amount: Amount, goal: Amount) -> str:
    """How far an amount is off the goal, in revenue where that is planned."""
    pairs = [(amount.revenue, goal.revenue), (amount.customers, goal.customers)]
    return next((off(value / aim - 1) for value, aim in pairs if value is not None and aim), "")
