"""Problems and missed gates as annotations of a workflow on GitHub."""

from __future__ import annotations

from collections.abc import Sequence

from kpiplan.formats.lines import one_line
from kpiplan.problems import Place, Problem


def workflow_annotations(problems: Sequence[Problem]) -> str:
    """Workflow commands of a CI that marks lines of a pull request; errors first, for it shows ten of a kind."""
    kinds = {"error": "error", "warning": "warning", "note": "notice"}
    lines = []
    for problem in problems:
        kind = "notice" if problem.accepted is not None else kinds[problem.severity]
        place = problem.place or Place(1, 1)
        properties = {
            "file": one_line(problem.file),
            "line": str(place.line),
            "col": str(place.column),
            "endColumn": str(place.column + place.length),
            "title": f"kpiplan {problem.code}",
        }
        said = ",".join(f"{name}={_property(value)}" for name, value in properties.items())
        note = one_line(f"accepted: {problem.accepted}" if problem.accepted is not None else problem.hint)
        message = one_line(problem.message)
        message = f"{message}\n{note}" if note else message
        lines.append(f"::{kind} {said}::{_data(message)}")
    return "".join(f"{line}\n" for line in lines)


def gate_annotations(messages: Sequence[str], file: str) -> str:
    """A workflow command for every missed gate, at the top of a plan's file."""
    title = _property("kpiplan gate")
    where = _property(one_line(file))
    return "".join(f"::error file={where},line=1,title={title}::{_data(one_line(text))}\n" for text in messages)


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
