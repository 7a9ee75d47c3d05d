"""How people write numbers: 10M, 1억, "10,000,000", 1.5%, 2% a month. Text -> value, by one set of patterns.

The patterns are also those of the JSON Schema: they keep to what Python and ECMA-262 read alike.
"""

import re
from decimal import Decimal
from typing import Literal

from kpiplan.locales import digits
from kpiplan.locales.currencies import SYMBOLS
from kpiplan.locales.digits import SCALED, UNCLEAR_GROUP, number
from kpiplan.tuples import NamedTuple

_CURRENCY = "(?:" + "|".join(re.escape(word) for word in sorted(SYMBOLS, key=len, reverse=True)) + "|[A-Z]{3})"
_NO_CURRENCY = "0123456789.,% "
_PLAIN = r"[0-9]+(?:\.[0-9]+)?|\.[0-9]+"

PLAIN_PATTERN = rf"^{SCALED}$"
COUNT_PATTERN = rf"^(?!{UNCLEAR_GROUP}$){SCALED}$"
_ONE_CURRENCY = rf"(?!{_CURRENCY}.*{_CURRENCY}$)(?!(?:{_CURRENCY} ?)?{UNCLEAR_GROUP}(?: ?{_CURRENCY})?$)"
MONEY_PATTERN = rf"^{_ONE_CURRENCY}(?:{_CURRENCY} ?)?{SCALED}(?: ?{_CURRENCY})?$"
PERCENT_PATTERN = rf"^[+-]?(?:{_PLAIN}) ?%$"
_BASE = r"(?:a|per|each|/) ?(?:month|year)|monthly|yearly|annually"
_FRACTION = rf"(?:{_PLAIN}) ?%|0?\.[0-9]+|[01]"
TIMED_PATTERN = rf"^[+-]?(?:{_FRACTION})(?: ?(?:{_BASE}))?$"
# compiled when the first text is held against them: few plans need all
_MONEY = rf"({_CURRENCY}) ?([^ ].*)|(.*[^ ]) ?({_CURRENCY})"
_TIMED = rf"([+-]?(?:{_FRACTION}))(?: ?({_BASE}))?"
OVER_LAST_YEAR_PATTERN = rf"^[+-](?:{_PLAIN}) ?%$"


class Money(NamedTuple):
    """An amount, and the symbol or code it was written with (empty where none)."""

    amount: float
    symbol: str


class Timed(NamedTuple):
    """A rate of change as a fraction, and the time base it was written with."""

    value: float
    base: Literal["month", "year"] | None


def count(text: str) -> float | None:
    """`25_000`, `61,000`, `1.2k`, `1만` as a number; None where the text is none."""
    value = digits.value(text)
    return None if value is None else float(value)


def money(text: str) -> Money | None:
    """`10M`, `$1.1M`, `"10,000,000"`, `1억 5000만`, `640k EUR`; None where the text is no amount."""
    amount, symbol = _apart(text)
    value = count(amount)
    return None if value is None else Money(value, symbol)


def codes_of(symbol: str) -> tuple[str, ...]:
    """The currencies that a symbol, or a code, may mean."""
    return tuple(SYMBOLS.get(symbol, (symbol,)))


def unclear(text: str, *, grouped: bool) -> tuple[Decimal, Decimal] | None:
    """The two values that an amount or number may mean, as in `3억6`; also `20.000`, where numbers may be `grouped`."""
    amount, _ = _apart(text.lstrip("+-\u2212"))
    return (digits.grouping(amount) if grouped else None) or digits.readings(amount)


def _apart(text: str) -> tuple[str, str]:
    """A text without its currency, and the currency (empty where it has none, or one at both ends)."""
    ends = text[:1] + text[-1:]
    if not ends.strip(_NO_CURRENCY) or digits.value(text) is not None:
        return text, ""
    found = re.fullmatch(_MONEY, text)
    return (found[2] or found[3], found[1] or found[4]) if found else (text, "")


def percentage(text: str) -> float | None:
    """`1.5%` as 0.015; None where the text is no percentage."""
    return float(Decimal(number(text.rstrip("% ")) / 100)) if re.fullmatch(PERCENT_PATTERN, text) else None


def over_last_year(text: str) -> float | None:
    """`+25%` as 0.25; None where the text is no percentage with a sign."""
    return percentage(text) if text.startswith(("+", "-")) else None


def timed(text: str) -> Timed | None:
    """`2% a month`, `16% a year`, `2%`: the fraction and its time base; None where the text is none."""
    found = re.fullmatch(_TIMED, text)
    if not found:
        return None
    value = number(found[1].rstrip("% ")) / (100 if "%" in found[1] else 1)
    base: Literal["month", "year"] | None = None
    if found[2]:
        base = "month" if "month" in found[2] else "year"
    return Timed(float(value), base)


def decimals(text: str) -> float:
    """The unit of the last digit that a number was written with: 0.1 for `3.6`, 1 for `6000`, 100 for `6.2k`."""
    return float(digits.last_digit(text))


def monthly_growth(rate: Timed, bare: Literal["month", "year"]) -> float:
    """A growth as a month's: g a year is (1+g)^(1/12) - 1 a month (docs/arithmetic.md)."""
    return rate.value if (rate.base or bare) == "month" else (1 + rate.value) ** (1 / 12) - 1


def yearly_growth(rate: Timed, bare: Literal["month", "year"]) -> float:
    """A growth as a year's: g a month is (1+g)^12 - 1 a year."""
    return rate.value if (rate.base or bare) == "year" else (1 + rate.value) ** 12 - 1


def monthly_churn(rate: Timed, bare: Literal["month", "year"]) -> float:
    """A churn as a month's: c a year is 1 - (1-c)^(1/12) a month."""
    return rate.value if (rate.base or bare) == "month" else 1 - (1 - rate.value) ** (1 / 12)


def yearly_churn(rate: Timed, bare: Literal["month", "year"]) -> float:
    """A churn as a year's: c a month is 1 - (1-c)^12 a year."""
    return rate.value if (rate.base or bare) == "year" else 1 - (1 - rate.value) ** 12
