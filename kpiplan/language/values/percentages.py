"""Shapes of percentages: parts of a whole, and those of a month or a year."""

from __future__ import annotations

from kpiplan.language import numerals
from kpiplan.language.values.limits import FROM_ZERO, PART, Limits
from kpiplan.language.values.quantities import NumberShape
from kpiplan.language.values.shape import Reading, Schema, T, any_of, described
from kpiplan.language.yaml.nodes import Node
from kpiplan.locales.digits import LARGEST
from kpiplan.problems import Path


class _Percent(NumberShape[T]):
    """A percentage: `20%`, or 0.2 as a bare number."""

    percent = True

    def bare(self, value: float, highest: float, node: Node, path: Path, reading: Reading) -> bool:
        """Whether a bare number can only be meant as a percentage, such as 20; reported where it is."""
        if not 1 < value <= highest:
            return False
        message = f"a bare {described(node)} is not a percentage"
        reading.report("bare-percentage", message, path, node.place, f"write {value:.15g}% or {value / 100:.15g}")
        return True


class Percentage(_Percent[float]):
    """A part of a whole: 20% or 0.2, from 0% (or above) to 100%. A bare 1 is read as 100%, with a warning."""

    def __init__(self, what: str = "a percentage such as 20% or 0.2", limits: Limits = PART) -> None:
        self.what = what
        self.limits = limits

    def from_text(self, text: str, node: Node, path: Path, reading: Reading) -> float | None:
        value = numerals.percentage(text)
        if value is None:
            self.unread("bad-percentage", "can't be read as a percentage", node, path, reading)
            return None
        return self.checked(value, node, path, reading)

    def readable(self, text: str) -> float | None:
        return numerals.percentage(text)

    def from_number(self, value: float, node: Node, path: Path, reading: Reading) -> float | None:
        if self.bare(value, 100, node, path, reading):
            return None
        checked = self.checked(value, node, path, reading)
        if checked == 1:
            message = f"a bare {described(node)} is read as 100%"
            reading.report("rate-of-one", message, path, node.place, "write 100%, or 1% if that was meant")
        return checked

    def schema(self) -> Schema:
        hundred = "" if self.limits.open_high else r"|100(?:\.0+)?"
        text = rf"^(?:\+?(?:0*(?:[0-9]{{1,2}}(?:\.[0-9]+)?{hundred})|\.[0-9]+)|-0*\.?0+) ?%$"
        return any_of(self.limits.schema(), self.limits.text_schema(text))


class TimedPercentage(_Percent[numerals.Timed]):
    """A percentage of time such as `2% a month`. `refused_text` are beginnings of texts outside the limits."""

    def __init__(
        self, limits: Limits, refused_text: str, what: str = "a percentage of time such as 2% a month or 16% a year"
    ) -> None:
        self.limits = limits
        self.refused_text = refused_text
        self.what = what

    def from_text(self, text: str, node: Node, path: Path, reading: Reading) -> numerals.Timed | None:
        found = numerals.timed(text)
        if found is None:
            self.unread("bad-percentage", "can't be read as a percentage", node, path, reading)
            return None
        return None if self.checked(found.value, node, path, reading) is None else found

    def readable(self, text: str) -> float | None:
        found = numerals.timed(text)
        return found.value if found else None

    def from_number(self, value: float, node: Node, path: Path, reading: Reading) -> numerals.Timed | None:
        if self.bare(value, LARGEST, node, path, reading) or self.checked(value, node, path, reading) is None:
            return None
        return numerals.Timed(value, None)

    def schema(self) -> Schema:
        number = {"maximum": 1, **self.limits.schema()}
        pattern = numerals.TIMED_PATTERN.replace("^", f"^(?!{self.refused_text})", 1)
        return any_of(number, {"type": "string", "pattern": pattern})


_LOSS = r"-[0-9.]*[1-9]"
_WHOLE = r"(?:0*[1-9][0-9]{2}|1(?! ?%|[0-9.]))"
# a loss of everything leaves nothing to grow from
GROWTH = TimedPercentage(Limits(low=-1, open_low=True), f"-{_WHOLE}")
CHURN = TimedPercentage(Limits(low=0, high=1, open_high=True), rf"{_LOSS}|\+?{_WHOLE}")
EXPANSION = TimedPercentage(FROM_ZERO, _LOSS)
