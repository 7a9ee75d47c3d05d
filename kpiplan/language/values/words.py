"""Shapes of single words: texts, choices, the currency, the plan's first month."""

from __future__ import annotations

from collections.abc import Sequence

from kpiplan.language.values.shape import Reading, Schema, Shape, any_of, described
from kpiplan.language.yaml.nodes import Node, scalar_value
from kpiplan.locales.currencies import CURRENCIES, SYMBOLS
from kpiplan.months import Month, parse_month
from kpiplan.problems import Path, nearest

FIRST_YEAR, LAST_YEAR = 1900, 2200
_YEAR_PATTERN = r"(?:19[0-9][0-9]|2[01][0-9][0-9]|2200)"


def dated_month(text: str) -> Month | None:
    """`2020-04` as a Month, in plain digits only; None where the text is none."""
    return parse_month(text) if text.isascii() else None


class Text(Shape[str]):
    """A text, not empty."""

    def __init__(self, what: str = "a text") -> None:
        self.what = what

    def read(self, node: Node, path: Path, reading: Reading) -> str | None:
        value = scalar_value(node) if node.kind == "scalar" else None
        if value is None or isinstance(value, bool) or not node.text.strip():
            self.wrong_type(node, path, reading)
            return None
        return node.text.strip()

    def schema(self) -> Schema:
        return {"type": ["string", "number"], "pattern": r"\S"}


class Choice(Shape[str]):
    """One of a few words."""

    def __init__(self, words: Sequence[str], what: str) -> None:
        self.words = words
        self.what = what

    def read(self, node: Node, path: Path, reading: Reading) -> str | None:
        if node.kind == "scalar" and node.text in self.words:
            return node.text
        if node.kind != "scalar" or node.empty:
            self.wrong_type(node, path, reading)
            return None
        near = nearest(node.text, self.words)
        hint = f"did you mean `{near}`?" if near else f"write {self.what}"
        reading.report("bad-choice", f"{described(node)} is not a choice for {path[-1]}", path, node.place, hint)
        return None

    def schema(self) -> Schema:
        return {"enum": list(self.words)}


class Flag(Shape[bool]):
    """Yes or no, written as YAML 1.2 does."""

    what = "true or false"

    def read(self, node: Node, path: Path, reading: Reading) -> bool | None:
        value = scalar_value(node) if node.kind == "scalar" else None
        if isinstance(value, bool):
            return value
        if value is None:
            self.wrong_type(node, path, reading)
            return None
        reading.report(
            "bad-choice", f"{described(node)} is not a choice for {path[-1]}", path, node.place, f"write {self.what}"
        )
        return None

    def schema(self) -> Schema:
        return {"type": "boolean"}


class CurrencyCode(Shape[str]):
    """An ISO 4217 code."""

    def __init__(self, what: str = "a currency code such as USD") -> None:
        self.what = what

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


class ZoneName(Shape[str]):
    """A time zone by its name in the database of the world's clocks, such as `Asia/Seoul`."""

    what = "a time zone such as Asia/Seoul"

    def read(self, node: Node, path: Path, reading: Reading) -> str | None:
        if node.kind != "scalar" or not isinstance(scalar_value(node), str) or node.empty:
            self.wrong_type(node, path, reading)
            return None
        from zoneinfo import ZoneInfo, available_timezones

        try:
            ZoneInfo(node.text)
        except (OSError, ValueError, LookupError):  # a folder of the database, a path, no such file
            near = nearest(node.text, sorted(available_timezones()))
            hint = f"did you mean `{near}`?" if near else f"write {self.what}"
            reading.report("bad-choice", f"{described(node)} is no time zone", path, node.place, hint)
            return None
        return node.text

    def schema(self) -> Schema:
        return {"type": "string", "pattern": "^[A-Za-z]+(?:[/_+-][A-Za-z0-9_+-]+)*$"}


class PlanYear(Shape[Month]):
    """A calendar year as `2020`; reads to its January."""

    def __init__(self, what: str = "a year such as 2026", whole: bool = False) -> None:
        self.what = what
        self.whole = whole  # no other twelve months can be meant

    def read(self, node: Node, path: Path, reading: Reading) -> Month | None:
        if node.kind != "scalar" or node.empty:
            self.wrong_type(node, path, reading)
            return None
        value = scalar_value(node)
        if isinstance(value, str) and len(value) == 4 and value.isascii() and value.isdecimal():
            value = int(value)
        if isinstance(value, int | float) and FIRST_YEAR <= value <= LAST_YEAR and value == int(value):
            return Month(int(value), 1)
        from kpiplan.language.values.calendar import guessed_month

        month = guessed_month(node.text)
        begins = month and not self.whole
        hint = f"a plan that begins within a year has `start: {month}`" if begins else f"write {self.what}"
        reading.report("bad-month", f"{described(node)} is no year", path, node.place, hint)
        return None

    def schema(self) -> Schema:
        number = {"type": "integer", "minimum": FIRST_YEAR, "maximum": LAST_YEAR}
        return any_of(number, {"type": "string", "pattern": f"^{_YEAR_PATTERN}$"})


class StartMonth(Shape[Month]):
    """The plan's first month, as `2020-04`."""

    def __init__(self, what: str = "a month such as 2026-04") -> None:
        self.what = what

    def read(self, node: Node, path: Path, reading: Reading) -> Month | None:
        if node.kind != "scalar" or node.empty:
            self.wrong_type(node, path, reading)
            return None
        month = dated_month(node.text)
        if month and FIRST_YEAR <= month.year <= LAST_YEAR:
            return month
        from kpiplan.language.values.calendar import guessed_month

        guess = guessed_month(node.text)
        hint = f"did you mean `{guess}`?" if guess and not month else f"write {self.what}"
        reading.report("bad-month", f"{described(node)} is no month", path, node.place, hint)
        return None

    def schema(self) -> Schema:
        return {"type": "string", "pattern": rf"^{_YEAR_PATTERN}-(?:0[1-9]|1[0-2])$"}
