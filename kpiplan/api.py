"""What Python programs use: load a plan, compute its targets, compare them with what happened."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from kpiplan import loader
from kpiplan.analysis.matching import Matched, breakdowns, match, read_for
from kpiplan.analysis.scenarios import Scenery, Variant, scenery
from kpiplan.analysis.scorecard import from_exports
from kpiplan.analysis.scorecard.score import Score
from kpiplan.analysis.scorecard.timing import timed
from kpiplan.analysis.variance import compare as core
from kpiplan.analysis.variance.compare import Comparison
from kpiplan.checks import findings
from kpiplan.documents.scenarios import long_rows
from kpiplan.documents.targets import tidy_rows
from kpiplan.exports.results import Refusal
from kpiplan.figures import By, Figures
from kpiplan.formats.dataframe import scenarios_frame, to_frame
from kpiplan.funnel.targets import PlanTargets, figures, plan_targets
from kpiplan.language.overlay.change import Overlay, as_data, in_words, of_pairs
from kpiplan.language.yaml.decoding import MAX_BYTES
from kpiplan.loader import Loaded, PlanFile
from kpiplan.months import parse_month
from kpiplan.plan.model import Plan
from kpiplan.problems import ExportError, PlanError, Problem
from kpiplan.reports.actuals.cutoff import refusal_said

if TYPE_CHECKING:
    import pandas as pd


class Results(Figures):
    """Figures of a plan, with the problems found on the way."""

    def to_frame(self) -> pd.DataFrame:
        """A tidy pandas DataFrame: period, start, segment, kpi, unit, value (`formats.dataframe`)."""
        return to_frame(tidy_rows(self))


class Scenarios(NamedTuple):
    """A plan and its scenarios, the plan first, and what was found in all of them.

    Each has the plan under its changes, its figures and the chance of its goal (`analysis.scenarios.Scenery`).
    """

    shown: tuple[Scenery, ...]
    problems: tuple[Problem, ...]

    def to_frame(self) -> pd.DataFrame:
        """A tidy pandas DataFrame: scenario, period, segment, kpi, unit, value; the plan itself has no scenario."""
        return scenarios_frame([row for one in self.shown for row in long_rows(one)])


def load_plan(
    path: str | PathLike[str], *, set: Mapping[str, object] | None = None, scenario: str | None = None
) -> Loaded:
    """Read a plan file: the plan, or None where it has errors, and all its problems.

    With a `scenario` of the plan, or values to `set` (`{"leads": "1.8%", "goal.revenue": 12_000_000}`; a path that ends
    in `*` is multiplied), it is the plan under these changes, those of the scenario first. Never raises for what the
    file holds or what is set; raises OSError where the file can't be read, KeyError where it has no such scenario.
    """
    return _under(_source(path), set, scenario)


def read_plan(
    text: str, name: str = "plan", *, set: Mapping[str, object] | None = None, scenario: str | None = None
) -> Loaded:
    """Read a plan from a text; `name` is what messages call it. Changes are those of `load_plan`."""
    return _under(loader.read_file(text.encode(), name), set, scenario)


def _source(path: str | PathLike[str]) -> PlanFile:
    return loader.read_file(_bytes(str(path)), str(path), _bytes)


def _bytes(name: str) -> bytes:
    with open(name, "rb") as file:
        return file.read(MAX_BYTES + 1)


def _under(source: PlanFile, values: Mapping[str, object] | None, scenario: str | None) -> Loaded:
    if not values and scenario is None:
        return loader.laid(source)
    overlay = Overlay() if scenario is None or source.root is None else loader.scenario(source, scenario)
    return loader.laid(source, overlay + of_pairs(values or {}))


def scenarios(
    plan: Loaded | str | PathLike[str], names: Iterable[str] | None = None, *, by: By = "month", chance: bool = True
) -> Scenarios:
    """A plan and some of its scenarios (left out: all of them) side by side: figures by period, the chance of the goal.

    Raises PlanError where the plan has errors, alone or under one of the scenarios, KeyError where it has no such
    scenario, OSError where a file can't be read.
    """
    loaded = plan if isinstance(plan, Loaded) else loader.laid(_source(plan))
    variants, problems = [Variant(None, plan_targets(_plan(loaded)))], [*loaded.problems]
    for name, why, overlay, found in loader.under(loaded.source, names or loader.scenario_names(loaded.source)):
        computed = plan_targets(_plan(found))
        problems += found.source.locate(findings(computed, found.problems))
        variants.append(Variant(name, computed, why, as_data(overlay.changes), in_words(overlay.changes)))
    return Scenarios(scenery(variants, by, chance=chance), tuple(dict.fromkeys(problems)))


def targets(plan: Loaded | Plan, *, by: By = "month", segment: str | None = None, whole: bool = False) -> Results:
    """What every period must bring for the plan's goal: arrivals a stage, money, ratios, what must be under way.

    `whole` rounds counts so that they sum to the rounded year. Raises PlanError where the plan has errors, KeyError
    where no segment has the name. Problems have a place in the file where the plan was loaded from one.
    """
    loaded = plan if isinstance(plan, Loaded) else None
    computed = plan_targets(_plan(plan))
    found = figures(computed, by=by, segment=segment, whole_numbers=whole)
    problems = findings(computed, loaded.problems if loaded else ())
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


def compare(plan: Loaded | Plan, exports: Iterable[str | PathLike[str]], *, through: str | None = None) -> Comparison:
    """What really happened, read from exports, against the plan: status, the walk, the year from here.

    `exports` are files, folders and zips, read by what the plan's `actuals` says of them. `through` is the last month,
    such as `2020-06`; left out, the last one that every source covers whole. Raises PlanError where the plan has
    errors, ExportError where the exports can't be read or say nothing of the plan's year, ValueError where `through`
    is no month.
    """
    computed = plan_targets(_plan(plan))
    return core.compare(computed, _matched(computed, list(exports), through).actuals)


def score(
    plan: Loaded | Plan, exports: Iterable[str | PathLike[str]], *, through: str | None = None
) -> tuple[Score, ...]:
    """How the KPIs that the plan chooses stand: of the whole plan, each followed by its segments and break-down.

    Exports and errors are those of `compare`. Empty where the plan chooses none.
    """
    good, files = _plan(plan), [Path(name) for name in exports]
    computed = timed(plan_targets(good))
    matched = _matched(computed, files, through)
    return from_exports.scorecard(
        computed,
        matched.found,
        matched.actuals.window,
        breakdowns(good, files, good.actuals, matched.last),
    )


def _matched(targets: PlanTargets, exports: Sequence[str | PathLike[str]], through: str | None) -> Matched:
    plan = targets.plan
    last = parse_month(through) if through else None
    if through and last is None:
        raise ValueError(f"{through!r} is no month; write it as 2020-06")
    found = read_for(plan, [Path(name) for name in exports], plan.actuals, last)
    if any(problem.severity == "error" for problem in found.problems):
        raise ExportError(found.problems)
    matched = match(targets, found, last)
    if isinstance(matched, Refusal):
        raise ExportError(found.problems, refusal_said(matched))
    return matched


def _plan(plan: Loaded | Plan) -> Plan:
    good = plan.plan if isinstance(plan, Loaded) else plan
    if good is None:
        raise PlanError(plan.problems if isinstance(plan, Loaded) else ())
    return good
