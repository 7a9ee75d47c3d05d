"""Tables of a page: words and numbers, with small pictures in their rows that say what stands beside them."""

from __future__ import annotations

from itertools import groupby

import htpy as h

from kpiplan.formats.html.charts import number, percent, span
from kpiplan.formats.html.words import clean
from kpiplan.formats.lines import width_of
from kpiplan.reports.model import Cell, Column, Style
from kpiplan.reports.page.model import Chip, PageCell, PageRow, PageTable, ProgressBar, Sparkline, WalkBar

_MARKS: dict[Style, str] = {"good": "✓", "plain": "~", "watch": "!", "bad": "✕", "dim": ""}
_ACROSS = ("section", "owner")  # rows that are one line of text
_SHORT = 16  # letters that stay on one line
_LINE, _HIGH = 84, 20  # pixels of a line of months


def chip(found: Chip, kind: str = "chip") -> h.Element:
    """A status: mark, word and colour."""
    mark = _MARKS[found.style]
    shown: list[h.Node] = [h.span(aria_hidden="true")[mark], " "] if mark else []
    return h.span(class_=f"{kind} {found.style}")[shown, clean(found.text)]


def table(found: PageTable) -> h.Element:
    """A table that can be moved sideways where a screen is narrow."""
    kind = "scroll wide" if found.wide else "scroll"
    return h.div(class_=kind, role="group", aria_label=clean(found.caption), tabindex="0")[
        h.table[
            h.caption(class_="hidden")[clean(found.caption)],
            h.thead[_heads(found.columns)],
            h.tbody[(_row(row, found.columns) for row in found.rows)],
        ]
    ]


def _heads(columns: tuple[Column, ...]) -> list[h.Element]:
    """The headings; above those of neighbours what they have in common."""
    over = any(column.over for column in columns)
    top: list[h.Element] = []
    below: list[h.Element] = []
    for said, group in groupby(columns, key=lambda column: column.over):
        held = list(group)
        if not said:
            top += [_head(column, rowspan="2" if over else None) for column in held]
        else:
            top.append(h.th(class_="over", scope="colgroup", colspan=str(len(held)))[clean(said)])
            below += [_head(column) for column in held]
    return [h.tr[top], h.tr[below]] if below else [h.tr[top]]


def _head(column: Column, rowspan: str | None = None) -> h.Element:
    kind = None if column.words else "n"
    title = clean(column.title)
    if not title:
        return h.td(class_=kind, rowspan=rowspan)
    more = [h.br, h.small[clean(column.subtitle)]] if column.subtitle else []
    return h.th(scope="col", class_=kind, rowspan=rowspan)[title, more]


def _row(row: PageRow, columns: tuple[Column, ...]) -> h.Element:
    label, *others = row.cells
    name = clean(label.text) if isinstance(label, Cell) else ""
    if row.kind in _ACROSS:
        said = name.strip("- ") if row.kind == "owner" else name
        return h.tr(class_=row.kind)[h.th(scope="row", colspan=str(len(columns)))[said]]
    kind = None if row.kind == "plain" else row.kind
    missing = len(columns) - len(row.cells)
    return h.tr(class_=kind)[
        h.th(scope="row")[h.bdi[name]],
        (_cell(cell, column) for cell, column in zip(others, columns[1:], strict=False)),
        h.td(colspan=str(missing)) if missing > 0 else "",
    ]


def _cell(cell: PageCell, column: Column) -> h.Element:
    if isinstance(cell, Chip):
        return h.td[chip(cell)]
    if isinstance(cell, ProgressBar):
        return h.td(class_="mark")[progress(cell)]
    if isinstance(cell, WalkBar):
        return h.td(class_="mark walk")[walk_bar(cell)]
    if isinstance(cell, Sparkline):
        return h.td(class_="line")[sparkline(cell)]
    said = clean(cell.text)
    kinds = ["n"] if not column.words else ["k"] if width_of(said) <= _SHORT else []
    if cell.style == "dim":
        kinds.append("dim")
    return h.td(class_=" ".join(kinds) or None)[said]


def progress(bar: ProgressBar) -> h.Element:
    """How far something has come on a rail, and a line where it should be by now."""
    share = min(1.0, max(0.0, bar.share)) * 100
    content = [
        h.rect(class_="rail", width="100%", height="8", y="3", rx="2"),
        h.rect(class_=f"fill {bar.style}", width=percent(share), height="8", y="3", rx="2"),
    ]
    if bar.expected is not None and 0 < bar.expected <= 1:
        where = {"x": percent(bar.expected * 100), "y": "0", "width": "2", "height": "14", "class": "by-now"}
        content.append(h.rect(where))
    return h.svg(width="100%", height="14", aria_hidden="true")[content]


def walk_bar(bar: WalkBar) -> h.Element:
    """A bar from where to where a step leads, on the axis of the table; a line where 0 is."""
    x, width, tone = span(bar.start, bar.end, bar.low, bar.high)
    zero = span(0.0, 0.0, bar.low, bar.high)[0]
    kind = "total" if bar.total else tone
    return h.svg(width="100%", height="16", aria_hidden="true", overflow="visible")[
        h.line({"x1": percent(zero), "x2": percent(zero), "y1": "-6", "y2": "22", "class": "axis-line"}),
        h.rect({"x": percent(x), "width": percent(width), "y": "2", "height": "12", "class": kind}),
    ]


def sparkline(found: Sparkline) -> h.Element | str:
    """The months as a line from the lowest to the highest, a dot at the last; gaps where nobody knows."""
    known = [(at, value) for at, value in enumerate(found.months) if value is not None]
    if len(known) < 2:
        return ""
    low, high = min(value for _, value in known), max(value for _, value in known)
    size = (high - low) or 1.0
    points = [
        (3 + at * (_LINE - 6) / 11, _HIGH - 4 - (_HIGH - 8) * ((value - low) / size if high > low else 0.5))
        for at, value in known
    ]
    drawn = " ".join(f"{number(x)},{number(y)}" for x, y in points)
    end = {"cx": number(points[-1][0]), "cy": number(points[-1][1]), "r": "2.5"}
    box = {"width": str(_LINE), "height": str(_HIGH), "viewBox": f"0 0 {_LINE} {_HIGH}"}
    return h.svg({**box, "aria-hidden": "true", "class": "spark"})[h.polyline(points=drawn), h.circle(end)]
