"""Problems as programs read them: of one plan, and of the files that `check` read."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from kpiplan.problems import Problem, path_text

if TYPE_CHECKING:
    from kpiplan.documents import Document


def problem_document(problem: Problem) -> Document:
    """A problem as data; `accepted` is the plan's reason for accepting it."""
    return {
        "code": problem.code,
        "severity": problem.severity,
        "message": problem.message,
        "hint": problem.hint,
        "path": path_text(problem.path),
        "file": problem.file,
        "line": problem.place.line if problem.place else None,
        "column": problem.place.column if problem.place else None,
        "accepted": problem.accepted,
    }


def files_document(files: Sequence[tuple[str, str | None, Sequence[Problem]]]) -> Document:
    """What `check` found: every file with its plan's name and counts, and all problems."""
    return {
        "kind": "check",
        "files": [
            {
                "file": file,
                "plan": plan,
                "errors": sum(problem.severity == "error" for problem in problems),
                "warnings": sum(problem.severity == "warning" and problem.accepted is None for problem in problems),
                "accepted": sum(problem.accepted is not None for problem in problems),
                "notes": sum(problem.severity == "note" for problem in problems),
            }
            for file, plan, problems in files
        ],
        "problems": [problem_document(problem) for _, _, problems in files for problem in problems],
    }
