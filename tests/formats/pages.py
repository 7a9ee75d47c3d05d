"""Pages as tests read them: written by the command, parsed, without the style sheet."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path
from typing import NamedTuple

from kpiplan.formats.html.page import page_html
from kpiplan.reports.page.page import report_page
from kpiplan.reports.page.results import PageResults

# what stands alone, and needs no end
VOID = {"br", "link", "meta"}
PLAN = """\
name: Trade fairs 2026
year: 2026
currency: EUR
why: what the board asked for in October
goal: {revenue: 240k, average_deal: 10k}
funnel:
  - talks: {owner: Marketing}
  - offers: {rate: 30%, lag: 1 month, owner: Sales}
  - customers: 40%
before: {talks: {2025-12: 8}}
risk: {customers: 8 of 20}
kpis:
  offer_time:
    {name: Days to an offer, formula: offer_days / offers, unit: score, at_most: 5, owner: Sales, action: call first}
accept: {carry-in-short: the hall of December was small}
scenarios:
  fewer: {offers: 25%, why: a weak hall}
"""
EXPORT = """\
month,talks,offers,customers,revenue,offer_days
2026-01,14,4,1,9000,26
2026-02,18,3,2,21000,22
"""


class Element(NamedTuple):
    """A start tag: its name and attributes."""

    name: str
    attributes: dict[str, str | None]


class Parsed(HTMLParser):
    """The start tags of a page, its text, and whether every element that begins ends in its place."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[Element] = []
        self.texts: list[str] = []
        self.open: list[str] = []
        self.wrong: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Another element."""
        self.elements.append(Element(tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        """The last element that began must be the one that ends."""
        if not self.open or self.open.pop() != tag:
            self.wrong.append(tag)

    def handle_data(self, data: str) -> None:
        """A text."""
        if not self.open or self.open[-1] != "style":
            self.texts.append(data)

    @property
    def text(self) -> str:
        """All that is read."""
        return " ".join(self.texts)

    def values(self, name: str) -> list[str]:
        """The values of an attribute, of all elements that have it."""
        return [value for _, attributes in self.elements if (value := attributes.get(name)) is not None]


def written(results: PageResults) -> str:
    """The page of results."""
    return page_html(report_page(results))


def without_style(page: str) -> str:
    """A page with an element a line, without its style sheet."""
    return re.sub(r"<style>.*?</style>", "<style></style>", page, flags=re.DOTALL).replace("><", ">\n<")


def put(folder: Path) -> tuple[Path, Path]:
    """The small plan and its export as files."""
    plan, export = folder / "plan.yaml", folder / "fairs.csv"
    plan.write_text(PLAN, encoding="utf-8")
    export.write_text(EXPORT, encoding="utf-8")
    return plan, export
