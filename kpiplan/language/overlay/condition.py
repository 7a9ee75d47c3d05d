"""What is given of a plan beside its file: a figure and what it is to be, such as `visits=5000 a month`."""

from __future__ import annotations

import math
import re
from typing import Literal

from kpiplan.figures import Unit
from kpiplan.language import numerals
from kpiplan.tuples import NamedTuple

Span = Literal["month", "quarter", "year"]

LONGEST = 200
LARGEST = 1e18
_TEXT = re.compile(r"\s*([^=]*?)\s*=\s*(.*?)\s*", re.DOTALL)
_SPANS: dict[str, Span] = {"month": "month", "quarter": "quarter", "year": "year"}
_SPAN = re.compile(rf"(.*?)(?:\s+(?:a|per|each|every)\s+|\s*/\s*)({'|'.join(_SPANS)})", re.DOTALL)
_ADVERB = re.compile(r"(.*?)\s+(monthly|quarterly|yearly|annually)", re.DOTALL)
_ADVERBS: dict[str, Span] = {"monthly": "month", "quarterly": "quarter", "yearly": "year", "annually": "year"}


class GivenText(NamedTuple):
    """A figure by name, the text of its amount, and the span that it is of (None: none is said)."""

    name: str
    amount: str
    span: Span | None


def said(text: str) -> GivenText | None:
    """`visits=5000 a month` taken apart; None where a text is no such thing."""
    found = _TEXT.fullmatch(text) if len(text) <= LONGEST else None
    if found is None or not found[1] or not found[2]:
        return None
    if spanned := _SPAN.fullmatch(found[2]):
        return GivenText(found[1], spanned[1].strip(), _SPANS[spanned[2]])
    if adverb := _ADVERB.fullmatch(found[2]):
        return GivenText(found[1], adverb[1].strip(), _ADVERBS[adverb[2]])
    return GivenText(found[1], found[2], None)


def amount(text: str, unit: Unit, currency: str | None) -> float | None:
    """An amount of a figure: a count, money of the plan's currency, a percentage of a ratio; None where it is none."""
    value: float | None
    if unit == "currency":
        money = numerals.money(text)
        fits = money is not None and (not money.symbol or currency in (None, *numerals.codes_of(money.symbol)))
        value = money.amount if money and fits else None
    elif unit == "ratio":
        value = numerals.percentage(text)
        value = numerals.count(text) if value is None else value
    else:
        value = numerals.count(text)
    if value is None or not math.isfinite(value) or not 0 < value <= LARGEST:
        return None
    return value
