"""What a page to hand on holds: a headline, tiles, sections of tables, charts and texts. Words, numbers and series."""

from __future__ import annotations

from kpiplan.reports.model import Cell, Column, RowKind, Style
from kpiplan.tuples import NamedTuple


class Chip(NamedTuple):
    """A status in words; the style says what it means, and so which mark and colour it has."""

    text: str
    style: Style


class ProgressBar(NamedTuple):
    """A bar in a row of a table: how far something has come (1: all the way), and how far it should be by now."""

    share: float
    expected: float | None = None
    style: Style = "plain"


class WalkBar(NamedTuple):
    """A bar of a waterfall: from where to where it leads, on an axis that all bars of the table share."""

    start: float
    end: float
    low: float
    high: float
    total: bool = False


class Sparkline(NamedTuple):
    """Numbers month by month as a line of a row; None where one is not known."""

    months: tuple[float | None, ...]


PageCell = Cell | Chip | ProgressBar | WalkBar | Sparkline


class PageRow(NamedTuple):
    """A row of a table. Its first cell is the label."""

    cells: tuple[PageCell, ...]
    kind: RowKind = "plain"


class PageTable(NamedTuple):
    """A table; the caption says what it holds to those who can't see where it stands. `wide`: it has the months."""

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[PageRow, ...]
    wide: bool = False


class Tick(NamedTuple):
    """A value on an axis, and how it is written."""

    value: float
    text: str


class FunnelBlock(NamedTuple):
    """A stage of a funnel: its name, how many, the rate from the stage above, the number of the side that owns it."""

    name: str
    amount: str
    rate: str = ""
    side: int = 0


class FunnelChart(NamedTuple):
    """Stages from top to bottom, each narrower than the one above; `label` is what the picture says."""

    title: str
    label: str
    steps: tuple[FunnelBlock, ...]


class Legend(NamedTuple):
    """What the lines and bars of a chart stand for; empty where there is none."""

    actual: str = ""
    planned: str = ""
    middle: str = ""
    inner: str = ""
    outer: str = ""


class FanChart(NamedTuple):
    """Running totals of a year: as planned, as they came (as far as known), and the ways the rest may go.

    `inner` and `outer` are bands from a low to a high value a month, `middle` what half of the years stay below; empty
    where no chance can be told.
    """

    title: str
    label: str
    months: tuple[str, ...]
    planned: tuple[float, ...]
    actual: tuple[float, ...]
    middle: tuple[float, ...]
    inner: tuple[tuple[float, float], ...]
    outer: tuple[tuple[float, float], ...]
    ticks: tuple[Tick, ...]
    goal: Tick
    legend: Legend


class MonthChart(NamedTuple):
    """A stage month by month: bars are what came (of a plan alone, what is planned), the line is the target.

    `texts` say each month in words. `summary` stands below the title.
    """

    title: str
    chip: Chip | None
    summary: str
    label: str
    months: tuple[str, ...]
    targets: tuple[float | None, ...]
    bars: tuple[float | None, ...]
    texts: tuple[str, ...]
    ticks: tuple[Tick, ...]
    legend: Legend = Legend()


class WalkStep(NamedTuple):
    """A bar of the walk with its words."""

    name: str
    amount: str
    bar: WalkBar


class WalkChart(NamedTuple):
    """The walk from target to actual as a picture of its own."""

    title: str
    label: str
    steps: tuple[WalkStep, ...]


Chart = FunnelChart | FanChart | MonthChart | WalkChart


class Multiples(NamedTuple):
    """Small charts that are read side by side, and what all of them have in common."""

    charts: tuple[MonthChart, ...]
    legend: Legend


class PageLines(NamedTuple):
    """A list, an item a line, each with a label or none."""

    items: tuple[tuple[str, str], ...]


class SideBySide(NamedTuple):
    """A part, and others that stand beside it where there is room."""

    first: Part
    second: tuple[Part, ...]


Part = FunnelChart | FanChart | Multiples | PageTable | PageLines | SideBySide | str


class PageSection(NamedTuple):
    """A part of the page under a heading; `id` is where links lead to. `folded`: a reader may fold it away."""

    id: str
    title: str
    parts: tuple[Part, ...]
    folded: bool = False


class Tile(NamedTuple):
    """A number to remember: what it is, the number, what it is of, a status or a bar below."""

    title: str
    value: str
    of: str = ""
    chip: Chip | None = None
    progress: ProgressBar | None = None


class Headline(NamedTuple):
    """What a reader takes along who reads no further: the verdict, what it says, then lines with labels."""

    verdict: Chip
    sentence: str
    lines: tuple[tuple[str, str], ...]


class Page(NamedTuple):
    """A whole page, in a language."""

    language: str
    title: str
    about: str
    headline: Headline
    tiles: tuple[Tile, ...]
    links: tuple[tuple[str, str], ...]  # ids of sections and what they are called, where there are segments
    links_label: str
    sections: tuple[PageSection, ...]
    foot: tuple[str, ...]
