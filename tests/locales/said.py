"""Which English texts the code says, read from its syntax trees, and which records and codes hold texts to be said."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from typing import NamedTuple, get_args

from kpiplan import kpis
from kpiplan.codes import CODES
from kpiplan.kpis import record
from kpiplan.kpis.built_in import BUILT_IN, RESERVED_NAMES
from kpiplan.kpis.measures import Base
from kpiplan.kpis.record import Kpi
from kpiplan.locales.languages import titles
from kpiplan.months import NAMES
from tests.conftest import TOP

CODE = TOP / "kpiplan"
LANGUAGE_ROOM = CODE / "locales"  # where texts are looked up, whoever says them


class Said(NamedTuple):
    """A text that the code says, and where; `text` is None where it is put together on the spot."""

    text: str | None
    where: str


def said() -> list[Said]:
    """Every text of a call to `say`, `phrase` and `plural`."""
    files = sorted(CODE.rglob("*.py"))
    return [found for file in files for found in _said_in(file, ast.parse(file.read_text(encoding="utf-8")))]


def _said_in(file: Path, tree: ast.Module) -> Iterator[Said]:
    stored = _stored(tree)
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        where = f"{file.relative_to(TOP)}:{node.lineno}"
        name = _called(node.func)
        if name in ("say", "phrase") and node.args:
            yield from (Said(text, where) for text in _texts(node.args[0], stored, file, name))
        elif name == "plural" and len(node.args) > 1:
            word = node.args[1]
            known = isinstance(word, ast.Constant) or file.parent == LANGUAGE_ROOM
            if isinstance(word, ast.Constant):
                yield Said("{number} " + str(word.value), where)
            elif not known:
                yield Said(None, where)


def _called(function: ast.expr) -> str:
    """The name of what is called; `numbers.plural` is English and stays so."""
    if isinstance(function, ast.Attribute):
        module = isinstance(function.value, ast.Name) and function.value.id == "numbers"
        return "" if module else function.attr
    return function.id if isinstance(function, ast.Name) else ""


def _stored(tree: ast.Module) -> dict[str, list[str]]:
    """Texts by the name that they are assigned to."""
    found: dict[str, list[str]] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign):
            for target in node.targets:
                if isinstance(target, ast.Name):
                    found.setdefault(target.id, []).extend(_constants(node.value))
    return found


def _constants(node: ast.expr) -> list[str]:
    if isinstance(node, ast.IfExp):
        return [*_constants(node.body), *_constants(node.orelse)]
    return [node.value] if isinstance(node, ast.Constant) and isinstance(node.value, str) else []


def _texts(first: ast.expr, stored: dict[str, list[str]], file: Path, name: str) -> list[str | None]:
    """What a first argument may be: a text, one of two texts, or what was marked where it is defined."""
    if isinstance(first, ast.IfExp):
        return [text for each in (first.body, first.orelse) for text in _texts(each, stored, file, name)]
    if isinstance(first, ast.Constant):
        return [*_constants(first)]
    if isinstance(first, ast.Name):
        return [*stored.get(first.id, [])]
    later = isinstance(first, ast.Attribute | ast.Subscript) and name == "say"
    return [] if later or file.parent == LANGUAGE_ROOM else [None]


def told() -> set[str]:
    """Texts of data: months, languages, results, meanings of codes, what records of KPIs and measures say and use."""
    found = {*NAMES, *titles(), *RESERVED_NAMES, *(code.meaning for code in CODES.values())}
    for figure in BUILT_IN.values():
        found |= {text for text in (figure.label, figure.fees_label) if text}
    for module in (import_module(f"kpiplan.kpis.{each.name}") for each in iter_modules(kpis.__path__)):
        for value in vars(module).values():
            found |= set(_of_records(value))
    for name in ("Better", "Level", "Reach", "Cadence", "Purpose", "Scale"):
        found |= set(get_args(getattr(record, name)))
    return found


def _of_records(value: object) -> Iterator[str]:
    """The texts of the records that a module holds: single, in a list or by name."""
    if isinstance(value, Kpi | Base):
        yield from (text for text in value if isinstance(text, str))
    elif isinstance(value, dict):
        yield from (text for each in value.values() for text in _of_records(each))
    elif isinstance(value, tuple | list):
        yield from (text for each in value for text in _of_records(each))
