"""Reports as text for a terminal: fits its width, cuts no number, at full width where nobody gives one."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import replace

from rich.cells import cell_len
from rich.console import Console, RenderableType
from rich.padding import Padding
from rich.table import Table as RichTable
from rich.text import Text

from kpiplan.reports.model import Column, Fact, Report, Row, Table

GAP = 2
_STYLES = {"plain": "", "detail": "dim", "total": "bold", "section": "bold", "owner": "dim"}


def report_text(report: Report, width: int | None = None, *, styled: bool = False, color: bool = True) -> str:
    """The report as text, at most `width` columns wide (None: as wide as it needs)."""
    room = width or max(_natural_width(report), 40)
    parts: list[RenderableType] = [_text(report.title, "bold"), ""]
    if report.facts:
        parts += [_facts(report.facts), ""]
    for table in report.tables:
        for block in _blocks(table, room):
            parts += [_grid(block), ""]
    parts += [_remark(remark) for remark in report.remarks]
    return render(parts, room, styled=styled, color=color)


def render(parts: Sequence[RenderableType], width: int, *, styled: bool, color: bool = True) -> str:
    """Rich renderables as text without trailing blanks; plain unless styled."""
    console = Console(
        file=io.StringIO(),
        width=width,
        height=100,
        force_terminal=styled,
        color_system="standard" if styled and color else None,
        no_color=not color,
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


def clean(text: str) -> str:
    """Text from a file as it may be printed: no control characters."""
    return "".join(char if char.isprintable() else " " for char in text)


def _text(text: str, style: str = "") -> Text:
    return Text(clean(text), style=style)


def _natural_width(report: Report) -> int:
    lines = [report.title, *report.remarks]
    lines += [" " * 12 + line for fact in report.facts for line in fact.lines]
    widths = [cell_len(clean(line)) for line in lines]
    return max([*widths, *(sum(_widths(table)) + GAP * len(table.columns) for table in report.tables)])


def _facts(facts: Sequence[Fact]) -> RichTable:
    grid = RichTable.grid(padding=(0, GAP, 0, 0))
    grid.add_column(no_wrap=True, style="bold")
    grid.add_column(overflow="fold")
    for fact in facts:
        for at, line in enumerate(fact.lines):
            grid.add_row(_text(f"  {fact.label}" if at == 0 else ""), _text(line))
    return grid


def _remark(remark: str) -> RenderableType:
    inner = remark.removeprefix("  ")
    return Padding(_text(inner), (0, 0, 0, 2 if inner == remark else 4))


def _widths(table: Table) -> list[int]:
    """How wide every column has to be."""
    widths = [max(cell_len(column.title), cell_len(column.subtitle)) for column in table.columns]
    for row in table.rows:
        for at, cell in enumerate(row.cells):
            widths[at] = max(widths[at], cell_len(clean(cell)))
    return widths


def _blocks(table: Table, room: int) -> list[Table]:
    """The table in as many blocks as its columns need, the labels before each; blocks are about equally wide."""
    widths = _widths(table)
    label = min(widths[0], room // 2)
    inner = room - label
    total = sum(width + GAP for width in widths[1:])
    count = max(1, -(-total // max(1, inner)))
    while True:
        groups = _groups(widths, inner if count == 1 else min(inner, -(-total // count) + max(widths[1:]) + GAP), inner)
        if len(groups) <= count or count > len(widths):
            break
        count += 1
    return [_only(table, group, label) for group in groups]


def _groups(widths: Sequence[int], aim: int, inner: int) -> list[list[int]]:
    groups: list[list[int]] = [[]]
    used = 0
    for at, width in enumerate(widths[1:], start=1):
        if groups[-1] and used + width + GAP > min(aim, inner):
            groups.append([])
            used = 0
        groups[-1].append(at)
        used += width + GAP
    return groups


def _only(table: Table, group: Sequence[int], label: int) -> Table:
    picked = [0, *group]
    rows = tuple(
        replace(row, cells=tuple(row.cells[at] if at < len(row.cells) else "" for at in picked)) for row in table.rows
    )
    return Table(tuple(table.columns[at] for at in picked), rows)


def _grid(table: Table) -> RichTable:
    widths = _widths(table)
    grid = RichTable(box=None, show_header=False, pad_edge=False, padding=(0, 0, 0, 0))
    for at, column in enumerate(table.columns):
        fixed = widths[at] + (GAP if at else 0)
        grid.add_column(justify="left" if column.words else "right", width=None if at == 0 else fixed, overflow="fold")
    for heading in _headings(table.columns):
        grid.add_row(*heading, style="dim")
    for row in table.rows:
        grid.add_row(*_cells(row, table.columns), style=_STYLES[row.kind])
    return grid


def _headings(columns: Sequence[Column]) -> list[list[Text]]:
    lines = [[column.title for column in columns], [column.subtitle for column in columns]]
    return [[_cell(text, at, columns) for at, text in enumerate(line)] for line in lines if any(line)]


def _cells(row: Row, columns: Sequence[Column]) -> list[Text]:
    return [_cell(text, at, columns) for at, text in enumerate(row.cells)]


def _cell(text: str, at: int, columns: Sequence[Column]) -> Text:
    return _text(" " * GAP + text if at and columns[at].words else text)
