"""A plan file -> the plan and all its problems."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from functools import partial
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from kpiplan import checks
from kpiplan.language.build import build_plan
from kpiplan.language.keys.plan import PLAN, prepared
from kpiplan.language.values.shape import Memory, Reading, TooManyProblemsError
from kpiplan.language.yaml.decoding import decode
from kpiplan.language.yaml.document import NOT_READ
from kpiplan.language.yaml.nodes import Node, find
from kpiplan.language.yaml.reader import parse
from kpiplan.months import Month
from kpiplan.plan.model import Plan
from kpiplan.problems import Place, Problem, excerpt_line, in_order
from kpiplan.tuples import NamedTuple

if TYPE_CHECKING:
    from kpiplan.analysis.trials.trial import PlanTree
    from kpiplan.language.overlay.change import Change, Overlay
    from kpiplan.language.overlay.extends import FileReader

_ANY_START = Month(2000, 1)  # stands in where the plan's own can't be read; such a plan is never returned


class PlanFile(NamedTuple):
    """A plan file before it is read as a plan: its tree, and what is needed to say where a problem lies.

    `root` is None where there is no tree. `texts` are those of what else the tree is made of, by the names that places
    have for them: files that it extends, options laid over it.
    """

    file: str
    text: str
    root: Node | None = None
    problems: tuple[Problem, ...] = ()
    partial: bool = False
    texts: Mapping[str, str] = MappingProxyType({})
    memory: Memory | None = None
    changes: "tuple[Change, ...]" = ()  # what was laid over the file

    def locate(self, problems: Iterable[Problem]) -> tuple[Problem, ...]:
        """The problems with file, place and excerpt, in the order of severity and place, each once."""
        lines = {"": self.text.split("\n")}
        return in_order(self._located(problem, lines) for problem in problems)

    def _located(self, problem: Problem, lines: dict[str, list[str]]) -> Problem:
        place = problem.place or (find(self.root, problem.path) if self.root else Place(1, 1))
        if place.file not in lines:
            lines[place.file] = self.texts.get(place.file, "").split("\n")
        file, of_file = place.file or self.file, lines[place.file]
        line = of_file[place.line - 1] if place.line <= len(of_file) else ""
        if not line.strip():
            return problem._replace(file=file, place=place)
        excerpt, column = excerpt_line(line, place)
        return problem._replace(file=file, place=place, excerpt=excerpt, skipped=place.column - column)


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
    def tree(self) -> Node | None:
        """What the file says, under the changes that were laid over it."""
        return self.source.root

    @property
    def errors(self) -> tuple[Problem, ...]:
        """The problems that keep the plan from being computed."""
        return tuple(problem for problem in self.problems if problem.severity == "error")


def load(data: bytes, file: str, reads: "FileReader | None" = None) -> Loaded:
    """Read a plan from the bytes of a file; `file` is what messages call it.

    `reads` gives the bytes of a file that this one extends; without, it can extend none.
    """
    return laid(read_file(data, file, reads))


def read_file(data: bytes, file: str, reads: "FileReader | None" = None) -> PlanFile:
    """The tree of a file, all that it extends laid under it: read once, it can be built under many changes."""
    text, problem = decode(data)
    if problem:
        return PlanFile(file, text, None, (problem,))
    parsed = parse(text)
    root, problems, partial = parsed.root, tuple(parsed.problems), parsed.partial
    if root is None or root.kind != "mapping" or root.get("kind"):
        from kpiplan.language.yaml.other_files import mistaken  # few files need it

        other = mistaken(text, root)
        if other:
            return PlanFile(file, text, None, (other,))
    if root is None or root.kind != "mapping" or root.get("extends") is None:
        return PlanFile(file, text, root, problems, partial, memory=Memory())
    from kpiplan.language.overlay.extends import extended  # few files do

    found = extended(root, file, reads)
    return PlanFile(
        file, text, found.root, (*problems, *found.problems), partial or found.partial, found.texts, Memory()
    )


def changed(source: PlanFile, values: Mapping[str, object], name: str | None) -> Loaded:
    """The plan of a file under one of its scenarios (None: under none), then under values by their paths.

    Raises KeyError where it has no such scenario.
    """
    if not values and name is None:
        return laid(source)
    from kpiplan.language.overlay.change import Overlay, of_pairs

    overlay = Overlay() if name is None or source.root is None else scenario(source, name)
    return laid(source, overlay + of_pairs(values))


def laid(source: PlanFile, overlay: "Overlay | None" = None) -> Loaded:
    """The plan of a file, under changes where there are any, and all problems of both."""
    if source.root is None:
        return Loaded(None, source.problems, source)
    under = source
    if overlay:
        from kpiplan.language.overlay.apply import applied  # few plans are looked at under changes

        if source.memory and source.memory.open:
            _learn(source.root, source.partial, source.memory)
        root, found = applied(source.root, overlay.changes, prepared(source.root, source.partial))
        problems = (*source.problems, *overlay.problems, *found)
        changes, texts = (*source.changes, *overlay.changes), {**source.texts, **overlay.texts}
        under = source._replace(root=root, problems=problems, texts=texts, changes=changes)
    return _built(under, under.root or source.root, checked=not overlay)


def _built(source: PlanFile, root: Node, *, checked: bool) -> Loaded:
    """The plan of a tree; its scenarios are looked at where it is `checked` as it stands."""
    reading = prepared(root, source.partial, None if checked else source.memory)
    try:
        values = PLAN.read(root, (), reading)
    except TooManyProblemsError:
        last = reading.problems[-1]
        hint = "mend the first, and check again"
        reading.problems[-1] = Problem("too-many-problems", "more problems follow", hint=hint, place=last.place)
        values = None
    found = [*source.problems, *reading.problems]
    if values is None or source.partial:
        return Loaded(None, found, source)
    if checked and root.get("scenarios") is not None:
        found += _of_scenarios(root, reading)
    plan = build_plan(values, reading.start or _ANY_START)
    unread = [key.meant for key, _ in root.pairs if key.meant]
    return Loaded(plan, [*found, *checks.errors(plan, found, unread)], source)


def scenario(source: PlanFile, name: str) -> "Overlay":
    """The changes of a scenario of the plan. Raises KeyError where it has none of the name."""
    from kpiplan.language.overlay.change import of_mapping

    held = source.root.get("scenarios") if source.root else None
    node = held.get(name) if held else None
    if node is None:
        raise KeyError(name)
    return of_mapping(node)


def scenario_names(source: PlanFile) -> tuple[str, ...]:
    """The names of the scenarios of a plan, in the order of the file."""
    held = source.root.get("scenarios") if source.root else None
    return tuple(dict.fromkeys(key.text for key, _ in held.pairs)) if held else ()


class Under(NamedTuple):
    """A plan under one of its scenarios, or under other changes that a name is given to."""

    name: str
    why: str
    overlay: "Overlay"
    loaded: Loaded


def under(source: PlanFile, names: Iterable[str]) -> tuple[Under, ...]:
    """The plan of a file under each of some scenarios. Raises KeyError where it has none of a name."""
    found = []
    for name in names:
        overlay = scenario(source, name)
        held = source.root.get("scenarios") if source.root else None
        node = held.get(name) if held else None
        why = node.get("why") if node else None
        found.append(Under(name, why.text.strip() if why else "", overlay, laid(source, overlay)))
    return tuple(found)


def _of_scenarios(root: Node, reading: Reading) -> list[Problem]:
    """What is wrong with the paths of scenarios; their values are read when they are laid."""
    from kpiplan.language.overlay.apply import applied
    from kpiplan.language.overlay.change import of_mapping

    held = root.get("scenarios")
    found: list[Problem] = []
    for _, node in held.pairs if held else ():
        overlay = of_mapping(node)
        found += [*overlay.problems, *applied(root, overlay.changes, reading)[1]]
    return found


def built(source: PlanFile, root: Node) -> Plan | None:
    """The plan of another tree that shares parts with that of a file; None where it can't be read."""
    if source.root and source.memory and source.memory.open:
        _learn(source.root, source.partial, source.memory)
    return _built(source._replace(root=root, problems=()), root, checked=False).plan


def _learn(root: Node, partial: bool, memory: Memory) -> None:
    """Keep what the parts of a tree read to."""
    with suppress(TooManyProblemsError):
        PLAN.read(root, (), prepared(root, partial, memory))
    memory.open = False


def ground_of(source: PlanFile) -> "PlanTree":
    """What numbers of a plan are tried on (`analysis.trials`). The source has a tree."""
    from kpiplan.analysis.trials.trial import PlanTree

    assert source.root is not None
    return PlanTree(source.root, prepared(source.root, source.partial), partial(laid, source))
