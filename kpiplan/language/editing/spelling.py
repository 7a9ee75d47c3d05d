"""Numbers as a plan file writes them, in the manner of what stood there before."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence

from kpiplan.locales.digits import UNCLEAR_GROUP

Spell = Callable[[float, str], str]  # a value, and the text in whose place it comes

_SCALES = {"k": 1e3, "K": 1e3, "m": 1e6, "M": 1e6, "b": 1e9, "B": 1e9}
_SCALED = re.compile(r"[0-9.,_]+ ?([kKmMbB])")
_DIGITS = 12  # significant ones; floating point is exact to more


def percent(value: float, _before: str = "") -> str:
    """25%, 27.5%."""
    return f"{_digits(value * 100)}%"


def amount(value: float, before: str = "") -> str:
    """41k where 40k stood, else 41_000; never what can be read in two ways."""
    scale = _SCALED.fullmatch(before.strip("\"' "))
    if scale:
        scaled = _digits(value / _SCALES[scale[1]])
        if len(scaled.partition(".")[2]) <= 2:
            return f"{scaled}{scale[1]}"
    plain = _digits(value)
    if plain.isdecimal():
        return f"{int(plain):_}" if len(plain) > 4 else plain
    return f"{plain}0" if re.fullmatch(UNCLEAR_GROUP, plain) else plain


def number(value: float, _before: str = "") -> str:
    """2.3"""
    return _digits(value)


def lag(shares: Sequence[float]) -> str:
    """`2 months` where all take as long, else shares by months of age."""
    last = max((age for age, share in enumerate(shares) if share > 0), default=0)
    kept = shares[: last + 1]
    if all(share == 0 for share in kept[:-1]):
        return f"{last} month" if last == 1 else f"{last} months"
    return listed([percent(share) for share in kept])


def listed(texts: Sequence[str]) -> str:
    """A list on one line."""
    return f"[{', '.join(texts)}]"


def _digits(value: float) -> str:
    """A number without an exponent and without noise in its last digits."""
    if value == 0:
        return "0"
    places = max(0, _DIGITS - 1 - math.floor(math.log10(abs(value))))
    text = f"{value:.{places}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
