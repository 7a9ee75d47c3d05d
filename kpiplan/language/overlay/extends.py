"""`extends: plan.yaml`: a file that is laid over the plan which it names, and that perhaps over another."""

from __future__ import annotations

import os.path
from collections.abc import Callable, Mapping

from kpiplan.language.overlay.apply import applied
from kpiplan.language.overlay.change import of_mapping
from kpiplan.language.overlay.copies import mapping, moved, with_pairs
from kpiplan.language.overlay.laying import laid_over
from kpiplan.language.values.shape import Reading
from kpiplan.language.yaml.decoding import decode
from kpiplan.language.yaml.nodes import Node, shorten
from kpiplan.language.yaml.reader import parse
from kpiplan.problems import Place, Problem
from kpiplan.tuples import NamedTuple

EXTENDS = "extends"
DEEPEST = 5  # files below the one that is read
FileReader = Callable[[str], bytes]  # of a file by its name; raises OSError, or what ends the program


class Extended(NamedTuple):
    """A tree with all that it extends below it (None where that can't be had), and the texts of those files."""

    root: Node | None
    problems: tuple[Problem, ...]
    texts: Mapping[str, str]
    partial: bool = False


class _Chain(NamedTuple):
    """The files from the one that is read to the one that is looked at; all lie in the folder of the first."""

    files: tuple[str, ...]
    reads: FileReader | None

    @property
    def folder(self) -> str:
        return os.path.realpath(os.path.dirname(self.files[0]) or ".")


def extended(root: Node, file: str, reads: FileReader | None) -> Extended:
    """The tree of a file laid over what it extends; as it is where it extends nothing."""
    return _extended(root, _Chain((file,), reads))


def _extended(root: Node, chain: _Chain) -> Extended:
    named = root.get(EXTENDS) if root.kind == "mapping" else None
    if named is None:
        return Extended(root, (), {})
    name = os.path.join(os.path.dirname(chain.files[-1]), named.text)
    refusal = _refusal(named, name, chain)
    if refusal:
        return Extended(None, (_problem(named, *refusal),), {})
    below = _read(named, name, chain)
    if below.root is None:
        return below
    base, found = _laid(below.root, root)
    return Extended(base, (*below.problems, *found), below.texts, below.partial)


def _refusal(named: Node, name: str, chain: _Chain) -> tuple[str, str] | None:
    """Why a file can't be extended, and what would be right."""
    example = "write the name of a plan beside this file, such as extends: plan.yaml"
    if named.kind != "scalar" or named.empty or not named.text.strip():
        return "extends takes the name of a file", example
    if chain.reads is None:
        return f"a text that is in no file can't extend {shorten(named.text)}", "write it to a file beside the plan"
    if os.path.isabs(named.text) or "\\" in named.text or "\0" in named.text:
        return f"{shorten(named.text)} is no relative name", example
    real = os.path.realpath(name)
    if os.path.commonpath([real, chain.folder]) != chain.folder:
        return f"{shorten(named.text)} lies outside the folder of {shorten(os.path.basename(chain.files[0]))}", example
    if real in map(os.path.realpath, chain.files):
        return f"{shorten(named.text)} leads back to itself", "extend the plan itself"
    if len(chain.files) > DEEPEST:
        return f"more than {DEEPEST} files extend each other", "extend the plan itself"
    return None


def _problem(named: Node, message: str, hint: str) -> Problem:
    return Problem("bad-extends", message, (EXTENDS,), hint, place=named.place)


def _read(named: Node, name: str, chain: _Chain) -> Extended:
    """The file of a name, with all that it extends; its places say which file it is."""
    try:
        data = chain.reads(name) if chain.reads else b""
    except OSError as error:
        message = f"{shorten(named.text)} can't be read: {error.strerror or error}"
        return Extended(None, (_problem(named, message, "write the name of a plan beside this file"),), {})
    text, refused = decode(data)

    def here(place: Place) -> Place:
        return place._replace(file=name)

    if refused:
        return Extended(None, (refused._replace(place=here(refused.place or Place(1, 1))),), {name: text})
    parsed = parse(text)
    problems = tuple(each._replace(place=here(each.place or Place(1, 1))) for each in parsed.problems)
    if parsed.root is None or parsed.root.kind != "mapping":
        found = problems or (_problem(named, f"{shorten(named.text)} is no plan", "extend a plan"),)
        return Extended(None, found, {name: text})
    below = _extended(moved(parsed.root, here), chain._replace(files=(*chain.files, name)))
    return Extended(
        below.root, (*problems, *below.problems), {name: text, **below.texts}, parsed.partial or below.partial
    )


def _laid(base: Node, over: Node) -> tuple[Node, list[Problem]]:
    """A tree laid over another: by the rule of scenarios, its own scenarios and what it is for among it."""
    own = [(key, value) for key, value in over.pairs if key.text in ("scenarios", "why")]
    rest = with_pairs(over, [(key, value) for key, value in over.pairs if key.text not in ("scenarios", EXTENDS)])
    overlay = of_mapping(rest)
    found, more = applied(base, overlay.changes, Reading(None))
    if own:
        found = laid_over(found, mapping(over.place, own), more)
    return found, [*overlay.problems, *more]
