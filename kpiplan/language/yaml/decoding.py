"""Bytes of a file -> text, or the problem that it is none. Here alone is decided where a line ends.

YAML 1.2 and editors end a line with LF, CR LF or CR. In the text that leaves this module every line ends with LF, and
nothing in it is taken for the end of one by anybody else: each reader may split at LF, and all agree on line numbers.
"""

from __future__ import annotations

import codecs
import re

from kpiplan.problems import Place, Problem

MAX_BYTES = 8 * 2**20  # 10,000 segments with funnels of their own have about 3 MB

# control characters but tab and line ends, and those that turn the direction of what follows them
NO_TEXT = "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\u202a-\u202e\u2066-\u2069\ufffe\uffff]"
_NO_BREAKS = dict.fromkeys((0x85, 0x2028, 0x2029), " ")  # line breaks in YAML 1.1 only, and in no editor
_BLANKS = dict.fromkeys(map(ord, "\t\n\r"))  # no character that is printed, but of every text
_MARKS = (
    (codecs.BOM_UTF32_LE, "UTF-32"),
    (codecs.BOM_UTF32_BE, "UTF-32"),
    (codecs.BOM_UTF16_LE, "UTF-16"),
    (codecs.BOM_UTF16_BE, "UTF-16"),
)


def decode(data: bytes) -> tuple[str, Problem | None]:
    """Bytes of a file as text; where they are none, the readable beginning and the problem."""
    if len(data) > MAX_BYTES:
        most = f"{MAX_BYTES // 2**20} MB"  # how large it is nobody knows: no more of it is read
        message = f"a file of more than {most}; a plan has {most} at the most"
        return "", Problem("too-large", message, place=Place(1, 1))
    encoding = _other_encoding(data)
    if encoding:
        message = f"the file is {encoding}, not UTF-8"
        return "", Problem("not-utf8", message, hint="save the file as UTF-8", place=Place(1, 1))
    data = data.removeprefix(codecs.BOM_UTF8)
    try:
        text = _lines(data.decode("utf-8"))
    except UnicodeDecodeError as error:
        before = _lines(data[: error.start].decode("utf-8"))
        message = f"the byte 0x{data[error.start]:02x} is not UTF-8"
        place = _place_at(before, len(before))
        return before, Problem("not-utf8", message, hint="save the file as UTF-8", place=place)
    strange = strange_character(text)
    if strange:
        hint = "remove it; is this really a plan file?"
        return text, Problem("not-text", no_text(strange[0]), hint=hint, place=_place_at(text, strange.start()))
    return text, None


def _lines(text: str) -> str:
    """A text whose lines all end with LF, no character of another line moved."""
    return text.replace("\r\n", "\n").replace("\r", "\n").translate(_NO_BREAKS)


def strange_character(text: str) -> re.Match[str] | None:
    """The first character that no text has; None where there is none, as in nearly all texts."""
    return None if text.translate(_BLANKS).isprintable() else re.search(NO_TEXT, text)


def no_text(char: str) -> str:
    """The message about a character that no text has."""
    return f"the character U+{ord(char):04X} has no place in a text"


def _other_encoding(data: bytes) -> str | None:
    for mark, name in _MARKS:
        if data.startswith(mark):
            return name
    # without a mark: the first two characters of a plan are ASCII, and one byte of each is 0
    return "UTF-16" if len(data) >= 4 and (data[0:4:2] == b"\0\0") != (data[1:4:2] == b"\0\0") else None


def _place_at(text: str, index: int) -> Place:
    begin = text.rfind("\n", 0, index) + 1
    return Place(text.count("\n", 0, index) + 1, index - begin + 1)
