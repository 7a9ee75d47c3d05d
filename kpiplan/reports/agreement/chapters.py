"""What a page to print holds: a title, and chapters of paragraphs, lists and tables."""

from __future__ import annotations

from kpiplan.reports.model import Table
from kpiplan.tuples import NamedTuple


class Items(NamedTuple):
    """A list, an item a line."""

    lines: tuple[str, ...]


class Chapter(NamedTuple):
    """A heading, 1 the title's own rank below, and what stands under it, top to bottom."""

    title: str
    parts: tuple[str | Items | Table, ...] = ()
    level: int = 1


class PrintedPage(NamedTuple):
    """A whole page."""

    title: str
    about: Items
    chapters: tuple[Chapter, ...]
