"""Texts as pages and pictures have them: on one line, harmless, as long as there is room."""

from __future__ import annotations

from kpiplan.formats.lines import one_line, width_of

ELLIPSIS = "…"


def clean(text: str) -> str:
    """A text of a plan or export without what turns the direction of writing or is no character."""
    return one_line(text)


def clipped(text: str, width: int) -> str:
    """A text that takes at most so many columns, a letter each and two of a Chinese or Korean sign."""
    said = clean(text)
    if width_of(said) <= width:
        return said
    while said and width_of(said) > width - 1:
        said = said[:-1]
    return said.rstrip() + ELLIPSIS
