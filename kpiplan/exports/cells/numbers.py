"""Numbers as exports write them; which mark is the decimal one is decided for a column."""

import re
import unicodedata
from collections.abc import Iterable
from decimal import Decimal
from typing import Literal

from kpiplan.exports.cells.pattern import Pattern
from kpiplan.exports.cells.units import money_scale, split_unit
from kpiplan.exports.languages import names
from kpiplan.locales import digits
from kpiplan.locales.currencies import CURRENCIES, SYMBOLS
from kpiplan.locales.digits import LARGEST, Mark
from kpiplan.tuples import NamedTuple

DECIMALS: tuple[Mark, Mark] = (".", ",")
Kind = Literal["number", "ratio", "unknown", "unreadable", "beyond"]
_NUMBERS = ("number", "ratio", "beyond")
_LONGEST = 60  # characters of a cell that may be a number

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
        *names(lambda language: language.unknown),
    }
)
_CURRENCY = r"(?:[A-Z]{1,3}\$|[A-Z]{3}(?![A-Za-z])|[$€£¥₩₹₽฿₫₺₴])"
_NAMES = frozenset((*CURRENCIES, *SYMBOLS))  # asked of three letters: a pattern of them all takes long to compile
_BEFORE = Pattern(rf"^{_CURRENCY}\s*", 0)
_COUNTERS = "|".join(map(re.escape, names(lambda language: language.counters)))
_AFTER = Pattern(rf"\s*(?:{_CURRENCY}|원|元|円|kr|zł|Kč|{_COUNTERS})$", 0)
_SIGN = Pattern(rf"{_CURRENCY}|원|元|円|zł", 0)
_DIGIT = re.compile(r"[0-9]")
_SPACES = Pattern(r"(?<=\d)[\s'\u2019](?=\d{3}(?!\d))", 0)
_PLAIN = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?")  # read in one go in large files
_FLOAT = Pattern(r"[0-9]+\.|(?:[0-9]+\.?[0-9]*|\.[0-9]+)[eE][+-]?[0-9]{1,3}", 0)  # as programs write them
_WORD = Pattern(r"(?<=[0-9]) ?[^0-9.,%\s]+$", 0)
_POINT_SURE = Pattern(r".*\d,\d{3}\..*|\d{1,3}(?:,\d{3}){2,}|\d{1,2}(?:,\d\d)+,\d{3}|.*\.(?:\d{1,2}|\d{4,})|0?\.\d+", 0)
_COMMA_SURE = Pattern(r".*\d\.\d{3},.*|\d{1,3}(?:\.\d{3}){2,}|.*,(?:\d{1,2}|\d{4,})|0?,\d+", 0)
_UNDECIDED = Pattern(r"\d{1,3}([.,])\d{3}", 0)


class Number(NamedTuple):
    """A cell read as a number. A ratio had a per cent sign; unknown is not zero; beyond: too large to count with."""

    kind: Kind
    value: float = 0.0


def _bare(text: str) -> tuple[str, int, str]:
    """The number of a cell, its sign, and the currency or unit around it."""
    text = text.strip() if text.isascii() else unicodedata.normalize("NFKC", text).replace("\u2212", "-").strip()
    sign = 1
    if text.startswith("(") and text.endswith(")"):
        text, sign = text[1:-1].strip(), -1
    unit = ""
    for _ in range(2):  # a sign stands before or after the currency
        if text[:1] in "+-" and text[1:]:
            sign, text = sign * (-1 if text[0] == "-" else 1), text[1:].strip()
        if (found := _BEFORE.match(text)) and _is_unit(found[0]):
            unit, text = unit + found[0].strip(), text[found.end() :]
    if (found := _AFTER.search(text)) and _is_unit(found[0]):
        unit, text = unit + " " + found[0].strip(), text[: found.start()]
    return _SPACES.sub("", text.strip()), sign, unit


def _is_unit(text: str) -> bool:
    """Whether what stands beside a number is no three letters of a name: `SQL1` and `MQL 2` are no amounts."""
    unit = text.strip()
    return unit in _NAMES or not (len(unit) == 3 and unit.isascii() and unit.isupper() and unit.isalpha())


def currency_sign(text: str) -> str:
    """The currency around the number of a cell, as it is written: `EUR`, `€`, `R$`; empty where none is."""
    if text.isdecimal() or len(text) > _LONGEST:
        return ""
    bare, _, unit = _bare(text)
    found = _SIGN.search(unit)
    return found[0] if found and (_DIGIT.search(bare) or bare in ("-", "")) else ""


def read_number(text: str, decimal: Mark = ".") -> Number:
    """One cell. `$-` is Excel's zero; `< 10` is not known exactly."""
    if (text.isdecimal() and text.isascii()) or (decimal == "." and _PLAIN.fullmatch(text)):
        return _sized("number", float(text))
    if text.strip().casefold() in UNKNOWN:
        return Number("unknown")
    if len(text) > _LONGEST:
        return Number("unreadable")
    bare, sign, unit = _bare(text)
    if bare in ("-", "") and unit:
        return Number("number", 0.0) if "-" in text else Number("unknown")
    if bare[:1] in ("<", ">"):
        return Number("unknown" if read_number(_bound(bare), decimal).kind in _NUMBERS else "unreadable")
    ratio = bare.endswith("%")
    value = _value(bare[:-1].strip() if ratio else bare, decimal)
    if value is None:
        return Number("unreadable")
    return _sized("ratio" if ratio else "number", sign * float(value / 100 if ratio else value))


def _bound(text: str) -> str:
    """The number in `< 10` or `>= 10`; other texts as they are, `<b>` too."""
    return text[1:].lstrip("= ") if text[:1] in ("<", ">") else text


def _value(bare: str, decimal: Mark) -> Decimal | None:
    if decimal == "." and _FLOAT.fullmatch(bare):
        return Decimal(bare)
    if "_" in bare or not _DIGIT.search(bare):  # 1_000 is a name here, and so are words for numbers: 이천 is a town
        return None
    return digits.value(" ".join(bare.split()), decimal)


def _sized(kind: Kind, value: float) -> Number:
    return Number(kind, value) if abs(value) <= LARGEST else Number("beyond")


def two_readings(text: str, decimal: Mark = ".") -> tuple[float, float] | None:
    """The two values of a cell that can be read in two ways, such as `3억6`; None for other cells."""
    bare, sign, _ = _bare(text[:_LONGEST])
    values = digits.readings(" ".join(bare.split()), decimal) if _DIGIT.search(bare) else None
    return (sign * float(values[0]), sign * float(values[1])) if values else None


def is_number(text: str) -> bool:
    """Whether the cell is a number in either way of writing, or a bound such as `< 10`; `--` is none."""
    text = _bound(text)
    if text.isascii() and "-" not in text and not _DIGIT.search(text):  # most names of columns, and quickly
        return False
    if any(read_number(text, mark).kind in _NUMBERS for mark in DECIMALS):
        return True
    return not text.isascii() and two_readings(text) is not None


def decide_decimal(texts: Iterable[str], delimiter: str) -> Mark | None:
    """The decimal mark of a column: "." or ","; None where 1.234 or 1,234 can't be told apart.

    1,234 in a file with commas or tabs between cells is a thousand (decimal commas come with semicolons).
    """
    undecided: set[str] = set()
    for text in texts:
        if text.isdecimal():
            continue
        bare, _, unit = _bare(text[:_LONGEST])
        bare = _WORD.sub("", bare.rstrip("% "))
        if _FLOAT.fullmatch(bare) or (_POINT_SURE.fullmatch(bare) and digits.value(bare, ".") is not None):
            return "."
        if _COMMA_SURE.fullmatch(bare) and digits.value(bare, ",") is not None:
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
_MICROS = Pattern(r"(?:\b|_)micros?$|[(\uff08\[]\s*micros?\s*[)\uff09\]]$")  # of programs that count in whole numbers
_SCALES = (
    (Pattern(r"[(\uff08\[]\s*(?:in )?cents\s*[)\uff09\]]"), 0.01),
    (Pattern(r"백만|百万|百萬|in millions|\bmillions?\b|\(m\)|\bmn\b"), 1e6),
    (Pattern(r"억|億|亿", 0), 1e8),
    (Pattern("천만"), 1e7),
    (Pattern(r"[(\uff08]\s*(?:만|万|萬)"), 1e4),
    (Pattern(_THOUSANDS), 1e3),
)


def scale_of(name: str) -> float:
    """What the unit in a column's name multiplies its numbers by: 1e6 for `매출(백만)`."""
    if _MICROS.search(name.strip()):
        return 1e-6
    if (scale := money_scale(split_unit(name)[1])) is not None:
        return scale
    opening = re.search(r"[(\uff08\[]", name)
    end = max(name.rfind(mark) for mark in ")\uff09]")
    if not opening or end < opening.end():
        return 1.0
    bracket = name[opening.start() : end + 1]
    return next((scale for pattern, scale in _SCALES if pattern.search(bracket)), 1.0)
