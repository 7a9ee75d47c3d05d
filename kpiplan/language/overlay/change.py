"""What is to be changed: paths with values, from a mapping of the file or from texts such as `leads=1.8%`."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from types import MappingProxyType

from kpiplan.language.overlay.copies import moved
from kpiplan.language.yaml.decoding import NO_TEXT, no_text
from kpiplan.language.yaml.nodes import Node, scalar_value, shorten
from kpiplan.language.yaml.reader import parse
from kpiplan.problems import Path, Place, Problem
from kpiplan.tuples import NamedTuple

MOST = 1_000  # changes of one overlay
LONGEST = 200  # characters of a path
WHY = "why"
OPTION = "--set"  # what places call the texts of options
_OPTION = re.compile(r"\s*([^=]*?)\s*(\*?)=(.*)", re.DOTALL)
_STRANGE = re.compile(f"{NO_TEXT}|[\ud800-\udfff]")  # the latter are bytes that no encoding has
_NULL = re.compile(r"\s*(?:~|null|Null|NULL)\s*")
_EXAMPLE = "write a path and a value, such as leads=1.8%"
_NO_TEXTS: Mapping[str, str] = MappingProxyType({})


class Change(NamedTuple):
    """A value for a path of the plan (`goal.average_deal`, `funnel[2].mqls.lag`, `leads`), and where the path stands.

    `times`: the value is a number that what is there is multiplied by. A mapping is laid over what is there key by
    key, null takes it out.
    """

    path: str
    value: Node
    place: Place
    times: bool = False

    @property
    def said(self) -> Path:
        """The path as problems carry it."""
        return (shorten(self.path, 80),)


class Overlay(NamedTuple):
    """Changes in the order in which they are laid, what is wrong with them, and the texts that they were read from."""

    changes: tuple[Change, ...] = ()
    problems: tuple[Problem, ...] = ()
    texts: Mapping[str, str] = _NO_TEXTS

    def __add__(self, other: object) -> Overlay:
        """This overlay, then another one."""
        if not isinstance(other, Overlay):
            return NotImplemented
        texts = {**self.texts, **other.texts}
        return Overlay((*self.changes, *other.changes), (*self.problems, *other.problems), texts)


def of_mapping(node: Node) -> Overlay:
    """The changes of a scenario, or of a file that extends a plan: paths, or the plan's own structure."""
    if node.kind != "mapping" or node.broken:
        return Overlay()
    pairs = [(key, value) for key, value in node.pairs if key.text != WHY]
    if len(pairs) > MOST:
        return Overlay(problems=(_too_many(len(pairs), node.place),))
    return Overlay(tuple(_keyed(key, value) for key, value in pairs))


def _keyed(key: Node, value: Node) -> Change:
    times = key.text.endswith("*")
    return Change(key.text[:-1].rstrip() if times else key.text, value, key.place, times)


def of_pairs(values: Mapping[str, object], file: str = "set") -> Overlay:
    """The changes of a Python mapping: `{"leads": "1.8%"}`; a path that ends in `*` is multiplied by its value."""
    return of_texts([f"{path}={'null' if value is None else value}" for path, value in values.items()], file)


def of_texts(texts: Sequence[str], file: str = OPTION) -> Overlay:
    """The changes of options, each `PATH=VALUE` or `PATH*=NUMBER`; places count them as the lines of a file."""
    if len(texts) > MOST:
        return Overlay(problems=(_too_many(len(texts), Place(1, 1, 1, file)),), texts={file: ""})
    changes: list[Change] = []
    problems: list[Problem] = []
    line = 1
    for text in texts:
        found = _option(text, line, file)
        if isinstance(found, Change):
            changes.append(found)
        else:
            problems += found
        line += text.count("\n") + 1
    return Overlay(tuple(changes), tuple(problems), {file: "\n".join(texts)})


def _too_many(number: int, place: Place) -> Problem:
    return Problem("bad-change", f"{number:,} changes; at most {MOST:,} are laid over a plan", place=place)


def _option(text: str, line: int, file: str) -> Change | list[Problem]:
    strange = _STRANGE.search(text)
    if strange:
        at = Place(line, strange.start() + 1, 1, file)
        return [Problem("not-text", no_text(strange[0]), hint="remove it", place=at)]
    found = _OPTION.fullmatch(text)
    place = Place(line, 1, max(1, len(text.partition("\n")[0])), file)
    if found is None or not found[1]:
        message = f"{shorten(text)} has no {'=' if found is None else 'path before ='}"
        return [Problem("bad-change", message, hint=_EXAMPLE, place=place)]
    path, begin = found[1], found.start(3)
    if not found[3].strip():
        hint = "write a value, or null to take out what is there"
        return [Problem("bad-change", f"nothing stands after {shorten(path)}=", (shorten(path),), hint, place=place)]
    value = _value(found[3], line + text[:begin].count("\n"), begin - text.rfind("\n", 0, begin) - 1, file)
    if isinstance(value, Node):
        return Change(path, value, place._replace(length=len(path)), bool(found[2]))
    return value


def _value(text: str, line: int, column: int, file: str) -> Node | list[Problem]:
    """A value as the file would have it, its places moved to where it stands among the options."""
    blanks = len(text) - len(text.lstrip())
    if _NULL.fullmatch(text):
        return Node("scalar", Place(line, column + blanks + 1, len(text.strip()), file), text.strip())
    parsed = parse(text)

    def where(place: Place) -> Place:
        first = place.line == 1
        return Place(place.line + line - 1, place.column + (column if first else 0), place.length, file)

    if parsed.root is None or parsed.problems:
        return [each._replace(place=where(each.place or Place(1, 1))) for each in parsed.problems]
    return moved(parsed.root, where)


def as_data(changes: Sequence[Change]) -> dict[str, object]:
    """The changes as plain values by path; a path that multiplies ends in `*`."""
    return {f"{change.path}{'*' if change.times else ''}": plain_value(change.value) for change in changes}


def plain_value(node: Node) -> object:
    """A node as plain values."""
    if node.kind == "list":
        return [plain_value(item) for item in node.items]
    if node.kind == "mapping":
        return {key.text: plain_value(value) for key, value in node.pairs}
    return scalar_value(node)


def in_words(changes: Sequence[Change]) -> tuple[str, ...]:
    """The changes as options write them: `leads=1.8%`."""
    return tuple(f"{each.path}{'*' if each.times else ''}={as_written(each.value)}" for each in changes)


def as_written(node: Node) -> str:
    """A value in one line, as a plan may have it."""
    if node.kind == "list":
        return f"[{', '.join(map(as_written, node.items))}]"
    if node.kind == "mapping":
        return f"{{{', '.join(f'{key.text}: {as_written(value)}' for key, value in node.pairs)}}}"
    return node.text
