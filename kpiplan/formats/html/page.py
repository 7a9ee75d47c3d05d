"""A page as one HTML file: no script, nothing loaded, the same bytes for the same page."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from itertools import groupby
from pathlib import Path

import htpy as h
from markupsafe import Markup

from kpiplan.formats.html.charts import drawn
from kpiplan.formats.html.tables import chip, progress, table
from kpiplan.formats.html.words import clean
from kpiplan.reports.page.model import (
    FanChart,
    FunnelChart,
    Headline,
    Legend,
    MonthChart,
    Multiples,
    Page,
    PageLines,
    PageSection,
    PageTable,
    Part,
    SideBySide,
    Tile,
)

EXTRA = "kpiplan[report]"
_POLICY = "default-src 'none'; style-src 'unsafe-inline'"
_LEGEND = ("actual", "planned", "middle", "inner", "outer")


def page_html(page: Page) -> str:
    """The whole file."""
    return (
        str(
            h.html(lang=page.language)[
                h.head[
                    h.meta(charset="utf-8"),
                    h.meta(name="viewport", content="width=device-width, initial-scale=1"),
                    h.meta({"http-equiv": "Content-Security-Policy", "content": _POLICY}),
                    h.meta(name="color-scheme", content="light dark"),
                    h.title[clean(page.title)],
                    h.style[Markup(_style())],
                ],
                h.body[_header(page), h.main[(_section(each) for each in page.sections)], _footer(page)],
            ]
        )
        + "\n"
    )


@cache
def _style() -> str:
    """The style sheet without what only its readers need."""
    text = Path(__file__).with_name("style.css").read_text(encoding="utf-8")
    lines = (line.strip() for line in text.split("\n"))
    return "\n".join(line for line in lines if line and not line.startswith("/*"))


def _header(page: Page) -> h.Element:
    links: h.Node = ""
    if page.links:
        entries = (h.li[h.a(href=f"#{name}")[clean(title)]] for name, title in page.links)
        links = h.nav(aria_label=clean(page.links_label))[h.ul[entries]]
    return h.header[
        h.p(class_="about")[clean(page.about)],
        h.h1(dir="auto")[clean(page.title)],
        _lead(page.headline),
        h.ul(class_="tiles")[(_tile(each) for each in page.tiles)],
        _pairs(page.headline.lines) if page.headline.lines else "",
        links,
    ]


def _lead(found: Headline) -> h.Element:
    return h.p(class_="lead")[chip(found.verdict, "verdict"), " ", clean(found.sentence)]


def _pairs(lines: tuple[tuple[str, str], ...]) -> h.Element:
    """Labels with their lines, each label once."""
    return h.dl[
        (
            h.div[h.dt[clean(label)], (h.dd[clean(line)] for _, line in group)]
            for label, group in groupby(lines, key=lambda pair: pair[0])
        )
    ]


def _tile(tile: Tile) -> h.Element:
    return h.li[
        h.span(class_="what")[clean(tile.title)],
        h.strong[clean(tile.value)],
        h.span(class_="of")[clean(tile.of)] if tile.of else "",
        progress(tile.progress) if tile.progress else "",
        chip(tile.chip) if tile.chip else "",
    ]


def _section(found: PageSection) -> h.Element:
    content = [_part(part) for part in found.parts]
    heading = h.h2(id=f"{found.id}-title")[clean(found.title)]
    if found.folded:
        return h.section(id=found.id, class_="folded", aria_labelledby=f"{found.id}-title")[
            h.details(open=True)[h.summary[heading], content]
        ]
    return h.section(id=found.id, aria_labelledby=f"{found.id}-title")[heading, content]


def _part(part: Part) -> h.Node:
    if isinstance(part, str):
        return h.p(class_="note")[clean(part)]
    if isinstance(part, PageTable):
        return table(part)
    if isinstance(part, PageLines):
        return _lines(part)
    if isinstance(part, SideBySide):
        kind = "beside lean" if isinstance(part.first, FunnelChart) else "beside"
        return h.div(class_=kind)[h.div[_part(part.first)], h.div[map(_part, part.second)]]
    if isinstance(part, Multiples):
        return [h.div(class_="multiples")[(_months(each) for each in part.charts)], _legend(part.legend)]
    return _figure(part)


def _lines(found: PageLines) -> h.Node:
    """Lines with labels, and those without any as a list."""
    named = tuple(item for item in found.items if item[0])
    plain = [line for label, line in found.items if not label]
    listed = h.ul(class_="lines")[(h.li[clean(line)] for line in plain)] if plain else ""
    return [_pairs(named) if named else "", listed]


def _figure(chart: FunnelChart | FanChart) -> h.Element:
    legend = _legend(chart.legend) if isinstance(chart, FanChart) else ""
    return h.figure[h.h3[clean(chart.title)], drawn(chart), legend]


def _months(chart: MonthChart) -> h.Element:
    return h.figure[
        h.h3[h.bdi[clean(chart.title)], " ", chip(chart.chip) if chart.chip else ""],
        h.p(class_="of")[clean(chart.summary)],
        drawn(chart),
    ]


def _legend(found: Legend) -> h.Element | str:
    entries = list(_entries(found))
    return h.ul(class_="legend")[entries] if entries else ""


def _entries(found: Legend) -> Iterator[h.Element]:
    for kind, said in zip(_LEGEND, found, strict=True):
        if said:
            yield h.li(class_=f"key-{kind}")[clean(said)]


def _footer(page: Page) -> h.Element:
    return h.footer[(h.p[clean(line)] for line in page.foot)]
