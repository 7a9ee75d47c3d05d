"""Plans written by hand for worked cases, and their figures."""

import re
import textwrap
from collections.abc import Sequence
from typing import Any

import pytest

import kpiplan
from kpiplan.figures import Figures
from kpiplan.funnel.stages import Targets
from kpiplan.funnel.targets import plan_targets


def plan_from(text: str) -> kpiplan.Loaded:
    """A plan from the keys that matter; it has a name and begins in January 2026 unless it says otherwise."""
    text = textwrap.dedent(text)
    start = "" if re.search("^(start|year):", text, re.MULTILINE) else "year: 2026\n"
    loaded = kpiplan.read_plan(f"name: Worked by hand\n{start}{text}")
    assert loaded.plan is not None, [(problem.path, problem.message) for problem in loaded.errors]
    return loaded


def figures_from(text: str) -> Figures:
    """The figures of a plan, by month."""
    return kpiplan.targets(plan_from(text))


def targets_from(text: str) -> Targets:
    """The targets of a plan without segments, the months around the plan included."""
    loaded = plan_from(text)
    assert loaded.plan is not None
    [outcome] = plan_targets(loaded.plan).outcomes
    return outcome.targets


def about(value: float, tolerance: float = 1e-12) -> Any:
    """This number, but for what floating point is off by."""
    return pytest.approx(value, rel=tolerance, abs=tolerance)


def exactly(values: Sequence[float]) -> Any:
    """These numbers, but for what floating point is off by."""
    return pytest.approx(values, rel=1e-12, abs=1e-12)


def months(results: Figures, kpi: str, segment: str | None = None) -> list[float | None]:
    """A figure's twelve months."""
    return [*results.get(kpi, segment).values]


def year(results: Figures, kpi: str, segment: str | None = None) -> float:
    """A figure's year."""
    total = results.get(kpi, segment).total
    assert total is not None
    return total
