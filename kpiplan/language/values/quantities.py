"""Shapes of single numbers: counts, factors, money. `numerals` says how they are written."""

from __future__ import annotations

import math
from abc import abstractmethod
from decimal import Decimal

from kpiplan.codes import CodeName
from kpiplan.language import numerals
from kpiplan.language.values.limits import FROM_ZERO, Limits
from kpiplan.language.values.shape import Reading, Schema, Shape, T, any_of, described
from kpiplan.language.yaml.nodes import Node, scalar_value
from kpiplan.locales.currencies import CURRENCIES, SYMBOLS
from kpiplan.locales.digits import LARGEST, grouping
from kpiplan.problems import Path

SMALLEST = 1e-9


class NumberShape(Shape[T]):
    """A number, or a text that is one. Subclasses say how a text is read and what is allowed."""

    limits: Limits
    percent = False
    grouped = False  # whether 20.000 may be meant as twenty thousand

    def read(self, node: Node, path: Path, reading: Reading) -> T | None:
        value = scalar_value(node) if node.kind == "scalar" else None
        if isinstance(value, bool) or value is None:
            self.wrong_type(node, path, reading)
            return None
        if self._unclear(node, path, reading):
            return None
        if isinstance(value, str):
            return self.from_text(value, node, path, reading)
        return self.from_number(float(value), node, path, reading)

    def _unclear(self, node: Node, path: Path, reading: Reading) -> bool:
        """Whether what was written means one number or another; reported where it does."""
        values = numerals.unclear(node.text, grouped=self.grouped)
        if not values:
            return False
        one, other = (_clear(value).replace("_", ",") for value in values)
        message = f"{described(node)} can be read in two ways: as {one} or as {other}"
        hint = f"write {_clear(values[0])} or {_clear(values[1])}"
        reading.report("unclear-number", message, path, node.place, hint)
        return True

    @abstractmethod
    def from_text(self, text: str, node: Node, path: Path, reading: Reading) -> T | None:
        """What a text means, None after reporting that it can't be read."""

    @abstractmethod
    def from_number(self, value: float, node: Node, path: Path, reading: Reading) -> T | None:
        """What a bare number means."""

    def checked(self, value: float, node: Node, path: Path, reading: Reading) -> float | None:
        """The value, where it is allowed; else None, and reported."""
        if not math.isfinite(value):
            self.refused("not-finite", "is not a finite number", node, path, reading)
            return None
        fault = self.limits.fault(value, self.percent)
        if fault:
            self.refused("out-of-range", fault, node, path, reading)
            return None
        if value and not SMALLEST <= abs(value) <= LARGEST:
            size = "large" if abs(value) > 1 else "small"
            self.refused("not-finite", f"is too {size} a number to plan with", node, path, reading)
            return None
        return value

    def unread(self, code: CodeName, why: str, node: Node, path: Path, reading: Reading) -> None:
        """Report a text that is none of these numbers: one below 0, one with a decimal comma, or none at all."""
        text = node.text
        above = self.readable(text[1:].lstrip()) if text[:1] in "-\u2212" else None
        if above:
            self.checked(-above, node, path, reading)
            return
        pointed = text.replace(".", "").replace(",", ".")
        if text.count(",") == 1 and self.readable(pointed) is not None:
            hint = f"the decimal sign is a point: write {pointed}"
            reading.report(code, f"{described(node)} {why}", path, node.place, hint)
            return
        self.refused(code, why, node, path, reading)

    @abstractmethod
    def readable(self, text: str) -> float | None:
        """The number that a text means, whatever it is allowed to be; None where it means none."""

    def refused(self, code: CodeName, why: str, node: Node, path: Path, reading: Reading) -> None:
        """Report a number or text that can't be taken."""
        reading.report(code, f"{described(node)} {why}", path, node.place, f"write {self.what}")


def _clear(value: Decimal) -> str:
    """A number as it can be read in one way only: 20_000, 20, 12.3450."""
    text = f"{value:,f}".replace(",", "_")
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return f"{text}0" if grouping(text) else text


class Count(NumberShape[float]):
    """A number of units, also as people write large ones: 61_000, 1.2k, "61,000"."""

    grouped = True

    def __init__(self, what: str = "a number such as 1200, 25_000 or 1.2k", limits: Limits = FROM_ZERO) -> None:
        self.what = what
        self.limits = limits

    def from_text(self, text: str, node: Node, path: Path, reading: Reading) -> float | None:
        value = numerals.count(text)
        if value is not None:
            return self.checked(value, node, path, reading)
        if numerals.percentage(text) is not None:
            why = "is a percentage; a plain number is meant"
            self.refused("unexpected-percentage", why, node, path, reading)
            return None
        self.unread("bad-number", "can't be read as a number", node, path, reading)
        return None

    def readable(self, text: str) -> float | None:
        return numerals.count(text)

    def from_number(self, value: float, node: Node, path: Path, reading: Reading) -> float | None:
        return self.checked(value, node, path, reading)

    def schema(self) -> Schema:
        pattern = numerals.COUNT_PATTERN if self.grouped else numerals.PLAIN_PATTERN
        return any_of(self.limits.schema(), self.limits.text_schema(pattern))


class Multiplier(Count):
    """A number that is no number of units: a weight, a factor, units for each. 1.125 is a little more than one."""

    grouped = False


class MoneyAmount(NumberShape[float]):
    """An amount of money in the plan's currency."""

    grouped = True

    def __init__(self, what: str = 'an amount such as 10M, 640k or "10,000,000"', limits: Limits = FROM_ZERO) -> None:
        self.what = what
        self.limits = limits

    def from_text(self, text: str, node: Node, path: Path, reading: Reading) -> float | None:
        found = numerals.money(text)
        if found is None:
            if numerals.percentage(text) is not None:
                why = "is a percentage; an amount of money is meant"
                self.refused("unexpected-percentage", why, node, path, reading)
                return None
            self.unread("bad-money", "can't be read as an amount", node, path, reading)
            return None
        if found.symbol and not self._currency_fits(found.symbol, node, path, reading):
            return None
        return self.checked(found.amount, node, path, reading)

    def readable(self, text: str) -> float | None:
        found = numerals.money(text)
        return found.amount if found else None

    def _currency_fits(self, symbol: str, node: Node, path: Path, reading: Reading) -> bool:
        meant = SYMBOLS.get(symbol) or tuple(code for code in CURRENCIES if code == symbol)
        if meant and reading.currency in (None, *meant):
            return True
        message = f"{described(node)} in a plan whose currency is {reading.currency}"
        if not meant:
            message = f"{described(node)} is in {symbol}, which is no currency"
        hint = f"write the amount without {symbol}" + (", or change `currency`" if meant else "")
        reading.report("wrong-currency", message, path, node.place, hint)
        return False

    def from_number(self, value: float, node: Node, path: Path, reading: Reading) -> float | None:
        return self.checked(value, node, path, reading)

    def schema(self) -> Schema:
        return any_of(self.limits.schema(), self.limits.text_schema(numerals.MONEY_PATTERN))
