"""Shapes of time between stages: lags, conversion by age, and what reached a stage before the plan."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from kpiplan.language import numerals
from kpiplan.language.nodes import Node, shorten
from kpiplan.language.quantities import Percentage
from kpiplan.language.series import DATED_PATTERN, SUM_TOLERANCE, Shares, keyed_schema
from kpiplan.language.shapes import ListOf, Reading, Schema, Shape, any_of, described
from kpiplan.months import Month, parse_month, parse_quarter
from kpiplan.plan import Lag, spread_lag
from kpiplan.problems import Path

QUARTER_PATTERN = r"\d{4}-[Qq][1-4]"
LONGEST_LAG = 60  # months


@dataclass(frozen=True)
class LagShape(Shape[Lag]):
    """A lag: `30 days`, `2 weeks`, `1 month`, `1 quarter`, or shares by months of age."""

    what: str = "a lag such as 10 days, 2 weeks, 1 month, 1 quarter or [50%, 30%, 20%]"

    def read(self, node: Node, path: Path, reading: Reading) -> Lag | None:
        if node.kind == "list":
            shares = Shares(self.what).read(node, path, reading)
            return None if shares is None else Lag(shares, lag_words(shares))
        if node.kind == "mapping":
            self.wrong_type(node, path, reading)
            return None
        found = numerals.lag_months(node.text)
        if found is None or found[0] > LONGEST_LAG:
            bare = numerals.count(node.text) is not None
            hint = f"write {node.text} days or {node.text} months" if bare else f"write {self.what}"
            problem = f"is more than {LONGEST_LAG} months" if found else "is no lag"
            reading.report("bad-lag", f"{described(node)} {problem}", path, node.place, hint)
            return None
        return Lag(spread_lag(found[0]), found[1])

    def schema(self) -> Schema:
        return any_of({"type": "string", "pattern": numerals.LAG_PATTERN}, Shares(self.what).schema())


def lag_words(shares: Sequence[float]) -> str:
    """A spread lag in short: the months of age from the first to the last share above 0, `1-3 mo`."""
    ages = [age for age, share in enumerate(shares) if share > 0]
    return f"{ages[0]} mo" if len(ages) == 1 else f"{ages[0]}-{ages[-1]} mo"


@dataclass(frozen=True)
class ByAge(Shape[tuple[float, ...]]):
    """Conversion by months of age, or `{quarters: […]}`, each spread over its months; reads to rates by month of age"""

    what: str = "conversion by age such as [5%, 20%, 15%] or {quarters: [2%, 3%, 7%]}"

    def read(self, node: Node, path: Path, reading: Reading) -> tuple[float, ...] | None:
        rates = self._rates(node, path, reading)
        if rates is None:
            return None
        total = math.fsum(rates)
        if not 0 < total <= 1 + SUM_TOLERANCE:
            problem = "nothing ever converts" if total <= 0 else f"the ages sum to {total * 100:.10g}%, above 100%"
            reading.report("out-of-range", problem, path, node.place, f"write {self.what}")
            return None
        return rates

    def _rates(self, node: Node, path: Path, reading: Reading) -> tuple[float, ...] | None:
        ages = ListOf(Percentage(), self.what)
        if node.kind == "list" and node.items:
            return ages.read(node, path, reading)
        if node.kind == "mapping" and len(node.pairs) == 1 and node.pairs[0][0].text == "quarters":
            quarters = ages.read(node.pairs[0][1], (*path, "quarters"), reading)
            return None if quarters is None else tuple(rate / 3 for rate in quarters for _ in range(3))
        self.wrong_type(node, path, reading)
        return None

    def schema(self) -> Schema:
        ages = {**ListOf(Percentage(), self.what).schema(), "minItems": 1}
        quarters = {
            "type": "object",
            "properties": {"quarters": ages},
            "required": ["quarters"],
            "additionalProperties": False,
        }
        return any_of(ages, quarters)


@dataclass(frozen=True)
class MonthsBefore(Shape[dict[Month, float]]):
    """What reached a stage before the plan: by month, or by calendar quarter, which is spread evenly."""

    item: Shape[float]
    what: str = "months before the plan such as {2019-11: 9, 2019-12: 8}, or {2019-Q4: 28}"

    def read(self, node: Node, path: Path, reading: Reading) -> dict[Month, float] | None:
        if node.kind != "mapping" or not node.pairs:
            self.wrong_type(node, path, reading)
            return None
        stated: dict[Month, float] = {}
        for key, held in node.pairs:
            value = self.item.read(held, (*path, key.text), reading)
            months = self._months(key, path, reading)
            for month in months:
                if month in stated:
                    message = f"{month} is stated twice"
                    reading.report("two-ways", message, (*path, key.text), key.place, "keep one of them")
                elif value is not None:
                    stated[month] = value / len(months)
        return stated

    def _months(self, key: Node, path: Path, reading: Reading) -> tuple[Month, ...]:
        single = parse_month(key.text)
        months: tuple[Month, ...] = (single,) if single else parse_quarter(key.text) or ()
        if not months:
            hint = "write a month such as 2019-12 or a quarter such as 2019-Q4"
            reading.report("bad-month", f"{shorten(key.text)} is no month", (*path, key.text), key.place, hint)
        elif months[-1] >= reading.start:
            message = f"{shorten(key.text)} is not before the plan, which begins in {reading.start}"
            hint = f"state the months up to {reading.start.plus(-1)}"
            reading.report("month-outside", message, (*path, key.text), key.place, hint)
            return ()
        return months

    def schema(self) -> Schema:
        return keyed_schema(f"^(?:{DATED_PATTERN}|{QUARTER_PATTERN})$", self.item.schema())
