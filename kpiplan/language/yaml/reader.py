"""YAML text -> a tree of nodes, where its syntax is broken the tree of the other keys."""

from __future__ import annotations

import re

import yaml

from kpiplan.language.yaml.document import UnreadableError, YamlDocument
from kpiplan.language.yaml.syntax import INNER_TAB, Repairs
from kpiplan.language.yaml.tree import Builder
from kpiplan.problems import Place, Problem

MAX_REPAIRS = 20

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # the second, all of Python, is there without a compiler


def parse(text: str) -> YamlDocument:
    """The tree of a YAML text. Where its syntax is broken, the tree of the other keys."""
    if _LOADER is yaml.SafeLoader:  # to which a tab is no blank
        text = re.sub(INNER_TAB, lambda blanks: " " * len(blanks[0]), text)
    repairs = Repairs(text)
    for _ in range(MAX_REPAIRS):
        builder = Builder(repairs.shifts)
        try:
            for event in yaml.parse(repairs.text, Loader=_LOADER):
                builder.take(event)
            break
        except yaml.YAMLError as error:
            fault = builder.fault(error)
            deep = builder.too_deep(repairs.text, fault.place)
            if deep:
                return YamlDocument(None, [*repairs.problems, *builder.problems, deep])
            if not repairs.take_out(fault):
                return YamlDocument(None, repairs.problems)
        except UnreadableError as stop:
            return YamlDocument(None, [*repairs.problems, *builder.problems, stop.problem])
    else:
        return YamlDocument(None, repairs.problems)
    problems = [*repairs.problems, *builder.problems]
    root = builder.root
    if root is None or root.empty:
        hint = "`kpiplan init` writes a plan to start from"
        empty = Problem("empty-file", "the file has no content", hint=hint, place=Place(1, 1))
        return YamlDocument(None, problems or [empty])
    readable = not root.broken and (root.kind == "mapping" or not repairs.partial)
    return YamlDocument(root if readable else None, problems, repairs.partial)
