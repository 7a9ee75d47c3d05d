"""A small plan whose parts tests replace, and what is found in it."""

from __future__ import annotations

from kpiplan.loader import Loaded, load
from kpiplan.problems import Problem

HEAD = "name: P\nyear: 2020\ncurrency: USD\n"
GOAL = "goal: {revenue: 10M, average_deal: 1M}\n"
FUNNEL = "funnel:\n  - visits\n  - leads: 1.5%\n  - customers: 50%\n"


def read(text: str) -> Loaded:
    return load(text.encode(), "plan.yaml")


def said(problem: Problem) -> str:
    """`4:17 bad-money: ten can't be read as an amount`."""
    place = problem.place
    assert place is not None
    return f"{place.line}:{place.column} {problem.code}: {problem.message}"


def errors(text: str) -> list[str]:
    """The errors of a plan text."""
    return [said(problem) for problem in read(text).errors]
