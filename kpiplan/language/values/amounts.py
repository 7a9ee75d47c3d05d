"""Shapes of the year's amounts and of the weights of its months."""

import math

from kpiplan.language import numerals
from kpiplan.language.values.containers import ListOf
from kpiplan.language.values.shape import Reading, Schema, Shape, any_of, described
from kpiplan.language.yaml.nodes import Node
from kpiplan.months import YEAR_MONTHS, Series
from kpiplan.problems import Path
from kpiplan.tuples import NamedTuple


class YearAmount(NamedTuple):
    """An amount of the year, and its parts by month (summing to the amount) or by quarter, where they were given."""

    year: float
    months: Series | None = None
    quarters: tuple[float, ...] | None = None


class AmountOf(Shape[YearAmount]):
    """The year's goal: one amount, or 12 of months, or 4 of quarters, or what it is over last year's: `+25%`."""

    def __init__(self, item: Shape[float], what: str) -> None:
        self.item = item
        self.what = what

    def read(self, node: Node, path: Path, reading: Reading) -> YearAmount | None:
        found = self._amount(node, path, reading)
        if found and found.year <= 0:
            reading.report("goal-empty", "a goal of nothing", path, node.place, f"write {self.what}")
            return None
        return found

    def _amount(self, node: Node, path: Path, reading: Reading) -> YearAmount | None:
        if node.kind == "mapping":
            self.wrong_type(node, path, reading)
            return None
        if node.kind == "scalar":
            growth = numerals.over_last_year(node.text)
            value = self.item.read(node, path, reading) if growth is None else self._grown(growth, node, path, reading)
            return None if value is None else YearAmount(value)
        values = ListOf(self.item, self.what, (12, 4)).read(node, path, reading)
        if values is None:
            return None
        year = math.fsum(values)
        return YearAmount(year, months=values) if len(values) == YEAR_MONTHS else YearAmount(year, quarters=values)

    def _grown(self, growth: float, node: Node, path: Path, reading: Reading) -> float | None:
        """Last year's amount with a growth, `+25%`; reported where last year's is not known."""
        name = path[-1]
        held = reading.last_year(path)
        before = held.get(str(name)) if held is not None and held.kind == "mapping" else None
        if before is None:
            message = f"{described(node)} is said of last year, and last_year has no {name}"
            hint = f"add `last_year: {{{name}: …}}`, or write the amount"
            reading.report("missing-key", message, path, node.place, hint)
            return None
        value = self.item.read(before, ("last_year", str(name)), reading.aside())
        return None if value is None else value * (1 + growth)

    def schema(self) -> Schema:
        grown = {"type": "string", "pattern": numerals.OVER_LAST_YEAR_PATTERN}
        return any_of(self.item.schema(), grown, *ListOf(self.item, self.what, (12, 4)).schema()["anyOf"])


class MonthWeights(Shape[Series]):
    """Weights of the months: 12 from the plan's first month, or some by name, the others 1 (or `else`)."""

    def __init__(self, item: Shape[float], what: str = "weights such as {nov: 2, dec: 2}, or a list of 12") -> None:
        self.item = item
        self.what = what

    def read(self, node: Node, path: Path, reading: Reading) -> Series | None:
        weights: Series | None
        if node.kind == "list":
            weights = ListOf(self.item, self.what, (12,)).read(node, path, reading)
        elif node.kind == "mapping" and node.pairs:
            weights = self._named(node, path, reading)
        else:
            self.wrong_type(node, path, reading)
            return None
        if weights is not None and math.fsum(weights) <= 0:
            reading.report("goal-empty", "every month weighs nothing", path, node.place, f"write {self.what}")
            return None
        return weights

    def _named(self, node: Node, path: Path, reading: Reading) -> Series | None:
        from kpiplan.language.values.calendar import named_months
        from kpiplan.language.values.keyed_series import by_name

        values = {key.text: self.item.take(held, (*path, key.text), reading) for key, held in reversed(node.pairs)}
        named = named_months(node, path, reading)
        good = {name: value for name, value in values.items() if value is not None}
        if named is None or len(good) < len(values):
            return None
        return by_name(named, good, good.get("else", 1.0), reading)

    def schema(self) -> Schema:
        from kpiplan.language.values.calendar import month_names_schema

        twelve = ListOf(self.item, self.what, (12,)).schema()["anyOf"]
        return any_of(*twelve, month_names_schema(self.item.schema()))
