"""What a CI is told: problems and missed gates as annotations of files, with fingerprints that edits leave alone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from hashlib import sha256
from itertools import pairwise
from typing import Literal

from kpiplan.analysis.gates import Gate
from kpiplan.codes import CODES, Severity
from kpiplan.problems import Path, Place, Problem, path_text
from kpiplan.tuples import NamedTuple

Subject = Literal["plan", "export", "gate", "run"]

GATES = {
    "behind": "A stage, revenue or KPI is behind by more than chance explains, or overdue.",
    "watch": "A stage, revenue or KPI is short by what chance hardly explains.",
    "under": "A figure is below the least part of its target that it may have.",
    "chance": "The goal is less likely than it must be.",
    "moved": "A change of the plan moves a figure by more than it may.",
}
_GATE = "gate-"
NOTHING_COMPARED, UNREAD = "nothing-compared", "unread-file"
_OTHERS = {
    NOTHING_COMPARED: "Exports have nothing that could be compared with the plan.",
    UNREAD: "A file that was named can't be read.",
}


class Annotation(NamedTuple):
    """One thing that is to be seen at a file: the rule that found it, what is said, what would be right.

    `at` leads to what it is about: the path of a value in the plan, `inbound.sqls` of a gate. `line` and `columns` (the
    first, and the one behind the last) count from 1 in characters; None where it is of the whole file, or line.
    `fails`: the run fails for it. `accepted` is the plan's reason for accepting a warning.
    """

    rule: str
    of: Subject
    severity: Severity
    message: str
    file: str
    hint: str = ""
    at: str = ""
    line: int | None = None
    columns: tuple[int, int] | None = None
    fails: bool = False
    accepted: str | None = None
    fingerprint: str = ""

    @property
    def case(self) -> str:
        """What a list of tests calls it, there or not: `bad-percentage at funnel.leads`, `sqls behind`."""
        if self.of == "gate":
            return f"{self.at} {self.rule.removeprefix(_GATE)}"
        return f"{self.rule} at {self.at}" if self.at else self.rule

    @property
    def meaning(self) -> str:
        """What the rule is about, in a sentence."""
        if self.of == "gate":
            return GATES[self.rule.removeprefix(_GATE)]
        return _OTHERS.get(self.rule) or CODES[self.rule].meaning


class InspectedFile(NamedTuple):
    """A file that was looked at: what is to be seen there, and the cases that were asked of it and hold."""

    file: str
    annotations: tuple[Annotation, ...]
    held: tuple[str, ...] = ()


class Inspection(NamedTuple):
    """What a command found in files; `command` is its name, and `version` that of the program."""

    command: str
    version: str
    files: tuple[InspectedFile, ...]

    @property
    def annotations(self) -> tuple[Annotation, ...]:
        """Those of all files."""
        return tuple(each for file in self.files for each in file.annotations)


def of_problem(problem: Problem, message: str | None = None, *, strict: bool = False) -> Annotation:
    """A problem as an annotation; `message` is its own in another language, `strict` fails for warnings too."""
    place, code = problem.place, CODES[problem.code]
    columns = (place.column, place.column + place.length) if place and code.of == "plan" else None
    return Annotation(
        problem.code,
        code.of,
        code.severity,
        problem.message if message is None else message,
        problem.file,
        problem.hint,
        _lasting(problem.path),
        place.line if place else None,
        columns,
        problem.counts if strict else code.severity == "error",
        problem.accepted,
    )


def of_gate(gate: Gate, message: str, file: str, place: Place | None = None) -> Annotation:
    """A missed gate at the plan that states the targets, and at its place there."""
    found = missed_gate(gate.kind, _gate_at(gate), message, file)
    if place is None:
        return found
    columns = (place.column, place.column + place.length)
    return found._replace(file=place.file or file, line=place.line, columns=columns)


def missed_gate(kind: str, at: str, message: str, file: str) -> Annotation:
    """One of the GATES that was missed by what is called `at`."""
    return Annotation(f"{_GATE}{kind}", "gate", "error", message, file, at=at, fails=True)


def gate_case(gate: Gate) -> str:
    """What a list of tests calls a gate: `sqls behind`, `inbound.sqls under`."""
    return of_gate(gate, "", "").case


def _gate_at(gate: Gate) -> str:
    return f"{gate.segment}.{gate.kpi}" if gate.segment else gate.kpi


def failed(rule: str, message: str, file: str) -> Annotation:
    """A run that came to nothing, at the file that is to blame (UNREAD, NOTHING_COMPARED)."""
    return Annotation(rule, "run", "error", message, file, fails=True)


def _lasting(path: Path) -> str:
    """A path to a value that stays when others are put above it: a place in a list counts where no name follows."""
    kept = [part for part, after in pairwise(path) if isinstance(part, str) or isinstance(after, int)]
    return path_text((*kept, *path[-1:]))


def inspection(
    command: str,
    version: str,
    annotations: Iterable[Annotation],
    files: Sequence[str],
    held: Mapping[str, Sequence[str]] | None = None,
) -> Inspection:
    """The annotations by the files that they lie in, after those that were asked for, each with its fingerprint."""
    by_file: dict[str, list[Annotation]] = {file: [] for file in files}
    for each in _with_fingerprints(annotations):
        by_file.setdefault(each.file, []).append(each)
    holding = held or {}
    return Inspection(
        command,
        version,
        tuple(InspectedFile(file, tuple(found), tuple(holding.get(file, ()))) for file, found in by_file.items()),
    )


def _with_fingerprints(annotations: Iterable[Annotation]) -> Iterator[Annotation]:
    """Of file, rule and what it is about; of several that have these in common also which of them it is."""
    equal: Counter[tuple[str, str, str]] = Counter()
    for each in annotations:
        identity = (each.file, each.rule, each.at)
        equal[identity] += 1
        text = "\0".join((*identity, str(equal[identity])))
        yield each._replace(fingerprint=sha256(text.encode("utf-8", "surrogatepass")).hexdigest())
