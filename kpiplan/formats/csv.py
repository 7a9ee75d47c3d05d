"""Figures as CSV, unrounded."""

from __future__ import annotations

_IN_FULL = 1e21  # whole numbers below have no exponent


def number(value: float | None) -> str:
    """A number as data: whole ones in full, others with all their digits; nothing for None."""
    if value is None:
        return ""
    return str(int(value)) if value.is_integer() and abs(value) < _IN_FULL else repr(value)
