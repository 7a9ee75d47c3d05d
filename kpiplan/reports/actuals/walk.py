"""The table of the walk: which steps lead from target to actual."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from kpiplan.analysis.variance.walk import BEYOND_NEED, CARRY_IN, DEAL_SIZE, STATED, Effect, Walk
from kpiplan.locales.digits import NOISE
from kpiplan.locales.english import phrase
from kpiplan.locales.numbers import in_cents
from kpiplan.reports.cells import (
    NOTHING,
    change_cell,
    count_cell,
    difference_cell,
    people_cell,
    percent_cell,
    section,
    verdict_cell,
    words,
)
from kpiplan.reports.model import Cell, Column, Row, Table
from kpiplan.tuples import NamedTuple

if TYPE_CHECKING:
    from kpiplan.analysis.variance.conversion import Conversion
    from kpiplan.analysis.variance.status import Verdict
    from kpiplan.reports.actuals.view import Facing

LEAST_TIMING = 0.005  # of the year's goal; a timing part below is shown with its step


class ShownStep(NamedTuple):
    """A step of the walk as it is shown, or what of it is due to when units arrived."""

    name: str
    effect: Effect
    timing: bool = False


_LATER, _EARLIER = phrase("{stage} came late"), phrase("{stage} came early")


class WalkLayout(NamedTuple):
    """Which columns the walk has, the decimals of customers, whether revenue has cents."""

    priced: bool
    later: bool
    decimals: int
    cents: bool


def walk_table(facing: Facing) -> Table:
    """The steps from target to actual; for the year too where time passes between stages."""
    layout = walk_layout(facing)
    rows: list[Row] = []
    for walk in facing.comparison.walks:
        if facing.plan.segments:
            rows.append(section(facing.segment_label(walk.segment)))
        rows += _rows(facing, walk, layout)
    return Table(tuple(_columns(facing, layout)), tuple(rows))


def walk_layout(facing: Facing) -> WalkLayout:
    """What all steps of all walks need."""
    walks = facing.comparison.walks
    effects = [
        effect for walk in walks for effect in (*(part.effect for part in parts_of(facing, walk)), walk.gap.whole)
    ]
    return WalkLayout(
        any(effect.revenue is not None for effect in effects),
        any(_later(effect) for effect in effects),
        _decimals(facing, (size for effect in effects for size in (effect.customers, effect.year_customers))),
        in_cents([size for effect in effects for size in (effect.revenue, effect.year_revenue)]),
    )


def parts_of(facing: Facing, walk: Walk) -> tuple[ShownStep, ...]:
    """The steps of a walk; the timing part of a step by itself where it is half a percent of the goal or more."""
    [goal] = [outlook.goal for outlook in facing.comparison.outlooks if outlook.segment == walk.segment]
    parts = []
    for step in walk.steps:
        late = step.timing
        counts = (late.customers, late.year_customers), (late.revenue, late.year_revenue)
        if any(
            wanted and any(abs(size or 0.0) >= LEAST_TIMING * wanted for size in sizes)
            for sizes, wanted in zip(counts, goal, strict=True)
        ):
            parts += [ShownStep(step.name, step.whole.less(late)), ShownStep(step.name, late, timing=True)]
        else:
            parts.append(ShownStep(step.name, step.whole))
    return tuple(parts)


def cause_label(facing: Facing, segment: str | None, part: ShownStep) -> str:
    """What a part is called where a sentence names it as a cause: `visits to leads`, `late offers`."""
    if not part.timing:
        return facing.step_label(segment, part.name, in_sentence=True)
    late = phrase("late {stage}") if _is_late(part.effect) else phrase("early {stage}")
    return facing.locale.say(late, stage=facing.label(part.name))


def _is_late(effect: Effect) -> bool:
    """Whether the timing costs customers to date, else in the year, else revenue."""
    sizes = (effect.customers, effect.year_customers, effect.revenue or 0.0)
    return next((size for size in sizes if abs(size) > NOISE), 0.0) < 0


def _columns(facing: Facing, layout: WalkLayout) -> Iterator[Column]:
    say = facing.locale.say
    over, year = (say("to date"), say("by the end of the year")) if layout.later else ("", "")
    yield Column(say("Where the gap arose"), words=True)
    yield Column(say("planned"), group="period")
    yield Column(say("actual"), group="period")
    yield Column(facing.unit, group="period", over=over)
    if layout.priced:
        yield Column(*facing.revenue_heading, group="period", over=over)
    yield Column("", words=True, group="period")
    if layout.later:
        yield Column(facing.unit, group="tail", over=year)
        if layout.priced:
            yield Column(*facing.revenue_heading, group="tail", over=year)


def _decimals(facing: Facing, values: Iterable[float]) -> int:
    """As many for all steps, so that they can be seen to add up: four digits of the largest, for people three."""
    largest = max(abs(value) for value in values)
    return max(0, (3 if facing.exact else 2) - (math.floor(math.log10(largest)) if largest >= 1 else 0))


def _later(effect: Effect) -> bool:
    """Whether something is another by the end of the year than to date."""
    size = max(1.0, abs(effect.customers), abs(effect.year_customers))
    return abs(effect.year_customers - effect.customers) > NOISE * size


def _rows(facing: Facing, walk: Walk, layout: WalkLayout) -> Iterator[Row]:
    say, inset = facing.locale.say, facing.inset
    for part in shown_steps(facing, walk):
        label, planned, actual, verdict = explained_part(facing, walk, part)
        yield Row((words(inset(label)), planned, actual, *_effects(facing, part, verdict, layout)))
    gap = ShownStep("", walk.gap.whole)
    yield Row((words(inset(say("gap"))), NOTHING, NOTHING, *_effects(facing, gap, None, layout)), "total")


def explained_part(facing: Facing, walk: Walk, part: ShownStep) -> tuple[str, Cell, Cell, Verdict | None]:
    """What a part of the walk is called, what was planned and what came, and how that is judged."""
    if part.timing:
        late = _LATER if _is_late(part.effect) else _EARLIER
        return facing.locale.say(late, stage=facing.label(part.name)), NOTHING, NOTHING, None
    conversions = {found.stage: found for found in facing.comparison.conversions if found.segment == walk.segment}
    return _explained(facing, walk, part.name, conversions)


def _effects(facing: Facing, part: ShownStep, verdict: Verdict | None, layout: WalkLayout) -> Iterator[Cell]:
    """What a part adds, in customers and revenue, and how it is judged."""
    effect, locale, currency = part.effect, facing.locale, facing.plan.currency
    yield _units(facing, part, effect.customers, layout)
    if layout.priced:
        yield change_cell(locale, effect.revenue, currency, layout.cents, exact=facing.exact)
    yield verdict_cell(locale, verdict)
    if layout.later:
        yield _units(facing, part, effect.year_customers, layout)
        if layout.priced:
            yield change_cell(locale, effect.year_revenue, currency, layout.cents, exact=facing.exact)


def _units(facing: Facing, part: ShownStep, value: float, layout: WalkLayout) -> Cell:
    return NOTHING if part.name == DEAL_SIZE else difference_cell(facing.locale, value, layout.decimals)


def shown_steps(facing: Facing, walk: Walk) -> Iterator[ShownStep]:
    """The steps that have something to say."""
    return (
        part for part in parts_of(facing, walk) if part.timing or any(part.effect) or not _idle(facing, walk, part.name)
    )


def _is_marked(facing: Facing, walk: Walk, part: ShownStep) -> bool:
    """Whether a step shows counts where others show rates, and so a mark."""
    converted = {found.stage for found in facing.comparison.conversions if found.segment == walk.segment}
    return not part.timing and part.name in converted and facing.mixed(walk.segment, part.name)


def has_marks(facing: Facing) -> bool:
    """Whether any step of the walks is marked: what the mark means is to be said."""
    return any(_is_marked(facing, walk, part) for walk in facing.comparison.walks for part in shown_steps(facing, walk))


def _idle(facing: Facing, walk: Walk, name: str) -> bool:
    """Whether a step without effect has nothing to say either."""
    if name in (BEYOND_NEED, STATED, CARRY_IN, DEAL_SIZE):
        return True
    seen = [f.to_date.actual for f in facing.comparison.figures if (f.kpi, f.segment) == (name, walk.segment)]
    return bool(facing.plan.segments) and walk.segment is None and seen == [None]


def _explained(
    facing: Facing, walk: Walk, name: str, conversions: Mapping[str, Conversion]
) -> tuple[str, Cell, Cell, Verdict | None]:
    """What a step is called, what was planned, what came, and how that is judged."""
    label = facing.step_label(walk.segment, name)
    if name == DEAL_SIZE:
        return (label, *facing.deals(walk), None)
    if name in (BEYOND_NEED, STATED, CARRY_IN):
        return label, NOTHING, NOTHING, None
    found = conversions.get(name)
    if found is None:
        figure = next(f for f in facing.comparison.figures if (f.kpi, f.segment) == (name, walk.segment))
        value = figure.to_date
        planned, actual = facing.amounts(figure, (value.target, value.actual))
        return label, planned, actual, value.status
    if facing.mixed(walk.segment, name):
        cell = count_cell if facing.exact else people_cell
        expected, came = (cell(facing.locale, value) for value in (found.expected, found.came))
        return f"{label}*", expected, came, found.status
    return label, _rate(facing, found.planned), _rate(facing, found.actual), found.status


def _rate(facing: Facing, rate: float | None) -> Cell:
    """A rate as a percentage, or how many follow from each."""
    if rate is None or rate <= 1:
        return percent_cell(facing.locale, rate)
    return Cell(facing.locale.significant(rate, 3), rate, "count")
