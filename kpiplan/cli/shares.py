"""Percentages as options have them."""

from __future__ import annotations

import re

_SHARE = r"(\d+(?:\.\d+)?|\.\d+)\s*(%)?"


def number_of(text: str) -> re.Match[str] | None:
    """The number of a percentage, and whether it is one of a hundred; None where a text is none. Few options have any,
    so that the expression is compiled when it is needed.
    """
    return re.fullmatch(_SHARE, text)


def share(text: str) -> float | None:
    """`80%`, `0.8` as a fraction; None where a text is neither."""
    found = number_of(text.strip())
    return float(found[1]) / (100 if found[2] else 1) if found else None
