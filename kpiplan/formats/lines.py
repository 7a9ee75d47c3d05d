"""A line of output: one line whatever is in it, as wide as it looks, wrapped at words."""

from __future__ import annotations

import re

from kpiplan.problems import printable

INDENT = 4  # of what continues a line
_NO_TEXT = "[\ud800-\udfff]"  # bytes in names of files that no encoding has
_WORDS = r"( *)([^ ]+)"


def one_line(text: str) -> str:
    """Text of any file as one printable line, without blanks at its end; ? for bytes that are no text."""
    return (text if text.isprintable() else printable(re.sub(_NO_TEXT, "?", text))).rstrip()


def width_of(text: str) -> int:
    """How many columns a text takes: wide characters two, accents and blanks without width none."""
    if text.isascii():
        return len(text)
    from unicodedata import east_asian_width

    return sum(2 if east_asian_width(char) in "WF" else 0 if _is_thin(char) else 1 for char in text)


def _is_thin(char: str) -> bool:
    from unicodedata import category, combining

    return combining(char) > 0 or category(char) == "Cf"


def wrapped(line: str, width: int | None) -> str:
    """A line in lines of at most `width` columns (None: as it is), broken at blanks; longer words stay whole.

    What continues it is set in as far as it is, by 4 at the least.
    """
    if width is None or width_of(line) <= width:
        return line
    own = len(line) - len(line.lstrip(" "))
    inset = " " * min(max(own, INDENT), width // 2)
    lines: list[str] = []
    room = width
    for gap, word in re.findall(_WORDS, line):
        size = len(gap) + width_of(word)
        if lines and size > room:
            lines.append(inset + word)
            room = width - len(inset) - width_of(word)
        else:
            lines[-1:] = ["".join(lines[-1:]) + gap + word]
            room -= size
    return "\n".join(lines)
