"""A plan file -> the plan and all its problems."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from kpiplan import checks
from kpiplan.language.build import build_plan
from kpiplan.language.keys.funnel import stage_names
from kpiplan.language.keys.plan import PLAN
from kpiplan.language.values.shape import Reading, TooManyProblemsError
from kpiplan.language.yaml.decoding import decode
from kpiplan.language.yaml.document import NOT_READ
from kpiplan.language.yaml.nodes import Node, find
from kpiplan.language.yaml.reader import parse
from kpiplan.months import Month
from kpiplan.plan.model import Plan
from kpiplan.problems import Place, Problem, excerpt_line, in_order

_ANY_START = Month(2000, 1)  # stands in where the plan's own can't be read; such a plan is never returned


class PlanFile(NamedTuple):
    """A plan file as read: what is needed to say where in it a problem lies."""

    file: str
    text: str
    root: Node | None = None

    def locate(self, problems: Iterable[Problem]) -> tuple[Problem, ...]:
        """The problems with file, place and excerpt, in the order of severity and place, each once."""
        lines = self.text.split("\n")
        return in_order(self._located(problem, lines) for problem in problems)

    def _located(self, problem: Problem, lines: list[str]) -> Problem:
        place = problem.place or (find(self.root, problem.path) if self.root else Place(1, 1))
        line = lines[place.line - 1] if place.line <= len(lines) else ""
        if not line.strip():
            return problem._replace(file=self.file, place=place)
        excerpt, column = excerpt_line(line, place)
        return problem._replace(file=self.file, place=place, excerpt=excerpt, skipped=place.column - column)


class Loaded:
    """What a file gave: the plan (None where it has errors), its problems, and the file itself.

    Made of problems found anywhere, which are located in the file here. There is no other way to one, and so it has
    either a plan or an error with a place, never both and never neither. Unpacks to the first two:
    `plan, problems = load(…)`.
    """

    __slots__ = (
        "plan",
        "problems",
        "source",
    )

    def __init__(self, plan: Plan | None, problems: Iterable[Problem], source: PlanFile) -> None:
        self.source = source
        self.problems = source.locate(problems)
        self.plan = None if self.errors else plan
        if self.plan is None and not self.errors:
            self.problems = source.locate([*self.problems, NOT_READ])

    def __iter__(self) -> Iterator[Any]:
        return iter((self.plan, self.problems))

    @property
    def errors(self) -> tuple[Problem, ...]:
        """The problems that keep the plan from being computed."""
        return tuple(problem for problem in self.problems if problem.severity == "error")


def load(data: bytes, file: str) -> Loaded:
    """Read a plan from the bytes of a file; `file` is what messages call it."""
    text, problem = decode(data)
    if problem:
        return Loaded(None, [problem], PlanFile(file, text))
    parsed = parse(text)
    source = PlanFile(file, text, parsed.root)
    if parsed.root is None or parsed.root.kind != "mapping" or parsed.root.get("kind"):
        from kpiplan.language.yaml.other_files import mistaken  # few files need it

        other = mistaken(text, parsed.root)
        if other:
            return Loaded(None, [other], source)
    if parsed.root is None:
        return Loaded(None, parsed.problems, source)
    reading = _prepared(parsed.root, parsed.partial)
    try:
        values = PLAN.read(parsed.root, (), reading)
    except TooManyProblemsError:
        last = reading.problems[-1]
        hint = "mend the first, and check again"
        reading.problems[-1] = Problem("too-many-problems", "more problems follow", hint=hint, place=last.place)
        values = None
    found = [*parsed.problems, *reading.problems]
    if values is None or parsed.partial:
        return Loaded(None, found, source)
    plan = build_plan(values, reading.start or _ANY_START)
    unread = [key.meant for key, _ in parsed.root.pairs if key.meant]
    return Loaded(plan, [*found, *checks.errors(plan, found, unread)], source)


def _prepared(root: Node, partial: bool) -> Reading:
    """What other keys need to be read: the first month, the currency, the names of the stages."""
    aside = Reading(None)

    def value(name: str) -> Any:
        node = root.get(name)
        return None if node is None else PLAN.keys[name].shape.take(node, (name,), aside)

    segments = root.get("segments")
    funnels = [(key.text, held.get("funnel")) for key, held in (segments.pairs if segments else ())]
    names = {name: stage_names(held) for name, held in [(None, root.get("funnel")), *funnels] if held is not None}
    years = [(key.text, held.get("last_year")) for key, held in (segments.pairs if segments else ())]
    last_years = {name: held for name, held in [(None, root.get("last_year")), *years] if held is not None}
    start = value("start") or value("year")
    return Reading(start, value("currency"), names, _segment_names(segments, partial), partial, last_years)


def _segment_names(segments: Node | None, partial: bool) -> tuple[str, ...] | None:
    if segments is None:
        return None if partial else ()
    return None if segments.broken or segments.kind != "mapping" else tuple(key.text for key, _ in segments.pairs)
