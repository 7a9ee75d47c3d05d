"""Shapes of values over the year: series, the year's amounts, weights of months, shares."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from kpiplan.language.nodes import Node, shorten
from kpiplan.language.quantities import Percentage
from kpiplan.language.shapes import ListOf, Reading, Schema, Shape, any_of
from kpiplan.months import NAMES, YEAR_MONTHS, month_number, parse_month, plan_months
from kpiplan.plan import Series
from kpiplan.problems import Path, nearest

SUM_TOLERANCE = 1e-9
MONTH_WORDS = "|".join(f"[{n[0]}{n[0].lower()}]{n[1:3]}(?:{n[3:]})?" for n in NAMES if n != "May") + "|[Mm]ay|[Ss]ept"
DATED_PATTERN = r"\d{4}-(?:0[1-9]|1[0-2])"


@dataclass(frozen=True)
class SeriesOf(Shape[Series]):
    """A series of one value a plan month, by the one grammar that plan-language.md states; reads to 12 values."""

    item: Shape[float]
    what: str

    def read(self, node: Node, path: Path, reading: Reading) -> Series | None:
        if node.kind == "scalar":
            value = self.item.read(node, path, reading)
            return None if value is None else (value,) * YEAR_MONTHS
        if node.kind == "list":
            values = ListOf(self.item, self.what, (12, 4)).read(node, path, reading)
            return None if values is None else monthly(values)
        return self._mapping(node, path, reading)

    def _mapping(self, node: Node, path: Path, reading: Reading) -> Series | None:
        names = {key.text for key, _ in node.pairs}
        if names & {"from", "to"}:
            return self._ramp(node, path, reading)
        if any(parse_month(name) for name in names):
            return self._steps(node, path, reading)
        return self._named(node, path, reading)

    def _items(self, node: Node, path: Path, reading: Reading) -> dict[str, float | None]:
        return {key.text: self.item.read(held, (*path, key.text), reading) for key, held in reversed(node.pairs)}

    def _ramp(self, node: Node, path: Path, reading: Reading) -> Series | None:
        for key, _ in node.pairs:
            if key.text not in ("from", "to"):
                message = f"{shorten(key.text)} has no place beside from and to"
                reading.report("unknown-key", message, (*path, key.text), key.place, "a ramp is {from: …, to: …}")
        values = self._items(Node("mapping", node.place, pairs=_only(node, ("from", "to"))), path, reading)
        for name in ("from", "to"):
            if name not in values:
                reading.report("missing-key", f"a ramp without {name}", path, node.place, f"add `{name}: …`")
        first, last = values.get("from"), values.get("to")
        if first is None or last is None:
            return None
        return tuple(first + (last - first) * step / (YEAR_MONTHS - 1) for step in range(YEAR_MONTHS))

    def _steps(self, node: Node, path: Path, reading: Reading) -> Series | None:
        values = self._items(node, path, reading)
        steps: list[tuple[int, float]] = []
        for key, _ in node.pairs:
            month = parse_month(key.text)
            if month is None:
                _report_month(key, path, reading, "every key a month such as 2025-02")
            elif month.since(reading.start) >= YEAR_MONTHS:
                message = f"{month} lies after the plan year, which ends in {reading.start.plus(11)}"
                reading.report("month-outside", message, (*path, key.text), key.place, "remove it")
            elif (value := values[key.text]) is not None:
                steps.append((month.since(reading.start), value))
        if len(steps) < len(node.pairs):
            return None
        steps.sort()
        if steps[0][0] > 0:
            message = f"nothing is said of the months before {reading.start.plus(steps[0][0])}"
            hint = f"begin with {reading.start}, the plan's first month"
            reading.report("month-outside", message, path, node.pairs[0][0].place, hint)
            return None
        return tuple([value for at, value in steps if at <= month][-1] for month in range(YEAR_MONTHS))

    def _named(self, node: Node, path: Path, reading: Reading) -> Series | None:
        named = named_months(node, path, reading, extra=("else",), wanted="a month name (jan … dec), or else")
        values = self._items(node, path, reading)
        if named is None or None in values.values():
            return None
        if "else" not in values and len(named) < YEAR_MONTHS:
            hint = "add `else: …` for the other months"
            place = node.pairs[0][0].place if node.pairs else node.place
            reading.report("missing-key", "not every month has a value", path, place, hint)
            return None
        by_number = {number: values[name] for number, name in named.items()}
        picked = [by_number.get(month.month, values.get("else")) for month in plan_months(reading.start)]
        return tuple(value for value in picked if value is not None)

    def schema(self) -> Schema:
        item = self.item.schema()
        lists = ListOf(self.item, self.what, (12, 4)).schema()["anyOf"]
        ramp = {
            "type": "object",
            "properties": {"from": item, "to": item},
            "required": ["from", "to"],
            "additionalProperties": False,
        }
        return any_of(
            item,
            *lists,
            ramp,
            keyed_schema(f"^(?:{MONTH_WORDS}|else)$", item),
            keyed_schema(f"^{DATED_PATTERN}$", item),
        )


def keyed_schema(pattern: str, item: Schema) -> Schema:
    """A mapping whose keys match a pattern."""
    return {
        "type": "object",
        "patternProperties": {pattern: item},
        "additionalProperties": False,
        "minProperties": 1,
    }


def _only(node: Node, names: Sequence[str]) -> list[tuple[Node, Node]]:
    return [(key, value) for key, value in node.pairs if key.text in names]


def monthly(values: Sequence[float]) -> Series:
    """12 values as they stand, 4 as one for each month of a plan quarter."""
    return tuple(values) if len(values) == YEAR_MONTHS else tuple(value for value in values for _ in range(3))


def named_months(
    node: Node, path: Path, reading: Reading, *, extra: Sequence[str], wanted: str
) -> dict[int, str] | None:
    """The keys of a mapping that name calendar months, by number 1..12; None where a key names none."""
    named: dict[int, str] = {}
    good = True
    for key, _ in node.pairs:
        number = month_number(key.text)
        if number in named:
            message = f"{shorten(key.text)} and {named[number]} are the same month"
            reading.report("two-ways", message, (*path, key.text), key.place, "keep one of them")
        elif number:
            named[number] = key.text
        elif key.text not in extra:
            _report_month(key, path, reading, wanted)
            good = False
    return named if good else None


def _report_month(key: Node, path: Path, reading: Reading, wanted: str) -> None:
    near = nearest(key.text, [name.lower() for name in NAMES] + [name[:3].lower() for name in NAMES] + ["else"])
    hint = f"did you mean `{near}`?" if near else f"write {wanted}"
    reading.report("bad-month", f"{shorten(key.text)} is no month", (*path, key.text), key.place, hint)


@dataclass(frozen=True)
class YearAmount:
    """An amount of the year, and its parts by month (summing to the amount) or by quarter, where they were given."""

    year: float
    months: Series | None = None
    quarters: tuple[float, ...] | None = None


@dataclass(frozen=True)
class AmountOf(Shape[YearAmount]):
    """The year's goal: one amount, or 12 of months, or 4 of quarters."""

    item: Shape[float]
    what: str

    def read(self, node: Node, path: Path, reading: Reading) -> YearAmount | None:
        if node.kind == "scalar":
            value = self.item.read(node, path, reading)
            found = None if value is None else YearAmount(value)
        else:
            values = ListOf(self.item, self.what, (12, 4)).read(node, path, reading)
            if values is None:
                return None
            months = values if len(values) == YEAR_MONTHS else None
            found = YearAmount(math.fsum(values), months, None if months else values)
        if found and found.year <= 0:
            reading.report("goal-empty", "a goal of nothing", path, node.place, f"write {self.what}")
            return None
        return found

    def schema(self) -> Schema:
        lists = ListOf(self.item, self.what, (12, 4)).schema()["anyOf"]
        return any_of(self.item.schema(), *lists)


@dataclass(frozen=True)
class MonthWeights(Shape[Series]):
    """Weights of the months: 12 from the plan's first month, or some by name, the others 1 (or `else`)."""

    item: Shape[float]
    what: str = "weights such as {nov: 2, dec: 2}, or a list of 12"

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
        named = named_months(node, path, reading, extra=("else",), wanted="a month name (jan … dec)")
        pairs = [(key.text, self.item.read(held, (*path, key.text), reading)) for key, held in node.pairs]
        values = {name: value for name, value in pairs if value is not None}
        if named is None or len(values) < len(node.pairs):
            return None
        by_number = {number: values[name] for number, name in named.items()}
        return tuple(by_number.get(m.month, values.get("else", 1.0)) for m in plan_months(reading.start))

    def schema(self) -> Schema:
        item = self.item.schema()
        twelve = ListOf(self.item, self.what, (12,)).schema()["anyOf"]
        return any_of(*twelve, keyed_schema(f"^(?:{MONTH_WORDS}|else)$", item))


@dataclass(frozen=True)
class Shares(Shape[tuple[float, ...]]):
    """Shares that sum to 100%, of a given number (any number where none is given)."""

    what: str
    lengths: tuple[int, ...] = ()

    def read(self, node: Node, path: Path, reading: Reading) -> tuple[float, ...] | None:
        values = ListOf(Percentage(), self.what, self.lengths).read(node, path, reading)
        return values if values is not None and sums_to_one(values, path, reading) else None

    def schema(self) -> Schema:
        return {**ListOf(Percentage(), self.what, self.lengths).schema(), "minItems": 1}


def sums_to_one(values: Sequence[float], path: Path, reading: Reading) -> bool:
    """Whether shares sum to 100%; reported where they don't."""
    total = math.fsum(values)
    if abs(total - 1) <= SUM_TOLERANCE:
        return True
    off = "missing" if total < 1 else "too much"
    message = f"the shares sum to {total * 100:.10g}%, not 100%"
    reading.report("shares-sum", message, path, None, f"{abs(1 - total) * 100:.6g}% {off}")
    return False
