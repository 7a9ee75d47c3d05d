"""Units as people write them behind, below or above the names of columns: `k€`, `тыс. руб.`, `千円`, `in thousands`."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

from kpiplan.exports.cells.pattern import Pattern
from kpiplan.exports.languages import languages, names
from kpiplan.locales.currencies import CURRENCIES, SYMBOLS

KEPT = 4096  # names, with what they come to
_LONGEST = 24  # characters of a unit


def _either(known: tuple[str, ...] | list[str]) -> str:
    written = {re.escape(name.casefold()) for name in known}
    return "|".join(sorted(written, key=lambda name: (-len(name), name)))


def _powers() -> dict[str, int]:
    """The words of scale in all languages and the powers of ten that they are; no shorter one is within a longer."""
    found: dict[str, int] = {}
    for language in languages():
        for power, called in language.powers.items():
            found.update({name.casefold(): power for name in called if name.casefold() not in found})
    return found


_POWERS = _powers()
_WORDS_TOO = {"ALL", "CUP", "MAD", "PEN", "SOS", "TOP"}  # codes that are words
_MONEY = _either(
    [*(code for code in CURRENCIES if code not in _WORDS_TOO), *SYMBOLS, *names(lambda language: language.moneys)]
)
_COUNTED = _either(["#", "%", *names(lambda language: language.counters)])
_WORDS = _either(list(_POWERS))
# One letter is a scale only beside a currency: `k€`, `€m`; `m` alone is anything.
_LETTERS = {"k": 3, "t": 3, "m": 6, "b": 9, "bn": 9, "mm": 6, "mrd": 9, "000": 3, "000s": 3, "'000": 3, "'000s": 3}
_LETTER = _either(list(_LETTERS))
_LINK = r"(?:[\s.]*|\s(?:of|de|di|in)\s|\sd')"
_UNIT = Pattern(
    rf"(?:(?:{_MONEY})?{_LINK}(?P<scale>{_WORDS}){_LINK}(?:{_MONEY})?|(?:{_MONEY})\s?(?P<letter>{_LETTER})|"
    rf"(?P<first>{_LETTER})\s?(?:{_MONEY})|(?P<alone>'?000'?s?)|{_MONEY}|{_COUNTED})\.?",
    0,
)
_OF = Pattern(r"^(?:in|en|em|v|в)\s+(?:de\s+)?", 0)
_SAID = Pattern(
    rf"(?:{_either(names(lambda language: language.unit))})\s*[:\uff1a]\s*(?P<unit>[^()\uff08\uff09\[\]]+)", 0
)
_WITHIN = Pattern(r"[(\uff08\[](?P<unit>[^()\uff08\uff09\[\]]+)[)\uff09\]]", 0)
_INTO = Pattern(r"(?:^|[\s(\[])(?:in|en|em|в)\s+(?P<unit>[^()\uff08\uff09\[\];]+)", 0)
_BEHIND = re.compile(r"(?P<said>\s*,\s*|\s+(?:in|en|em|в)\s+)|\s+")  # a name


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold().strip().strip("()[]").strip().replace("\u2019", "'")


@lru_cache(maxsize=KEPT)
def unit_scale(text: str) -> float | None:
    """What a unit multiplies numbers by: 1000 for `k€` and `тыс. руб.`, 1 for `€` and `건`; None for what is none."""
    plain = _plain(text)
    plain = _OF.sub("", plain)
    found = _UNIT.fullmatch(plain) if 0 < len(plain) <= _LONGEST else None
    if not found:
        return None
    if word := found["scale"]:
        return float(10 ** _POWERS[word])
    letter = found["letter"] or found["first"]
    return float(10 ** _LETTERS[letter]) if letter else 1000.0 if found["alone"] else 1.0


def _parts(unit: str) -> Iterator[str]:
    """The units of what is counted and of money that stand in one place: `천원, 건`."""
    yield unit
    yield from re.split(r"[,/\u3001;]", unit)
    said = unit.split()
    yield from (" ".join(said[:number]).rstrip(".,") for number in range(min(3, len(said)), 0, -1))


def money_scale(unit: str) -> float | None:
    """What one of the units in a place multiplies amounts of money by; None where none does."""
    return next((scale for part in _parts(unit) if (scale := unit_scale(part)) and scale > 1), None)


def stated_scale(line: str, *, named: bool = False) -> tuple[float, str] | None:
    """What a line above a table multiplies amounts by, and the unit it names: `(단위: 천원, 건)`, `in thousands USD`.

    `named`: only where the unit is called one.
    """
    plain = unicodedata.normalize("NFKC", line).casefold()
    for pattern in (_SAID,) if named else (_SAID, _WITHIN, _INTO):
        for found in pattern.finditer(plain):
            for part in _parts(found["unit"]):
                if (scale := unit_scale(part)) and scale > 1:
                    return scale, part.strip()
    return None


@lru_cache(maxsize=KEPT)
def split_unit(name: str) -> tuple[str, str]:
    """A name and the unit in brackets or behind it: `Выручка, тыс. руб.`, `Revenue (k€)`, `Umsatz T€`; without one the
    name as it is."""
    if (within := re.search(r"[(\uff08\[]([^()\uff08\uff09\[\]]+)[)\uff09\]]\s*$", name)) and (
        _is_of_money(within[1], sure=True)
    ):
        return name[: within.start()].strip(), within[1].strip()
    for found in _BEHIND.finditer(name, 1):
        unit = name[found.end() :]
        if _is_of_money(unit, sure=bool(found["said"])):
            return name[: found.start()].strip(), unit
    return name, ""


def _is_of_money(unit: str, *, sure: bool) -> bool:
    """Whether a text is a unit of money, or a scale: behind a mere blank no word that is anything else."""
    if (scale := unit_scale(unit)) is None:
        return False
    signed = any(not char.isalnum() and char not in ".# %" for char in _plain(unit))
    scaled = scale > 1 and (sure or _plain(unit).rstrip(".") not in _POWERS)
    return scaled or signed or unit in CURRENCIES or (sure and not unit.isascii())


def is_units(cells: list[str]) -> bool:
    """Whether a row says the units of the columns above it: `#, k€, %`."""
    texts = [cell.strip() for cell in cells if cell.strip()]
    return bool(texts) and all(unit_scale(text) is not None for text in texts)
