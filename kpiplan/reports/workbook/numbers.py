"""How numbers are written in cells, in the words of spreadsheets."""

from __future__ import annotations

_SYMBOLS = {
    "USD": "[$$-409]", "EUR": "[$€-2] ", "GBP": "[$£-809]", "JPY": "[$¥-411]", "KRW": "[$₩-412]", "CNY": "[$¥-804]",
    "TWD": "[$NT$-404]", "INR": "[$₹-4009]",
}  # fmt: skip
MONTH = "mmm yy"
DAY_MONTH = "yyyy-mm"


def plain(decimals: int = 0) -> str:
    """1,234.5"""
    return "#,##0" + (f".{'0' * decimals}" if decimals else "")


def axis(number: str) -> str:
    """How an axis writes what cells write in some way: 20, 7.5 and 0.2, where these have 20.00."""
    return "[>=10]#,##0;General" if number.startswith("#,##0.") else number


def money(currency: str | None, decimals: int = 0) -> str:
    """$1,234"""
    number = plain(decimals)
    if currency in _SYMBOLS:
        return f"{_SYMBOLS[currency]}{number}"
    return f'{number} "{currency}"' if currency else number


def none_if_zero(number: str) -> str:
    """A number as it is written, and nothing for 0."""
    return f"{number};-{number};"


def percent(decimals: int = 1) -> str:
    """12.5%"""
    return "0" + (f".{'0' * decimals}" if decimals else "") + "%"
