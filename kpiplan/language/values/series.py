"""Shape of values over the year, by the one grammar that plan-language.md states, and of shares."""

from __future__ import annotations

import math
from collections.abc import Sequence

from kpiplan.language.values.containers import ListOf
from kpiplan.language.values.percentages import Percentage
from kpiplan.language.values.shape import Reading, Schema, Shape, any_of
from kpiplan.language.yaml.nodes import Node
from kpiplan.months import YEAR_MONTHS, Series
from kpiplan.problems import Path

SUM_TOLERANCE = 1e-9


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
        from kpiplan.language.values.keyed_series import read_keyed  # few plans have any

        return read_keyed(self.item, node, path, reading)

    def schema(self) -> Schema:
        from kpiplan.language.values.keyed_series import keyed_schemas

        twelve_or_four = ListOf(self.item, self.what, (12, 4)).schema()["anyOf"]
        return any_of(self.item.schema(), *twelve_or_four, *keyed_schemas(self.item))


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
