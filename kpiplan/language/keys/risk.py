"""Shapes of `risk`: what the rates and volumes of a plan rest on. Few plans have it."""

from __future__ import annotations

import re

from kpiplan.codes import CodeName
from kpiplan.language import numerals
from kpiplan.language.keys.names import stage_known
from kpiplan.language.values.limits import Limits
from kpiplan.language.values.percentages import Percentage
from kpiplan.language.values.quantities import Count, MoneyAmount
from kpiplan.language.values.records import Key, Others, Record
from kpiplan.language.values.shape import Reading, Schema, Shape, any_of, described
from kpiplan.language.yaml.nodes import Node
from kpiplan.locales.digits import LARGEST
from kpiplan.plan.risk import DEAL, MARKET, SPREAD, Belief, Between, LastYear, Line, Risk, Seen
from kpiplan.problems import Path

_LAST_YEAR = "last_year"
_COUNTS = re.compile(r"(.+?) +of +(.+)")
_RANGE = re.compile(r"(.+?) +to +(.+)")
_PERCENT = numerals.PERCENT_PATTERN[1:-1].replace("[+-]?", r"\+?", 1)
_COUNT = numerals.COUNT_PATTERN[1:-1]
_MONEY = numerals.MONEY_PATTERN[1:-1]


class LineShape(Shape[Line]):
    """What one rate or volume rests on: counts, a range, or last year."""

    def __init__(self, what: str = "a line such as 231 of 16_200, 18% to 23% or last_year") -> None:
        self.what = what

    def read(self, node: Node, path: Path, reading: Reading) -> Line | None:
        if node.kind != "scalar" or node.empty:
            self.wrong_type(node, path, reading)
            return None
        belief = self._belief(node.text.strip(), node, path, reading)
        return None if belief is None else Line(belief, node.text.strip())

    def _belief(self, text: str, node: Node, path: Path, reading: Reading) -> Belief | None:
        if text == _LAST_YEAR:
            return LastYear()
        if counts := _COUNTS.fullmatch(text):
            return self._counts(counts, node, path, reading)
        if ends := _RANGE.fullmatch(text):
            percents = [numerals.percentage(end) for end in ends.groups()]
            counted = [numerals.count(end) for end in ends.groups()]
            for low, high in (percents, counted):
                if low is not None and high is not None:
                    return between(low, high, node, path, reading, percent=percents[0] is not None)
        self._refused("bad-belief", "can't be read as what a number rests on", node, path, reading)
        return None

    def _counts(self, found: re.Match[str], node: Node, path: Path, reading: Reading) -> Seen | None:
        came, units = (numerals.count(text) for text in found.groups())
        if came is None or units is None:
            self._refused("bad-belief", "has no two counts", node, path, reading)
            return None
        good = [Count().checked(value, node, path, reading) is not None for value in (came, units)]
        if all(good) and units == 0:
            self._refused("belief-counts", "is a part of nothing", node, path, reading)
        return Seen(came, units) if all(good) and units > 0 else None

    def _refused(self, code: CodeName, why: str, node: Node, path: Path, reading: Reading) -> None:
        reading.report(code, f"{described(node)} {why}", path, node.place, f"write {self.what}")

    def schema(self) -> Schema:
        options = [_LAST_YEAR, f"(?:{_COUNT}) +of +(?:{_COUNT})", _ends(_PERCENT), _ends(_COUNT)]
        return {"type": "string", "pattern": rf"^ *(?:{'|'.join(options)}) *$"}


class RangeOf(LineShape):
    """A line that can only be a range: of money, or of parts of what is planned."""

    def __init__(self, what: str, money: bool = False) -> None:
        super().__init__(what)
        self.money = money

    def _belief(self, text: str, node: Node, path: Path, reading: Reading) -> Belief | None:
        ends = _RANGE.fullmatch(text)
        if ends and self.money:
            low, high = (MoneyAmount(self.what).from_text(end, node, path, reading) for end in ends.groups())
            return None if low is None or high is None else between(low, high, node, path, reading, percent=False)
        percents = [numerals.percentage(end) for end in ends.groups()] if ends else [None, None]
        if percents[0] is not None and percents[1] is not None:
            return between(percents[0], percents[1], node, path, reading, percent=True)
        self._refused("bad-belief", "can't be read as a range", node, path, reading)
        return None

    def schema(self) -> Schema:
        return {"type": "string", "pattern": rf"^ *(?:{_ends(_MONEY if self.money else _PERCENT)}) *$"}


def _ends(pattern: str) -> str:
    return f"(?:{pattern}) +to +(?:{pattern})"


def between(low: float, high: float, node: Node, path: Path, reading: Reading, *, percent: bool) -> Between | None:
    """A range from its ends; None after reporting that it is none."""
    if low < 0:
        reading.report("out-of-range", f"{described(node)} begins below 0", path, node.place, "begin with 0 or more")
    elif high > LARGEST or (0 < high < 1 / LARGEST):
        reading.report("not-finite", f"{described(node)} ends too far out to plan with", path, node.place)
    elif low >= high:
        hint = f"write {' to '.join(reversed(node.text.strip().split(' to ')))}" if low > high else "write two ends"
        message = f"{described(node)} ends {'below' if low > high else 'at'} its beginning"
        reading.report("belief-range", message, path, node.place, hint)
    else:
        return Between(low, high, percent)
    return None


class SpreadShape(Percentage):
    """The standard deviation of one deal over the mean; deals that differ widely have more than 100%."""

    def __init__(self) -> None:
        super().__init__("a percentage such as 60%", Limits(0, 10))

    def schema(self) -> Schema:
        text = {"type": "string", "pattern": rf"^(?:{_PERCENT}|-0*\.?0+ ?%)$"}
        return any_of({"type": "number", "minimum": 0, "maximum": 1}, text)


class RiskShape(Shape[Risk]):
    """All that a plan or a segment says under `risk`."""

    def __init__(self, what: str, record: Record) -> None:
        self.what = what
        self.record = record

    def read(self, node: Node, path: Path, reading: Reading) -> Risk | None:
        values = self.record.read(node, path, reading)
        if values is None:
            return None
        spread = values.pop(SPREAD, None)
        return Risk(values, spread)

    def schema(self) -> Schema:
        return self.record.schema()


_WHAT = "what numbers rest on, such as {leads: 231 of 16_200, mqls: 18% to 23%}"
_OF_SEGMENTS = {
    DEAL: Key(RangeOf("a range of money such as 36k to 44k", money=True), "The mean deal lies between these."),
    SPREAD: Key(SpreadShape(), "Standard deviation of one deal over the mean."),
}
_MARKET = Key(
    RangeOf("a range of parts of the plan such as 85% to 115%"),
    "A factor on all that comes from outside after the first day.",
)
RISK = RiskShape(_WHAT, Record(_WHAT, {**_OF_SEGMENTS, MARKET: _MARKET}, others=Others(LineShape(), stage_known)))
SEGMENT_RISK = RiskShape(
    _WHAT,
    Record(
        _WHAT,
        _OF_SEGMENTS,
        others=Others(LineShape(), stage_known),
        misplaced={MARKET: "the market is one for all segments, so it belongs to the plan"},
    ),
)
