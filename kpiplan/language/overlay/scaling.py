"""A value in proportion: every number of it times a factor, written as it was written."""

from __future__ import annotations

import re
from decimal import Decimal, localcontext

from kpiplan.language import numerals
from kpiplan.language.overlay.copies import listing, mapping, scalar
from kpiplan.language.times import lag_months
from kpiplan.language.yaml.nodes import Node, scalar_value
from kpiplan.locales import digits

_PERCENT = re.compile(r"([+-]?)([0-9.]+)( ?%.*)")  # `20%`, `2% a month`
_LAG = re.compile(r"([0-9.]+)( ?[a-z]+)")  # `30 days`
_DIGITS = 17
LARGEST = Decimal("1e12")


def factor_of(node: Node) -> Decimal | None:
    """A number to multiply by, such as 1.1 or 110%; None where a node is none."""
    if node.kind != "scalar" or node.broken:
        return None
    part = numerals.percentage(node.text)
    count = numerals.count(node.text)
    found = Decimal(repr(part)) if part is not None else None if count is None else Decimal(repr(count))
    return found if found is not None and 0 <= found <= LARGEST else None


def times(node: Node, factor: Decimal, at: Node) -> Node | None:
    """A scalar, list or mapping with every number times a factor, standing `at` a node; None where one is no number.

    Of referrals it is what a customer brings that grows.
    """
    if node.broken:
        return None
    if node.kind == "scalar":
        text = _times(node, factor)
        return None if text is None else scalar(text, at.place)
    if node.kind == "list":
        items = [times(item, factor, at) for item in node.items]
        good = [item for item in items if item is not None]
        return listing(at.place, good) if items and len(good) == len(items) else None
    kept = {"opening"} if node.get("per_customer") is not None else set()
    pairs = [(key, value if key.text in kept else times(value, factor, at)) for key, value in node.pairs]
    held = [(key, value) for key, value in pairs if value is not None]
    return mapping(at.place, held) if pairs and len(held) == len(pairs) else None


def _times(node: Node, factor: Decimal) -> str | None:
    value = scalar_value(node)
    if isinstance(value, bool) or value is None:
        return None
    if not isinstance(value, str):
        return clear(_said(Decimal(repr(value)) * factor)) if abs(value) < float("inf") else None
    text = node.text.strip()
    if found := _PERCENT.fullmatch(text) or (_LAG.fullmatch(text) if lag_months(text) else None):
        *sign, number, rest = found.groups()
        return f"{''.join(sign)}{_said(Decimal(number) * factor)}{rest}" if number.count(".") < 2 else None
    money = numerals.money(text)
    if money is None:
        return None
    amount = digits.value(text) or Decimal(repr(money.amount))
    return clear(_said(Decimal(amount) * factor)) + (f" {money.symbol}" if money.symbol else "")


def clear(text: str) -> str:
    """A number that can be read in one way only: three digits behind a point might be thousands."""
    return f"{text}0" if digits.grouping(text) else text


def _said(number: Decimal) -> str:
    with localcontext(prec=_DIGITS):
        return f"{number.normalize():f}"
