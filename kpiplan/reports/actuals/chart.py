"""The walk from target to actual, drawn: what each step adds to the customers of the year, or takes from them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from kpiplan.reports.actuals.walk import cause_label, parts_of
from kpiplan.reports.cells import STYLES, fall_cells, words
from kpiplan.reports.labels import STATUSES
from kpiplan.reports.model import Cell, Column, FunnelPicture, FunnelStep, Row, Table

if TYPE_CHECKING:
    from kpiplan.analysis.variance.attainment import Compared
    from kpiplan.reports.actuals.view import Facing

_SMALL = 0.05  # of the largest step: smaller ones are drawn as one


def waterfall(facing: Facing) -> Table:
    """The steps of the whole plan, from the top of the funnel down, as far as they are worth a bar, and their sum."""
    locale, walk = facing.locale, facing.comparison.walks[-1]
    steps = [(cause_label(facing, walk.segment, part), part.effect.year_customers) for part in parts_of(facing, walk)]
    largest = max((abs(size) for _, size in steps), default=0.0)
    shown = [step for step in steps if abs(step[1]) > _SMALL * largest]
    rest = sum(size for _, size in steps) - sum(size for _, size in shown)
    if abs(rest) > _SMALL * largest:
        shown.append((locale.say("the rest"), rest))
    goal = facing.verdict.goal.customers
    title = locale.say("{unit} by {month}", unit=facing.unit, month=locale.month(facing.plan.start.plus(11)))
    columns = (Column(title, words=True), Column(""), Column("", words=True))
    gap = sum(size for _, size in steps)
    return Table(
        columns,
        (
            Row((words(locale.say("goal")), Cell(locale.people(goal), goal, "count"))),
            *_rows(facing, shown),
            Row((words(locale.say("expected")), Cell(locale.people(goal + gap), goal + gap, "count")), "total"),
        ),
    )


def funnels(facing: Facing) -> tuple[FunnelPicture, ...]:
    """How many reached each stage to date of those that should have, of each segment that exports tell apart."""
    found = []
    for segment, stages in facing.funnels.items():
        figures = {figure.kpi: figure for figure in facing.comparison.figures if figure.segment == segment}
        steps = tuple(_step(facing, segment, figures[stage.name]) for stage in stages if stage.name in figures)
        if steps:
            found.append(FunnelPicture(facing.segment_label(segment) if segment else "", steps))
    return tuple(found)


def _step(facing: Facing, segment: str | None, figure: Compared) -> FunnelStep:
    locale, (target, actual, _, status) = facing.locale, figure.to_date
    whole = locale.people(target or 0.0)
    number = locale.say("{part} of {whole}", part="-" if actual is None else locale.people(actual), whole=whole)
    style = STYLES[status] if status else "plain"
    if status and style != "plain":
        number = locale.say("{number}: {status}", number=number, status=locale.say(STATUSES[status]))
    return FunnelStep(facing.label(figure.kpi, segment), number, style=style)


def _rows(facing: Facing, steps: Sequence[tuple[str, float]]) -> Iterator[Row]:
    bars = fall_cells(facing.locale, [size for _, size in steps])
    for (label, size), bar in zip(steps, bars, strict=True):
        signed = ("+" if size > 0 else "") + facing.locale.people(size)
        yield Row((words(f" {label}"), Cell(signed, size, "count", bar.style), bar))
