"""Random plans for property tests: as data, and read by the loader."""

import copy
import random
from typing import Any

import yaml
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from kpiplan.api import read_plan, targets
from kpiplan.figures import Figures
from kpiplan.funnel.targets import Outcome, PlanTargets, plan_targets
from kpiplan.loader import Loaded
from kpiplan.plan.model import Plan
from tests.plans import plan_of as plan_of_text

from .plans import random_plan

Data = dict[str, Any]

# derandomized: a run finds what the last one found
STABLE = settings(derandomize=True, deadline=None, max_examples=80, suppress_health_check=[HealthCheck.filter_too_much])


def plan_of(seed: int) -> Data:
    """The random plan of a seed."""
    return random_plan(random.Random(seed))


def plans() -> st.SearchStrategy[Data]:
    """Valid plans as plain data."""
    return st.integers(0, 10**9).map(plan_of)


def loaded(data: Data) -> Loaded:
    """A plan as the loader reads its text."""
    return read_plan(yaml.safe_dump(data, allow_unicode=True, sort_keys=False))


def results_of(data: Data) -> Figures:
    """The figures of a plan, by month."""
    return targets(loaded(data))


def targets_of(data: Data) -> PlanTargets:
    """A plan with its targets."""
    return plan_targets(read(data))


def outcomes_of(data: Data) -> tuple[Outcome, ...]:
    """The branches of a plan, each with its targets."""
    return targets_of(data).outcomes


def read(data: Data) -> Plan:
    """A plan read without errors."""
    return plan_of_text(yaml.safe_dump(data, allow_unicode=True, sort_keys=False))


def near(one: float | None, two: float | None, tolerance: float = 1e-9) -> bool:
    """Whether two numbers agree to a relative tolerance; None agrees with None alone."""
    if one is None or two is None:
        return one is two
    return abs(one - two) <= tolerance * max(abs(one), abs(two), 1e-3)


def without(data: Data, *keys: str) -> Data:
    """A copy of a plan without some keys: of the plan, its goal and segments, and every stage of every funnel."""
    result = copy.deepcopy(data)
    for owner in (result, *result.get("segments", {}).values()):
        specs = [spec for entry in owner.get("funnel", []) if isinstance(entry, dict) for spec in entry.values()]
        for held in (owner, owner.get("goal"), *specs):
            for key in keys:
                if isinstance(held, dict):
                    held.pop(key, None)
    return result


def last_stage(data: Data) -> str:
    """The name of the last stage of the plan's funnel."""
    return str(next(iter(data["funnel"][-1])))
