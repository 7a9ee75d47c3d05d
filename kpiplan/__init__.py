"""kpiplan: from an annual revenue goal to what every month must bring.

>>> import kpiplan
>>> plan = kpiplan.load_plan("plan.yaml")
>>> results = kpiplan.targets(plan)
>>> results.get("visits").total
"""

from kpiplan.api import Results, load_plan, read_plan, targets
from kpiplan.figures import CarryIn, Figure, Figures, Period
from kpiplan.loader import Loaded
from kpiplan.plan import Plan
from kpiplan.problems import Place, PlanError, Problem

__all__ = [
    "CarryIn",
    "Figure",
    "Figures",
    "Loaded",
    "Period",
    "Place",
    "Plan",
    "PlanError",
    "Problem",
    "Results",
    "load_plan",
    "read_plan",
    "targets",
]
