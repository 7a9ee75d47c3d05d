"""Syntax errors of YAML in a planner's words, and what can still be read of a file that has some."""

import re

from kpiplan.language.yaml.nodes import shorten
from kpiplan.problems import Place, Problem
from kpiplan.tuples import NamedTuple

_ALIGN = "begin the keys of one mapping, and the items of one list, at the same column"
# what each kind of fault is in a planner's words, and what helps
_WORDS: dict[str, tuple[str, str]] = {
    "colon": (
        "a second colon in one value, or a line indented too far",
        f"put a text with a colon in quotes; {_ALIGN}",
    ),
    "no colon": ("a key without a colon", "write `key: value`, with a space after the colon"),
    "key": ("a line that does not line up with those above it", _ALIGN),
    "item": ("a line that does not line up with the list above it", _ALIGN),
    "bracket": (
        "a bracket that is not closed, or a comma that is missing",
        "close it, and put a comma between the values",
    ),
    "dash": ("a list item where none can stand", "begin a list in the line below its key"),
    "escape": (
        "an escape that text in double quotes does not have",
        "use single quotes, or write each backslash twice",
    ),
    "quote": ("a quote that is opened and not closed", "close it with the same quote"),
}
_NO_BEGINNING = "@`%,\t"  # what no text begins with
_CLOSED = r"""(?s)\"(?:[^"\\]|\\.)*"|'(?:[^']|'')*'"""
_HAS_COLON = r":(\s|$)"
_HEX = r"\\[xuU][0-9A-Fa-f]*$"
_KEY_LINE = r"( *)((?![-#\s])[^#]*?:(?:\s.*)?$)"
_BARE_ITEM = r"\s*- [^:#{\[]+$"
_TOP_LEVEL = r"[^\s#\-\]})]"
_EMPTY = r"(?m)^[ \t]+(?=#|$)"  # of a line without content: YAML allows tabs there
INNER_TAB = r"(?<=[^ \t\n])(?: *\t)+"  # after the indentation
TAB = "\t"
TAB_WIDTH = 2


def _without_tabs(blanks: re.Match[str]) -> str:
    return " " * len(blanks[0])


class Fault(NamedTuple):
    """A place where YAML's reader gave up, `began` where it says that what it was reading begins, and its own words.

    `inside`: the kind of the innermost list or mapping there, where that is written between brackets. The words are
    shown where nothing better is known; they differ from reader to reader, and nothing is decided by them.
    """

    place: Place
    began: Place | None = None
    inside: str = ""
    words: str = ""


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
        self.text = re.sub(_EMPTY, _without_tabs, text) if "\t" in text else text
        self.problems: list[Problem] = []
        self.shifts: dict[int, int] = {}
        self.tabbed: set[int] = set()
        self.partial = False

    def take_out(self, fault: Fault) -> bool:
        """Report a syntax error and remove what it makes unreadable; False where nothing would be left."""
        lines = self.text.split("\n")
        kind, place = _kind(fault, lines)
        at = _key_without_colon(lines, place.line - 1) if kind == "colon" else None
        if at is not None:
            message, hint = _WORDS["no colon"]
            self.problems.append(Problem("yaml-syntax", message, hint=hint, place=Place(at + 1, 1)))
            self._blank_block(lines, at)
            going = True
        elif self._add_dash(kind, place, lines):
            going = True
        elif not self.tabbed and any("\t" in _indent(near) for near in lines[max(0, place.line - 2) : place.line]):
            self._expand_tabs(lines)
            going = True
        else:
            if not any(abs(place.line - number) <= 1 for number in self.tabbed):
                self.problems.append(_problem(kind, place, fault.words, lines))
            going = self._blank_block(lines, place.line - 1)
        self.text = "\n".join(lines)
        return going

    def _add_dash(self, kind: str, place: Place, lines: list[str]) -> bool:
        """Report and mend a line that is an item of the list above it, but for its dash; False where it is none."""
        at = place.line - 1
        item = re.match(_KEY_LINE, lines[at]) if at < len(lines) else None
        above = next((number for number in range(at - 1, -1, -1) if lines[number].strip()), None)
        if item is None or above is None or kind not in ("colon", "item"):
            return False
        if kind == "colon" and not re.match(_BARE_ITEM, lines[above]):
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
        while first > 0 and not re.match(_TOP_LEVEL, lines[first]):
            first -= 1
        after = at + 1
        while after < len(lines) and not re.match(_TOP_LEVEL, lines[after]):
            after += 1
        if not any(line.strip() for line in lines[first:after]):
            return False
        lines[first:after] = [""] * (after - first)
        self.partial = True
        return True


def _key_without_colon(lines: list[str], at: int) -> int | None:
    """The line before a key of the plan, where it is a key without a colon: YAML reads both as one key."""
    above = next((number for number in range(at - 1, -1, -1) if lines[number].strip()), None)
    if above is None or not (re.match(_TOP_LEVEL, lines[at]) and re.match(_TOP_LEVEL, lines[above])):
        return None
    return None if re.search(r":(\s|$)", lines[above]) else above


def _indent(line: str) -> str:
    return line[: len(line) - len(line.lstrip())]


def _kind(fault: Fault, lines: list[str]) -> tuple[str, Place]:
    """What is wrong where YAML's reader gave up, told from the text alone, and the place to show."""
    place = Place(min(fault.place.line, len(lines)), fault.place.column)
    began = fault.began if fault.began and fault.began[:2] != place[:2] else None
    before, here = _around(lines, place)
    opening = _around(lines, began)[1] if began else ""
    if began and opening[:1] in ("'", '"') and not re.match(_CLOSED, "\n".join([opening, *lines[began.line :]])):
        return "quote", began
    if began and opening[:1] == '"' and (here[:1] == "\\" or before.endswith("\\") or re.search(_HEX, before)):
        return "escape", place._replace(column=len(before) + 1 if here[:1] == "\\" else before.rindex("\\") + 1)
    if began and opening[:1] and opening[0] in "[{":
        return "bracket", began
    if here[:1] and here[0] in _NO_BEGINNING and not (fault.inside and here[0] == ","):
        return "beginning", place
    if (here[:1] and here[0] in "]},") or fault.inside:
        return "bracket", place
    if here[:1] == ":":
        return "colon", place
    if here[:2].rstrip() == "-" and before.strip():
        return "dash", place
    if began and not (opening[:2].rstrip() in ("-", "?", ":") or re.search(_HAS_COLON, opening)):
        return "no colon", began
    if began:
        return ("item" if opening[:1] == "-" else "key"), place
    return "", place


def _around(lines: list[str], place: Place) -> tuple[str, str]:
    """A line before a place and from it on."""
    line = lines[place.line - 1] if place.line <= len(lines) else ""
    return line[: place.column - 1], line[place.column - 1 :]


def _problem(kind: str, place: Place, words: str, lines: list[str]) -> Problem:
    if kind == "beginning":
        first = _around(lines, place)[1][0]
        message, hint = f"a text can't begin with {'a tab' if first == TAB else first}", "put it in quotes"
    else:
        message, hint = _WORDS.get(kind, (f"not YAML: {words}", _ALIGN))
    return Problem("yaml-syntax", message, hint=hint, place=place)
