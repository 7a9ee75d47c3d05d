"""Problems as text that editors and CI jump to, and as workflow annotations; without rich, for data commands too."""

from __future__ import annotations

from collections.abc import Sequence

from kpiplan import wording
from kpiplan.problems import Place, Problem, excerpt_line

_COLORS = {"error": "31", "warning": "33", "note": "36"}


def problem_text(problem: Problem, *, color: bool = False) -> str:
    """`plan.yaml:7:12: error code: message`, the line with the place marked, what would be right."""
    place = problem.place
    where = problem.file + (f":{place.line}:{place.column}" if place else "")
    severity = f"{problem.severity}, accepted" if problem.accepted is not None else problem.severity
    if color:
        severity = f"\x1b[{_COLORS[problem.severity]}m{severity}\x1b[0m"
    lines = [f"{where}: {severity} {problem.code}: {problem.message}"]
    if place and problem.excerpt:
        lines += _excerpt(problem.excerpt, place)
    if problem.accepted is not None:
        lines.append(f"    accepted: {problem.accepted}")
    elif problem.hint:
        lines.append(f"    {problem.hint}")
    return "\n".join(lines)


def _excerpt(text: str, place: Place) -> list[str]:
    from unicodedata import east_asian_width

    number = str(place.line)
    shown, column = excerpt_line(text, place)
    before = "".join("  " if east_asian_width(char) in "WF" else " " for char in shown[: column - 1])
    mark = "^" * max(1, min(place.length, len(shown) - column + 1))
    return [f"  {number} | {shown.rstrip()}", f"  {' ' * len(number)} | {before}{mark}"]


def problems_text(problems: Sequence[Problem], *, color: bool = False) -> str:
    """Problems one after the other."""
    return "".join(f"{problem_text(problem, color=color)}\n" for problem in problems)


def summary(problems: Sequence[Problem]) -> str:
    """`2 errors, 1 warning, 1 accepted, 2 notes`; empty where there is nothing."""
    severities = [problem.severity if problem.accepted is None else "accepted" for problem in problems]
    counts = {name: severities.count(name) for name in ("error", "warning", "accepted", "note")}
    said = [f"{n} accepted" if name == "accepted" else wording.plural(n, name) for name, n in counts.items() if n]
    return ", ".join(said)


def workflow_annotations(problems: Sequence[Problem]) -> str:
    """Workflow commands of a CI that marks lines of a pull request; errors first, for it shows ten of a kind."""
    kinds = {"error": "error", "warning": "warning", "note": "notice"}
    lines = []
    for problem in problems:
        kind = "notice" if problem.accepted is not None else kinds[problem.severity]
        place = problem.place or Place(1, 1)
        properties = {
            "file": problem.file,
            "line": str(place.line),
            "col": str(place.column),
            "endColumn": str(place.column + place.length),
            "title": f"kpiplan {problem.code}",
        }
        said = ",".join(f"{name}={_property(value)}" for name, value in properties.items())
        note = f"accepted: {problem.accepted}" if problem.accepted is not None else problem.hint
        message = f"{problem.message}\n{note}" if note else problem.message
        lines.append(f"::{kind} {said}::{_data(message)}")
    return "".join(f"{line}\n" for line in lines)


def gate_annotations(messages: Sequence[str], file: str) -> str:
    """A workflow command for every missed gate, at the top of a plan's file."""
    title = _property("kpiplan gate")
    return "".join(f"::error file={_property(file)},line=1,title={title}::{_data(text)}\n" for text in messages)


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
