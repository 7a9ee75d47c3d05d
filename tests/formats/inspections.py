"""Inspections of real plans and exports, and of every broken example that the catalogue of problems has."""

from __future__ import annotations

from pathlib import Path

from kpiplan.checks import findings
from kpiplan.funnel.targets import plan_targets
from kpiplan.loader import load
from kpiplan.problems import Problem
from kpiplan.reports.inspection import Inspection, inspection, missed_gate, of_problem
from tests.conftest import SAMPLES, TOP

BROKEN = sorted((TOP / "tests" / "problems").glob("*.yaml"))
PLANS = sorted(SAMPLES.glob("*.yaml"))


def problems_of(file: Path) -> tuple[Problem, ...]:
    """What `check` finds in a plan by itself."""
    loaded = load(file.read_bytes(), file.name)
    if loaded.plan is None:
        return loaded.problems
    return loaded.source.locate(findings(plan_targets(loaded.plan), loaded.problems))


def everything() -> Inspection:
    """All problems of all of these files, and a gate."""
    found = [of_problem(problem) for file in (*BROKEN, *PLANS) for problem in problems_of(file)]
    gate = missed_gate("under", "inbound.sqls", "inbound: sqls under 90%", "plan.yaml")
    return inspection("check", "0.1.0", [*found, gate], ["plan.yaml", "sound.yaml"], {"plan.yaml": ["leads under"]})
