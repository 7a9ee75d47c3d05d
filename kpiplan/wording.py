"""Numbers as people read them: the digits that help, and no more."""

from __future__ import annotations

import math
from collections.abc import Sequence

_SYMBOLS = {"USD": "$", "EUR": "€", "GBP": "£", "JPY": "¥", "KRW": "₩", "INR": "₹"}
_SCALES = ((1e12, "T"), (1e9, "B"), (1e6, "M"), (1e3, "k"))
_COMPACT_FROM = 10_000  # money below this is written out


def count(value: float) -> str:
    """6,250; 281.25; 242.4; 93.75; 0.75; 0.042: four digits, or two exact decimals, or the first two digits."""
    size = abs(value)
    exact = abs(round(value, 2) - value) <= 1e-9
    if size >= (999.995 if exact else 999.95):
        return f"{value:,.0f}"
    digits = 2 if exact or size >= 0.1 else min(12, 1 - math.floor(math.log10(size)))
    if size >= 99.995 and not exact:
        digits = 1
    return trimmed(f"{value:.{digits}f}")


def trimmed(text: str) -> str:
    """A decimal without its trailing zeros."""
    short = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if short in ("-0", "") else short


def significant(value: float, digits: int) -> str:
    """A number rounded to some significant digits, written without an exponent or trailing zeros."""
    if value == 0:
        return "0"
    places = max(0, digits - 1 - math.floor(math.log10(abs(value))))
    return trimmed(f"{value:.{places}f}")


def money(value: float, currency: str | None) -> str:
    """$10M, $2.475M, $100k, $1,234, $38.25, CHF 640k; four digits where it is shortened."""
    symbol = "" if currency is None else _SYMBOLS.get(currency, f"{currency} ")
    amount = _amount(abs(value))
    return ("-" if value < 0 and amount != "0" else "") + symbol + amount


def _amount(size: float) -> str:
    if size < _COMPACT_FROM - 0.5:
        return f"{size:,.0f}" if size >= 999.995 else trimmed(f"{size:.2f}")
    rounded = float(f"{size:.3e}")
    for scale, letter in _SCALES:
        if rounded >= scale:
            return significant(rounded / scale, 4) + letter
    return f"{size:,.0f}"


def percent(fraction: float, digits: int = 3) -> str:
    """1.5%, 20%, 33.3%."""
    return significant(fraction * 100, digits) + "%"


def rate(series: Sequence[float], *, each: bool = False) -> str:
    """A stage's rate: 20%, 18-22% where it changes; 2.3 where more than one may follow from each."""
    low, high = min(series), max(series)
    first, last = (significant(low, 3), significant(high, 3)) if each else (percent(low), percent(high))
    return first if first == last else f"{first.rstrip('%')}-{last}"


def in_hundred(chance: float) -> str:
    """`47 in 100`, `3 in 1,000`: a chance as people say it."""
    if chance >= 0.095:
        return f"{round(chance * 100)} in 100"
    return f"{max(1, round(chance * 1000))} in 1,000" if chance >= 0.0005 else "less than 1 in 1,000"


def listed(words: Sequence[str], last: str = "and") -> str:
    """`a`, `a and b`, `a, b and c`."""
    return " ".join([", ".join(words[:-1]), last, words[-1]]) if len(words) > 1 else "".join(words)


def plural(number: int, word: str) -> str:
    """`1 warning`, `2 warnings`."""
    return f"{number:,} {word}" + ("" if number == 1 else "s")
