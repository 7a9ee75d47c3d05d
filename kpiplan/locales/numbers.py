"""Numbers as people read them: the digits that help, and no more."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from decimal import Decimal

from kpiplan.locales.currencies import SYMBOLS
from kpiplan.locales.digits import half_up

_SYMBOLS = {SYMBOLS[symbol][0]: symbol for symbol in "$€£¥₩₹"}  # those that everybody knows
_SCALES = ((10**12, "T"), (10**9, "B"), (10**6, "M"), (10**3, "k"))
COMPACT_FROM = 10_000  # money below this is written out
_SURE = 15  # digits that a float holds for sure
LONGEST = 1e15  # numbers from here on have an exponent …
LONGEST_MONEY = 1e18  # … and money, that is shortened before
_SMALLEST_MONEY = 0.00005  # less is what sums of large amounts are off by
_FINEST = 12  # decimals at most; less is 0
_CLOSE = 4  # decimals that may tell a percentage from 100%
_SHARE = 2  # decimals of a share beside others


def rounded(value: float, places: int) -> Decimal:
    """A number rounded to some decimals as whole numbers are (`digits.half_up`), to 15 digits at most."""
    places = min(places, _SURE - 1 - _exponent(value))
    size = Decimal(half_up(float(Decimal(abs(value)).scaleb(places)))).scaleb(-places)
    return -size if value < 0 and size else size


def figures(value: float, digits: int) -> Decimal:
    """A number rounded to some significant digits."""
    return rounded(value, digits - 1 - _exponent(value))


def _exponent(value: float) -> int:
    return math.floor(math.log10(abs(value))) if value else 0


def count(value: float) -> str:
    """6,250; 281.25; 242.4; 93.75; 0.75; 0.042: four digits, or two exact decimals, or the first two digits."""
    return _scientific(value) if abs(value) >= LONGEST - 0.5 else trimmed(f"{shown_count(value):,f}")


def people(value: float) -> str:
    """6,250; 94; 5.6; 0.75: whole where there are ten or more, else the first two digits."""
    if abs(value) >= LONGEST - 0.5:
        return _scientific(value)
    whole = abs(value) >= 9.95
    return trimmed(f"{rounded(value, 0 if whole else min(_FINEST, 1 - _exponent(value))):,f}")


def shown_count(value: float) -> Decimal:
    """A number with the digits that `count` shows of it."""
    size = abs(value)
    exact = abs(round(value, 2) - value) <= 1e-9
    if size >= (999.995 if exact else 999.95):
        return rounded(value, 0)
    digits = 2 if exact or size >= 0.1 else min(_FINEST, 1 - _exponent(size))
    return rounded(value, 1 if size >= 99.995 and not exact else digits)


def _scientific(value: float | Decimal) -> str:
    """1.234e19: four digits of a number that nobody can count."""
    digits, _, power = f"{value:.3e}".partition("e")
    return f"{trimmed(digits)}e{int(power)}"


def trimmed(text: str) -> str:
    """A decimal without its trailing zeros."""
    short = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if short in ("-0", "") else short


def significant(value: float, digits: int) -> str:
    """A number rounded to some significant digits, without trailing zeros."""
    if abs(value) >= LONGEST - 0.5:
        return _scientific(value)
    return trimmed(f"{rounded(value, min(_FINEST, max(0, digits - 1 - _exponent(value)))):f}")


def difference(value: float, decimals: int) -> str:
    """Units more or less, all with the same decimals: -0.306, +0.020; 0 where nothing is seen of it."""
    text = f"{rounded(value, decimals):+,.{decimals}f}"
    return text if text.strip("+-0.") else "0"


def money(value: float, currency: str | None, cents: bool = False) -> str:
    """$10M, $2.475M, $100k, $1,234, $38.25, $38.50, $0.002, CHF 640k; four digits where it is shortened.

    `cents`: also $38.00, beside amounts that have them (`in_cents`).
    """
    return _signed(value, currency, _amount(abs(value), cents))


def people_money(value: float, currency: str | None, cents: bool = False) -> str:
    """$10M, $2.48M, $11.9M, $716k, $9,677, $38.25: three digits where it is shortened."""
    return _signed(value, currency, _amount(abs(value), cents, people=True))


def _signed(value: float, currency: str | None, amount: str) -> str:
    symbol = "" if currency is None else _SYMBOLS.get(currency, f"{currency} ")
    return ("-" if value < 0 and amount != "0" else "") + symbol + amount


def _amount(size: float, cents: bool, *, people: bool = False) -> str:
    if size >= LONGEST_MONEY:
        return _scientific(size)
    amount, short = shown_money(size, cents, people=people)
    if not short:
        return f"{amount:,f}"
    scale, letter = next((scale, letter) for scale, letter in _SCALES if amount >= scale)
    return trimmed(f"{amount / scale:f}") + letter


def shown_money(size: float, cents: bool = False, *, people: bool = False) -> tuple[Decimal, bool]:
    """Money below LONGEST_MONEY with the digits that are shown of it, and whether it is shortened.

    Ten thousands and more are: to four significant digits, for `people` to three.
    """
    if half_up(abs(size)) < COMPACT_FROM:
        return _written_out(size, cents), False
    return rounded(size, max((2 if people else 3) - _exponent(size), -12)), True


def _written_out(size: float, in_cents: bool) -> Decimal:
    """Money below ten thousand: whole from 1,000 on and where there are no cents, in cents, or less than a cent."""
    cents = rounded(size, 2)
    if abs(cents) >= 1000 or (cents and cents % 1 == 0 and not in_cents):
        return rounded(size, 0)
    if abs(size) < 0.01:
        return figures(size, 2).normalize() if abs(size) >= _SMALLEST_MONEY else Decimal(0)
    return cents


def in_cents(values: Iterable[float | None]) -> bool:
    """Whether any of some amounts that stand beside each other is shown with cents."""
    return any(rounded(abs(value), 2) % 1 != 0 for value in values if value is not None and abs(value) < 999.995)


def percent(fraction: float, digits: int = 3) -> str:
    """1.5%, 20%, 33.3%; 99.96%, for what is not quite 100% does not read so."""
    if abs(fraction) >= LONGEST:
        return f"{_scientific(Decimal(fraction).scaleb(2))}%"
    value = fraction * 100
    places = min(_FINEST, max(0, digits - 1 - _exponent(value)))
    while 99 < abs(value) < 100 and places < _CLOSE and abs(rounded(value, places)) >= 100:
        places += 1
    return trimmed(f"{rounded(value, places):f}") + "%"


def shares(parts: Sequence[float]) -> str:
    """Parts of one whole beside each other: 60/30/10%, 33.3/66.7%, 99.99/0.01%; nothing is finer than 0.01%."""
    return "/".join(share(part) for part in parts) + "%"


def share(part: float) -> str:
    """One part of a whole beside others, in hundredths: 33.3, 0.01, 0."""
    places = max(0, 2 - _exponent(part * 100))
    return trimmed(f"{rounded(part * 100, min(_SHARE, places)):f}")


def rate(series: Sequence[float], *, each: bool = False) -> str:
    """A stage's rate: 20%, 18-22% where it changes; 2.3 where more than one may follow from each."""
    low, high = min(series), max(series)
    return span(significant(low, 3), significant(high, 3)) if each else span(percent(low), percent(high))


def span(first: str, last: str) -> str:
    """From one number to another, as they are written: 20%, 18-22%."""
    return first if first == last else f"{first.removesuffix('%')}-{last}"


def in_hundred(chance: float) -> str:
    """`47 in 100`, `3 in 1,000`: a chance as people say it."""
    less, part, whole = chance_of(chance)
    return f"{'less than ' if less else ''}{part} in {whole:,}"


def chance_of(chance: float) -> tuple[bool, int, int]:
    """A chance as so many in a hundred, or in a thousand where it is small; whether it is less than that."""
    if chance >= 0.095:
        return False, half_up(chance * 100), 100
    return chance < 0.0005, max(1, half_up(chance * 1000)), 1000


def listed(words: Sequence[str], last: str = "and") -> str:
    """`a`, `a and b`, `a, b and c`."""
    return " ".join([", ".join(words[:-1]), last, words[-1]]) if len(words) > 1 else "".join(words)


def plural(number: int, word: str) -> str:
    """`1 warning`, `2 warnings`."""
    return f"{number:,} {word}" + ("" if number == 1 else "s")


_COUNTED = (
    "accounts appointments applications attendees bookings buyers calls clicks clients contacts contracts "
    "conversations conversions customers deals demos downloads enquiries impressions inquiries installs leads meetings "
    "members mqls opportunities orders pqls prospects proposals purchases quotes referrals registrations replies "
    "requests sales sessions shoppers signups sqls subscribers subscriptions trials units users viewers views "
    "visitors visits "
)


def unit(value: float, word: str, *, exact: bool = False) -> str:
    """What a number counts, a name of the plan's own: `1 customer`, `1 website visit`, `2 customers`, `1 series`.

    The number is written as people count, or `exact`, as `count` does: 1 customer, 1.04 customers.
    """
    number = count(value) if exact else people(value)
    if number not in ("1", "-1") or f" {word.split(' ')[-1].casefold()} " not in f" {_COUNTED}":
        return word
    return f"{word[:-3]}y" if word.casefold().endswith("ies") else word[:-1]


def counted(value: float, word: str) -> str:
    """`6,250 visits`, `1 customer`."""
    return f"{count(value)} {unit(value, word, exact=True)}"


def verb(value: float, word: str) -> str:
    """The verb of what was `counted`: `1 customer brings`, `2 customers bring`."""
    if count(value) != "1":
        return word
    return "is" if word == "are" else f"{word}s"
