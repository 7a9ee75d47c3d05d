"""Exports, and the gates of a review, as a CI is told of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from kpiplan.analysis.gates import Gate, missed
from kpiplan.cli.inspections import inspected
from kpiplan.language.overlay.change import OPTION
from kpiplan.language.yaml.nodes import find
from kpiplan.loader import PlanFile
from kpiplan.plan.model import Plan, Stage
from kpiplan.problems import Path, Place, Problem
from kpiplan.reports.inspection import NOTHING_COMPARED, Annotation, Inspection, failed, gate_case, of_gate, of_problem


def of_review(
    files: Iterable[str],
    problems: Iterable[Problem],
    gates: Sequence[Gate],
    messages: Sequence[str],
    plan: Plan,
    source: PlanFile,
) -> Inspection:
    """Exports against a plan, and its file: what is wrong with them, gates that hold, those missed with a message."""
    said = zip(missed(gates), messages, strict=True)
    short = [of_gate(gate, text, source.file, _place(gate, plan, source)) for gate, text in said]
    held = [gate_case(gate) for gate in gates if gate.holds]
    return inspected("actuals", [*_of(problems), *short], [source.file, *files], {source.file: held})


def _place(gate: Gate, plan: Plan, source: PlanFile) -> Place | None:
    """Where the plan says what a gate is about: its stage, the goal, its KPIs. None where options say it."""
    if source.root is None:
        return None
    place = find(source.root, _path(gate, plan))
    return None if place.file == OPTION else place


def _path(gate: Gate, plan: Plan) -> Path:
    """The path to a stage, of the funnel of the segment where it has one of its own."""
    own = [each for each in plan.segments if each.funnel and gate.segment in (None, each.name)]
    funnels: list[tuple[Path, Sequence[Stage]]] = [(("segments", each.name, "funnel"), each.funnel) for each in own]
    if not gate.segment or not funnels:
        funnels.insert(0, (("funnel",), plan.funnel))
    for path, funnel in funnels:
        for number, stage in enumerate(funnel):
            if stage.name == gate.kpi:
                return (*path, number, stage.name)
    return ("kpis",) if gate.score else ("goal",)


def of_exports(files: Iterable[str], problems: Iterable[Problem], *, why: str = "") -> Inspection:
    """Exports by themselves; `why`: there is nothing to compare, or no result for another reason."""
    named = list(files)
    found = [*_of(problems), *([failed(NOTHING_COMPARED, why, named[0])] if why and named else [])]
    return inspected("actuals", found, named)


def _of(problems: Iterable[Problem]) -> Iterator[Annotation]:
    return (of_problem(problem) for problem in problems)
