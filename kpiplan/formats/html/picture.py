"""Charts as pictures of their own, for slides: SVG with its colours written out, and PNG made of it."""

from __future__ import annotations

from collections.abc import Iterator

import htpy as h

from kpiplan.formats.html.charts import fan, funnel, funnel_height, months, text, walk, walk_height
from kpiplan.formats.html.words import clean, clipped
from kpiplan.reports.page.model import Chart, FanChart, FunnelChart, Legend, MonthChart

EXTRA = "kpiplan[pictures]"
_WIDTH, _HEIGHT = 640, 360  # of the charts over months: that of a slide, which it is to fill
_MARGIN, _TITLE, _LEGEND = 24, 34, 26
_LETTERS = 74  # of a title
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
    legend = list(_keys(chart.legend, _TITLE + height + 18)) if isinstance(chart, FanChart | MonthChart) else []
    whole = _TITLE + height + (_LEGEND if legend else 0)
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


def _keys(legend: Legend, y: float) -> Iterator[h.Element]:
    """What lines and areas mean, in a row."""
    kinds = (("came", "line"), ("plan", "line"), ("middle", "line"), ("inner", "area"), ("outer", "area"))
    x = 0.0
    for (kind, shape), said in zip(kinds, legend, strict=True):
        if not said:
            continue
        if shape == "area":
            yield h.rect({"x": str(round(x)), "y": str(round(y - 9)), "width": "18", "height": "10", "class": kind})
        else:
            ends = {"x1": str(round(x)), "x2": str(round(x + 18)), "y1": str(round(y - 4)), "y2": str(round(y - 4))}
            yield h.line({**ends, "class": kind})
        yield text(str(round(x + 24)), y, clean(said), "key")
        x += 24 + 7 * len(said) + 18


def picture_png(chart: Chart) -> bytes:
    """The same as PNG, with the fonts of this machine. Raises ImportError where what draws it is not installed."""
    from resvg_py import svg_to_bytes

    return bytes(svg_to_bytes(svg_string=picture_svg(chart), zoom=_ZOOM))
