"""Charts as pictures of their own, for slides: SVG with its colours written out, and PNG made of it."""

from __future__ import annotations

import htpy as h

from kpiplan.formats.html.charts import fan, funnel, funnel_height, months, number, text, walk, walk_height
from kpiplan.formats.html.words import clean, clipped
from kpiplan.formats.lines import width_of
from kpiplan.reports.page.model import Chart, FanChart, FunnelChart, MonthChart
from kpiplan.tuples import NamedTuple

EXTRA = "kpiplan[pictures]"
_WIDTH, _HEIGHT = 640, 360  # of the charts over months: that of a slide, which it is to fill
_MARGIN, _TITLE, _LEGEND = 24, 34, 26
_LETTERS = 74  # of a title
_LETTER, _SWATCH, _APART = 6.2, 24, 14  # pixels of a letter of a key, of its mark, between two
_FAN_KEYS = (("came", False), ("plan", False), ("middle", False), ("inner", True), ("outer", True))
_MONTH_KEYS = (("bar", True), ("target", False))
_ZOOM = 3.0  # pixels of the picture to one of the drawing

_STYLE = (
    "text{font-family:'Segoe UI','Helvetica Neue','Noto Sans','Noto Sans CJK KR','Liberation Sans',Arial,"
    "'DejaVu Sans',sans-serif}"
    ".ground{fill:#fff}.title{fill:#1b2128;font-size:17px;font-weight:700}.key{fill:#57606a;font-size:12px}"
    ".side0{fill:#2b5fb0}.side1{fill:#0b6e7f}.side2{fill:#5b4a9e}.side3{fill:#7a4a1f}.won{fill:#1f6f4a}"
    ".in{fill:#fff;font-size:13px}.much{font-weight:700}.in.much{font-size:15px}.rate{fill:#57606a;font-size:13px}"
    ".axis{fill:#57606a;font-size:11px}.grid{stroke:#d8dee4}.zero{stroke:#57606a}"
    ".outer{fill:#dbe7f8}.inner{fill:#b3cdf0}.plan{stroke:#1b2128;stroke-width:1.5;stroke-dasharray:5 3}"
    ".middle{stroke:#2b5fb0;stroke-width:2;stroke-dasharray:1.5 3}"
    ".came{stroke:#2b5fb0;stroke-width:3;stroke-linecap:round}.dot{fill:#2b5fb0}"
    ".goal{stroke:#2a8a57;stroke-width:1.5}.goal-text{fill:#14532d;font-size:12px;font-weight:600}"
    ".bar{fill:#2b5fb0}.bar.planned{fill:#8fb1e3}.target{stroke:#1b2128;stroke-width:1.75}"
    ".more{fill:#2a8a57}.less{fill:#c93434}.total{fill:#1b2128}.axis-text{fill:#1b2128;font-size:13px}"
)


def picture_svg(chart: Chart) -> str:
    """A chart as an SVG file that stands alone: title, drawing, legend, on white."""
    content, height = _content(chart)
    keys = _rows(chart) if isinstance(chart, FanChart | MonthChart) else []
    legend = [_key(key, _TITLE + height + 18 + 18 * row) for row, found in enumerate(keys) for key in found]
    whole = _TITLE + height + (_LEGEND + 18 * (len(keys) - 1) if keys else 0)
    size = {"width": str(_WIDTH), "height": str(round(whole + 2 * _MARGIN)), "xmlns": "http://www.w3.org/2000/svg"}
    box = {"viewBox": f"0 0 {_WIDTH} {round(whole + 2 * _MARGIN)}", "role": "img", "aria-label": clean(chart.label)}
    inner = {"x": str(_MARGIN), "y": str(_MARGIN), "width": str(_WIDTH - 2 * _MARGIN), "height": str(round(whole))}
    drawing = {"y": str(_TITLE), "width": "100%", "height": str(round(height))}
    found = h.svg({**size, **box})[
        h.style[_STYLE],
        h.rect(width="100%", height="100%", class_="ground"),
        h.svg(inner)[
            text("0", 16, clipped(chart.title, _LETTERS), "title"),
            h.svg(drawing)[content],
            legend,
        ],
    ]
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{found}\n'


def _content(chart: Chart) -> tuple[list[h.Node], float]:
    height = float(_HEIGHT - 2 * _MARGIN - _TITLE - _LEGEND)
    if isinstance(chart, FunnelChart):
        return funnel(chart), funnel_height(chart)
    if isinstance(chart, FanChart):
        return fan(chart, height), height
    if isinstance(chart, MonthChart):
        return months(chart, height), height
    return walk(chart), walk_height(chart)


class _Key(NamedTuple):
    """What a line, an area or a bar means, and where it stands in its row."""

    x: float
    kind: str
    area: bool
    said: str


def _rows(chart: FanChart | MonthChart) -> list[list[_Key]]:
    """The keys of a chart in as many rows as they need."""
    kinds = _FAN_KEYS if isinstance(chart, FanChart) else _MONTH_KEYS
    rows: list[list[_Key]] = []
    x = 0.0
    for (kind, area), said in zip(kinds, chart.legend, strict=False):
        wide = _SWATCH + _LETTER * width_of(clean(said))
        if not said:
            continue
        if not rows or x + wide > _WIDTH - 2 * _MARGIN:
            rows.append([])
            x = 0.0
        rows[-1].append(_Key(x, kind, area, clean(said)))
        x += wide + _APART
    return rows


def _key(key: _Key, y: float) -> h.Node:
    if key.area:
        place = {"x": number(key.x), "y": number(y - 9), "width": "18", "height": "10"}
        mark = h.rect({**place, "class": key.kind})
    else:
        ends = {"x1": number(key.x), "x2": number(key.x + 18), "y1": number(y - 4), "y2": number(y - 4)}
        mark = h.line({**ends, "class": key.kind})
    return [mark, text(number(key.x + _SWATCH), y, key.said, "key")]


def picture_png(chart: Chart) -> bytes:
    """The same as PNG, with the fonts of this machine. Raises ImportError where what draws it is not installed."""
    from resvg_py import svg_to_bytes

    return bytes(svg_to_bytes(svg_string=picture_svg(chart), zoom=_ZOOM))
