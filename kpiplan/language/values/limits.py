"""The numbers that a key allows."""

import math

from kpiplan.language.values.shape import Schema
from kpiplan.tuples import NamedTuple


class Limits(NamedTuple):
    """The numbers that a key allows, from `low` to `high`, the ends allowed unless open."""

    low: float = -math.inf
    high: float = math.inf
    open_low: bool = False
    open_high: bool = False

    def fault(self, value: float, percent: bool) -> str | None:
        """What is wrong with a value, `is above 100%`; None where it lies inside."""
        scale, unit = (100, "%") if percent else (1, "")
        if value < self.low or (self.open_low and value == self.low):
            return f"is {'not above' if self.open_low else 'below'} {self.low * scale:g}{unit}"
        if value > self.high or (self.open_high and value == self.high):
            return f"is {'not below' if self.open_high else 'above'} {self.high * scale:g}{unit}"
        return None

    def schema(self) -> Schema:
        """The limits of a JSON number."""
        result: Schema = {"type": "number"}
        if math.isfinite(self.low):
            result["exclusiveMinimum" if self.open_low else "minimum"] = self.low
        if math.isfinite(self.high):
            result["exclusiveMaximum" if self.open_high else "maximum"] = self.high
        return result

    def text_schema(self, pattern: str) -> Schema:
        """The limits of a text that begins with `^`, as far as its digits show them."""
        if self.open_low and self.low == 0:
            pattern = pattern.replace("^", "^(?=.*[1-9])", 1)
        return {"type": "string", "pattern": pattern}


ABOVE_ZERO = Limits(low=0, open_low=True)
FROM_ZERO = Limits(low=0)
PART = Limits(low=0, high=1)
