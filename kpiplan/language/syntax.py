"""Syntax errors of YAML in a planner's words, and what can still be read of a file that has some."""

from __future__ import annotations

import re
from typing import NamedTuple

from kpiplan.language.nodes import shorten
from kpiplan.problems import Place, Problem

OPENED = (
    "while scanning a quoted scalar",
    "while scanning a simple key",
    "while parsing a flow sequence",
    "while parsing a flow mapping",
)
_ALIGN = "begin the keys of one mapping, and the items of one list, at the same column"
_BRACKET = ("a bracket that is not closed, or a comma that is missing", "close it, and put a comma between the values")
_NO_DASH = "did not find expected '-' indicator"
_SECOND_COLON = "mapping values are not allowed in this context"
_WORDS: dict[str, tuple[str, str]] = {
    _SECOND_COLON: (
        "a second colon in one value, or a line indented too far",
        f"put a text with a colon in quotes; {_ALIGN}",
    ),
    "could not find expected ':'": ("a key without a colon", "write `key: value`, with a space after the colon"),
    "did not find expected key": ("a line that does not line up with those above it", _ALIGN),
    _NO_DASH: ("a line that does not line up with the list above it", _ALIGN),
    "did not find expected ',' or '}'": _BRACKET,
    "did not find expected ',' or ']'": _BRACKET,
    "did not find expected node content": _BRACKET,
    "block sequence entries are not allowed in this context": (
        "a list item where none can stand",
        "begin a list in the line below its key",
    ),
    "found unknown escape character": (
        "an escape that text in double quotes does not have",
        "use single quotes, or write each backslash twice",
    ),
}
_KEY_LINE = re.compile(r"( *)((?![-#\s])[^#]*?:(?:\s.*)?$)")
_BARE_ITEM = re.compile(r"\s*- [^:#{\[]+$")
_TOP_LEVEL = re.compile(r"[^\s#\-\]})]")
TAB_WIDTH = 2


class Fault(NamedTuple):
    """A syntax error: what YAML calls it and what was being read (`OPENED`: the place is where that begins)."""

    problem: str
    context: str
    place: Place


class Repairs:
    """A text whose faulty parts were taken out, line by line, so that the rest can still be read.

    `shifts` says by how many columns a line grew, `tabbed` in which a tab was; `partial` that keys were taken out.
    """

    __slots__ = (
        "partial",
        "problems",
        "shifts",
        "tabbed",
        "text",
    )

    def __init__(self, text: str) -> None:
        self.text = text
        self.problems: list[Problem] = []
        self.shifts: dict[int, int] = {}
        self.tabbed: set[int] = set()
        self.partial = False

    def take_out(self, fault: Fault) -> bool:
        """Report a syntax error and remove what it makes unreadable; False where nothing would be left."""
        place = fault.place
        lines = self.text.split("\n")
        at = _key_without_colon(lines, place.line - 1) if fault.problem == _SECOND_COLON else None
        if at is not None:
            message, hint = _WORDS["could not find expected ':'"]
            self.problems.append(Problem("yaml-syntax", message, hint=hint, place=Place(at + 1, 1)))
            self._blank_block(lines, at)
            self.text = "\n".join(lines)
            return True
        if self._add_dash(fault, lines):
            self.text = "\n".join(lines)
            return True
        line = lines[place.line - 1] if place.line <= len(lines) else ""
        if not self.tabbed and any("\t" in _indent(near) for near in lines[max(0, place.line - 2) : place.line]):
            self._expand_tabs(lines)
        else:
            if not any(abs(place.line - number) <= 1 for number in self.tabbed):
                self.problems.append(_problem(fault, line))
            if not self._blank_block(lines, min(place.line, len(lines)) - 1):
                return False
        self.text = "\n".join(lines)
        return True

    def _add_dash(self, fault: Fault, lines: list[str]) -> bool:
        """Report and mend a line that is an item of the list above it, but for its dash; False where it is none."""
        at = fault.place.line - 1
        item = _KEY_LINE.match(lines[at]) if at < len(lines) else None
        above = next((number for number in range(at - 1, -1, -1) if lines[number].strip()), None)
        if item is None or above is None or fault.problem not in (_SECOND_COLON, _NO_DASH):
            return False
        if fault.problem == _SECOND_COLON and not _BARE_ITEM.match(lines[above]):
            return False
        dashes = (lines[number].index("-") for number in range(above, -1, -1) if lines[number].lstrip()[:2] == "- ")
        indent, own = next(dashes, None), len(item[1])
        if indent is None or own < indent:
            return False
        hint = f"a list item begins with `- `: write `- {shorten(item[2].strip())}`"
        place = Place(at + 1, own + 1, len(item[2].rstrip()))
        self.problems.append(Problem("yaml-syntax", "a list item without its dash", hint=hint, place=place))
        lines[at] = " " * indent + "- " + item[2]
        self.shifts[at + 1] = self.shifts.get(at + 1, 0) + indent + 2 - own
        return True

    def _expand_tabs(self, lines: list[str]) -> None:
        """Report the tabs in indentations, once for lines in a row, and read them as spaces."""
        for at, line in enumerate(lines):
            indent = _indent(line)
            if "\t" not in indent or not line.strip():
                continue
            if at not in self.tabbed:  # the line before, counted from 1
                place = Place(at + 1, indent.index("\t") + 1)
                hint = "indent with spaces, here and in the lines below"
                self.problems.append(Problem("yaml-tab", "a tab in the indentation", hint=hint, place=place))
            self.tabbed.add(at + 1)
            self.shifts[at + 1] = (TAB_WIDTH - 1) * indent.count("\t")
            lines[at] = indent.replace("\t", " " * TAB_WIDTH) + line[len(indent) :]

    def _blank_block(self, lines: list[str], at: int) -> bool:
        """Remove the key of the plan, with all that it holds, in which a line lies."""
        first = at
        while first > 0 and not _TOP_LEVEL.match(lines[first]):
            first -= 1
        after = at + 1
        while after < len(lines) and not _TOP_LEVEL.match(lines[after]):
            after += 1
        if not any(line.strip() for line in lines[first:after]):
            return False
        lines[first:after] = [""] * (after - first)
        self.partial = True
        return True


def _key_without_colon(lines: list[str], at: int) -> int | None:
    """The line before a key of the plan, where it is a key without a colon: YAML reads both as one key."""
    above = next((number for number in range(at - 1, -1, -1) if lines[number].strip()), None)
    if above is None or not (_TOP_LEVEL.match(lines[at]) and _TOP_LEVEL.match(lines[above])):
        return None
    return None if re.search(r":(\s|$)", lines[above]) else above


def _indent(line: str) -> str:
    return line[: len(line) - len(line.lstrip())]


def _problem(fault: Fault, line: str) -> Problem:
    place = fault.place
    begins = line[place.column - 1 : place.column]
    if fault.problem == "found character that cannot start any token" or (
        begins == "," and fault.context == "while parsing a block node"
    ):
        message = f"a text can't begin with {begins}"
        hint = "put it in quotes"
    elif fault.context == "while scanning a quoted scalar":
        message, hint = "a quote that is opened and not closed", "close it with the same quote"
    else:
        default = f"not YAML: {fault.problem}" + (f" ({fault.context})" if fault.context else "")
        message, hint = _WORDS.get(fault.problem, (default, _ALIGN))
    return Problem("yaml-syntax", message, hint=hint, place=place)
