"""What reading a YAML text gives: a tree that is whole, or problems."""

from __future__ import annotations

from kpiplan.language.yaml.nodes import Node
from kpiplan.problems import Place, Problem

MAX_PROBLEMS = 50  # nobody reads on
# what is said where nothing better is known
NOT_READ = Problem("yaml-syntax", "this can't be read as a plan", hint="write `key: value` lines", place=Place(1, 1))


class YamlDocument:
    """The tree of a text (None where it can't be read), and its problems.

    `partial`: parts of the file could not be read, so that what is missing may well be there. What is not read whole
    has a problem.
    """

    __slots__ = (
        "partial",
        "problems",
        "root",
    )

    def __init__(self, root: Node | None, problems: list[Problem], partial: bool = False) -> None:
        self.root = root
        self.problems = problems if problems or (root and not partial) else [NOT_READ]
        self.partial = partial


class UnreadableError(Exception):
    """Reading can't go on; carries the problem that says why."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
