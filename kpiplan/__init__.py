"""kpiplan: from an annual revenue goal to what every month must bring.

>>> import kpiplan
>>> results = kpiplan.targets(kpiplan.load_plan("plan.yaml"))
>>> results.get("visits").total

Names are imported when they are first used: the command line starts without what it does not need.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kpiplan.analysis.scorecard.score import Score
    from kpiplan.analysis.variance.compare import Comparison
    from kpiplan.api import (
        ChanceOfGoal,
        Diff,
        LeverTable,
        Replan,
        Results,
        Scenarios,
        Solution,
        chance,
        compare,
        diff,
        levers,
        load_plan,
        read_plan,
        replan,
        scenarios,
        score,
        solve,
        targets,
    )
    from kpiplan.figures import CarryIn, Figure, Figures, Period
    from kpiplan.loader import Loaded
    from kpiplan.plan.model import Plan
    from kpiplan.problems import ExportError, Place, PlanError, Problem

__all__ = [
    "CarryIn",
    "ChanceOfGoal",
    "Comparison",
    "Diff",
    "ExportError",
    "Figure",
    "Figures",
    "LeverTable",
    "Loaded",
    "Period",
    "Place",
    "Plan",
    "PlanError",
    "Problem",
    "Replan",
    "Results",
    "Scenarios",
    "Score",
    "Solution",
    "chance",
    "compare",
    "diff",
    "levers",
    "load_plan",
    "read_plan",
    "replan",
    "scenarios",
    "score",
    "solve",
    "targets",
]

_HOMES = {
    "kpiplan.analysis.variance.compare": ("Comparison",),
    "kpiplan.api": (
        "ChanceOfGoal",
        "Diff",
        "LeverTable",
        "Replan",
        "Results",
        "Scenarios",
        "Solution",
        "chance",
        "compare",
        "diff",
        "levers",
        "load_plan",
        "read_plan",
        "replan",
        "scenarios",
        "score",
        "solve",
        "targets",
    ),
    "kpiplan.figures": ("CarryIn", "Figure", "Figures", "Period"),
    "kpiplan.loader": ("Loaded",),
    "kpiplan.plan.model": ("Plan",),
    "kpiplan.analysis.scorecard.score": ("Score",),
    "kpiplan.problems": ("ExportError", "Place", "PlanError", "Problem"),
}


def __getattr__(name: str) -> object:
    for home, names in _HOMES.items():
        if name in names:
            return getattr(import_module(home), name)
    raise AttributeError(f"module 'kpiplan' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
