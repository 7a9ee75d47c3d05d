"""Shapes of what a KPI must be: values in its unit, by month or quarter where wanted, and paths from one to another."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from kpiplan.figures import By
from kpiplan.kpis.record import Kpi
from kpiplan.language import numerals
from kpiplan.language.values.calendar import month_names_schema, named_months
from kpiplan.language.values.containers import ListOf
from kpiplan.language.values.keyed_series import by_name
from kpiplan.language.values.limits import FROM_ZERO, Limits
from kpiplan.language.values.percentages import Percentage
from kpiplan.language.values.quantities import Count, MoneyAmount, Multiplier
from kpiplan.language.values.series import SeriesOf, monthly
from kpiplan.language.values.shape import Reading, Schema, Shape, any_of, described
from kpiplan.language.yaml.nodes import Node, shorten
from kpiplan.locales.digits import LARGEST
from kpiplan.months import YEAR_MONTHS
from kpiplan.plan.kpi_goals import Limit
from kpiplan.problems import Path

_FAR = Limits(-1_000, 1_000)  # growth and return go beyond 0 and 100%
_MINUS = "-\u2212"
_DAYS = {
    "second": 1 / 86_400,
    "minute": 1 / 1_440,
    "hour": 1 / 24,
    "day": 1.0,
    "week": 7.0,
    "month": 365.25 / 12,
    "quarter": 365.25 / 4,
    "year": 365.25,
}
_SHORT = {
    "s": "second", "sec": "second", "secs": "second", "min": "minute", "mins": "minute",
    "h": "hour", "d": "day", "w": "week", "mo": "month", "q": "quarter", "y": "year",
}  # fmt: skip
_TIMES: dict[By, int] = {"month": YEAR_MONTHS, "quarter": 4, "year": 1}  # a year
_PER = re.compile(r"(.*?)(?: ?(?:a|per|each|every|/) ?(month|quarter|year)|,? (month|quarter|year)ly)", re.DOTALL)


class ScoreShape(Multiplier):
    """A number that may lie below 0, such as a net promoter score."""

    def from_text(self, text: str, node: Node, path: Path, reading: Reading) -> float | None:
        value = numerals.count(text[1:].lstrip()) if text[:1] in _MINUS else None
        if value is None:
            return super().from_text(text, node, path, reading)
        return self.checked(-value, node, path, reading)


class PartShape(Percentage):
    """A percentage that may lie below 0% or above 100%, as growth and return do; bare, it is at most 1."""

    def from_text(self, text: str, node: Node, path: Path, reading: Reading) -> float | None:
        return super().from_text(text.replace(_MINUS[1], _MINUS[0], 1), node, path, reading)

    def from_number(self, value: float, node: Node, path: Path, reading: Reading) -> float | None:
        if not 1 < abs(value) <= LARGEST:
            return super().from_number(value, node, path, reading)
        message = f"a bare {described(node)} is not a percentage"
        reading.report("bare-percentage", message, path, node.place, f"write {value:.15g}% or {value / 100:.15g}")
        return None


class Times(Multiplier):
    """A multiple such as 3, 3x or 3:1."""

    def from_text(self, text: str, node: Node, path: Path, reading: Reading) -> float | None:
        found = re.fullmatch(r"([\d.,_]+) ?(?:x|times|:1)", text)
        value = numerals.count(found[1]) if found else None
        if value is not None:
            return self.checked(value, node, path, reading)
        share = numerals.percentage(text)
        if share is None:
            return super().from_text(text, node, path, reading)
        return self.checked(share, node, path, reading)


class Duration(Multiplier):
    """A time in the unit of its KPI, or in one that is written behind it: 45, 45 days, 2 min."""

    def __init__(self, unit: str) -> None:
        super().__init__(f"a number of {unit} such as 12, or 12 {unit}")
        self.unit = unit.removesuffix("s")

    def from_text(self, text: str, node: Node, path: Path, reading: Reading) -> float | None:
        found = re.fullmatch(r"([0-9.,_]+) *([a-z]+)", text.strip())
        number, word = found.groups() if found else ("", "")
        unit = _SHORT.get(word, word.removesuffix("s"))
        value = numerals.count(number) if unit in _DAYS else None
        if value is None:
            return super().from_text(text, node, path, reading)
        return self.checked(value * _DAYS[unit] / _DAYS[self.unit], node, path, reading)


def value_shape(kpi: Kpi) -> Shape[float]:
    """One value of a KPI, by its unit."""
    if kpi.unit == "currency":
        return MoneyAmount()
    if kpi.unit == "ratio":
        multiple = kpi.scale in ("times", "number")
        return Times("a multiple such as 3 or 3x") if multiple else PartShape("a percentage such as 45%", _FAR)
    if kpi.unit == "duration":
        return Duration(kpi.scale or "days")
    return (
        ScoreShape("a number such as 45", Limits()) if kpi.unit == "score" else Count("a number such as 45", FROM_ZERO)
    )


def per_period(text: str) -> tuple[str, By] | None:
    """`20 a month` as 20 and month; None where a text names no period."""
    found = _PER.fullmatch(text)
    if found is None:
        return None
    return found[1].strip(), next(period for period in _TIMES if period == (found[2] or found[3]))


class AddedUp(Shape[Limit]):
    """An amount that adds up over the year: the year's, `20 a month`, 12 of months, 4 of quarters, or by month names.

    Reads to the amounts of the 12 plan months.
    """

    what = "an amount of the year such as 240, or 20 a month"

    def __init__(self, item: Shape[float]) -> None:
        self.item = item

    def read(self, node: Node, path: Path, reading: Reading) -> Limit | None:
        if node.kind == "mapping" and node.pairs:
            return self._named(node, path, reading)
        if node.kind == "scalar" and (found := per_period(node.text)):
            amount, period = found
            value = self.item.read(Node("scalar", node.place, amount, node.plain), path, reading)
            if value is None:
                return None
            return Limit((value * _TIMES[period] / YEAR_MONTHS,) * YEAR_MONTHS, period)
        if node.kind == "list":
            values = ListOf(self.item, self.what, (12, 4)).read(node, path, reading)
            if values is None or len(values) == YEAR_MONTHS:
                return None if values is None else Limit(values)
            return Limit(tuple(value / 3 for value in monthly(values)), "quarter")
        value = self.item.read(node, path, reading)
        if value is None:
            return None
        text = shorten(node.text)
        message = f"{text} is taken as the amount of the year"
        reading.report("assumed-kpi-year", message, path, node.place, f"write `{text} a year`, or `… a month`")
        return Limit((value / YEAR_MONTHS,) * YEAR_MONTHS, "year")

    def _named(self, node: Node, path: Path, reading: Reading) -> Limit | None:
        values = {key.text: self.item.take(held, (*path, key.text), reading) for key, held in reversed(node.pairs)}
        named = named_months(node, path, reading)
        good: Mapping[str, float] = {name: value for name, value in values.items() if value is not None}
        if named is None or len(good) < len(values):
            return None
        return Limit(by_name(named, good, good.get("else", 0.0), reading))

    def schema(self) -> Schema:
        texts = {"type": "string", "pattern": "(?:month|quarter|year)(?:ly)?$"}
        return any_of(ListOf(self.item, self.what, (12, 4)).schema(), month_names_schema(self.item.schema()), texts)


class Lasting(Shape[Limit]):
    """A limit of what does not add up: one value, or a series of them."""

    def __init__(self, item: Shape[float]) -> None:
        self.what = f"{item.what}, or a series of them"
        self.series = SeriesOf(item, self.what)

    def read(self, node: Node, path: Path, reading: Reading) -> Limit | None:
        months = self.series.read(node, path, reading)
        return None if months is None else Limit(months)

    def schema(self) -> Schema:
        return self.series.schema()


def limit_shape(kpi: Kpi, adds_up: bool) -> Shape[Limit]:
    """What a KPI must at least or at most be, month by month."""
    item = value_shape(kpi)
    return AddedUp(item) if adds_up else Lasting(item)


class BetweenShape(Shape[tuple[Limit, Limit]]):
    """The lowest and the highest that is right: a list of two."""

    what = "the lowest and the highest such as [40%, 60%]"

    def __init__(self, item: Shape[Limit]) -> None:
        self.item = item

    def read(self, node: Node, path: Path, reading: Reading) -> tuple[Limit, Limit] | None:
        if node.kind != "list" or len(node.items) != 2:
            self.wrong_type(node, path, reading)
            return None
        low, high = (self.item.take(item, (*path, at), reading) for at, item in enumerate(node.items))
        if low is None or high is None:
            return None
        if any(one > two for one, two in zip(low.months, high.months, strict=True)):
            message = "the lowest is above the highest"
            reading.report("out-of-range", message, path, node.place, f"write {self.what}")
            return None
        return low, high

    def schema(self) -> Schema:
        item = self.item.schema()
        return {"type": "array", "items": item, "minItems": 2, "maxItems": 2}


def loose_schema() -> Schema:
    """What a limit may look like, whatever the KPI's unit: a schema does not know it."""
    scalar: dict[str, Any] = {"type": ["number", "string"]}
    twelve = {"type": "array", "items": scalar, "minItems": 4, "maxItems": YEAR_MONTHS}
    return any_of(scalar, twelve, {"type": "object", "minProperties": 1, "additionalProperties": scalar})
