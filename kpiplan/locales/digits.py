"""What digits mean, with the words of scale that people put behind them: 10M, 3천6백만, 1億 2千万. Text -> exact value.

The one reader of numbers: the plan language and exports both ask it. Signs, currencies, per cent signs and units around
a number are theirs. In East Asian numerals 천 or 百 before 만 multiply it, units only fall, and what stands behind a
unit is less than it. The patterns keep to what Python and ECMA-262 read alike: the JSON Schema has them.
"""

from __future__ import annotations

import math
import re
from decimal import Decimal
from functools import cache
from typing import Literal

Mark = Literal[".", ","]
LARGEST = 1e18  # sums and products of such numbers over a funnel of a few dozen stages are still finite

_WORDS = {"thousand": 3, "million": 6, "billion": 9, "trillion": 12, "mn": 6, "bn": 9, "tn": 12}
_WEST = {
    **{written: power for word, power in _WORDS.items() for written in (word, word.capitalize(), word.upper())},
    "k": 3, "K": 3, "m": 6, "M": 6, "b": 9, "B": 9, "T": 12,
}  # fmt: skip
_SMALL = {"십": 1, "十": 1, "백": 2, "百": 2, "천": 3, "千": 3}
_TRILLIONS = {"万亿": 12, "萬億": 12, "조": 12, "兆": 12}
_BIG = {**_TRILLIONS, "만": 4, "万": 4, "萬": 4, "억": 8, "億": 8, "亿": 8}
_SPELLED = {
    **dict(zip("一二三四五六七八九", range(1, 10), strict=True)),
    **dict(zip("일이삼사오육칠팔구", range(1, 10), strict=True)),
    "两": 2,
    "兩": 2,
}
_POWERS = {**_WEST, **_SMALL, **_BIG}
_STEP = 4  # East Asian units that stand alone are ten thousand apart
_LONGEST = 60  # characters of a numeral before one of whose units something may be short


def _any(words: dict[str, int]) -> str:
    return "|".join(sorted(words, key=len, reverse=True))


def _whole(mark: Mark) -> str:
    """Digits in groups of three, as in India, or in one piece."""
    group = "," if mark == "." else r"\."
    groups = rf"[0-9]{{1,3}}(?:{group}[0-9]{{3}})+|[0-9]{{1,2}}(?:{group}[0-9]{{2}})+{group}[0-9]{{3}}"
    return rf"(?:{groups}|[0-9]+(?:_[0-9]+)*)"


def _number(mark: Mark) -> str:
    point = r"\." if mark == "." else ","
    return rf"(?:{_whole(mark)}(?:{point}[0-9]+)?|{point}[0-9]+)"


def _west(mark: Mark) -> str:
    return rf"{_number(mark)}(?: ?(?:{_any(_WEST)}))?"


def _east(mark: Mark) -> str:
    """A numeral with East Asian units. Digits without a unit behind one fill all its places: 3천600, 3만 6000."""
    group = "," if mark == "." else r"\."
    spelled = "".join(_SPELLED)
    ten, hundred, thousand = "[십十]", "[백百]", "[천千]"
    man, eok, jo = "[만万萬]", "[억億亿]", f"(?:{_any(_TRILLIONS)})"
    one = f"[1-9{spelled}]"
    units = f"(?: ?{one})?"
    tens = f"{one}?{ten}{units}"
    below_hundred = f"(?: ?(?:{tens}|[0-9]{{2}}))?"
    below_thousand = f"(?: ?(?:{one}?{hundred}{below_hundred}|{tens}|[0-9]{{3}}))?"

    def section(first: str) -> str:
        return f"(?:{first} ?)?(?:{thousand}{below_thousand}|{hundred}{below_hundred}|{ten}{units})"

    leading = f"(?:{_whole(mark)}|[{spelled}])"
    first = f"(?:{section(leading)}|{leading})"
    inner = f"(?:{section(one)}|[0-9]{group}[0-9]{{3}}|[0-9]{{1,4}}|[{spelled}])"
    thousands = f"{one}?{thousand}{below_thousand}"  # 12억 5천: of the next unit
    after_man = f"(?: ?(?:{section(one)}|[0-9]{group}[0-9]{{3}}|[0-9]{{4}}))?"
    after_eok = f"(?: ?(?:{inner} ?{man}{after_man}|{thousands}|[0-9]{{8}}))?"
    after_jo = f"(?: ?(?:{inner} ?(?:{eok}{after_eok}|{man}{after_man})|{thousands}|[0-9]{{12}}))?"
    chain = f"{first} ?(?:{jo}{after_jo}|{eok}{after_eok}|{man}{after_man})"
    single = f"{_number(mark)} ?(?:[{''.join(_SMALL)}](?: ?(?:{_any(_BIG)}))?|{_any(_BIG)})"
    return f"(?:{single}|{chain}|{section(leading)})"


NUMBER = _number(".")
SCALED = f"(?:{_west('.')}|{_east('.')})"
UNCLEAR_GROUP = r"[1-9][0-9]{0,2}\.[0-9]{3}"  # twenty, or twenty thousand: 20.000

_PIECE = rf"({NUMBER}) ?({_any(_POWERS)})?"


@cache
def _western(mark: Mark) -> re.Pattern[str]:
    return re.compile(rf"({_number(mark)})(?: ?({_any(_WEST)}))?")


@cache
def _eastern(mark: Mark) -> re.Pattern[str]:
    return re.compile(_east(mark))


@cache
def _tokens() -> re.Pattern[str]:
    return re.compile(rf"[0-9.,_]+|[{''.join(_SPELLED)}]|{_any({**_BIG, **_SMALL})}")


@cache
def _ends() -> re.Pattern[str]:
    """A numeral that ends in a unit, and behind it digits or hundreds that may be short for something."""
    small = f"[1-9{''.join(_SPELLED)}]?[백百십十].*"
    return re.compile(rf"(.*(?:{_any({**_BIG, **_SMALL})})) ?([1-9][0-9]{{0,10}}|[{''.join(_SPELLED)}]|{small}?)")


@cache
def _inner() -> re.Pattern[str]:
    """What stands behind a unit such as 억, then hundreds or thousands with digits, then a smaller such unit."""
    big, digits = _any(_BIG), f"[0-9.,{''.join(_SPELLED)}{''.join(_SMALL)} ]"
    return re.compile(rf"((?:.*(?:{big}))?) ?({digits}*[{''.join(_SMALL)}]{digits}+?) ?({big})")


def number(text: str, mark: Mark = ".") -> Decimal:
    """Matched digits as their exact value."""
    plain = text.replace(",", "") if mark == "." else text.replace(".", "").replace(",", ".")
    return Decimal(plain.replace("_", ""))


def value(text: str, mark: Mark = ".") -> Decimal | None:
    """`61,000`, `1.2k`, `3천6백만`, `1億 2千万` as a number; None where it is none, or can be read in two ways."""
    found = _western(mark).fullmatch(text)
    if found:
        return number(found[1], mark).scaleb(_WEST.get(found[2] or "", 0))
    if text.isascii() or not _eastern(mark).fullmatch(text):
        return None
    return _of_units(text, mark)


def _of_units(text: str, mark: Mark) -> Decimal:
    total, section, last = Decimal(0), Decimal(0), 0
    coefficient: Decimal | None = None
    for token in _tokens().findall(text):
        if token in _BIG:
            last = _BIG[token]
            total += (section + (coefficient or 0)).scaleb(last)
            section, coefficient = Decimal(0), None
        elif token in _SMALL:
            section += (1 if coefficient is None else coefficient) * 10 ** _SMALL[token]
            coefficient = None
        else:
            coefficient = Decimal(_SPELLED[token]) if token in _SPELLED else number(token, mark)
    rest = section + (coefficient or 0)
    shortened = bool(section) and last > _STEP  # 12억 5천 is 12억 5000만
    return total + (rest.scaleb(last - _STEP) if shortened else rest)


def readings(text: str, mark: Mark = ".") -> tuple[Decimal, Decimal] | None:
    """The two values that a numeral may mean: 3억6 is 300,000,006 or 360,000,000; None where it is no such numeral.

    So may what stands before a larger unit: 3천6만 is 3006만 or 3600만.
    """
    if text.isascii() or value(text, mark) is not None:
        return None
    inner = _inner().fullmatch(text) if len(text) <= _LONGEST else None
    head = value(inner[1], mark) if inner and inner[1] else Decimal(0)
    section = _short(inner[2], mark) if inner and head is not None else None
    if inner is None or head is None or section is None:
        return _short(text, mark)
    power = _BIG[inner[3]]
    if head % 10 ** (power + 1):
        return None  # units only fall
    return head + section[0].scaleb(power), head + section[1].scaleb(power)


def _short(text: str, mark: Mark) -> tuple[Decimal, Decimal] | None:
    """The two values of a numeral whose end may be short for something: 3천6."""
    found = _ends().fullmatch(text)
    front = value(found[1], mark) if found else None
    if not found or front is None:
        return None
    *_, unit = _tokens().findall(found[1])
    before = [_BIG[token] for token in _tokens().findall(found[1]) if token in _BIG]
    if unit in _SMALL and before and before[-1] > _STEP:
        return None
    power, tail = _POWERS[unit], found[2]
    rest = Decimal(_SPELLED[tail]) if tail in _SPELLED else value(tail, mark)
    if rest is None or rest >= 10**power:
        return None
    places = len(str(int(rest)))
    plain = tail in _SPELLED or tail.isdecimal()
    near = power - places if plain and (places == 1 or power <= _STEP) else power - _STEP
    return front + rest, front + rest.scaleb(near)


def grouping(text: str) -> tuple[Decimal, Decimal] | None:
    """The two values of digits with one point and three digits behind it: 20.000 is 20 or 20,000."""
    if "." not in text or not re.fullmatch(UNCLEAR_GROUP, text):
        return None
    return number(text), number(text, ",")


def last_digit(text: str) -> Decimal:
    """The unit of the last digit that a number was written with: 0.1 for `3.6`, 1 for `6000`, 100 for `6.2k`."""
    found = re.match(_PIECE, text.lstrip("+-"))
    if not found:
        return Decimal(0)
    _, _, fraction = found[1].partition(".")
    return Decimal(1).scaleb(_POWERS.get(found[2] or "", 0) - len(fraction))


NOISE = 1e-9  # relative; what sums of floating point numbers are off by must not turn 10 into 11


def noise(value: float) -> float:
    """What a sum of counts may be off by: never so much that it makes a whole unit."""
    return min(0.01, max(NOISE, 1e-13 * abs(value)))


def half_up(value: float) -> int:
    """The nearest whole number, halves up."""
    return math.floor(value + 0.5 + noise(value))
