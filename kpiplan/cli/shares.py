"""Percentages as options have them."""

from __future__ import annotations

import re

SHARE = re.compile(r"(\d+(?:\.\d+)?|\.\d+)\s*(%)?")  # the number, and whether it is one of a hundred


def share(text: str) -> float | None:
    """`80%`, `0.8` as a fraction; None where a text is neither."""
    found = SHARE.fullmatch(text.strip())
    return float(found[1]) / (100 if found[2] else 1) if found else None
