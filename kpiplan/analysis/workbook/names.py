"""Names that every spreadsheet program takes: of ranges, and of sheets."""

from __future__ import annotations

import re
from collections.abc import Callable
from unicodedata import category, normalize

_LONGEST_NAME = 80  # of 255
_LONGEST_SHEET = 31  # counted as UTF-16 counts
_ESCAPE = r"_x(?=[0-9a-fA-F]{4}_)"  # which programs read as a character by its number
_RESERVED = ("history",)  # Excel keeps it for itself


class Names:
    """Names given out so far, none of them twice; upper and lower case are the same."""

    def __init__(self, taken: tuple[str, ...] = ()) -> None:
        self._taken = {name.lower() for name in taken}

    def range(self, kind: str, *of: str) -> str:
        """The name of a range: what it is, an underscore, whose. So it is never the address of a cell."""
        cleaned = re.sub(_ESCAPE, "_", "_".join((kind, *map(_word, of))))[:_LONGEST_NAME]
        return self._free(cleaned, lambda number: f"{cleaned}_{number}")

    def sheet(self, wanted: str) -> str:
        """The name of a sheet: letters and digits as they are wanted, a dash for what formulas might trip over."""
        cleaned = "".join(char if _in_sheets(char) else " " if char.isspace() else "-" for char in wanted)
        cleaned = _cut(re.sub(_ESCAPE, "-x", cleaned).strip(), _LONGEST_SHEET).strip() or "-"
        if cleaned.lower() in _RESERVED:
            cleaned = f"{cleaned}-"
        return self._free(cleaned, lambda number: f"{_cut(cleaned, _LONGEST_SHEET - len(str(number)) - 1)} {number}")

    def _free(self, name: str, numbered: Callable[[int], str]) -> str:
        found, number = name, 1
        while found.lower() in self._taken:
            number += 1
            found = numbered(number)
        self._taken.add(found.lower())
        return found


def _word(text: str) -> str:
    """A text as part of a name: letters, digits and underscores."""
    plain = normalize("NFKC", text)
    return "".join(char if _allowed(char) else "_" for char in plain)


def _allowed(char: str) -> bool:
    return (char.isascii() and char.isalnum()) or (ord(char) < 0x10000 and category(char) in ("Lu", "Ll", "Lo"))


def _in_sheets(char: str) -> bool:
    return char in " -_.&()" or (char.isascii() and char.isalnum()) or category(char)[0] in "LMN"


def _cut(text: str, units: int) -> str:
    """As much of a text as has so many units of UTF-16."""
    while len(text.encode("utf-16-le")) // 2 > units:
        text = text[:-1]
    return text
