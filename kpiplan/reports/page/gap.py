"""Where the gap arose: the walk from target to actual as a waterfall whose bars stand in the rows of a table."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import accumulate, pairwise

from kpiplan.analysis.variance.walk import DEAL_SIZE, Effect, Walk
from kpiplan.reports.actuals.view import Facing
from kpiplan.reports.actuals.walk import WalkLayout, explained_part, shown_steps, walk_layout
from kpiplan.reports.cells import NOTHING, change_cell, difference_cell, section, verdict_cell, words
from kpiplan.reports.model import Cell, Column, RowKind
from kpiplan.reports.page.model import (
    Chip,
    PageCell,
    PageRow,
    PageSection,
    PageTable,
    WalkBar,
    WalkChart,
    WalkStep,
)
from kpiplan.reports.page.results import MOST_CHARTS
from kpiplan.reports.page.rows import page_row
from kpiplan.tuples import NamedTuple


class _Step(NamedTuple):
    """A row of the walk: label, planned and actual, status, what it adds, and its bar; `name` is empty of the gap."""

    label: str
    cells: tuple[Cell, Cell]
    chip: Chip | None
    effect: Effect
    bar: WalkBar
    kind: RowKind = "plain"
    name: str = ""


def gap_section(facing: Facing) -> PageSection:
    """The walk of the whole plan, or of each segment and then the whole."""
    return PageSection("gap", facing.locale.say("Where the gap arose"), (gap_table(facing),))


def gap_table(facing: Facing) -> PageTable:
    """Each step with its bar, what it adds to date and by the end of the year, and why; the whole where many are."""
    say, layout = facing.locale.say, walk_layout(facing)
    rows: list[PageRow] = []
    several = len(facing.plan.segments) <= MOST_CHARTS
    for walk in facing.comparison.walks if several else facing.comparison.walks[-1:]:
        if facing.plan.segments and several:
            rows.append(page_row(section(facing.segment_label(walk.segment))))
        rows += [_row(facing, step, layout) for step in _steps(facing, walk, layout)]
    return PageTable(
        say("The steps from target to actual, which add up to the gap"), _columns(facing, layout), (*rows,)
    )


def _columns(facing: Facing, layout: WalkLayout) -> tuple[Column, ...]:
    say = facing.locale.say
    to_date, year = say("to date"), say("by the end of the year")
    found = [Column(say("step"), words=True), Column(facing.unit, words=True)]
    for over in (year, to_date) if layout.later else ("",):
        found.append(Column(facing.unit, over=over))
        if layout.priced:
            found.append(Column(" ".join(facing.revenue_heading).strip(), over=over))
    return (*found, Column(say("status"), words=True), Column(say("planned")), Column(say("actual")))


def _row(facing: Facing, step: _Step, layout: WalkLayout) -> PageRow:
    effect, locale, currency = step.effect, facing.locale, facing.plan.currency
    to_date, year = (effect.customers, effect.revenue), (effect.year_customers, effect.year_revenue)
    cells: list[PageCell] = []
    for customers, revenue in (year, to_date) if layout.later else (to_date,):  # the year first, which the bars draw
        cells.append(NOTHING if step.name == DEAL_SIZE else difference_cell(locale, customers, layout.decimals))
        if layout.priced:
            cells.append(change_cell(locale, revenue, currency, layout.cents, exact=facing.exact))
    return PageRow((words(step.label), step.bar, *cells, step.chip or NOTHING, *step.cells), step.kind)


def _steps(facing: Facing, walk: Walk, layout: WalkLayout) -> Iterator[_Step]:
    """The steps in order, each beginning where the one above ends, and the gap from 0 to where the last one ends."""
    parts = list(shown_steps(facing, walk))
    sizes = [_size(part.effect, layout) for part in parts]
    ends = [0.0, *accumulate(sizes)]
    low, high = min(0.0, *ends), max(0.0, *ends)
    for part, (start, end) in zip(parts, pairwise(ends), strict=True):
        label, planned, actual, verdict = explained_part(facing, walk, part)
        status = verdict_cell(facing.locale, verdict)
        chip = Chip(status.text, status.style) if status.text else None
        bar = WalkBar(start, end, low, high)
        yield _Step(label, (planned, actual), chip, part.effect, bar, name=part.name)
    whole = walk.gap.whole
    bar = WalkBar(0.0, _size(whole, layout), low, high, total=True)
    yield _Step(facing.locale.say("gap"), (NOTHING, NOTHING), None, whole, bar, "total")


def _size(effect: Effect, layout: WalkLayout) -> float:
    """What the bars draw: the customers of the year where they differ from those to date."""
    return effect.year_customers if layout.later else effect.customers


def walk_chart(facing: Facing) -> WalkChart:
    """The walk of the whole plan as a picture of its own."""
    say, layout, walk = facing.locale.say, walk_layout(facing), facing.comparison.walks[-1]
    steps = []
    for step in _steps(facing, walk, layout):
        amount = facing.locale.difference(_size(step.effect, layout), layout.decimals)
        steps.append(WalkStep(step.label, "" if step.name == DEAL_SIZE else amount, step.bar))
    over = say("by the end of the year") if layout.later else say("to date")
    title = say("Where the gap arose: {unit} {when}", unit=facing.unit, when=over)
    said = facing.locale.listed([f"{step.name} {step.amount}".strip() for step in steps])
    shown = tuple(step for step in steps if step.amount)
    return WalkChart(title, say("{title}. {steps}.", title=title, steps=said), shown)
