"""Shapes of time between stages: lags, conversion by age, and what reached a stage before the plan."""

from __future__ import annotations

import math

from kpiplan.language import numerals, times
from kpiplan.language.values.calendar import DATED_PATTERN, dated_hint, keyed_schema, report_no_month
from kpiplan.language.values.containers import ListOf, MapOf
from kpiplan.language.values.percentages import Percentage
from kpiplan.language.values.records import Key, NameRule, Record
from kpiplan.language.values.series import SUM_TOLERANCE, Shares
from kpiplan.language.values.shape import Reading, Schema, Shape, any_of, described, report_wrong_type
from kpiplan.language.values.words import dated_month
from kpiplan.language.yaml.nodes import Node, scalar_value, shorten
from kpiplan.locales.calendar_words import named_month
from kpiplan.locales.digits import LARGEST
from kpiplan.months import YEAR_MONTHS, Month, parse_quarter
from kpiplan.plan.model import Lag, lag_words, spread_lag
from kpiplan.problems import Path, nearest

QUARTER_PATTERN = r"[0-9]{4}-[Qq][1-4]"
LONGEST_LAG = 60  # months
ANY_START = Month(2020, 1)  # for examples, where the plan's own can't be read
_UNITS = ("day", "days", "week", "weeks", "month", "months", "quarter", "quarters", "year", "years")


class LagShape(Shape[Lag]):
    """A lag: `30 days`, `2 weeks`, `1 month`, `1 quarter`, or shares by months of age."""

    def __init__(self, what: str = "a lag such as 10 days, 2 weeks, 1 month, 1 quarter or [50%, 30%, 20%]") -> None:
        self.what = what

    def read(self, node: Node, path: Path, reading: Reading) -> Lag | None:
        if node.kind == "list":
            shares = Shares(self.what).read(node, path, reading)
            if shares is None or _too_long(len(shares) - 1, node, path, reading):
                return None
            return Lag(shares, lag_words(shares))
        value = scalar_value(node) if node.kind == "scalar" else None
        if isinstance(value, bool) or value is None:
            self.wrong_type(node, path, reading)
            return None
        found = times.lag_months(value) if isinstance(value, str) else None
        if found is None:
            reading.report("bad-lag", f"{described(node)} is no lag", path, node.place, self._hint(value))
            return None
        if _too_long(found[0], node, path, reading):
            return None
        return Lag(spread_lag(found[0]), found[1])

    def _hint(self, value: str | float) -> str:
        if not isinstance(value, str):
            return f"write {value:.15g} days or {value:.15g} months" if 0 < value < LARGEST else f"write {self.what}"
        number, _, unit = value.partition(" ")
        near = nearest(unit, _UNITS) if numerals.count(number) is not None else None
        return f"did you mean `{number} {near}`?" if near else f"write {self.what}"

    def schema(self) -> Schema:
        return any_of({"type": "string", "pattern": times.lag_pattern()}, Shares(self.what).schema())


def _too_long(months: float, node: Node, path: Path, reading: Reading) -> bool:
    if months <= LONGEST_LAG:
        return False
    message = f"{described(node)} is a lag of more than {LONGEST_LAG} months"
    reading.report("lag-too-long", message, path, node.place, "plan what is won within five years")
    return True


class ByAgeShape(Shape[tuple[float, ...]]):
    """Conversion by months of age, or `{quarters: […]}`, each spread over its months; reads to rates by month of age"""

    def __init__(self, what: str = "conversion by age such as [5%, 20%, 15%] or {quarters: [2%, 3%, 7%]}") -> None:
        self.what = what

    def read(self, node: Node, path: Path, reading: Reading) -> tuple[float, ...] | None:
        rates = self._rates(node, path, reading)
        if rates is None:
            return None
        if _too_long(len(rates) - 1, node, path, reading):
            return None
        total = math.fsum(rates)
        if not 0 < total <= 1 + SUM_TOLERANCE:
            problem = "nothing ever converts" if total <= 0 else f"the ages sum to {total * 100:.10g}%, above 100%"
            reading.report("out-of-range", problem, path, node.place, f"write {self.what}")
            return None
        return rates

    def _rates(self, node: Node, path: Path, reading: Reading) -> tuple[float, ...] | None:
        if node.kind == "list":
            return self._ages.read(node, path, reading)
        if node.kind == "scalar":
            self.wrong_type(node, path, reading)
            return None
        quarters = (self._by_quarters.read(node, path, reading) or {}).get("quarters")
        return None if quarters is None else tuple(rate / 3 for rate in quarters for _ in range(3))

    @property
    def _ages(self) -> ListOf[float]:
        return ListOf(Percentage(), self.what)

    @property
    def _by_quarters(self) -> Record:
        quarters = Key(self._ages, "Conversion by quarters of age.", True, "[2%, 3%, 7%]")
        return Record(self.what, {"quarters": quarters})

    def schema(self) -> Schema:
        return any_of(self._ages.schema(), self._by_quarters.schema())


class MonthsBefore(Shape[dict[Month, float]]):
    """What reached a stage before the plan: by month, or by calendar quarter, which is spread evenly."""

    def __init__(
        self,
        item: Shape[float],
        what: str = "months before the plan",
    ) -> None:
        self.item = item
        self.what = what

    def wrong_type(self, node: Node, path: Path, reading: Reading) -> None:
        month, quarter = _examples(reading)
        example = f"{{{month.plus(-1)}: 9, {month}: 8}}, or {{{quarter}: 28}}"
        report_wrong_type(node, f"{self.what} such as {example}", path, reading)

    def read(self, node: Node, path: Path, reading: Reading) -> dict[Month, float] | None:
        if node.kind != "mapping" or not node.pairs:
            self.wrong_type(node, path, reading)
            return None
        stated: dict[Month, float] = {}
        seen: dict[Month, str] = {}
        for key, held in node.pairs:
            value = self.item.take(held, (*path, key.text), reading)
            months = self._months(key, path, reading)
            twice = next((month for month in months if month in seen), None)
            if twice and seen[twice] != key.text:
                message = f"{twice} is stated already, by {seen[twice]}"
                reading.report("two-ways", message, (*path, key.text), key.place, "keep one of them")
            for month in months:
                seen.setdefault(month, key.text)
                if value is not None:
                    stated.setdefault(month, value / len(months))
        return stated

    def _months(self, key: Node, path: Path, reading: Reading) -> tuple[Month, ...]:
        single = dated_month(key.text)
        quarter = parse_quarter(key.text) if key.text.isascii() else None
        months = (single,) if single else quarter or ()
        if not months:
            report_no_month(key, path, reading, self._hint(key.text, reading))
        elif reading.start and months[-1] >= reading.start:
            message = f"{shorten(key.text)} is not before the plan, which begins in {reading.start}"
            hint = f"state the months up to {reading.start.plus(-1)}"
            reading.report("month-outside", message, (*path, key.text), key.place, hint)
            return ()
        return months

    def _hint(self, text: str, reading: Reading) -> str:
        last, quarter = _examples(reading)
        named = named_month(text)
        if named and reading.start:
            return f"did you mean `{last.plus(-((last.month - named.number) % YEAR_MONTHS))}`?"
        return dated_hint(text, f"write a month such as {last} or a quarter such as {quarter}")

    def schema(self) -> Schema:
        return keyed_schema(f"^(?:{DATED_PATTERN}|{QUARTER_PATTERN})$", self.item.schema())


class StagesBefore(MapOf[dict[Month, float]]):
    """What reached each stage before the plan, by its name."""

    def __init__(self, item: Shape[float], key_known: NameRule) -> None:
        super().__init__(MonthsBefore(item), "arrivals before the plan", key_known)

    def wrong_type(self, node: Node, path: Path, reading: Reading) -> None:
        report_wrong_type(node, f"{self.what} such as {{leads: {{{_examples(reading)[0]}: 9}}}}", path, reading)


def _examples(reading: Reading) -> tuple[Month, str]:
    """The last month and the last calendar quarter before the plan."""
    last = (reading.start or ANY_START).plus(-1)
    ended = last.plus(-(last.month % 3))
    return last, f"{ended.year}-Q{ended.month // 3}"


LAG, BY_AGE = LagShape(), ByAgeShape()
