"""Charts as SVG whose text keeps its size at every width: across all is in percent, down all in pixels.

So a phone shows the same letters as a wide screen, and no script has to measure anything. Only areas without outlines
are drawn in units that stretch.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise

import htpy as h

from kpiplan.formats.html.words import clean, clipped
from kpiplan.reports.page.model import Chart, FanChart, FunnelChart, MonthChart, Tick, WalkChart

LETTER = 6.8  # pixels of a letter in a funnel, on average
_NARROW = 300  # pixels: the least that a chart is wide
_STEP = 46  # pixels of a stage of a funnel
_GAP = 3
_LEAST = 0.36  # of the width at the top: what the last stage of a funnel has at the bottom
_RATES = 84  # percent of the width; the rates stand right of it
_GUTTER = 13  # percent of the width; the axis is written there
_TOP, _BOTTOM = 18, 20  # pixels above and below what is plotted
_BAR = 0.64  # of the width that a month has

Element = h.Element


def percent(value: float) -> str:
    """A place across a picture."""
    return f"{number(value)}%"


def number(value: float) -> str:
    """A number as short as it can be drawn: two decimals at most."""
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def picture(height: float, label: str, content: Sequence[h.Node], **more: str) -> Element:
    """A picture that says what it shows to those who can't see it."""
    return h.svg(width="100%", height=number(height), role="img", aria_label=clean(label), **more)[content]


def text(x: str, y: float, said: str, kind: str, anchor: str = "") -> Element:
    """Words at a place; `anchor` says which end of them stands there."""
    more = {"text-anchor": anchor} if anchor else {}
    return h.text({"x": x, "y": number(y), "class": kind, **more})[said]


def line(x1: float, y1: float, x2: float, y2: float, kind: str) -> Element:
    """A straight line, across in percent."""
    return h.line({"x1": percent(x1), "y1": number(y1), "x2": percent(x2), "y2": number(y2), "class": kind})


# --- the funnel


def funnel_height(chart: FunnelChart) -> float:
    """As high as its stages are many."""
    return _STEP * len(chart.steps)


def funnel(chart: FunnelChart) -> list[h.Node]:
    """Trapezoids that narrow by equal steps; in each how many there are, between them the rates."""
    count = len(chart.steps)
    sizes = [1 - (1 - _LEAST) * at / count for at in range(count + 1)]
    shapes, words = [], []
    for at, (step, (above, below)) in enumerate(zip(chart.steps, pairwise(sizes), strict=True)):
        top, bottom = at * _STEP, (at + 1) * _STEP - _GAP
        corners = [(50 - 50 * above, top), (50 + 50 * above, top), (50 + 50 * below, bottom), (50 - 50 * below, bottom)]
        points = " ".join(f"{number(x)},{number(y)}" for x, y in corners)
        side = "won" if at == count - 1 else f"side{step.side}"
        shapes.append(h.polygon(points=points, class_=side)[h.title[clean(f"{step.name}: {step.amount}")]])
        room = int(below * _NARROW * _RATES / 100 / LETTER)
        middle = percent(_RATES / 2)
        words.append(text(middle, top + 18, clipped(step.name, room), "in", "middle"))
        words.append(text(middle, top + 36, step.amount, "in much", "middle"))
        if step.rate:
            beside = percent(_RATES / 2 * (1 + above) + 1.5)
            words.append(text(beside, top + 3, step.rate, "rate"))
    box = f"0 0 100 {number(_STEP * count)}"
    stretched = {"viewBox": box, "preserveAspectRatio": "none"}
    return [h.svg(width=percent(_RATES), height=number(_STEP * count), **stretched)[shapes], words]


# --- charts over the months


def _axis(ticks: Sequence[Tick], height: float) -> Callable[[float], float]:
    """Where a value stands, from the highest tick at the top down to 0."""
    high = ticks[-1].value
    return lambda value: height - _BOTTOM - (height - _TOP - _BOTTOM) * value / high


def _frame(months: Sequence[str], ticks: Sequence[Tick], height: float) -> tuple[list[h.Node], list[h.Node]]:
    """What stands left of the plot, and the lines and names of months in it."""
    place = _axis(ticks, height)
    left: list[h.Node] = [
        text(percent(_GUTTER - 1.5), place(tick.value) + 4, tick.text, "axis", "end") for tick in ticks
    ]
    lines: list[h.Node] = [
        line(0, place(tick.value), 100, place(tick.value), "zero" if tick.value == 0 else "grid") for tick in ticks
    ]
    lines += [
        text(percent(_middle(at)), height - 5, month, "axis odd" if at % 2 else "axis", "middle")
        for at, month in enumerate(months)
    ]
    return left, lines


def _middle(at: int) -> float:
    """The middle of a month, in percent of the plot."""
    return (at + 0.5) * 100 / 12


def _plot(left: Sequence[h.Node], content: Sequence[h.Node], height: float) -> list[h.Node]:
    inner = {"x": percent(_GUTTER), "width": percent(100 - _GUTTER), "height": number(height), "overflow": "visible"}
    return [left, h.svg(inner)[content]]


def fan(chart: FanChart, height: float) -> list[h.Node]:
    """Bands of the ways that the year may go, the plan, what came, and the goal."""
    place = _axis(chart.ticks, height)
    left, frame = _frame(chart.months, chart.ticks, height)
    start = len(chart.actual)
    begin = max(0, start - 1)
    bands = [_band(chart.outer, "outer", begin, place), _band(chart.inner, "inner", begin, place)]
    stretched = {"viewBox": f"0 0 12 {number(height)}", "preserveAspectRatio": "none"}
    areas = h.svg(width="100%", height=number(height), **stretched)[bands] if chart.outer else ""
    goal = place(chart.goal.value)
    content: list[h.Node] = [areas, frame, line(0, goal, 100, goal, "goal")]
    content += [text("0", goal - 5, chart.goal.text, "goal-text")]
    content += _path(chart.planned, "plan", place)
    if chart.middle:
        content += _path(chart.middle, "middle", place, begin)
    content += _path(chart.actual, "came", place)
    content += [
        h.circle({"cx": percent(_middle(at)), "cy": number(place(value)), "r": "3", "class": "dot"})
        for at, value in enumerate(chart.actual)
    ]
    return _plot(left, content, height)


def _band(band: Sequence[tuple[float, float]], kind: str, first: int, place: Callable[[float], float]) -> Element | str:
    """The area from the low to the high values of the months from `first` on."""
    if not band:
        return ""
    months = range(first, len(band))
    over = [(at + 0.5, place(band[at][1])) for at in months]
    under = [(at + 0.5, place(band[at][0])) for at in reversed(months)]
    points = " ".join(f"{number(x)},{number(y)}" for x, y in (*over, *under))
    return h.polygon(points=points, class_=kind)


def _path(values: Sequence[float], kind: str, place: Callable[[float], float], first: int = 0) -> Iterator[h.Node]:
    """A line from month to month."""
    for at in range(first, len(values) - 1):
        yield line(_middle(at), place(values[at]), _middle(at + 1), place(values[at + 1]), kind)


def months(chart: MonthChart, height: float) -> list[h.Node]:
    """A bar a month, and the target across it."""
    place = _axis(chart.ticks, height)
    left, frame = _frame(chart.months, chart.ticks, height)
    slot = 100 / 12
    kind = "bar" if chart.targets else "bar planned"
    content: list[h.Node] = [frame]
    for at, (value, said) in enumerate(zip(chart.bars, chart.texts, strict=False)):
        if value is not None:
            top = place(value)
            where = {"x": percent(slot * (at + (1 - _BAR) / 2)), "width": percent(slot * _BAR)}
            size = {"y": number(top), "height": number(place(0) - top), "class": kind}
            content.append(h.rect({**where, **size})[h.title[said]])
    content += _targets(chart.targets, place)
    return _plot(left, content, height)


def _targets(targets: Sequence[float | None], place: Callable[[float], float]) -> Iterator[h.Node]:
    """The targets as one line over each run of months that have the same."""
    slot, begin = 100 / 12, 0
    for at, value in enumerate(targets):
        if at + 1 < len(targets) and targets[at + 1] == value:
            continue
        if value is not None:
            yield line(slot * begin, place(value), slot * (at + 1), place(value), "target")
        begin = at + 1


# --- the walk as a picture of its own


def walk_height(chart: WalkChart) -> float:
    """As high as its steps are many."""
    return 30.0 * len(chart.steps)


def walk(chart: WalkChart) -> list[h.Node]:
    """A row a step: its name, its bar, what it adds."""
    content: list[h.Node] = []
    for at, step in enumerate(chart.steps):
        middle = 30.0 * at + 15
        bar, kind = step.bar, "axis-text much" if step.bar.total else "axis-text"
        content.append(text("0", middle + 5, clipped(step.name, 34), kind))
        content.append(text("100%", middle + 5, step.amount, kind, "end"))
        x, width, tone = span(bar.start, bar.end, bar.low, bar.high)
        place = {"x": percent(32 + x * 0.56), "width": percent(width * 0.56), "y": number(middle - 8)}
        if width > 0:
            content.append(h.rect({**place, "height": "16", "class": "total" if bar.total else tone}))
    return content


def span(start: float, end: float, low: float, high: float) -> tuple[float, float, str]:
    """Where a bar of a waterfall begins and how wide it is, in percent of the axis, and whether it adds or takes."""
    size = (high - low) or 1.0
    return (min(start, end) - low) / size * 100, abs(end - start) / size * 100, "less" if end < start else "more"


def drawn(chart: Chart, height: float | None = None) -> Element:
    """A chart as it stands in a page; `height` in pixels of those that can be of any."""
    if isinstance(chart, FunnelChart):
        return picture(funnel_height(chart), chart.label, funnel(chart), class_="funnel")
    if isinstance(chart, FanChart):
        return picture(height or 250, chart.label, fan(chart, height or 250), class_="fan")
    if isinstance(chart, MonthChart):
        return picture(height or 124, chart.label, months(chart, height or 124), class_="months")
    return picture(walk_height(chart), chart.label, walk(chart), class_="walk")
