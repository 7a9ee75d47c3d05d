"""Names and numbers as they stand in the text of a plan, and the comments beside them."""

from __future__ import annotations

import json
from collections.abc import Sequence

from kpiplan.locales.numbers import count, listed, money, shown_money, significant, trimmed

_COLUMN = 40  # where comments begin
_YAML_WORDS = frozenset({"true", "false", "null", "yes", "no", "on", "off", "y", "n"})


def noted(text: str, comment: str) -> str:
    return f"{f'{text}  ':<{_COLUMN}}# {comment}"


def key(name: str) -> str:
    """A stage's name as a YAML key."""
    plain = name.isidentifier() and name.isascii() and name.lower() not in _YAML_WORDS
    return name if plain else json.dumps(name, ensure_ascii=False)


def printable(text: str) -> str:
    return "".join(char if char.isprintable() else "?" for char in text)


def names_of(names: Sequence[str]) -> str:
    shown = [printable(name) for name in names[:8]]
    return listed(shown) if len(names) <= 8 else f"{', '.join(shown)} and {len(names) - 8} more"


def number(value: float) -> str:
    return count(round(value, 6)).replace(",", "_")


def amount(amount: float) -> str:
    """1.234M, 12.34k, 640: four digits where it is shortened."""
    if shown_money(amount)[1]:
        return money(amount, None)
    return significant(amount, 4) if amount < 1 else trimmed(f"{amount:.2f}")


def plain(amount: float) -> str:
    return f"{amount:,.0f}" if amount >= 100 else trimmed(f"{amount:.2f}")
