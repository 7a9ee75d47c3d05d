"""Numbers with commas between braces, where a comma ends a value: `{visits: 120,000}` is `120` and a key `000`."""

from __future__ import annotations

import re

from kpiplan.language import numerals
from kpiplan.language.yaml.nodes import Node
from kpiplan.tuples import NamedTuple

_BEGIN = re.compile(r"-?(?:[^\s0-9.,%-]{1,3} ?)?[0-9]{1,15}")
_REST = re.compile(r"[0-9]+(?:\.[0-9]+)?(?: ?[^\s0-9.-]{1,8})?(?: [A-Z]{3})?")
_DECIMALS = re.compile(r"[0-9]{1,2}|[0-9]+ ?[^\s0-9]+(?: [A-Z]{3})?")


class CutNumber(NamedTuple):
    """A number that commas cut into several: the key and value that it begins with, its whole text, a hint."""

    key: Node
    value: Node
    text: str
    hint: str


def rejoin(node: Node) -> list[CutNumber]:
    """Take the keys that are the rest of a number with commas out of a mapping; its value is then broken."""
    found: list[CutNumber] = []
    kept: list[tuple[Node, Node]] = []
    at = 0
    while at < len(node.pairs):
        pair = node.pairs[at]
        kept.append(pair)
        at += 1
        rests: list[str] = []
        while _begins(pair[1]) and at + len(rests) < len(node.pairs) and _is_rest(*node.pairs[at + len(rests)]):
            rests.append(node.pairs[at + len(rests)][0].text)
        hint = _hint(pair[1].text, rests) if rests else ""
        if hint:
            pair[1].broken = True
            found.append(CutNumber(*pair, ",".join((pair[1].text, *rests)), hint))
            at += len(rests)
    node.pairs = kept
    return found


def _begins(value: Node) -> bool:
    return value.kind == "scalar" and value.plain and _BEGIN.fullmatch(value.text) is not None


def _is_rest(key: Node, value: Node) -> bool:
    return value.unwritten and key.plain and _REST.fullmatch(key.text) is not None


def _hint(begin: str, rests: list[str]) -> str:
    """What to write instead; empty where it is no number with commas."""
    text = ",".join((begin, *rests))
    if numerals.money(text.lstrip("-")) is not None:
        return f'a number with commas needs quotes here, as in "{text}"'
    if len(rests) == 1 and _DECIMALS.fullmatch(rests[0]):
        return f"the decimal sign is a point: write {begin}.{rests[0]}"
    return ""
