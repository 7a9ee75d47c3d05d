"""What a value can be meant as, where the last stage's name stands for its rate and for the goal."""

from __future__ import annotations

from kpiplan.language import numerals
from kpiplan.language.overlay.change import Change
from kpiplan.language.overlay.rates import in_percent
from kpiplan.language.yaml.nodes import Node


def may_be_rate(change: Change, *, counted: bool, each: bool) -> bool:
    """Whether `customers=…` can be the rate of the stage; `counted`: the goal counts it, `each`: it may be above 1."""
    if change.times or change.value.empty or change.value.kind == "mapping" or each:
        return True
    numbers = _numbers(change.value)
    return in_percent(change.value) or not numbers or max(numbers) <= 1


def may_be_amount(change: Change, *, counted: bool) -> bool:
    """Whether `customers=…` can be the goal."""
    if change.times or change.value.empty:
        return counted
    if in_percent(change.value) or change.value.kind == "mapping":
        return False
    numbers = _numbers(change.value)
    return not numbers or max(numbers) >= 1


def _numbers(value: Node) -> list[float]:
    """The numbers of a value, as far as it has any."""
    items = value.items if value.kind == "list" else [value]
    found = [numerals.count(item.text) for item in items if item.kind == "scalar"]
    return [number for number in found if number is not None]
