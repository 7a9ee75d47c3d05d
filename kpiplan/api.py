"""What Python programs use: load a plan, compute its targets, get them as data."""

from __future__ import annotations

from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING

from kpiplan import loader
from kpiplan.checks import findings
from kpiplan.figures import By, Figures
from kpiplan.frames import to_frame
from kpiplan.loader import Loaded
from kpiplan.outcomes import figures, outcomes
from kpiplan.plan import Plan
from kpiplan.problems import PlanError

if TYPE_CHECKING:
    import pandas as pd


class Results(Figures):
    """Figures of a plan, with the problems found on the way."""

    def to_frame(self) -> pd.DataFrame:
        """A tidy pandas DataFrame: period, start, segment, kpi, unit, value (see `kpiplan.frames.to_frame`)."""
        return to_frame(self)


def load_plan(path: str | PathLike[str]) -> Loaded:
    """Read a plan file: the plan, or None where it has errors, and all its problems.

    Never raises for what the file holds; raises OSError where it can't be read.
    """
    return loader.load(Path(path).read_bytes(), str(path))


def read_plan(text: str, name: str = "plan") -> Loaded:
    """Read a plan from a text; `name` is what messages call it."""
    return loader.load(text.encode(), name)


def targets(plan: Loaded | Plan, *, by: By = "month", segment: str | None = None, whole: bool = False) -> Results:
    """What every period must bring for the plan's goal: arrivals a stage, money, ratios, what must be under way.

    `whole` rounds counts so that they sum to the rounded year. Raises PlanError where the plan has errors, KeyError
    where no segment has the name. Problems have a place in the file where the plan was loaded from one.
    """
    loaded = plan if isinstance(plan, Loaded) else None
    good = loaded.plan if loaded else plan
    if not isinstance(good, Plan):
        raise PlanError(loaded.problems if loaded else ())
    results = outcomes(good)
    found = figures(good, results, by=by, segment=segment, whole_numbers=whole)
    problems = findings(good, results, loaded.problems if loaded else ())
    if loaded:
        problems = loaded.source.locate(problems)
    return Results(
        kind=found.kind,
        plan=found.plan,
        currency=found.currency,
        periods=found.periods,
        figures=found.figures,
        carry_in=found.carry_in,
        problems=problems,
    )
