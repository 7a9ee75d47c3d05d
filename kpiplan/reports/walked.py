"""The table of the walk: which steps lead from target to actual."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from kpiplan.comparison.conversion import Conversion
from kpiplan.comparison.verdict import Verdict
from kpiplan.comparison.walk import CARRY_IN, DEAL_SIZE, Step, Walk
from kpiplan.reports.facing import Facing
from kpiplan.reports.model import Column, Row, Table
from kpiplan.rounding import NOISE


class _Layout(NamedTuple):
    """Which columns the walk has, and the decimals of customers."""

    priced: bool
    later: bool
    decimals: int


def walk_table(facing: Facing) -> Table:
    """The steps from target to actual; for the year too where time passes between stages."""
    walks = facing.comparison.walks
    steps = [step for walk in walks for step in (*walk.steps, walk.gap)]
    layout = _Layout(
        any(step.revenue is not None for walk in walks for step in walk.steps),
        any(_later(step) for walk in walks for step in walk.steps),
        _decimals(size for step in steps for size in (step.customers, step.year_customers)),
    )
    rows: list[Row] = []
    for walk in walks:
        if facing.plan.segments:
            rows.append(Row((facing.segment_label(walk.segment),), "section"))
        rows += _rows(facing, walk, layout)
    return Table(tuple(_columns(facing, layout)), tuple(rows))


def _columns(facing: Facing, layout: _Layout) -> Iterator[Column]:
    say = facing.locale.say
    over, year = (say("to date"), say("by the end of the year")) if layout.later else ("", "")
    yield Column(say("Where the gap arose"), words=True)
    yield Column(say("planned"), group="period")
    yield Column(say("actual"), group="period")
    yield Column(facing.unit, group="period", over=over)
    if layout.priced:
        yield Column(say("revenue"), group="period", over=over)
    yield Column("", words=True, group="period")
    if layout.later:
        yield Column(facing.unit, group="tail", over=year)
        if layout.priced:
            yield Column(say("revenue"), group="tail", over=year)


def _decimals(values: Iterable[float]) -> int:
    """As many for all steps, so that they can be seen to add up: four digits of the largest."""
    largest = max(abs(value) for value in values)
    return max(0, 3 - (math.floor(math.log10(largest)) if largest >= 1 else 0))


def _later(step: Step) -> bool:
    """Whether a step is another by the end of the year than to date."""
    size = max(1.0, abs(step.customers), abs(step.year_customers))
    return abs(step.year_customers - step.customers) > NOISE * size


def _rows(facing: Facing, walk: Walk, layout: _Layout) -> Iterator[Row]:
    conversions = {found.stage: found for found in facing.comparison.conversions if found.segment == walk.segment}
    for step in walk.steps:
        if _effect(step) or not _idle(facing, walk, step):
            label, planned, actual, verdict = _explained(facing, walk, step.name, conversions)
            yield Row((facing.inset(label), planned, actual, *_effects(facing, step, verdict, layout)))
    yield Row((facing.inset(facing.locale.say("gap")), "", "", *_effects(facing, walk.gap, None, layout)), "total")


def _effect(step: Step) -> bool:
    return any((step.customers, step.revenue, step.year_customers, step.year_revenue))


def _effects(facing: Facing, step: Step, verdict: Verdict | None, layout: _Layout) -> Iterator[str]:
    """What a step adds, in customers and revenue, and how it is judged."""
    yield _units(step, step.customers, layout)
    if layout.priced:
        yield facing.change(step.revenue)
    yield facing.verdict(verdict)
    if layout.later:
        yield _units(step, step.year_customers, layout)
        if layout.priced:
            yield facing.change(step.year_revenue)


def _units(step: Step, value: float, layout: _Layout) -> str:
    return "" if step.name == DEAL_SIZE else _change(value, layout.decimals)


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
    if name == CARRY_IN:
        return label, "", "", None
    found = conversions.get(name)
    if found is None:
        figure = next(f for f in facing.comparison.figures if (f.kpi, f.segment) == (name, walk.segment))
        value = figure.to_date
        return label, facing.amount(figure, value.target), facing.amount(figure, value.actual), value.status
    if facing.mixed(walk.segment, name):
        shown = facing.locale.count
        expected, came = ("-" if value is None else shown(value) for value in (found.expected, found.came))
        return f"{label}*", expected, came, found.status
    actual = "-" if found.actual is None else _rate(facing, found.actual)
    return label, _rate(facing, found.planned), actual, found.status


def _rate(facing: Facing, rate: float) -> str:
    return facing.locale.percent(rate) if rate <= 1 else facing.locale.significant(rate, 3)


def _change(value: float, decimals: int) -> str:
    """-0.306, +0.020, 0."""
    text = f"{value:+,.{decimals}f}"
    return text if text.strip("+-0.") else "0"
