"""Shape of values over the year, by the one grammar that plan-language.md states, and of shares."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from kpiplan.language.values.calendar import (
    DATED_PATTERN,
    dated_hint,
    dated_month,
    keyed_schema,
    month_names_schema,
    named_months,
    report_no_month,
)
from kpiplan.language.values.containers import ListOf
from kpiplan.language.values.percentages import Percentage
from kpiplan.language.values.records import Key, Record
from kpiplan.language.values.shape import Reading, Schema, Shape, any_of
from kpiplan.language.yaml.nodes import Node
from kpiplan.locales.calendar_words import named_month
from kpiplan.months import ABBREVIATIONS, YEAR_MONTHS, Month, Series, plan_months
from kpiplan.problems import Path

SUM_TOLERANCE = 1e-9
_ANY_YEAR = Month(2000, 1)


class SeriesOf(Shape[Series]):
    """A series of one value a plan month; reads to 12 values."""

    def __init__(self, item: Shape[float], what: str) -> None:
        self.item = item
        self.what = what

    def read(self, node: Node, path: Path, reading: Reading) -> Series | None:
        if node.kind == "scalar":
            value = self.item.read(node, path, reading)
            return None if value is None else (value,) * YEAR_MONTHS
        if node.kind == "list":
            values = ListOf(self.item, self.what, (12, 4)).read(node, path, reading)
            return None if values is None else monthly(values)
        if not node.pairs:
            self.wrong_type(node, path, reading)
            return None
        names = {key.text for key, _ in node.pairs}
        if names & set(self._ramp.keys):
            return self._ramp_values(node, path, reading)
        if any(name[:1].isdigit() and not named_month(name) for name in names):
            return self._steps(node, path, reading)
        return self._named(node, path, reading)

    @property
    def _ramp(self) -> Record:
        first = Key(self.item, "Value of the first month.", True, "…")
        last = Key(self.item, "Value of the last month.", True, "…")
        return Record("a ramp such as {from: 1.5%, to: 2%}", {"from": first, "to": last})

    def _ramp_values(self, node: Node, path: Path, reading: Reading) -> Series | None:
        ends = self._ramp.read(node, path, reading) or {}
        if len(ends) < 2:
            return None
        first, last = ends["from"], ends["to"]
        return tuple(first + (last - first) * step / (YEAR_MONTHS - 1) for step in range(YEAR_MONTHS))

    def _steps(self, node: Node, path: Path, reading: Reading) -> Series | None:
        start = reading.start or _ANY_YEAR
        end = start.plus(YEAR_MONTHS - 1)
        steps: list[tuple[Month, float]] = []
        for key, held in node.pairs:
            month = dated_month(key.text)
            value = self.item.take(held, (*path, key.text), reading)
            if month is None:
                _report_undated(key, path, reading, start)
            elif reading.start and month > end:
                message = f"{month} lies after the plan year, which ends in {end}"
                reading.report("month-outside", message, (*path, key.text), key.place, "remove it")
            elif value is not None:
                steps.append((month, value))
        if len(steps) < len(node.pairs):
            return None
        steps.sort()
        if reading.start and steps[0][0] > start:
            message = f"nothing is said of the months before {steps[0][0]}"
            hint = f"begin with {start}, the plan's first month"
            reading.report("month-outside", message, path, node.pairs[0][0].place, hint)
            return None
        return tuple(next((v for at, v in reversed(steps) if at <= m), steps[0][1]) for m in plan_months(start))

    def _named(self, node: Node, path: Path, reading: Reading) -> Series | None:
        values = {key.text: self.item.take(held, (*path, key.text), reading) for key, held in reversed(node.pairs)}
        named = named_months(node, path, reading)
        if named is None:
            return None
        if "else" not in values and len(named) < YEAR_MONTHS:
            hint = "add `else: …` for the other months"
            reading.report("missing-key", "not every month has a value", path, node.pairs[0][0].place, hint)
            return None
        good = {name: value for name, value in values.items() if value is not None}
        if len(good) < len(values):
            return None
        return by_name(named, good, good.get("else", 0.0), reading)

    def schema(self) -> Schema:
        item = self.item.schema()
        return any_of(
            item,
            *ListOf(self.item, self.what, (12, 4)).schema()["anyOf"],
            self._ramp.schema(),
            month_names_schema(item),
            keyed_schema(f"^{DATED_PATTERN}$", item),
        )


def _report_undated(key: Node, path: Path, reading: Reading, start: Month) -> None:
    month = named_month(key.text)
    number = month.number if month else None
    hint = dated_hint(key.text, "write every month as 2025-02")
    if number:
        dated = next(month for month in plan_months(start) if month.month == number)
        hint = f"months with and without a year don't mix: write `{dated}`, or `{ABBREVIATIONS[number - 1]}` for all"
    report_no_month(key, path, reading, hint)


def by_name(named: Mapping[int, str], values: Mapping[str, float], other: float, reading: Reading) -> Series:
    """The values of the plan months from those of calendar months; `other` where a month is not named."""
    months = plan_months(reading.start or _ANY_YEAR)
    return tuple(values[named[month.month]] if month.month in named else other for month in months)


def monthly(values: Sequence[float]) -> Series:
    """12 values as they stand, 4 as one for each month of a plan quarter."""
    return tuple(values) if len(values) == YEAR_MONTHS else tuple(value for value in values for _ in range(3))


class Shares(Shape[tuple[float, ...]]):
    """Shares that sum to 100%, of a given number (any number where none is given)."""

    def __init__(self, what: str, lengths: tuple[int, ...] = ()) -> None:
        self.what = what
        self.lengths = lengths

    def read(self, node: Node, path: Path, reading: Reading) -> tuple[float, ...] | None:
        values = ListOf(Percentage(), self.what, self.lengths).read(node, path, reading)
        return values if values is not None and sums_to_one(values, node, path, reading) else None

    def schema(self) -> Schema:
        return ListOf(Percentage(), self.what, self.lengths).schema()


def sums_to_one(values: Sequence[float], node: Node, path: Path, reading: Reading) -> bool:
    """Whether shares sum to 100%; reported where they don't."""
    total = math.fsum(values)
    if abs(total - 1) <= SUM_TOLERANCE:
        return True
    off = "missing" if total < 1 else "too much"
    message = f"the shares sum to {total * 100:.10g}%, not 100%"
    reading.report("shares-sum", message, path, node.place, f"{abs(1 - total) * 100:.6g}% {off}")
    return False
