"""Exports, and the gates of a review, as a CI is told of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from kpiplan.analysis.gates import Gate, missed
from kpiplan.cli.inspections import inspected
from kpiplan.problems import Problem
from kpiplan.reports.inspection import NOTHING_COMPARED, Annotation, Inspection, failed, gate_case, of_gate, of_problem


def of_review(
    files: Iterable[str],
    problems: Iterable[Problem],
    gates: Sequence[Gate],
    messages: Sequence[str],
    plan: str,
) -> Inspection:
    """Exports against a plan, by its file: what is wrong with them, gates that hold, those missed with a message."""
    short = [of_gate(gate, text, plan) for gate, text in zip(missed(gates), messages, strict=True)]
    held = [gate_case(gate) for gate in gates if gate.holds]
    return inspected("actuals", [*_of(problems), *short], [plan, *files], {plan: held})


def of_exports(files: Iterable[str], problems: Iterable[Problem], *, why: str = "") -> Inspection:
    """Exports by themselves; `why`: there is nothing to compare, or no result for another reason."""
    named = list(files)
    found = [*_of(problems), *([failed(NOTHING_COMPARED, why, named[0])] if why and named else [])]
    return inspected("actuals", found, named)


def _of(problems: Iterable[Problem]) -> Iterator[Annotation]:
    return (of_problem(problem) for problem in problems)
