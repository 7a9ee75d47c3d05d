"""What a path leads to, as numbers: what can be asked for as the unknown of a plan."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal, localcontext
from typing import Any

from kpiplan.language.keys.funnel import STAGE
from kpiplan.language.numerals import Timed
from kpiplan.language.overlay.change import LONGEST, Change, as_written
from kpiplan.language.overlay.copies import listing, mapping, scalar
from kpiplan.language.overlay.paths import target_of
from kpiplan.language.overlay.rates import comparable
from kpiplan.language.overlay.scaling import clear
from kpiplan.language.overlay.walk import Target
from kpiplan.language.values.amounts import AmountOf, YearAmount
from kpiplan.language.values.percentages import Percentage, TimedPercentage
from kpiplan.language.values.quantities import MoneyAmount
from kpiplan.language.values.series import SeriesOf
from kpiplan.language.values.shape import Reading
from kpiplan.language.yaml.nodes import Node, shorten
from kpiplan.plan.model import Lag
from kpiplan.problems import Place, Problem, path_text
from kpiplan.tuples import NamedTuple

OPTION = "--for"
DIGITS = 6  # significant, of a value that goes into a plan
_MOST = 400  # numbers of one value
_NUMBER = re.compile(r"[0-9]+(?:\.[0-9]+)?")
_ANY = "1000"  # an amount: where a name can be the goal or a rate, it is the goal
_PART = "50%"


class Quantity(NamedTuple):
    """Numbers of a plan under one path: `values`, or none where the plan says nothing there.

    `percent`: they are parts of a whole; `each`: a rate that may be above 1; `lag`: months; `money`: amounts of it.
    """

    target: Target
    path: str
    values: tuple[float, ...]
    percent: bool = False
    each: bool = False
    lag: bool = False
    money: bool = False

    @property
    def rate(self) -> str | None:
        """The stage whose rate it is."""
        steps = self.target.steps
        if self.target.funnel is not None:
            return steps[-1]
        return steps[-2] if len(steps) > 1 and steps[-1] in ("rate", "each") and steps[-3:-2] == ("funnel",) else None

    @property
    def goal(self) -> str | None:
        """The amount of the plan's own goal that it is: revenue, or units by the name of the last stage."""
        steps = self.target.steps
        own = len(steps) == 2 and steps[0] == "goal" and not self.percent and not self.target.rest
        return steps[1] if own and steps[1] != "average_deal" else None


def quantity(name: str, root: Node, reading: Reading) -> Quantity | Problem:
    """The numbers that a path means; else why it means none."""
    place = Place(1, 1, max(1, min(len(name), LONGEST)), OPTION)
    change = Change(name, scalar(_ANY, place), place)
    target = target_of(change, root)
    if isinstance(target, Target) and target.steps[:1] == ("segments",) and target.node is None:
        # a segment without an amount of its own has a share: the name of its last stage is the rate
        rate = target_of(change._replace(value=scalar(_PART, place)), root)
        target = rate if isinstance(rate, Target) else target
    if isinstance(target, Problem):
        return target
    path = path_text(target.path)
    if target.funnel is not None:
        return _rate(target, path, change, reading)
    shape = target.shape
    if target.rest or shape is None:
        return _no_number(change)
    item = shape.item if isinstance(shape, SeriesOf | AmountOf) else shape
    money = isinstance(item, MoneyAmount)
    percent = isinstance(item, Percentage | TimedPercentage)
    if target.node is None:
        lag = target.steps[-1] == "lag"
        known = percent or lag or _takes_numbers(target, reading)
        return Quantity(target, path, (), percent, lag=lag, money=money) if known else _no_number(change)
    value = shape.take(target.node, target.path, _aside(reading))
    found = _numbers(value)
    if found is None or not any(found):
        return Quantity(target, path, (), percent, money=money) if found else _no_number(change)
    each, lag = target.steps[-1] == "each", isinstance(value, Lag)
    return Quantity(target, path, found, percent, each, lag, money)


def _aside(reading: Reading) -> Reading:
    return Reading(reading.start, reading.currency, reading.funnels, reading.segments)


def _takes_numbers(target: Target, reading: Reading) -> bool:
    """Whether an amount may stand where nothing stands."""
    aside = _aside(reading)
    found = target.shape.take(scalar(_ANY, Place(1, 1)), target.path, aside) if target.shape else None
    return _numbers(found) is not None


def _rate(target: Target, path: str, change: Change, reading: Reading) -> Quantity | Problem:
    funnel = target.funnel
    assert funnel is not None
    if isinstance(target.path[-2], int) and target.path[-2] == 0:
        message = f"{shorten(change.path)} is the first stage: what it must bring follows from the goal"
        return Problem("bad-change", message, change.said, "ask for a rate, or for the goal", place=change.place)
    values = STAGE.take(comparable(target.node, funnel), target.path, _aside(reading))
    held: Mapping[str, Any] = values if isinstance(values, Mapping) else {}
    for form in ("rate", "each", "by_age"):
        found = _numbers(held.get(form))
        if found and any(found):
            numbers = (sum(found),) if form == "by_age" else found
            return Quantity(target, path, numbers, form != "each", form == "each")
    return Quantity(target, path, (), percent=True)


def _no_number(change: Change) -> Problem:
    message = f"{shorten(change.path)} is no number of the plan, nor a series of them"
    hint = "name a rate, an amount of the goal, a cost, a lag"
    return Problem("bad-change", message, change.said, hint, place=change.place)


def _numbers(value: Any) -> tuple[float, ...] | None:
    """The numbers that a value holds; None where it holds something else."""
    if isinstance(value, bool) or value is None:
        return None
    if isinstance(value, int | float):
        return (float(value),)
    if isinstance(value, YearAmount):
        return (value.year,)
    if isinstance(value, Timed):
        return (value.value,)
    if isinstance(value, Lag):
        return (sum(age * share for age, share in enumerate(value.shares)),)
    parts = tuple(value.values()) if isinstance(value, Mapping) else value
    if not isinstance(parts, tuple | list) or hasattr(parts, "_fields") or not 0 < len(parts) <= _MOST:
        return None
    found = [_numbers(part) for part in parts]
    return None if None in found else tuple(number for part in found if part for number in part)


def written(found: Quantity, value: float) -> str:
    """A number as the plan writes it where nothing stands yet."""
    if found.percent:
        return f"{plain(Decimal(repr(value)) * 100)}%"
    return f"{plain(Decimal(repr(value)))} months" if found.lag else plain(Decimal(repr(value)))


def plain(number: Decimal, digits: int = 17) -> str:
    """A number in digits, without an exponent."""
    with localcontext(prec=digits):
        return f"{(+number).normalize():f}"


def tidy(node: Node) -> Node:
    """A value with no more digits in its numbers than a plan needs."""
    if node.kind == "scalar":
        text = node.text
        if "." in text:
            text = _NUMBER.sub(_short if "%" in text else lambda found: clear(_short(found)), text)
        return scalar(text, node.place)
    if node.kind == "list":
        return listing(node.place, [tidy(item) for item in node.items])
    return mapping(node.place, [(key, tidy(value)) for key, value in node.pairs])


def _short(found: re.Match[str]) -> str:
    whole, _, fraction = found[0].partition(".")
    return found[0] if not fraction else plain(Decimal(found[0]), max(DIGITS, len(whole.lstrip("0"))))


def line_of(found: Quantity, node: Node) -> str:
    """A value as a line of the plan: `- leads: 1.875%`, `revenue: 7920000`."""
    begin = "- " if found.target.funnel is not None else ""
    return f"{begin}{found.target.steps[-1]}: {as_written(node)}"
