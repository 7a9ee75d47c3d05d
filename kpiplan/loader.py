"""A plan file -> the plan and all its problems."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from kpiplan import checks
from kpiplan.build import build_plan
from kpiplan.language.funnel import stage_names
from kpiplan.language.nodes import Node, find
from kpiplan.language.plan import PLAN
from kpiplan.language.shapes import Reading
from kpiplan.language.yamltext import decode, parse
from kpiplan.months import Month
from kpiplan.plan import Plan
from kpiplan.problems import Problem, excerpt_line, in_order

_ANY_START = Month(2000, 1)  # stands in where the plan's own can't be read


@dataclass(frozen=True)
class Source:
    """A plan file as read: what is needed to say where in it a problem lies."""

    file: str
    text: str
    root: Node | None = None

    def locate(self, problems: Iterable[Problem]) -> tuple[Problem, ...]:
        """The problems with file, place and excerpt, in the order of severity and place, each once."""
        lines = self.text.splitlines()
        return in_order(self._located(problem, lines) for problem in problems)

    def _located(self, problem: Problem, lines: list[str]) -> Problem:
        place = problem.place or (find(self.root, problem.path) if self.root else None)
        line = lines[place.line - 1] if place and place.line <= len(lines) else ""
        excerpt = excerpt_line(line, place)[0] if place and line.strip() else ""
        return replace(problem, file=self.file, place=place, excerpt=excerpt)


@dataclass(frozen=True)
class Loaded:
    """What a file gave: the plan (None where it has errors), its problems, and the file itself."""

    plan: Plan | None
    problems: tuple[Problem, ...]
    source: Source

    @property
    def errors(self) -> tuple[Problem, ...]:
        """The problems that keep the plan from being computed."""
        return tuple(problem for problem in self.problems if problem.severity == "error")


def load(data: bytes, file: str) -> Loaded:
    """Read a plan from the bytes of a file; `file` is what messages call it."""
    text, problem = decode(data)
    if problem:
        return _failed(Source(file, text), [problem])
    root, problems = parse(text)
    source = Source(file, text, root)
    if root is None:
        return _failed(source, problems)
    reading = _prepared(root)
    reading.problems += problems
    values = PLAN.read(root, (), reading)
    if values is None:
        return _failed(source, reading.problems)
    plan = build_plan(values, reading.start)
    found = [*reading.problems, *checks.errors(plan, reading.problems)]
    located = source.locate(found)
    good = not any(problem.severity == "error" for problem in located)
    return Loaded(plan if good else None, located, source)


def _failed(source: Source, problems: Iterable[Problem]) -> Loaded:
    return Loaded(None, source.locate(problems), source)


def _prepared(root: Node) -> Reading:
    """What other keys need to be read: the first month, the currency, the names of the stages."""
    top = {key.text: value for key, value in reversed(root.pairs)}
    aside = Reading(_ANY_START)
    start = next(
        (PLAN.keys[name].shape.read(top[name], (name,), aside) for name in ("start", "year") if name in top), None
    )
    currency = PLAN.keys["currency"].shape.read(top["currency"], ("currency",), aside) if "currency" in top else None
    funnels: dict[str | None, tuple[str, ...]] = {}
    if "funnel" in top:
        funnels[None] = stage_names(top["funnel"])
    for key, segment in top["segments"].pairs if "segments" in top else ():
        own = next((value for name, value in segment.pairs if name.text == "funnel"), None)
        if own:
            funnels[key.text] = stage_names(own)
    return Reading(start or _ANY_START, currency, funnels)
