"""Shapes of single values: texts, words, numbers, money, percentages, months. `numerals` says how they are written."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from kpiplan.currencies import CURRENCIES, SYMBOLS
from kpiplan.language import numerals
from kpiplan.language.nodes import Node, scalar_value, shorten
from kpiplan.language.shapes import Reading, Schema, Shape, any_of, described
from kpiplan.months import Month, parse_month
from kpiplan.problems import Path, nearest

FIRST_YEAR, LAST_YEAR = 1900, 2200


@dataclass(frozen=True)
class Limits:
    """The numbers that a key allows, from `low` to `high`, the ends allowed unless open."""

    low: float = -math.inf
    high: float = math.inf
    open_low: bool = False
    open_high: bool = False

    def allow(self, value: float) -> bool:
        """Whether the value lies inside."""
        above = value > self.low if self.open_low else value >= self.low
        return above and (value < self.high if self.open_high else value <= self.high)

    def schema(self) -> Schema:
        """The limits of a JSON number."""
        result: Schema = {"type": "number"}
        if math.isfinite(self.low):
            result["exclusiveMinimum" if self.open_low else "minimum"] = self.low
        if math.isfinite(self.high):
            result["exclusiveMaximum" if self.open_high else "maximum"] = self.high
        return result


ABOVE_ZERO = Limits(low=0, open_low=True)
FROM_ZERO = Limits(low=0)


class _Scalar(Shape[float]):
    """A number or a text that is one. Subclasses say how a text is read and what is allowed."""

    code: str
    limits: Limits

    def read(self, node: Node, path: Path, reading: Reading) -> float | None:
        value = scalar_value(node) if node.kind == "scalar" else None
        if isinstance(value, bool) or value is None:
            self.wrong_type(node, path, reading)
            return None
        if isinstance(value, str):
            return self.from_text(value, node, path, reading)
        if not math.isfinite(value):
            message = f"{described(node)} is not a finite number"
            reading.report("not-finite", message, path, node.place, f"write {self.what}")
            return None
        return self.from_number(float(value), node, path, reading)

    def from_text(self, text: str, node: Node, path: Path, reading: Reading) -> float | None:
        """The number that a text means."""
        raise NotImplementedError

    def from_number(self, value: float, node: Node, path: Path, reading: Reading) -> float | None:
        """The number, where it is allowed."""
        return self.checked(value, node, path, reading)

    def checked(self, value: float, node: Node, path: Path, reading: Reading) -> float | None:
        """The value, where the limits allow it; else None, and reported."""
        if self.limits.allow(value) and math.isfinite(value):
            return value
        message = f"{described(node)} is outside what {path[-1]} allows"
        reading.report("out-of-range", message, path, node.place, f"write {self.what}")
        return None

    def unreadable(self, node: Node, path: Path, reading: Reading) -> None:
        """Report a text that is no number of this kind."""
        reading.report(self.code, f"{described(node)} can't be read", path, node.place, f"write {self.what}")


def _signed(node: Node) -> bool:
    return node.text.startswith("-")


@dataclass(frozen=True)
class Count(_Scalar):
    """A plain number, also as people write large ones: 61_000, 1.2k, "61,000"."""

    what: str = "a number such as 1200, 25_000 or 1.2k"
    limits: Limits = FROM_ZERO
    code = "bad-number"

    def from_text(self, text: str, node: Node, path: Path, reading: Reading) -> float | None:
        value = numerals.count(text)
        if value is not None:
            return self.checked(value, node, path, reading)
        if numerals.percentage(text) is not None:
            message = f"{described(node)} is a percentage; a plain number is meant"
            reading.report("unexpected-percentage", message, path, node.place, f"write {self.what}")
            return None
        self.unreadable(node, path, reading)
        return None

    def schema(self) -> Schema:
        pattern = numerals.COUNT_PATTERN
        if self.limits.open_low:
            pattern = pattern.replace("^", "^(?=.*[1-9])", 1)
        return any_of(self.limits.schema(), {"type": "string", "pattern": pattern})


@dataclass(frozen=True)
class MoneyAmount(_Scalar):
    """An amount of money in the plan's currency."""

    what: str = 'an amount such as 10M, 640k or "10,000,000"'
    limits: Limits = FROM_ZERO
    code = "bad-money"

    def from_text(self, text: str, node: Node, path: Path, reading: Reading) -> float | None:
        found = numerals.money(text)
        if found is None:
            self.unreadable(node, path, reading)
            return None
        meant = SYMBOLS.get(found.symbol, (found.symbol,))
        if found.symbol and reading.currency and reading.currency not in meant:
            message = f"{shorten(text)} in a plan whose currency is {reading.currency}"
            hint = f"write the amount without {found.symbol}, or change `currency`"
            reading.report("wrong-currency", message, path, node.place, hint)
            return None
        return self.checked(found.amount, node, path, reading)

    def schema(self) -> Schema:
        pattern = numerals.MONEY_PATTERN
        if self.limits.open_low:
            pattern = pattern.replace("^", "^(?=.*[1-9])", 1)
        return any_of(self.limits.schema(), {"type": "string", "pattern": pattern})


@dataclass(frozen=True)
class Percentage(_Scalar):
    """A part of a whole: 20% or 0.2, from 0% (or above) to 100%. A bare 1 is read as 100%, with a warning."""

    what: str = "a percentage such as 20% or 0.2"
    limits: Limits = Limits(low=0, high=1)
    code = "bad-percentage"

    def from_text(self, text: str, node: Node, path: Path, reading: Reading) -> float | None:
        value = numerals.percentage(text)
        if value is None:
            self.unreadable(node, path, reading)
            return None
        return self.checked(value, node, path, reading)

    def from_number(self, value: float, node: Node, path: Path, reading: Reading) -> float | None:
        if 1 < value <= 100:
            message = f"a bare {described(node)} is not a percentage"
            hint = f"write {value:g}% or {value / 100:g}"
            reading.report("bare-percentage", message, path, node.place, hint)
            return None
        if value == 1:
            message = f"a bare {described(node)} is read as 100%"
            reading.report("rate-of-one", message, path, node.place, "write 100%, or 1% if that was meant")
        return self.checked(value, node, path, reading)

    def schema(self) -> Schema:
        whole = r"0*(?:\d{1,2}(?:\.\d+)?|100(?:\.0+)?)|\.\d+"
        pattern = rf"^\+?(?:{whole}) ?%$"
        if self.limits.open_low:
            pattern = pattern.replace("^", "^(?=.*[1-9])", 1)
        if self.limits.open_high:
            pattern = pattern.replace("|100(?:\\.0+)?", "")
        return any_of(self.limits.schema(), {"type": "string", "pattern": pattern})


@dataclass(frozen=True)
class TimedPercentage(Shape[numerals.Timed]):
    """A percentage of time such as `2% a month`; `kind` says whether more than 100% and losses are possible."""

    kind: Literal["growth", "churn", "expansion"]
    what: str = "a percentage of time such as 2% a month or 16% a year"

    def read(self, node: Node, path: Path, reading: Reading) -> numerals.Timed | None:
        value = scalar_value(node) if node.kind == "scalar" else None
        if isinstance(value, bool) or value is None:
            self.wrong_type(node, path, reading)
            return None
        if not isinstance(value, str):
            if not math.isfinite(value):
                message = f"{described(node)} is not a finite number"
                reading.report("not-finite", message, path, node.place, f"write {self.what}")
                return None
            if abs(value) > 1:
                message = f"a bare {described(node)} is not a percentage"
                hint = f"write {value:g}% or {value / 100:g}"
                reading.report("bare-percentage", message, path, node.place, hint)
                return None
            timed = numerals.Timed(float(value), None)
        else:
            found = numerals.timed(value)
            if found is None:
                hint = f"write {self.what}"
                reading.report("bad-percentage", f"{described(node)} can't be read", path, node.place, hint)
                return None
            timed = found
        if not self._limits.allow(timed.value):
            message = f"{described(node)} is outside what {path[-1]} allows"
            reading.report("out-of-range", message, path, node.place, f"write {self.what}")
            return None
        return timed

    @property
    def _limits(self) -> Limits:
        if self.kind == "growth":
            return Limits(low=-1, open_low=True)
        return Limits(low=0, high=1, open_high=True) if self.kind == "churn" else FROM_ZERO

    def schema(self) -> Schema:
        number = {"maximum": 1, **self._limits.schema()}
        bound = {"growth": r"(?!-0*\d{3})", "churn": r"(?!-|\+?0*\d{3})", "expansion": "(?!-)"}[self.kind]
        return any_of(number, {"type": "string", "pattern": numerals.TIMED_PATTERN.replace("^", "^" + bound, 1)})


@dataclass(frozen=True)
class Text(Shape[str]):
    """A text, not empty."""

    what: str = "a text"

    def read(self, node: Node, path: Path, reading: Reading) -> str | None:
        value = scalar_value(node) if node.kind == "scalar" else None
        if value is None or isinstance(value, bool) or not node.text.strip():
            self.wrong_type(node, path, reading)
            return None
        return node.text.strip()

    def schema(self) -> Schema:
        return {"type": ["string", "number"], "pattern": r"\S"}


@dataclass(frozen=True)
class Choice(Shape[str]):
    """One of a few words."""

    words: Sequence[str]
    what: str

    def read(self, node: Node, path: Path, reading: Reading) -> str | None:
        if node.kind == "scalar" and node.text in self.words:
            return node.text
        if node.kind != "scalar" or scalar_value(node) is None:
            self.wrong_type(node, path, reading)
            return None
        near = nearest(node.text, self.words)
        hint = f"did you mean `{near}`?" if near else f"write {self.what}"
        reading.report("bad-choice", f"{described(node)} is not a choice for {path[-1]}", path, node.place, hint)
        return None

    def schema(self) -> Schema:
        return {"enum": list(self.words)}


@dataclass(frozen=True)
class CurrencyCode(Shape[str]):
    """An ISO 4217 code."""

    what: str = "a currency code such as USD"

    def read(self, node: Node, path: Path, reading: Reading) -> str | None:
        if node.kind == "scalar" and node.text in CURRENCIES:
            return node.text
        if node.kind != "scalar" or not isinstance(scalar_value(node), str):
            self.wrong_type(node, path, reading)
            return None
        near = SYMBOLS.get(node.text, (nearest(node.text, CURRENCIES),))[0]
        hint = f"did you mean `{near}`?" if near else f"write {self.what}"
        reading.report("bad-choice", f"{described(node)} is no currency code", path, node.place, hint)
        return None

    def schema(self) -> Schema:
        return {"enum": list(CURRENCIES)}


@dataclass(frozen=True)
class StartMonth(Shape[Month]):
    """The plan's first month, as `2020-04`, or a whole calendar year, as `2020`."""

    year_only: bool
    what: str

    def read(self, node: Node, path: Path, reading: Reading) -> Month | None:
        if node.kind != "scalar" or scalar_value(node) is None:
            self.wrong_type(node, path, reading)
            return None
        text = f"{node.text}-01" if self.year_only and re.fullmatch(r"\d{4}", node.text) else node.text
        month = parse_month(text)
        whole_year = self.year_only and text == node.text
        if month and not whole_year and FIRST_YEAR <= month.year <= LAST_YEAR:
            return month
        reading.report("bad-month", f"{described(node)} can't be read", path, node.place, f"write {self.what}")
        return None

    def schema(self) -> Schema:
        if self.year_only:
            number = {"type": "integer", "minimum": FIRST_YEAR, "maximum": LAST_YEAR}
            return any_of(number, {"type": "string", "pattern": r"^(?:19\d\d|2[01]\d\d|2200)$"})
        return {"type": "string", "pattern": r"^(?:19\d\d|2[01]\d\d|2200)-(?:0[1-9]|1[0-2])$"}
