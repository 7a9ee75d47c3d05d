"""Reports as text for a terminal: fits its width, cuts no number, at full width where nobody gives one."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from itertools import groupby
from textwrap import indent

from rich.cells import cell_len
from rich.console import Console, RenderableType
from rich.padding import Padding
from rich.table import Table as RichTable
from rich.text import Text

from kpiplan.problems import printable
from kpiplan.reports.model import Cell, Column, Fact, FunnelPicture, Report, Table

GAP = 2
ACROSS = ("section", "owner")  # rows that are one line of text
_STYLES = {"plain": "", "detail": "dim", "total": "bold", "section": "bold", "owner": "dim"}
_MEANINGS = {"plain": "", "dim": "dim", "good": "green", "watch": "yellow", "bad": "red"}  # of the 16 that all have


def report_text(report: Report, width: int | None = None, *, styled: bool = False) -> str:
    """The report as text, at most `width` columns wide (None: as wide as it needs)."""
    room = width or max(_natural_width(report), 40)
    parts: list[RenderableType] = [_text(report.title, "bold"), ""]
    if report.facts:
        parts += [_facts(report.facts, room), ""]
    for funnel in report.funnels:
        parts += _funnel(funnel, room)
    for table in report.tables:
        parts += _table(table, room)
    parts += [_remark(remark) for remark in report.remarks]
    text = render(parts, room, styled=styled)
    return f"{text}\n{indent(report.example, '  ')}\n" if report.example else text


def render(parts: Sequence[RenderableType], width: int, *, styled: bool) -> str:
    """Rich renderables as text without trailing blanks; plain unless styled."""
    console = Console(
        file=io.StringIO(),
        width=width,
        height=100,
        force_terminal=styled,
        color_system="standard" if styled else None,
        highlight=False,
        markup=False,
        emoji=False,
        legacy_windows=False,
    )
    with console.capture() as capture:
        for part in parts:
            console.print(part)
    lines = [line.rstrip() for line in capture.get().splitlines()]
    return "\n".join(lines).rstrip("\n") + "\n"


@contextmanager
def progress_bar(width: int = 80) -> Iterator[Callable[[str, int, int | None], None]]:
    """A bar on standard error for each file that is told about, as name, bytes read and size; gone at the end.

    `width` is that of the screen; rich itself would believe any COLUMNS and LINES.
    """
    from rich.progress import Progress, TaskID

    tasks: dict[str, TaskID] = {}
    with Progress(console=Console(stderr=True, width=width, height=25), transient=True) as bars:

        def told(name: str, done: int, size: int | None) -> None:
            if name not in tasks:
                tasks[name] = bars.add_task(printable(name), total=size)
            bars.update(tasks[name], completed=done)

        yield told


def _text(text: str, style: str = "") -> Text:
    return Text(printable(text), style=style)


def _natural_width(report: Report) -> int:
    inset = 2 + GAP + max((cell_len(printable(fact.label)) for fact in report.facts), default=0)
    widths = [cell_len(printable(report.title))]
    widths += [cell_len(printable(remark)) + 2 for remark in report.remarks]
    widths += [cell_len(printable(line)) + inset for fact in report.facts for line in fact.lines]
    return max([*widths, *(sum(_widths(table)) + GAP * len(table.columns) for table in report.tables)])


def _facts(facts: Sequence[Fact], room: int) -> RichTable:
    """Facts beside their labels, which never take more than half of the room from them."""
    grid = RichTable.grid(padding=(0, GAP, 0, 0))
    grid.add_column(style="bold", overflow="fold", max_width=room // 2 - GAP)
    grid.add_column(overflow="fold")
    for fact in facts:
        for at, line in enumerate(fact.lines):
            grid.add_row(_text(f"  {fact.label}" if at == 0 else "", _MEANINGS[fact.style]), _text(line))
    return grid


def _remark(remark: str) -> RenderableType:
    inner = remark.removeprefix("  ")
    return Padding(_text(inner), (0, 0, 0, 2 if inner == remark else 4))


def _funnel(funnel: FunnelPicture, room: int) -> Iterator[RenderableType]:
    """A funnel, each stage narrower than the one above by as much, its name and number on it, the rate between."""
    said = [f"{printable(step.label)} {step.number}" for step in funnel.steps]
    least = max(cell_len(text) for text in said) + 2
    steps = len(said) - 1
    narrower = min(4, max(0, (room - 2 - least) // max(1, 2 * steps) * 2))  # even, so that both sides are as steep
    most = least + narrower * steps
    if funnel.title:
        yield _text(funnel.title, "bold")
    for at, (text, step) in enumerate(zip(said, funnel.steps, strict=True)):
        width = most - narrower * at
        if step.rate:
            yield _text("  " + _middle(f"| {step.rate}", most).rstrip(), "dim")
        line = Text("  " + " " * ((most - width) // 2))
        line.append(f"[{_middle(text, width - 2)}]", _MEANINGS[step.style] or "bold")
        yield line
    yield ""


def _middle(text: str, width: int) -> str:
    """A text in the middle of blanks, all as wide as that."""
    left = max(0, (width - cell_len(text)) // 2)
    return " " * left + text + " " * (width - left - cell_len(text))


def _widths(table: Table) -> list[int]:
    """How wide every column has to be; rows that run across ask for nothing."""
    widths = [max(cell_len(column.title), cell_len(column.subtitle)) for column in table.columns]
    for row in table.rows:
        if row.kind not in ACROSS:
            for at, cell in enumerate(row.cells):
                widths[at] = max(widths[at], cell_len(printable(cell.text)))
    return widths


def _table(table: Table, room: int) -> Iterator[RenderableType]:
    """The table, in parts where the room is too narrow for all its columns, the labels before each.

    Columns to spare are left out from the last on, until the rest has room.
    """
    widths = _widths(table)
    widths[0] = min(widths[0], room // 2)
    spare = [at for at, column in enumerate(table.columns) if column.spare]
    for kept in range(len(spare), -1, -1):
        left_out = spare[kept:]
        groups, gap = _fitting(table.columns, left_out, widths, room)
        if len(groups) == 1:
            break
    for group in groups:
        yield from _block(table, [0, *group], widths, gap)
        yield ""
    told = [table.columns[at].instead for at in left_out if table.columns[at].instead]
    if told:
        yield from map(_remark, told)


def _fitting(
    columns: Sequence[Column], left_out: Sequence[int], widths: Sequence[int], room: int
) -> tuple[list[list[int]], int]:
    """The groups of the columns that are kept, and the gap between them: a narrow one where that saves a break."""
    for gap in (GAP, 1):
        groups = _groups(columns, left_out, widths, room, gap)
        if len(groups) == 1:
            break
    return groups, gap


def _groups(
    columns: Sequence[Column], left_out: Sequence[int], widths: Sequence[int], room: int, gap: int
) -> list[list[int]]:
    """Which columns stand together: all of them; or the tail apart; or the periods in equal parts."""
    lead, period, tail = (
        [at for at, column in enumerate(columns) if at and column.group == name and at not in left_out]
        for name in ("lead", "period", "tail")
    )

    def fits(group: Sequence[int]) -> bool:
        return widths[0] + sum(widths[at] + gap for at in group) <= room

    if fits(lead + period + tail):
        return [lead + period + tail]
    if fits(lead + period):
        return [lead + period, tail]
    for count in range(2, len(period) + 1):
        size = -(-len(period) // count)
        parts = [period[at : at + size] for at in range(0, len(period), size)]
        parts = [lead + parts[0], *parts[1:-1], parts[-1] + tail]
        if all(fits(part) for part in parts):
            return parts
    return [[at] for at in lead + period + tail]


def _block(table: Table, picked: Sequence[int], widths: Sequence[int], gap: int) -> Iterator[RenderableType]:
    """One part of a table: its headings, then its rows; a row across stands on a line of its own."""
    columns = [table.columns[at] for at in picked]
    sizes = [widths[at] + (gap if number else 0) for number, at in enumerate(picked)]
    lines = [[column.title for column in columns], [column.subtitle for column in columns]]
    grid = _grid(columns, sizes)
    if any(column.over for column in columns):
        yield _text(_over(columns, sizes, gap), "dim")
    for line in lines:
        if any(line):
            grid.add_row(*_cells([Cell(text) for text in line], columns, gap), style="dim")
    tail_only = all(column.group == "tail" for column in columns[1:])
    for row in table.rows:
        cells = [row.cells[at] if at < len(row.cells) else Cell() for at in picked]
        if row.kind in ACROSS:
            yield from _filled(grid)
            yield _text(row.cells[0].text, _STYLES[row.kind])
            grid = _grid(columns, sizes)
        elif any(cell.text for cell in cells[1:]) or not tail_only:
            grid.add_row(*_cells(cells, columns, gap), style=_STYLES[row.kind])
    yield from _filled(grid)


def _over(columns: Sequence[Column], sizes: Sequence[int], gap: int) -> str:
    """The line above the headings: each text in the middle of the columns that have it in common."""
    line = ""
    for over, group in groupby(range(len(columns)), key=lambda at: columns[at].over):
        if over:
            places = list(group)
            begin = sum(sizes[: places[0]]) + gap
            end = sum(sizes[: places[-1] + 1])
            start = min(begin + (end - begin - cell_len(over)) // 2, sum(sizes) - cell_len(over))
            line += " " * max(start - cell_len(line), gap if line else 0) + over
    return line


def _filled(grid: RichTable) -> Iterator[RichTable]:
    if grid.row_count:
        yield grid


def _grid(columns: Sequence[Column], sizes: Sequence[int]) -> RichTable:
    grid = RichTable(box=None, show_header=False, pad_edge=False, padding=0)
    for column, size in zip(columns, sizes, strict=True):
        grid.add_column(justify="left" if column.words else "right", width=size, overflow="fold")
    return grid


def _cells(cells: Sequence[Cell], columns: Sequence[Column], gap: int) -> list[Text]:
    """Cells of a row in the colours of what they mean; words keep their distance from the numbers before them."""
    return [
        _text(" " * gap + cell.text if at and column.words else cell.text, _MEANINGS[cell.style])
        for at, (cell, column) in enumerate(zip(cells, columns, strict=True))
    ]
