"""Numbers as exports write them; which mark is the decimal one is decided for a column."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Iterable
from typing import Literal, NamedTuple

Decimal = Literal[".", ","]
DECIMALS: tuple[Decimal, Decimal] = (".", ",")
Kind = Literal["number", "ratio", "unknown", "unreadable"]

UNKNOWN = frozenset(
    {
        "",
        "-",
        "--",
        "---",
        "\u2013",
        "\u2014",
        "null",
        "none",
        "nan",
        "n/a",
        "na",
        "#n/a",
        "(none)",
        "(not set)",
        "없음",
        "無",
    }
)
_CURRENCY = r"(?:[A-Z]{1,3}\$|[A-Z]{3}(?![A-Za-z])|[$€£¥₩₹₽฿₫₺₴])"
_BEFORE = re.compile(rf"^{_CURRENCY}\s*")
_AFTER = re.compile(rf"\s*(?:{_CURRENCY}|원|元|円|건|명|회|개|件|人|次|kr|zł|Kč)$")
_UNIT_SCALES = {
    "k": 1e3, "천": 1e3, "千": 1e3, "만": 1e4, "万": 1e4, "萬": 1e4, "백만": 1e6, "百万": 1e6,
    "百萬": 1e6, "m": 1e6, "mn": 1e6,    "천만": 1e7, "억": 1e8, "億": 1e8, "亿": 1e8, "bn": 1e9,
}  # fmt: skip
_SCALED = re.compile(r"(?<=\d)\s*(k|mn?|bn|천만|백만|百[万萬]|[천千만万萬억億亿])$", re.IGNORECASE)
_COMPOUND = re.compile(r"(\d[\d,]*)\s*[억億亿]\s*(\d[\d,]*)")  # the 만 of the rest is taken off before
_SPACES = re.compile(r"(?<=\d)[\s'\u2019](?=\d{3}(?!\d))")
_POINT = re.compile(
    r"\d{1,3}(?:,\d{2,3})*,\d{3}(?:\.\d*)?|\d*\.\d+|\d+\.?(?:\d*[eE][+-]?\d{1,3})?|\d*\.\d+[eE][+-]?\d{1,3}"
)
_COMMA = re.compile(r"\d{1,3}(?:\.\d{3})+(?:,\d*)?|\d*,\d+|\d+")
_POINT_SURE = re.compile(r".*\d,\d{3}\..*|\d{1,3}(?:,\d{3}){2,}|.*\.(?:\d{1,2}|\d{4,})|0?\.\d+")
_COMMA_SURE = re.compile(r".*\d\.\d{3},.*|\d{1,3}(?:\.\d{3}){2,}|.*,(?:\d{1,2}|\d{4,})|0?,\d+")
_UNDECIDED = re.compile(r"\d{1,3}([.,])\d{3}")


class Number(NamedTuple):
    """A cell read as a number. A ratio had a per cent sign; unknown is not zero."""

    kind: Kind
    value: float = 0.0


def _bare(text: str) -> tuple[str, float, str]:
    """Digits and marks of a cell, what multiplies them (sign, `만`, `K`), and the currency or unit around it."""
    text = text.strip() if text.isascii() else unicodedata.normalize("NFKC", text).replace("\u2212", "-").strip()
    sign = 1.0
    if text.startswith("(") and text.endswith(")"):
        text, sign = text[1:-1].strip(), -1
    unit = ""
    for _ in range(2):  # a sign stands before or after the currency
        if text[:1] in "+-" and text[1:]:
            sign, text = sign * (-1 if text[0] == "-" else 1), text[1:].strip()
        if found := _BEFORE.match(text):
            unit, text = unit + found[0].strip(), text[found.end() :]
    if found := _AFTER.search(text):
        unit, text = unit + " " + found[0].strip(), text[: found.start()]
    if found := _SCALED.search(text):
        sign, text = sign * _UNIT_SCALES[found[1].casefold()], text[: found.start()]
    return _SPACES.sub("", text.strip()), sign, unit


def read_number(text: str, decimal: Decimal = ".") -> Number:
    """One cell. `$-` is Excel's zero; `< 10` is not known exactly."""
    if text.isdecimal() and text.isascii():
        return Number("number", float(text))
    if text.strip().casefold() in UNKNOWN:
        return Number("unknown")
    if len(text) > 60:
        return Number("unreadable")
    bare, sign, unit = _bare(text)
    if bare in ("-", "") and unit:
        return Number("number", 0.0) if "-" in text else Number("unknown")
    if bare[:1] in "<>" and bare[1:]:
        return Number("unknown")
    ratio = bare.endswith("%")
    if ratio:
        bare = bare[:-1].strip()
    if compound := _COMPOUND.fullmatch(bare):
        units, rest = (float(part.replace(",", "")) for part in compound.groups())
        return Number("number", math.copysign(units * 1e8 + rest * abs(sign), sign))
    if not (_POINT if decimal == "." else _COMMA).fullmatch(bare):
        return Number("unreadable")
    plain = bare.replace(",", "") if decimal == "." else bare.replace(".", "").replace(",", ".")
    value = sign * float(plain)
    value = value if abs(sign) == 1 else round(value, 6)  # 1.1M is 1100000, not 1100000.0000000001
    if math.isinf(value):
        return Number("unreadable")
    return Number("ratio", value / 100) if ratio else Number("number", value)


def is_number(text: str) -> bool:
    """Whether the cell is a number in either way of writing, or a bound such as `< 10`; `--` is none."""
    return text[:1] in ("<", ">") or any(read_number(text, mark).kind in ("number", "ratio") for mark in DECIMALS)


def decide_decimal(texts: Iterable[str], delimiter: str) -> Decimal | None:
    """The decimal mark of a column: "." or ","; None where 1.234 or 1,234 can't be told apart.

    1,234 in a file with commas or tabs between cells is a thousand (decimal commas come with semicolons).
    """
    undecided: set[str] = set()
    for text in texts:
        if text.isdecimal():
            continue
        bare, _, unit = _bare(text[:60])
        bare = bare.rstrip("% ")
        if _POINT_SURE.fullmatch(bare) and _POINT.fullmatch(bare):
            return "."
        if _COMMA_SURE.fullmatch(bare) and _COMMA.fullmatch(bare):
            return ","
        if found := _UNDECIDED.fullmatch(bare):
            undecided.add(_convention(found[1], unit, delimiter))
    if not undecided:
        return "," if delimiter == ";" else "."
    if undecided == {"."}:
        return "."
    return "," if undecided == {","} else None


def _convention(mark: str, unit: str, delimiter: str) -> str:
    """The decimal mark that 1.234 or 1,234 speaks for by its currency and the delimiter; "?" for none."""
    if "R$" in unit or unit.endswith(" €"):
        return ","
    if unit.strip() in ("$", "US$", "£", "₩", "¥", "원", "元", "円", "USD", "GBP", "KRW", "JPY"):
        return "."
    if mark == ",":
        return "." if delimiter != ";" else "?"
    return "," if delimiter == ";" else "?"


_THOUSANDS = r"[(\uff08]\s*(?:천|千)|in thousands|\bthousands?\b|[$€£]\s?000|\([$€£₩¥]?k\)|'000"
_SCALES = (
    (re.compile(r"백만|百万|百萬|in millions|\bmillions?\b|\(m\)|\bmn\b", re.IGNORECASE), 1e6),
    (re.compile(r"억|億|亿"), 1e8),
    (re.compile(r"천만"), 1e7),
    (re.compile(r"[(\uff08]\s*(?:만|万|萬)"), 1e4),
    (re.compile(_THOUSANDS, re.IGNORECASE), 1e3),
)


def scale_of(name: str) -> float:
    """What the unit in a column's name multiplies its numbers by: 1e6 for `매출(백만)`."""
    opening = re.search(r"[(\uff08\[]", name)
    end = max(name.rfind(mark) for mark in ")\uff09]")
    if not opening or end < opening.end():
        return 1.0
    bracket = name[opening.start() : end + 1]
    return next((scale for pattern, scale in _SCALES if pattern.search(bracket)), 1.0)
