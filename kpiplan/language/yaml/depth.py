"""How deep brackets nest in a text that no YAML reader could read: counted here, by the text alone.

A reader looks ahead of what it has told of, and some (libyaml 0.2.6) give up at a depth of their own, others never.
"""

from __future__ import annotations

import re

from kpiplan.problems import Place

AHEAD = 20_000  # characters; far more than any reader looks ahead without telling what it read
_QUOTED = r"""\"(?:[^"\\]|\\.)*(?:"|\Z)|'(?:[^']|'')*(?:'|\Z)"""
_SKIPPED = rf"\s+|(?:(?<=\s)|\A)#[^\n]*|{_QUOTED}"
# outside of brackets a plain text may hold some, inside it ends at them
_OUTSIDE = rf"(?s){_SKIPPED}|(?P<bracket>[\[{{])|[-?:](?=\s)|[&!]\S*|(?:(?!:\s|\s\#)[^\n])+|."
_INSIDE = rf"(?s){_SKIPPED}|(?P<bracket>[\[\]{{}}])|[^\s\[\]{{}},:\#\"'][^\[\]{{}},:\#\n]*|."


def first_deeper(text: str, begin: Place, end: Place, most: int) -> Place | None:
    """The place of the first bracket that opens more than `most` inside each other; None where there is none.

    `begin` lies outside of texts and comments, `end` (a place too) is looked at as well.
    """
    lines = text.split("\n")[begin.line - 1 : end.line]
    if not lines:
        return None
    if end.line - begin.line + 1 == len(lines):
        lines[-1] = lines[-1][: end.column]
    lines[0] = " " * (begin.column - 1) + lines[0][begin.column - 1 :]
    outside, inside = re.compile(_OUTSIDE), re.compile(_INSIDE)
    part, at, depth = "\n".join(lines)[: begin.column + AHEAD], 0, 0
    while at < len(part):
        found = (inside if depth else outside).match(part, at)
        if found is None:
            return None
        bracket = found["bracket"]
        depth += 0 if not bracket else 1 if bracket in "[{" else -1
        if depth > most:
            before = part[:at]
            return Place(begin.line + before.count("\n"), at - before.rfind("\n"))
        at = found.end()
    return None
